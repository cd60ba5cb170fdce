"""Reminders while somebody is on leave, and a merge of the two."""

import pytest

from domain.access.member import Role
from models.tables.followup import Leave
from services.accounts import person_merge
from services.directory import members
from services.errors import Refused
from services.reminders import leaves, reminders
from tests.services.desk import Desk, moment

pytestmark = pytest.mark.rows


async def on_leave(desk: Desk, agency: int, person: int, deputy: int, since: str, until: str) -> int:
    """Plan a leave."""
    async with desk.db.write() as session:
        days = [moment(day).date() for day in (since, until)]
        return (await leaves.begin(desk.context(session, person), agency, deputy, days[0], days[1])).id


async def reminded(desk: Desk, jalali: str) -> None:
    desk.to(jalali)
    await reminders.remind(desk.db, desk.organisation, desk.now())
    await desk.deliver()


async def test_nobody_else_to_be_reminded_means_the_person_is(desk: Desk) -> None:
    city = await desk.agency("شهرداری")
    sara = await desk.person("سارا", city)
    ali = await desk.person("علی", city, role=Role.DEPUTY, reachable=False)
    await desk.issue(7, "تا ۲۱ آبان", city)
    await on_leave(desk, city, sara, ali, "1398-08-15", "1398-08-20")
    await reminded(desk, "1398-08-18")
    assert "مصوبهٔ ۷" in (await desk.written_to(sara))[-1]


async def test_a_leave_is_of_one_agency(desk: Desk) -> None:
    city, relief = await desk.agency("شهرداری"), await desk.agency("کمیتهٔ امداد")
    sara = await desk.person("سارا", city, relief)
    ali = await desk.person("علی", city, role=Role.DEPUTY)
    await desk.issue(7, "تا ۲۱ آبان", city)
    await desk.issue(8, "تا ۲۱ آبان", relief)
    await on_leave(desk, city, sara, ali, "1398-08-15", "1398-08-20")
    await reminded(desk, "1398-08-18")
    [words] = await desk.written_to(sara)
    assert "مصوبهٔ ۸" in words
    assert "مصوبهٔ ۷" not in words
    assert "مصوبهٔ ۷" in (await desk.written_to(ali))[-1]


async def test_nobody_stands_in_for_oneself_after_a_merge(desk: Desk) -> None:
    city = await desk.agency("شهرداری")
    sara = await desk.person("سارا", city)
    twin = await desk.person("سارا", city, role=Role.CONTACT, on="bale")
    number = await on_leave(desk, city, sara, twin, "1398-08-15", "1398-08-20")
    async with desk.db.write() as session:
        await person_merge.merge(desk.context(session, sara), sara, twin)
    async with desk.db.read() as session:
        assert (await session.get_one(Leave, number)).ended_at


async def test_a_deputy_who_left_the_agency_is_not_told_that_the_leave_ended(desk: Desk) -> None:
    """Nader stands in for Sara, and is removed from the one agency though he is in another one still."""
    city, relief = await desk.agency("شهرداری"), await desk.agency("کمیتهٔ امداد")
    sara, maryam = await desk.person("سارا", city), await desk.person("مریم", None, role=Role.SECRETARY)
    nader = await desk.person("نادر", city, relief, role=Role.DEPUTY)
    number = await on_leave(desk, city, sara, nader, "1398-08-15", "1398-08-20")
    async with desk.db.write() as session:
        [held] = [one for one in await members.of_person(session, nader) if one.agency_id == city]
        await members.end(desk.context(session, maryam), held)
    before = await desk.written_to(nader)
    async with desk.db.write() as session:
        await leaves.end(desk.context(session, sara), number)
    assert await desk.written_to(nader) == before


async def test_a_leave_that_is_begun_and_ended_in_turns_is_told_a_few_times_a_day(desk: Desk) -> None:
    city = await desk.agency("شهرداری")
    sara = await desk.person("سارا", city)
    deputies = [await desk.person(name, city, role=Role.DEPUTY) for name in ("علی", "نادر")]

    async def plan_and_call_off(turns: int) -> None:
        for turn in range(turns):
            number = await on_leave(desk, city, sara, deputies[turn % 2], "1398-08-15", "1398-08-20")
            async with desk.db.write() as session:
                await leaves.end(desk.context(session, sara), number)

    await plan_and_call_off(leaves.MOST_A_DAY)
    with pytest.raises(Refused, match="enough"):
        await plan_and_call_off(1)
    told = [words for deputy in deputies for words in await desk.written_to(deputy)]
    assert len(told) <= 2 * leaves.MOST_A_DAY
    desk.to("1398-07-14")
    await plan_and_call_off(1)


async def test_whoever_has_not_been_told_of_a_leave_yet_is_told_once_that_it_is_over(desk: Desk) -> None:
    """Sara plans a leave at night and calls it off before Ali's quiet hours are over."""
    city = await desk.agency("شهرداری")
    sara = await desk.person("سارا", city)
    ali = await desk.person("علی", city, role=Role.DEPUTY)
    desk.to("1398-07-13 23:30")
    number = await on_leave(desk, city, sara, ali, "1398-08-15", "1398-08-20")
    async with desk.db.write() as session:
        await leaves.end(desk.context(session, sara), number)
    [told] = await desk.written_to(ali)
    assert "پایان یافت" in told
