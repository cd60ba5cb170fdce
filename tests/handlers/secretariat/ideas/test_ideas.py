"""Ideas before the secretariat: filtered, searched, compared, decided by one of two, put on an agenda."""

import pytest
from sqlalchemy import select

from domain.access.member import Role
from models.tables.ideas import Idea, IdeaState
from services.ideas import ideas
from tests.handlers.ideas.test_idea import CHAMBER, CITY, MARKET, decided, suggested
from tests.town import Human, Town

AGAIN = "بازارچه‌ای برای کارهای خانگی در محله‌ها برپا شود."
MORNING = "جلسه‌های کارگروه صبح زود برگزار شود."


def listed(who: Human) -> list[str]:
    return [label.partition(":")[0] for label in who.buttons() if label.startswith("ایدهٔ ")]


async def states(town: Town) -> list[IdeaState]:
    async with town.app.db.read() as session:
        return list(await session.scalars(select(Idea.state).order_by(Idea.id)))


async def test_new_ideas_are_one_notice_and_are_filtered_and_found(town: Town) -> None:
    maryam, sara = await town.secretary(), await town.representative_of(CITY)
    for place in range(9):
        await suggested(sara, MORNING if place == 4 else f"{MARKET} {place}", subject="کار خود کارگروه")
    await suggested(sara, MARKET)
    await town.clock.to("1398-07-13 18:30")
    assert maryam.everything().count("ایدهٔ تازه رسیده است") == 1
    assert "۱۰ ایدهٔ تازه رسیده است" in maryam.everything()
    seen = await maryam.says("/ideas")
    assert "وضعیت: تازه، موضوع: همهٔ موضوع‌ها" in seen
    assert listed(maryam)[0] == "ایدهٔ ۱۰"
    await maryam.taps("صفحهٔ بعد")
    assert listed(maryam) == ["ایدهٔ ۲", "ایدهٔ ۱"]
    await maryam.taps("انتخاب موضوع", "کار در خانه")
    assert listed(maryam) == ["ایدهٔ ۱۰"]
    await maryam.taps("انتخاب وضعیت", "پذیرفته شد (۰)")
    assert "ایده‌ای با این وضعیت و موضوع نیست" in maryam.sees()
    await maryam.taps("جست‌وجوی ایده")
    await maryam.says("جلسه\u200cهای صبح")
    assert listed(maryam) == ["ایدهٔ ۵"]
    await maryam.says("محمدی ۷")
    assert "ایدهٔ ۷" in listed(maryam)
    assert "ایدهٔ شمارهٔ ۷" in await maryam.taps("ایدهٔ ۷")


async def test_a_rejection_takes_words_and_an_acceptance_one_tap(town: Town) -> None:
    maryam, sara = await town.secretary(), await town.representative_of(CITY)
    await suggested(sara)
    await decided(maryam, "۱", "نپذیرفتن با توضیح")
    assert "متن بنویسید" in await maryam.sends_photo() or "جایی برای فایل ندارد" in maryam.sees()
    await maryam.says("بودجهٔ آن نیست.")
    await maryam.taps("ارسال")
    assert "پذیرفته نشد" in sara.everything()
    assert "بودجهٔ آن نیست." in sara.everything()
    await decided(maryam, "۱", "پذیرش ایده")
    assert "وضعیت ایدهٔ شمارهٔ ۱ شما: پذیرفته شد" in sara.everything()
    seen = await decided(maryam, "۱")
    assert "پذیرفته نشد، مریم رضایی" in seen
    assert "پذیرفته شد، مریم رضایی" in seen


async def test_of_two_secretaries_the_second_hears_who_decided_what_and_when(town: Town) -> None:
    maryam, sara = await town.secretary(), await town.representative_of(CITY)
    reza = await town.member("رضا احمدی", Role.SECRETARY)
    await suggested(sara)
    await reza.says("/ideas")
    await reza.taps("ایدهٔ ۱")
    await decided(maryam, "۱", "پذیرش ایده")
    seen = await reza.taps("در دست بررسی")
    assert "وضعیت این ایده را مریم رضایی در شنبه ۱۳ مهر" in seen
    assert "به «پذیرفته شد» تغییر داده‌اند" in seen
    assert await states(town) == [IdeaState.ACCEPTED]
    await reza.taps("نپذیرفتن با توضیح")
    await decided(maryam, "۱", "انجام شد")
    await reza.says("بودجهٔ آن نیست.")
    seen = await reza.taps("ارسال")
    assert "به «انجام شد» تغییر داده‌اند" in seen
    assert "دلیل: بودجهٔ آن نیست." in seen
    assert await states(town) == [IdeaState.DONE]
    await reza.taps("ارسال")
    assert await states(town) == [IdeaState.REJECTED]


