"""Reminders and messages of a broadcast after its receipt, its correction, or the union of two accounts."""

import pytest

from domain.access.member import Role
from sandbox.world.faults import Fault
from tests.handlers.account.test_linking import code_of
from tests.handlers.secretariat.broadcast.broadcasting import drafts, finishes, sends
from tests.town import Human, Town

CITY, ROADS = "شهرداری مشهد", "اداره کل راه و شهرسازی"
NEWS, OTHER = "جلسه به سه‌شنبه افتاد.", "جلسه لغو شد."
UNSEEN = "هنوز رؤیت نشده است"
pytestmark = pytest.mark.rows


async def sent(town: Town) -> tuple[Human, Human]:
    """Send the news to Sara; return Maryam and her."""
    maryam, sara = await town.secretary(), await town.representative_of(CITY)
    await drafts(maryam, "یک نقش", "نماینده‌ها")
    await sends(town, maryam, "۱")
    return maryam, sara


async def reminds(town: Town, maryam: Human) -> None:
    await maryam.taps("فهرست رؤیت‌ها", "یادآوری به ۱ نفر")
    await finishes(town, maryam)


async def corrects(town: Town, maryam: Human) -> None:
    await maryam.opens("اطلاع‌رسانی")
    await maryam.taps("جلسه به سه‌شنبه", "اصلاح متن")
    await maryam.says(OTHER)
    await finishes(town, maryam)


async def test_a_reminder_that_waits_for_the_morning_is_needless_once_it_was_seen(town: Town) -> None:
    maryam, sara = await sent(town)
    await town.clock.to("1398-07-13 22:00")
    await reminds(town, maryam)
    await sara.taps("رؤیت شد")
    await town.clock.to("1398-07-14 09:00")
    assert UNSEEN not in sara.everything()
    assert sara.buttons() == ["رؤیت شما ثبت شد"]


async def test_a_reminder_that_stands_below_gives_thanks_once_the_message_was_seen(town: Town) -> None:
    maryam, sara = await sent(town)
    await reminds(town, maryam)
    assert UNSEEN in sara.everything()
    await sara.replies(next(one["id"] for one in sara.messages() if one.get("text") == NEWS), "رؤیت شد")
    assert UNSEEN not in sara.everything()
    assert "سپاسگزاریم؛ رؤیت شما ثبت شد." in sara.everything()


@pytest.mark.parametrize("hour", ["19:00", "22:00"])
async def test_a_reminder_has_the_corrected_words(town: Town, hour: str) -> None:
    maryam, sara = await sent(town)
    await town.clock.to(f"1398-07-13 {hour}")
    await reminds(town, maryam)
    await corrects(town, maryam)
    await town.clock.to("1398-07-14 09:00")
    assert UNSEEN in sara.everything()
    assert sara.everything().count(OTHER) == 2
    assert NEWS not in sara.everything()
    await sara.taps("رؤیت شد")
    assert "سپاسگزاریم؛ رؤیت شما ثبت شد." in sara.everything()


async def two_of_sara(town: Town, hour: str, first: str) -> tuple[Human, Human, Human]:
    """Send the news to Sara's two accounts, which become one then; return Maryam and both."""
    maryam, sara = await town.secretary(), await town.representative_of(CITY, on="telegram")
    on_bale = await town.member("سارا راد", Role.HEAD, ROADS, on="bale")
    await town.clock.to(f"1398-07-13 {hour}")
    await drafts(maryam)
    await sends(town, maryam, "۳")
    kept, other = (sara, on_bale) if first == "telegram" else (on_bale, sara)
    await other.says(f"/link {await code_of(kept)}")
    await other.taps("بله، یکی شود")
    return maryam, sara, on_bale


@pytest.mark.parametrize("first", ["telegram", "bale"])
async def test_two_accounts_that_become_one_at_night_get_it_once_and_the_ledger_says_so(both: Town, first: str) -> None:
    maryam, sara, on_bale = await two_of_sara(both, "22:00", first)
    await both.clock.to("1398-07-14 09:00")
    assert "رسید: ۲ از ۲ نفر" in await finishes(both, maryam)
    await corrects(both, maryam)
    assert (sara.everything() + on_bale.everything()).count(OTHER) == 1
    await maryam.taps("پس گرفتن", "بله، پس گرفته شود")
    await finishes(both, maryam)
    assert OTHER not in sara.everything() + on_bale.everything()


@pytest.mark.parametrize("first", ["telegram", "bale"])
async def test_what_both_accounts_have_is_corrected_and_marked_in_both(both: Town, first: str) -> None:
    maryam, sara, on_bale = await two_of_sara(both, "19:00", first)
    await corrects(both, maryam)
    for one in (sara, on_bale):
        assert OTHER in one.everything()
        assert NEWS not in one.everything()
    await on_bale.taps("رؤیت شد")
    for one in (sara, on_bale):
        assert "رؤیت شما ثبت شد" in one.buttons(OTHER)


async def test_what_arrived_by_day_is_corrected_and_taken_back_at_night_in_silence(town: Town) -> None:
    maryam, sara = await sent(town)
    await town.clock.to("1398-07-13 22:00")
    await corrects(town, maryam)
    assert OTHER in sara.everything()
    assert NEWS not in sara.everything()
    await maryam.taps("پس گرفتن", "بله، پس گرفته شود")
    assert "پس گرفته شد: ۱ نفر" in await finishes(town, maryam)
    assert OTHER not in sara.everything()


async def test_a_correction_of_what_a_platform_could_not_bring_by_day_waits_for_the_morning_with_it(both: Town) -> None:
    maryam, sara = await both.secretary(), await both.representative_of(CITY, on="bale")
    await drafts(maryam, "یک نقش", "نماینده‌ها")
    bale = both.server.faces["bale"]
    bale.faults.add(Fault("server_error", method="sendMessage", chat_id=sara.chat.id, times=None))
    both.away.add("bale")
    await maryam.taps("پیش‌نمایش و ارسال", "ارسال به ۱ نفر")
    await corrects(both, maryam)
    await both.clock.to("1398-07-13 22:00")
    bale.faults.clear()
    both.away.clear()
    # Neither is tried before the morning, and neither takes a place in what the sender looks at.
    await both.quiet()
    assert OTHER not in sara.everything()
    await both.clock.to("1398-07-14 09:00")
    assert sara.everything().count(OTHER) == 1
    assert NEWS not in sara.everything()
