"""Notices of what is due by the next meeting, where two bodies are planned, or one was mistaken for another."""

from datetime import date

from sqlalchemy import select

from models.tables.meetings import Meeting
from tests.handlers.secretariat.planning.test_plans import BODY, CITY
from tests.issued import issue
from tests.town import Human, Town

HOUSING = "کارگروه مسکن"


async def sara_owes_two_bodies(town: Town) -> Human:
    """Issue a resolution of each of two bodies that is due by its next meeting; return Sara, who answers for both."""
    sara = await town.representative_of(CITY)
    for number, meeting_number in ((1, 5), (2, 6)):
        deadline = {"kind": "next_meeting", "due": None}
        await issue(town, number, "مقرر شد گزارش ارائه شود.", CITY, deadline=deadline, meeting_number=meeting_number)
    async with town.app.db.write() as session:
        for meeting in await session.scalars(select(Meeting)):
            meeting.body = BODY if meeting.number == 5 else HOUSING
            meeting.held_on = date(2019, 9, 1)
    return sara


async def plans_a_meeting(maryam: Human, body: str, day: str) -> None:
    """Plan a meeting of a body that met before."""
    await maryam.says("/meetings")
    await maryam.taps("برنامه‌ریزی جلسهٔ تازه", body)
    await maryam.says(day)
    await maryam.taps("رد کردن", "رد کردن", "رد کردن", "ثبت")


async def test_two_bodies_that_are_planned_in_one_evening_are_both_told_of(town: Town) -> None:
    sara = await sara_owes_two_bodies(town)
    maryam = await town.secretary()
    await town.clock.to("1398-07-14 21:30")
    await plans_a_meeting(maryam, BODY, "۲۰ آبان")
    await plans_a_meeting(maryam, HOUSING, "۲۲ آبان")
    await town.clock.to("1398-07-15 12:00")
    assert BODY in sara.everything()
    assert HOUSING in sara.everything()


async def test_a_meeting_that_moves_twice_in_one_evening_is_told_of_once(town: Town) -> None:
    sara = await sara_owes_two_bodies(town)
    maryam = await town.secretary()
    await town.clock.to("1398-07-14 21:30")
    await plans_a_meeting(maryam, BODY, "۲۰ آبان")
    await maryam.taps("تغییر زمان، مکان یا مرجع", "اصلاح روز")
    await maryam.says("۲۲ آبان")
    await maryam.taps("ثبت")
    await town.clock.to("1398-07-15 12:00")
    assert "۲۲ آبان" in sara.everything()
    assert "۲۰ آبان" not in sara.everything()


async def test_who_loses_a_date_by_a_corrected_body_is_told_so_beside_who_gets_one(town: Town) -> None:
    sara = await sara_owes_two_bodies(town)
    maryam = await town.secretary()
    await plans_a_meeting(maryam, BODY, "۲۰ آبان")
    await maryam.taps("تغییر زمان، مکان یا مرجع", "اصلاح مرجع", HOUSING)
    sara.marks()
    await maryam.taps("ثبت")
    await town.clock.to("1398-07-15 12:00")
    assert f"«{BODY}» لغو شد" in sara.everything()
    assert HOUSING in sara.everything()
