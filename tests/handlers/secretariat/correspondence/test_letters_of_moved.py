"""Letters about a task that was moved: each agency sees and counts its own."""

import pytest

from services.correspondence import letters
from tests.handlers.secretariat.correspondence.test_letters import plans, words
from tests.handlers.secretariat.correspondence.test_templates import document
from tests.issued import issue
from tests.town import Human, Town

CITY, CHAMBER = "شهرداری مشهد", "اتاق بازرگانی"


async def numbers_one(town: Town, maryam: Human, agency: str, number: str) -> str:
    """Make the letter that an agency's plan proposes, note its number, and return its words."""
    await plans(maryam, agency)
    await maryam.taps("ساختن نامه")
    written = words(await document(town, maryam))
    await maryam.taps("ثبت شماره و تاریخ")
    await maryam.says(number, "دیروز")
    return written


async def moves(maryam: Human, before: str, to: str) -> None:
    await maryam.says("/status")
    await maryam.taps(before, "مصوبهٔ ۳", "پیگیری این اقدام", "انتقال به دستگاه دیگر")
    await maryam.says(to)
    await maryam.taps(to)
    await maryam.says("داده‌ها آنجاست.")
    await maryam.taps("ثبت")


@pytest.mark.rows
async def test_a_moved_task_begins_with_a_first_letter_and_shows_none_of_the_former_agency(town: Town) -> None:
    maryam, sara = await town.secretary(), await town.representative_of(CITY)
    reza = await town.representative_of(CHAMBER, "رضا احمدی")
    [owed] = await issue(town, 3, "آمار محلات", CITY, due="1398-07-20")
    await town.clock.to("1398-08-02 10:00")
    await numbers_one(town, maryam, CITY, "۱۲/۳۴۵۶")
    await sara.says("/tasks")
    assert "۱۲/۳۴۵۶" in await sara.taps("مصوبهٔ ۳")

    await moves(maryam, CITY, CHAMBER)
    await reza.says("/tasks")
    assert "۱۲/۳۴۵۶" not in await reza.taps("مصوبهٔ ۳")
    seen = await plans(maryam, CHAMBER)
    assert "یادآوری نخست" in seen
    assert "۱۲/۳۴۵۶" not in seen
    # The report and the workbook read the letters of a task here.
    async with town.app.db.read() as session:
        assert await letters.letters_of(session, [owed]) == {}
    written = await numbers_one(town, maryam, CHAMBER, "۱۲/۷۸۹")
    assert "پیرو" not in written
    assert "یادآوری دوم" not in written
    await reza.says("/tasks")
    assert "یادآوری نخست: شمارهٔ ۱۲/۷۸۹" in await reza.taps("مصوبهٔ ۳")
    # The city's own letter stays on its own card.
    await maryam.says("/status")
    assert "۱۲/۳۴۵۶" not in await maryam.taps(CHAMBER)

    # What comes back to the city follows the letter that the city had.
    await moves(maryam, CHAMBER, CITY)
    await sara.says("/tasks")
    seen = await sara.taps("مصوبهٔ ۳")
    assert "۱۲/۳۴۵۶" in seen
    assert "۱۲/۷۸۹" not in seen
    await plans(maryam, CITY)
    await maryam.taps("ساختن نامه")
    written = words(await document(town, maryam))
    assert "یادآوری دوم" in written
    assert "پیرو نامهٔ شمارهٔ ۱۲/۳۴۵۶" in written
