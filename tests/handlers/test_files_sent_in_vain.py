"""Files that are sent to a form which ends meanwhile: they are counted and sent back, as its words are said back."""

import pytest

from domain.access.member import Role
from tests.handlers.ideas.test_idea import CITY, suggested
from tests.handlers.secretariat.broadcast.broadcasting import drafts, sends
from tests.town import Human, Town


def photos(who: Human) -> int:
    """Count the photos that the bot has sent."""
    return sum("photo" in message for message in who.messages())


async def test_photos_for_an_idea_that_was_withdrawn_come_back(town: Town) -> None:
    await town.secretary()
    sara = await town.representative_of(CITY)
    await suggested(sara)
    await sara.says("/idea")
    await sara.taps("ایدهٔ ۱", "افزودن به ایده")
    await sara.sends_photo("نقشهٔ محله", count=3)
    await sara.says("/idea")
    await sara.taps("ایدهٔ ۱", "پس گرفتن ایده", "بله، پس می‌گیرم")
    await sara.says("/start")
    await sara.taps("ادامه")
    seen = await sara.taps("ارسال")
    assert "پس گرفته شده است" in seen
    assert "جایی ثبت نشد:\nنقشهٔ محله" in seen
    assert "۳ فایل شما جایی ثبت نشد" in seen
    assert "از «افزودن به ایده»، پیوست‌های ۱ تا ۳ از ۳" in seen
    assert photos(sara) == 3


async def test_photos_for_a_broadcast_that_a_colleague_sent_come_back(town: Town) -> None:
    maryam, goli = await town.secretary(), await town.member("گلی صادقی", Role.SECRETARY)
    await town.representative_of(CITY)
    await drafts(maryam, "یک نقش", "نماینده‌ها")
    await goli.opens("اطلاع‌رسانی")
    await goli.taps("جلسه به سه‌شنبه", "متن و پیوست")
    await maryam.opens("اطلاع‌رسانی")
    await maryam.taps("جلسه به سه‌شنبه")
    await sends(town, maryam, "۱")
    seen = await goli.sends_photo(count=2)
    assert "مریم رضایی این اطلاع‌رسانی را" in seen
    assert "۲ فایل شما جایی ثبت نشد" in seen
    assert photos(goli) == 2


async def discards(maryam: Human) -> None:
    await maryam.opens("اطلاع‌رسانی")
    await maryam.taps("جلسه به سه‌شنبه", "حذف پیش‌نویس", "بله، حذف شود")


async def test_a_message_for_a_discarded_broadcast_comes_back_and_its_form_ends(town: Town) -> None:
    maryam, goli = await town.secretary(), await town.member("گلی صادقی", Role.SECRETARY)
    await drafts(maryam, "یک نقش", "نماینده‌ها")
    await goli.opens("اطلاع‌رسانی")
    await goli.taps("جلسه به سه‌شنبه", "متن و پیوست")
    await discards(maryam)
    seen = await goli.sends_photo("جلسه لغو شد.", count=2)
    assert "شاید پیش‌نویس آن حذف شده باشد" in seen
    assert "جایی ثبت نشد:\nجلسه لغو شد." in seen
    assert "۲ فایل شما جایی ثبت نشد" in seen
    assert photos(goli) == 2
    assert goli.buttons() == ["منوی اصلی"]


@pytest.mark.parametrize("stays", ["نوشتهٔ همکارم بماند", "نوشتهٔ من جای آن را بگیرد"])
async def test_what_waits_beside_a_colleague_s_words_comes_back_with_the_draft_s_end(town: Town, stays: str) -> None:
    maryam, goli = await town.secretary(), await town.member("گلی صادقی", Role.SECRETARY)
    await drafts(maryam, "یک نقش", "نماینده‌ها")
    await goli.opens("اطلاع‌رسانی")
    await goli.taps("جلسه به سه‌شنبه", "متن و پیوست")
    await maryam.taps("متن و پیوست")
    await maryam.says("جلسه به سه‌شنبهٔ دیگر افتاد.")
    await goli.sends_photo("جلسه لغو شد.")
    await discards(maryam)
    seen = await goli.taps(stays)
    assert "جایی ثبت نشد:\nجلسه لغو شد." in seen
    assert "۱ فایل شما جایی ثبت نشد" in seen
