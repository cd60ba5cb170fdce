"""Rows that fail: each stops itself alone, for a day, and is told of once; an outage of the database parks nothing."""

import sqlite3
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select, update
from sqlalchemy.exc import OperationalError

from models.tables.meetings import Obligation, Resolution
from models.tables.organisation import Fact
from scheduler.ticks import Ticks
from services import isolation
from services.context import ActionContext
from services.isolation import isolated
from services.meetings import deadline_changes
from services.obligations import obligations, recurrence
from services.reminders import holiday_list, reminders
from tests.parked import parked
from tests.services.desk import Desk

pytestmark = pytest.mark.rows


async def put(desk: Desk, obligation_id: int, **values: Any) -> int:
    """Change the row of an obligation's resolution, and return its id."""
    resolution_id = (await desk.obligation(obligation_id)).resolution_id
    async with desk.db.write() as session:
        await session.execute(update(Resolution).where(Resolution.id == resolution_id).values(**values))
    return resolution_id


async def spoil(desk: Desk, obligation_id: int) -> dict[str, Any]:
    """Leave a deadline that no version of the program can read; return the one that was there."""
    async with desk.db.read() as session:
        of_it = select(Resolution).join(Obligation).where(Obligation.id == obligation_id)
        deadline = (await session.scalars(of_it)).one().deadline
    await put(desk, obligation_id, deadline={"kind": "no such kind"})
    return deadline


@pytest.mark.ci
async def test_an_unreadable_deadline_keeps_nobody_else_from_a_reminder(desk: Desk) -> None:
    city = await desk.agency("شهرداری")
    others = [await desk.agency(f"دستگاه {number}") for number in range(60)]
    sara = await desk.person("سارا محمدی", city)
    people = [await desk.person(f"نمایندهٔ {number}", agency) for number, agency in enumerate(others)]
    [bad] = await desk.issue(1, "تا ۲۰ آبان", city)
    for number, agency in enumerate(others, 2):
        await desk.issue(number, "تا ۲۱ آبان", agency)
    deadline = await spoil(desk, bad)
    desk.to("1398-08-18 09:00")
    with pytest.raises(ExceptionGroup) as told:
        await reminders.remind(desk.db, desk.organisation, desk.now())
    assert len(told.value.exceptions) == 1
    assert [len(await desk.written_to(person)) for person in people] == [1] * 60
    assert await desk.written_to(sara) == []
    assert await parked(desk.db) == [("remind", bad)]
    assert (await reminders.next_due(desk.db, desk.organisation) or desk.now()) > desk.now()
    # It is not met again by the next ticks, and once it can be read it is tried again by itself.
    assert (await reminders.remind(desk.db, desk.organisation, desk.now())).people == 0
    await put(desk, bad, deadline=deadline)
    await desk.deliver()
    desk.to("1398-08-19 09:00")
    assert (await reminders.remind(desk.db, desk.organisation, desk.now())).people == 1
    assert len(await desk.written_to(sara)) == 1
    assert await parked(desk.db) == []


async def test_a_recurring_resolution_that_fails_keeps_no_other_from_its_next_period(desk: Desk) -> None:
    city = await desk.agency("شهرداری")
    [first], [second] = [await desk.issue(number, "مستمر تا دهم هر ماه", city) for number in (1, 2)]
    await spoil(desk, first)
    desk.to("1398-09-11 09:00")
    with pytest.raises(ExceptionGroup):
        await recurrence.make_due(desk.db, desk.organisation, desk.now())
    async with desk.db.read() as session:
        made = select(func.count()).where(Obligation.resolution_id == (await desk.obligation(second)).resolution_id)
        assert await session.scalar(made) == 3
    assert await parked(desk.db) == [("recurrence", (await desk.obligation(first)).resolution_id)]
    assert await recurrence.make_due(desk.db, desk.organisation, desk.now()) == recurrence.RecurrenceCounts()