async def test_what_its_author_withdrew_meanwhile_is_not_decided(town: Town) -> None:
    maryam, sara = await town.secretary(), await town.representative_of(CITY)
    await suggested(sara)
    await maryam.says("/ideas")
    await maryam.taps("ایدهٔ ۱")
    await sara.taps("نمایش ایده", "پس گرفتن ایده", "بله، پس می‌گیرم")
    assert "سارا محمدی در شنبه" in await maryam.taps("پذیرش ایده")
    assert "پذیرش ایده" not in maryam.buttons()
    assert await states(town) == [IdeaState.WITHDRAWN]


@pytest.mark.ci
async def test_a_duplicate_follows_its_original_and_no_name_of_the_other_author_is_told(town: Town) -> None:
    maryam, sara = await town.secretary(), await town.representative_of(CITY)
    reza = await town.representative_of(CHAMBER, "رضا احمدی")
    await suggested(sara)
    await suggested(reza, AGAIN)
    await suggested(reza, MORNING, subject="کار خود کارگروه")
    seen = await decided(maryam, "۲")
    assert "۱ ایدهٔ مشابه هست" in seen
    assert any(label.startswith("مشابه: ایدهٔ ۱") for label in maryam.buttons())
    await maryam.taps("تکراری است")
    assert listed(maryam) == ["ایدهٔ ۱"]
    await maryam.taps("ایدهٔ ۱")
    assert "همانند ایدهٔ شمارهٔ ۱ است" in reza.everything()
    await decided(maryam, "۱", "پذیرش ایده")
    assert "ایدهٔ شمارهٔ ۲ شما با ایدهٔ شمارهٔ ۱ پیگیری می‌شود" in reza.everything()
    assert "سارا" not in reza.everything()
    await decided(maryam, "۱", "تکراری است")
    assert "این دو ایده را نمی‌توان" in await maryam.taps("ایدهٔ ۲")
    assert await states(town) == [IdeaState.ACCEPTED, IdeaState.DUPLICATE, IdeaState.NEW]


async def test_the_duplicates_of_a_withdrawn_idea_go_on_without_it(town: Town) -> None:
    maryam, sara = await town.secretary(), await town.representative_of(CITY)
    reza, mina = await town.representative_of(CHAMBER, "رضا احمدی"), await town.representative_of(CITY, "مینا رضوی")
    await suggested(sara)
    for who, number in ((reza, "۲"), (mina, "۳")):
        await suggested(who, AGAIN)
        await decided(maryam, number, "تکراری است", "ایدهٔ ۱")
    await maryam.says("/ideas")
    maryam.marks()
    await sara.says("/idea")
    await sara.taps("ایدهٔ ۱", "پس گرفتن ایده", "بله، پس می‌گیرم")
    assert "ایدهٔ شما از این پس جداگانه بررسی می‌شود" in reza.sees()
    assert "ایدهٔ شمارهٔ ۳ شما همانند ایدهٔ شمارهٔ ۲ است" in mina.sees()
    await town.clock.to("1398-07-13 18:30")
    assert "ایدهٔ تازه رسیده است" in maryam.sees()
    await decided(maryam, "۲", "پذیرش ایده")
    assert "ایدهٔ شمارهٔ ۳ شما با ایدهٔ شمارهٔ ۲ پیگیری می‌شود" in mina.sees()
    assert await states(town) == [IdeaState.WITHDRAWN, IdeaState.ACCEPTED, IdeaState.DUPLICATE]


@pytest.mark.ci
async def test_the_agenda_takes_what_is_meant_for_it_first_and_then_what_is_accepted(town: Town) -> None:
    maryam, sara = await town.secretary(), await town.representative_of(CITY)
    for words in (MARKET, MORNING, "کارگاه خیاطی در مسجد"):
        await suggested(sara, words)
    await decided(maryam, "۱", "پذیرش ایده")
    await decided(maryam, "۳", "در دستور جلسهٔ بعد")
    async with town.app.db.read() as session:
        assert [idea.id for idea in await ideas.for_agenda(session)] == [3, 1]


async def test_an_addition_to_an_idea_under_study_is_told_once(town: Town) -> None:
    maryam, sara = await town.secretary(), await town.representative_of(CITY)
    await suggested(sara)
    await decided(maryam, "۱", "در دست بررسی")
    await sara.taps("نمایش ایده", "افزودن به ایده")
    await sara.says("هزینهٔ آن کم است.")
    await sara.taps("رد کردن", "ارسال")
    assert "به ایدهٔ شمارهٔ ۱ مطلبی افزود" in maryam.sees()
    assert "هزینهٔ آن کم است." in await maryam.taps("نمایش ایده")


async def test_a_search_for_hundreds_of_words_is_answered(town: Town) -> None:
    maryam, sara = await town.secretary(), await town.representative_of(CITY)
    await suggested(sara)
    await maryam.says("/ideas")
    await maryam.taps("جست‌وجوی ایده")
    await maryam.says(" ".join(str(number) for number in range(1000)))
    assert "خطایی پیش آمد" not in maryam.everything()
    assert "در فهرست نیست" in maryam.sees()
