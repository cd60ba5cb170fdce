"""An obligation's own due date beside changes of its resolution's, and the history of extensions."""

from datetime import date

import pytest

from domain.access.member import Role
from domain.dates.jalali import format_machine, from_jalali
from domain.deadlines import periods, resolve
from models.tables.followup import ExtensionState
from services.errors import Refused
from services.meetings import deadline_changes
from services.obligations import extensions, recurrence
from services.submissions import extension_requests
from tests.services.desk import HELD_ON, Desk, moment

pytestmark = pytest.mark.rows


async def given(desk: Desk, obligation_id: int, secretary: int, jalali: str) -> None:
    """Give one obligation its own date."""
    async with desk.db.write() as session:
        day = from_jalali(*map(int, jalali.split("-")))
        await extension_requests.give(desk.context(session, secretary), obligation_id, day, "دلیل")


async def changed(desk: Desk, resolution_id: int, phrase: str) -> None:
    """Give the whole resolution another deadline."""
    deadline = periods.to_stored(resolve(phrase, HELD_ON, desk.organisation.calendar))
    async with desk.db.write() as session:
        await deadline_changes.change_deadline(desk.context(session), resolution_id, deadline)


async def due_of(desk: Desk, obligation_id: int) -> str:
    due = (await desk.obligation(obligation_id)).due
    return format_machine(due) if isinstance(due, date) else ""


async def test_a_given_date_survives_a_new_deadline_unless_that_is_later(desk: Desk) -> None:
    city, guilds = await desk.agency("شهرداری"), await desk.agency("اصناف")
    maryam = await desk.person("مریم", None, role=Role.SECRETARY)
    sara, reza = await desk.person("سارا", city), await desk.person("رضا", guilds)
    of_city, of_guilds = await desk.issue(7, "تا ۲۱ آبان", city, guilds)
    await given(desk, of_city, maryam, "1398-08-30")
    told = len(await desk.written_to(sara))
    await changed(desk, 1, "تا ۲۵ آبان")
    assert [await due_of(desk, one) for one in (of_city, of_guilds)] == ["1398-08-30", "1398-08-25"]
    assert len(await desk.written_to(sara)) == told
    assert "مهلت مصوبهٔ ۷ تغییر کرد" in (await desk.written_to(reza))[-1]
    await changed(desk, 1, "تا ۱۰ آذر")
    assert [await due_of(desk, one) for one in (of_city, of_guilds)] == ["1398-09-10", "1398-09-10"]
    await changed(desk, 1, "تا ۲۰ آبان")
    assert await due_of(desk, of_city) == "1398-08-20"
    assert (await desk.obligation(of_city)).given_due is None


async def test_a_given_date_gives_way_to_a_continuous_rule(desk: Desk) -> None:
    city = await desk.agency("شهرداری")
    maryam = await desk.person("مریم", None, role=Role.SECRETARY)
    [of_city] = await desk.issue(7, "تا ۲۱ آبان", city)
    await given(desk, of_city, maryam, "1398-08-30")
    await changed(desk, 1, "مستمر")
    assert await due_of(desk, of_city) == ""
    with pytest.raises(Refused):
        await given(desk, of_city, maryam, "1398-08-30")


async def test_a_period_that_was_given_more_time_stays_itself(desk: Desk) -> None:
    city = await desk.agency("شهرداری")
    maryam = await desk.person("مریم", None, role=Role.SECRETARY)
    [mehr] = await desk.issue(8, "تا دهم هر ماه", city)
    first = (await desk.obligation(mehr)).period
    await given(desk, mehr, maryam, "1398-08-25")
    desk.to("1398-08-12")
    await recurrence.make_due(desk.db, desk.organisation, desk.now())
    await changed(desk, 1, "تا پانزدهم هر ماه")
    assert await due_of(desk, mehr) == "1398-08-25"
    assert (await desk.obligation(mehr)).period == first


async def test_reminders_follow_the_given_date_at_once(desk: Desk) -> None:
    city = await desk.agency("شهرداری")
    maryam = await desk.person("مریم", None, role=Role.SECRETARY)
    [of_city] = await desk.issue(7, "تا ۲۱ آبان", city)
    await given(desk, of_city, maryam, "1398-09-03")
    assert (await desk.obligation(of_city)).next_reminder_at == moment("1398-08-29 09:00")


async def test_the_history_has_who_asked_and_who_decided_for_documents(desk: Desk) -> None:
    city = await desk.agency("شهرداری")
    maryam = await desk.person("مریم", None, role=Role.SECRETARY)
    of_city, other = [(await desk.issue(number, "تا ۲۱ آبان", city))[0] for number in (7, 8)]
    await given(desk, of_city, maryam, "1398-08-30")
    async with desk.db.read() as session:
        histories = await extensions.history(session, [of_city, other])
    assert other not in histories
    [one] = histories[of_city]
    assert (one.state, one.asker, one.reason) == (ExtensionState.GRANTED, None, "دلیل")
    assert one.decider
    assert one.decider.name == "مریم"
    assert one.old_due
    assert one.new_due
    assert [format_machine(day) for day in (one.old_due, one.new_due)] == ["1398-08-21", "1398-08-30"]