async def test_what_can_not_be_planned_anew_is_tried_again_on_the_next_day(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    city, governor = await desk.agency("شهرداری"), await desk.agency("فرمانداری")
    [bad], [good] = [
        await desk.issue(number, "تا ۲۱ آبان", agency) for number, agency in enumerate((city, governor), 1)
    ]
    before = (await desk.obligation(good)).next_reminder_at
    assert before
    async with desk.db.write() as session:
        day = before.astimezone(desk.organisation.zone).date()
        await holiday_list.add(desk.context(session), day, "تعطیل اضطراری")
    replan = obligations.replan

    async def fails(context: ActionContext, obligation: Obligation) -> None:
        if obligation.id == bad:
            raise LookupError
        await replan(context, obligation)

    with monkeypatch.context() as patch:
        patch.setattr(obligations, "replan", fails)
        with pytest.raises(ExceptionGroup):
            await holiday_list.replan(desk.db, desk.organisation, desk.now())
    assert (await desk.obligation(good)).next_reminder_at != before
    assert (await desk.obligation(bad)).next_reminder_at == before
    assert await holiday_list.replan(desk.db, desk.organisation, desk.now()) == 0
    desk.wait(timedelta(days=1, minutes=1))
    await holiday_list.replan(desk.db, desk.organisation, desk.now())
    assert (await desk.obligation(bad)).next_reminder_at == (await desk.obligation(good)).next_reminder_at
    assert await parked(desk.db) == []


async def test_a_resolution_that_can_not_be_realigned_is_parked(desk: Desk) -> None:
    city = await desk.agency("شهرداری")
    [bad], [good] = [await desk.issue(number, "تا ۲۱ آبان", city) for number in (1, 2)]
    for number in (bad, good):
        await put(desk, number, deadline_version=7)
    await spoil(desk, bad)
    desk.to("1398-08-18 09:00")
    with pytest.raises(ExceptionGroup):
        await deadline_changes.realign_stale(desk.db, desk.organisation, desk.now())
    assert (await desk.obligation(good)).deadline_version == 7
    assert await parked(desk.db) == [("realign", (await desk.obligation(bad)).resolution_id)]
    assert await deadline_changes.realign_stale(desk.db, desk.organisation, desk.now()) == 0


async def test_what_fails_only_together_is_done_in_parts(desk: Desk) -> None:
    async def work(session: Any, ids: Sequence[int]) -> int:
        session.add(Fact(name=f"worked:{ids[0]}", value={}))
        if len(ids) > 2:
            raise ValueError
        return len(ids)

    async with isolated(desk.db, "test", desk.now()) as isolation:
        assert await isolation.run([1, 2, 3, 4], work) == [2, 2]
    async with desk.db.read() as session:
        assert await session.scalar(select(func.count()).select_from(Fact)) == 2
    assert await parked(desk.db) == []


async def test_a_database_that_fails_parks_nothing(desk: Desk) -> None:
    busy = sqlite3.OperationalError("database is locked")
    busy.sqlite_errorcode = sqlite3.SQLITE_BUSY
    failures: list[Exception] = [OperationalError("", None, busy), ConnectionError(), TimeoutError()]

    async def work(*_: Any) -> None:
        raise failures[0]

    while failures:
        with pytest.raises(type(failures[0])):
            async with isolated(desk.db, "test", desk.now()) as isolation:
                await isolation.run([1], work)
        failures.pop(0)
    assert await parked(desk.db) == []


async def test_a_tick_tells_of_each_parked_row_once_and_the_operator_may_release_it(desk: Desk) -> None:
    city = await desk.agency("شهرداری")
    await desk.person("سارا محمدی", city)
    bad = [await desk.issue(number, "تا ۲۱ آبان", city) for number in (1, 2)]
    for [number] in bad:
        await spoil(desk, number)
    told: list[str] = []

    async def note(name: str, error: Exception) -> None:
        assert not isinstance(error, ExceptionGroup)
        told.append(name)

    desk.to("1398-08-18 09:00")
    ticks = Ticks(desk.db, desk.organisation, desk)
    ticks.start(lambda: None, note)
    try:
        await ticks.run_all()
        await ticks.run_all()
        assert told == ["remind", "remind"]
        async with desk.db.write() as session:
            assert await isolation.count(session) == {"remind": 2}
            await isolation.release(session)
        await ticks.run_all()
        assert told == ["remind"] * 4
    finally:
        await ticks.stop()


async def test_holidays_that_can_not_be_read_stop_no_tick(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    city = await desk.agency("شهرداری")
    sara = await desk.person("سارا محمدی", city)
    await desk.issue(7, "تا ۲۱ آبان", city)

    async def broken(*_: Any) -> None:
        raise ValueError

    monkeypatch.setattr(holiday_list, "refresh", broken)
    desk.to("1398-08-18 09:00")
    await Ticks(desk.db, desk.organisation, desk).run_all()
    assert len(await desk.written_to(sara)) == 1
