"""The days off that the secretariat keeps, and the reminders that follow an edit."""

import pytest
from sqlalchemy import func, select

from domain.dates.jalali import from_jalali
from models.tables.organisation import Audit, Holiday
from models.tables.people import Person
from services.errors import Refused
from services.reminders import holiday_list
from tests.services.desk import Desk, moment

ARBAEEN = from_jalali(1398, 7, 27)
DUE = from_jalali(1398, 8, 21)


@pytest.fixture
async def maryam(desk: Desk) -> int:
    """The secretary who keeps the calendar, which is the official one at first."""
    async with desk.db.write() as session:
        await holiday_list.ensure_seeded(session)
        await holiday_list.refresh(session, desk.organisation)
        person = Person(name="مریم رضایی", created_at=desk.now())
        session.add(person)
        await session.flush()
        return person.id


async def test_the_table_is_seeded_once_with_the_official_days_and_the_weekend_is_the_offices(
    desk: Desk, maryam: int
) -> None:
    async with desk.db.write() as session:
        assert await holiday_list.ensure_seeded(session) == 0
        assert await session.scalar(select(func.count()).select_from(Holiday).where(Holiday.estimated.is_(True)))
    calendar = desk.organisation.calendar
    assert calendar.is_day_off(ARBAEEN)
    assert [calendar.is_day_off(from_jalali(1398, 7, day)) for day in (18, 19, 20)] == [True, True, False]


async def test_an_edit_moves_the_reminders_that_it_concerns_and_no_due_date(desk: Desk, maryam: int) -> None:
    city = await desk.agency("شهرداری")
    (near,) = await desk.issue(7, "تا ۲۱ آبان", city)
    (far,) = await desk.issue(8, "تا ۲۱ آذر", city)
    desk.to("1398-08-18 10:00")
    async with desk.db.write() as session:
        await holiday_list.add(desk.context(session, maryam), from_jalali(1398, 8, 19), "آلودگی هوا")
    assert await holiday_list.replan(desk.db, desk.organisation, desk.now()) == 1
    assert await holiday_list.replan(desk.db, desk.organisation, desk.now()) == 0
    assert (await desk.obligation(near)).due == DUE
    assert (await desk.obligation(far)).next_reminder_at == moment("1398-09-18")


async def test_days_that_are_declared_off_move_a_reminder_and_taken_back_they_move_it_back(
    desk: Desk, maryam: int
) -> None:
    (obligation_id,) = await desk.issue(7, "تا ۲۱ آبان", await desk.agency("شهرداری"))
    third_before = from_jalali(1398, 8, 18)
    async with desk.db.write() as session:
        await holiday_list.add(desk.context(session, maryam), third_before, "آلودگی هوا")
    await holiday_list.replan(desk.db, desk.organisation, desk.now())
    assert (await desk.obligation(obligation_id)).next_reminder_at == moment("1398-08-14")
    async with desk.db.write() as session:
        await holiday_list.remove(desk.context(session, maryam), third_before)
    await holiday_list.replan(desk.db, desk.organisation, desk.now())
    assert (await desk.obligation(obligation_id)).next_reminder_at == moment("1398-08-18")


async def test_an_official_day_is_kept_when_it_is_taken_out_and_an_own_one_is_not(desk: Desk, maryam: int) -> None:
    async with desk.db.write() as session:
        await holiday_list.remove(desk.context(session, maryam), ARBAEEN)
        assert not desk.organisation.calendar.is_day_off(ARBAEEN)
        await holiday_list.add(desk.context(session, maryam), ARBAEEN, "")
        assert desk.organisation.calendar.holidays[ARBAEEN].name
        await holiday_list.add(desk.context(session, maryam), DUE, "برف")
        await holiday_list.remove(desk.context(session, maryam), DUE)
        assert [row.day for row in await holiday_list.of_month(session, 1398, 8) if row.day == DUE] == []
        assert await session.scalar(select(func.count()).select_from(Audit)) == 4


async def test_what_makes_no_sense_is_refused(desk: Desk, maryam: int) -> None:
    async with desk.db.write() as session:
        with pytest.raises(Refused, match="already"):
            await holiday_list.add(desk.context(session, maryam), ARBAEEN, "اربعین")
        with pytest.raises(Refused, match="past"):
            await holiday_list.add(desk.context(session, maryam), from_jalali(1398, 7, 12), "دیروز")
        with pytest.raises(Refused, match="stale"):
            await holiday_list.remove(desk.context(session, maryam), DUE)


async def test_an_estimate_becomes_certain_by_hand(desk: Desk, maryam: int) -> None:
    async with desk.db.write() as session:
        certain_until = await holiday_list.known_until(session, desk.today)
        assert certain_until
        first = await session.scalar(select(Holiday).where(Holiday.estimated.is_(True)).order_by(Holiday.day))
        assert first
        await holiday_list.add(desk.context(session, maryam), first.day, "")
        later = await holiday_list.known_until(session, desk.today)
        assert later
        assert later > certain_until
