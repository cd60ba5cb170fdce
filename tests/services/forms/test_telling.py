"""A form for hundreds: each is told once, some in a transaction, whatever ends the program and whoever's fails."""

import pytest
from sqlalchemy import func, select, update

from models.tables.forms import FormOrigin, FormState, FormTarget, OfficeForm
from models.tables.organisation import Fact
from models.tables.people import Person
from models.tables.queues import Outbox
from services.forms import assignments
from services.forms.assignments import Target
from tests.parked import parked
from tests.services.desk import Desk
from tests.services.reminders.test_large_groups import Crash, power_cut, watched

MANY = 250
pytestmark = pytest.mark.rows


async def attach(desk: Desk, target: Target) -> None:
    async with desk.db.write() as session:
        form = OfficeForm(name="news", title="خبر محله", title_fold="خبر محله", origin=FormOrigin.UPLOADED)
        form.state, form.created_at = FormState.PUBLISHED, desk.now()
        session.add(form)
        await session.flush()
        await assignments.attach(desk.context(session), form.id, target)


async def told(desk: Desk) -> dict[int, int]:
    """The number of messages by person."""
    async with desk.db.read() as session:
        rows = await session.execute(select(Outbox.person_id, func.count()).group_by(Outbox.person_id))
        return {person or 0: count for person, count in rows}


async def tick(desk: Desk) -> int:
    return await assignments.tell_rest(desk.db, desk.organisation, desk.now())


async def left(desk: Desk) -> int:
    async with desk.db.read() as session:
        untold = select(func.count()).where(Fact.name.startswith(assignments.UNTOLD))
        return await session.scalar(untold) or 0


@pytest.mark.parametrize("kind", [FormTarget.EVERYONE, FormTarget.RESOLUTION])
async def test_hundreds_are_told_of_a_form_in_slices_and_a_power_cut_tells_nobody_twice(
    desk: Desk, kind: FormTarget
) -> None:
    agencies = [await desk.agency(f"دهیاری {number}") for number in range(MANY)]
    people = [await desk.person(f"دهیار {agency}", agency) for agency in agencies]
    await desk.issue(7, "تا ۲۱ آبان", *agencies)
    with watched(desk.db) as written:
        await attach(desk, Target(kind, 1 if kind is FormTarget.RESOLUTION else None))
        with power_cut(desk.db, 2), pytest.raises(Crash):
            await tick(desk)
        await tick(desk)
    assert written.most("outbox") <= assignments.AT_ONCE
    assert await told(desk) == dict.fromkeys(people, 1)
    assert (await left(desk), await tick(desk)) == (0, 0)


async def test_whose_message_fails_is_parked_alone_and_told_a_day_later(desk: Desk) -> None:
    people = [await desk.person(f"دبیر {number}", None) for number in range(MANY)]
    async with desk.db.write() as session:
        # Hours that no clock knows, as an earlier version might have left them.
        await session.execute(update(Person).where(Person.id == people[7]).values(settings={"quiet": ["?", "?"]}))
    await attach(desk, Target(FormTarget.EVERYONE))
    with pytest.raises(ExceptionGroup):
        await tick(desk)
    assert await told(desk) == dict.fromkeys({*people} - {people[7]}, 1)
    assert await parked(desk.db) == [("tell_form", people[7])]
    async with desk.db.write() as session:
        await session.execute(update(Person).where(Person.id == people[7]).values(settings={}))
    desk.to("1398-07-15 09:00")
    await tick(desk)
    assert await told(desk) == dict.fromkeys(people, 1)
    assert await left(desk) == 0
