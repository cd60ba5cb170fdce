"""Words that are typed for a meeting which a colleague cancels or changes meanwhile: they are said back, and no form
that can never be sent is left.
"""

import pytest
from sqlalchemy import select

from domain.access.member import Role
from models.tables.conversations import Draft
from tests.handlers.secretariat.planning.test_invitees import invited
from tests.handlers.secretariat.planning.test_plans import planning
from tests.town import Human, Town

UNSENT = "این نوشتهٔ شما جایی ثبت نشد:\n"


async def two_secretaries(town: Town) -> tuple[Human, Human]:
    """Return Maryam, and Zahra who has a meeting with an item on its agenda before her."""
    maryam = await town.secretary()
    zahra = await town.member("زهرا کریمی", Role.SECRETARY)
    await planning(maryam)
    await maryam.taps("دستور جلسه", "افزودن موضوع")
    await maryam.says("بررسی آب شرب")
    await maryam.taps("صفحهٔ این جلسه")
    await zahra.says("/meetings")
    await zahra.taps("۲۰ آبان")
    return maryam, zahra


async def drafts(town: Town) -> list[str]:
    async with town.app.db.read() as session:
        return list(await session.scalars(select(Draft.form)))


async def cancels(maryam: Human) -> None:
    await maryam.taps("لغو جلسه", "بله، لغو شود")


@pytest.mark.rows
async def test_an_item_for_a_cancelled_meeting_is_said_back(town: Town) -> None:
    maryam, zahra = await two_secretaries(town)
    await zahra.taps("دستور جلسه", "افزودن موضوع")
    await cancels(maryam)
    seen = await zahra.says("گزارش صندوق\nسهم محله‌ها")
    assert "این جلسه لغو شده است" in seen
    assert f"{UNSENT}گزارش صندوق\nسهم محله‌ها" in seen
    assert zahra.buttons() == ["منوی اصلی"]
    assert await drafts(town) == []
    # What is typed next is no item of that meeting any more.
    assert "لغو شده" not in await zahra.says("سلام")


@pytest.mark.rows
async def test_other_words_of_an_item_that_a_colleague_removed_are_said_back(town: Town) -> None:
    maryam, zahra = await two_secretaries(town)
    await zahra.taps("دستور جلسه", "۱. بررسی", "اصلاح متن")
    await maryam.taps("دستور جلسه", "۱. بررسی", "حذف")
    seen = await zahra.says("بررسی آب شرب روستاها")
    assert "دیگر در دستور جلسه نیست" in seen
    assert f"{UNSENT}بررسی آب شرب روستاها" in seen
    assert await drafts(town) == []


@pytest.mark.rows
async def test_a_delegate_to_a_cancelled_meeting_is_said_back(town: Town) -> None:
    maryam, sara, _ = await invited(town)
    await sara.taps("نماینده معرفی می‌کنم")
    await sara.says("لیلا حسینی", "معاون برنامه‌ریزی", "۰۹۱۵۱۲۳۴۵۶۷")
    await cancels(maryam)
    seen = await sara.taps("ارسال")
    assert "لغو شده است و پاسخی لازم نیست" in seen
    assert f"{UNSENT}لیلا حسینی\nمعاون برنامه‌ریزی\n" in seen
    assert "9151234567" in seen
    assert await drafts(town) == []
    await sara.says("/start")
    assert not any("ادامه" in label for label in sara.buttons())


@pytest.mark.rows
async def test_another_time_that_came_after_a_colleague_s_is_said_back(town: Town) -> None:
    maryam, zahra = await two_secretaries(town)
    for one, day in ((zahra, "۲۷ آبان"), (maryam, "۲۸ آبان")):
        await one.taps("تغییر زمان، مکان یا مرجع", "اصلاح روز")
        await one.says(day)
    await maryam.taps("ثبت")
    seen = await zahra.taps("ثبت")
    assert "همکار دیگری این جلسه را در همین فاصله تغییر داده است" in seen
    assert f"{UNSENT}روز: دوشنبه ۲۷ آبان ۱۳۹۸" in seen
    assert await drafts(town) == []


@pytest.mark.parametrize("changed", [False, True])
async def test_a_change_of_place_that_is_opened_anew_goes_on_or_says_its_words_back(town: Town, changed: bool) -> None:
    """Zahra opened it again, and what she had typed was gone."""
    maryam, zahra = await two_secretaries(town)
    await zahra.taps("تغییر زمان، مکان یا مرجع", "اصلاح مکان")
    await zahra.says("سالن بزرگ شهرداری، اتاق ۳۱۲")
    if changed:
        await maryam.taps("تغییر زمان، مکان یا مرجع", "اصلاح روز")
        await maryam.says("۲۷ آبان")
        await maryam.taps("ثبت")
    await zahra.says("/meetings")
    await zahra.taps("کارگروه اشتغال")
    seen = await zahra.taps("تغییر زمان، مکان یا مرجع")
    if changed:
        assert f"{UNSENT}سالن بزرگ شهرداری، اتاق ۳۱۲" in seen
        assert "روز: دوشنبه ۲۷ آبان ۱۳۹۸" in seen
    else:
        assert "مکان: سالن بزرگ شهرداری، اتاق ۳۱۲" in seen
        assert "زمان و مکان تازه ثبت شد" in await zahra.taps("ثبت")
