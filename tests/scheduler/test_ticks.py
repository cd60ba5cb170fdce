"""The ticks: everything due by the clock in one go, by themselves and when the clock is moved."""

import asyncio
import time
from contextlib import AbstractAsyncContextManager
from datetime import timedelta
from typing import NoReturn

import pytest
import structlog
from sqlalchemy import func, select
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from domain.access.member import Member, Role
from models.database import Session
from models.tables.broadcasts import Broadcast, BroadcastState, Delivery
from models.tables.queues import Inbox, InboxState, Outbox, OutboxState
from scheduler.ticks import Ticks
from services import retention
from services.broadcast import broadcasts, running
from services.obligations import recurrence
from services.organisation import UNKNOWN, KeepDays
from tests.services.broadcast.test_running import secretary_of, send, written
from tests.services.desk import Desk, moment


async def _told_of(name: str, error: Exception) -> None:
    raise AssertionError(name) from error


async def test_all_that_is_due_is_done_and_the_messenger_is_woken(desk: Desk) -> None:
    city, governor = await desk.agency("شهرداری"), await desk.agency("فرمانداری مشهد")
    sara, maryam = await desk.person("سارا محمدی", city), await desk.person("مریم", None, role=Role.SECRETARY)
    await desk.issue(7, "تا ۲۱ آبان", city, governor)
    await desk.issue(8, "مستمر تا دهم هر ماه", city)
    ticks = Ticks(desk.db, desk.organisation, desk)
    woken = asyncio.Event()
    ticks.start(woken.set, _told_of)
    try:
        assert await ticks.next_due() == moment("1398-08-06 09:00")
        desk.to("1398-08-18 09:00")
        await ticks.run_all()
        assert woken.is_set()
        assert await ticks.next_due() == moment("1398-08-21 09:00")
        (reminded,), (unreached,) = await desk.written_to(sara), await desk.written_to(maryam)
        assert "مصوبهٔ ۷" in reminded
        assert "فرمانداری مشهد" in unreached
        await ticks.run_all()
        assert len(await desk.written_to(sara)) == 1
    finally:
        await ticks.stop()


async def test_a_tick_that_fails_does_not_keep_the_others_from_their_work(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    city = await desk.agency("شهرداری")
    sara = await desk.person("سارا محمدی", city)
    await desk.issue(7, "تا ۲۱ آبان", city)

    async def broken(*arguments: object) -> NoReturn:
        raise ConnectionError

    monkeypatch.setattr(recurrence, "make_due", broken)
    desk.to("1398-08-18 09:00")
    await Ticks(desk.db, desk.organisation, desk).run_all()
    assert len(await desk.written_to(sara)) == 1


@pytest.mark.parametrize("outage", [PoolTimeoutError("no connection is free"), ConnectionRefusedError(111, "refused")])
async def test_nobody_is_told_of_a_tick_that_met_an_outage_of_the_database(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, outage: Exception
) -> None:
    tries = 0

    async def away(*arguments: object) -> NoReturn:
        nonlocal tries
        tries += 1
        raise ExceptionGroup("rows that were passed over", [outage])

    monkeypatch.setattr(recurrence, "make_due", away)
    ticks = Ticks(desk.db, desk.organisation, desk)
    ticks.start(lambda: None, _told_of)
    failures = structlog.testing.CapturingLogger()
    monkeypatch.setattr("scheduler.ticks.log", failures)
    try:
        await ticks.run_all()
    finally:
        await ticks.stop()
    assert tries
    assert [call.method_name for call in failures.calls] == ["warning"] * tries


async def test_what_ended_long_ago_is_forgotten_and_the_rest_is_kept(desk: Desk) -> None:
    now, seconds = desk.now(), time.time()
    month = timedelta(days=30)
    async with desk.db.write() as session:
        for number, (state, arrived) in enumerate(
            [
                (InboxState.DONE, seconds - month.total_seconds()),
                (InboxState.READY, seconds - month.total_seconds()),
                (InboxState.FAILED, seconds - month.total_seconds()),
                (InboxState.DONE, seconds),
            ]
        ):
            session.add(Inbox(platform="telegram", update_id=number, chat="c", raw="", state=state, arrived=arrived))
        for end, created_at in [
            (OutboxState.SENT, now - 4 * month),
            (OutboxState.PENDING, now - 4 * month),
            (OutboxState.SENT, now - month),
        ]:
            session.add(Outbox(chat="c", state=end, created_at=created_at))
    assert await retention.delete_expired(desk.db, KeepDays(), now, seconds) == (2, 1, 0, 0, 0, 0)
    assert await retention.delete_expired(desk.db, KeepDays(), now, seconds) == (0, 0, 0, 0, 0, 0)
    async with desk.db.read() as session:
        assert await session.scalar(select(func.count()).select_from(Inbox)) == 2
        assert await session.scalar(select(func.count()).select_from(Outbox)) == 2


@pytest.mark.rows
async def test_the_database_is_asked_for_broadcasts_only_while_one_is_sent_or_due(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    maryam = await secretary_of(desk)
    asked = list[str]()
    read = desk.db.read

    def counted() -> AbstractAsyncContextManager[Session]:
        asked.append("read")
        return read()

    monkeypatch.setattr(desk.db, "read", counted)

    async def asks(ticks: Ticks) -> bool:
        asked.clear()
        await ticks.broadcast()
        return bool(asked)

    ticks = Ticks(desk.db, desk.organisation, desk)
    assert await asks(ticks)
    assert not await asks(ticks)
    later, at_once = await written(desk, maryam), await written(desk, maryam, "پیام دوم")
    assert not await asks(ticks)
    async with desk.db.write() as session:
        context = desk.context(session, maryam.person_id)
        await broadcasts.schedule(context, maryam, later.id, moment("1398-07-14 10:00"))
    assert await asks(ticks)
    assert not await asks(ticks)
    with pytest.raises(ZeroDivisionError):
        await _break_off_sending(desk, maryam, at_once)
    assert not await asks(ticks)
    await send(desk, maryam, at_once)
    for _ in range(2):
        assert await asks(ticks)
        await desk.deliver()
    desk.wait(running.AFTERWARDS)
    assert await asks(ticks)
    assert not await asks(ticks)

    # Another program, or this one after a restart, knows nothing yet.
    desk.organisation.broadcast_at = UNKNOWN
    assert await asks(ticks)
    assert not await asks(ticks)
    desk.to("1398-07-14 10:00")
    assert await asks(ticks)
    async with desk.db.read() as session:
        assert (await session.get_one(Broadcast, later.id)).state is BroadcastState.SENDING


@pytest.mark.rows
async def test_a_broadcast_that_quiet_hours_hold_asks_for_nothing_until_they_end(desk: Desk) -> None:
    maryam, city = await secretary_of(desk), await desk.agency("شهرداری")
    for number in range(2):
        await desk.person(f"نماینده {number}", city, quiet=["17:00", "20:00"])
    ticks = Ticks(desk.db, desk.organisation, desk)
    held = await written(desk, maryam)
    await send(desk, maryam, held)
    await ticks.broadcast()
    assert desk.organisation.broadcast_at == desk.now()
    await desk.deliver()
    await ticks.broadcast()
    assert desk.organisation.broadcast_at == moment("1398-07-13 20:00")
    # Another one that may go, and a press on «توقف», are done at once.
    await desk.person("سارا محمدی", city)
    other = await written(desk, maryam, "پیام دوم")
    await send(desk, maryam, other)
    await ticks.broadcast()
    assert desk.organisation.broadcast_at == desk.now()
    await desk.deliver()
    await ticks.broadcast()
    assert desk.organisation.broadcast_at == moment("1398-07-13 20:00")
    async with desk.db.write() as session:
        await broadcasts.stop(desk.context(session, maryam.person_id), maryam, held.id)
    await ticks.broadcast()
    async with desk.db.read() as session:
        reasons = await session.scalars(select(Delivery.reason).where(Delivery.broadcast_id == held.id))
        assert sorted(reasons) == ["", "stopped", "stopped"]
    desk.to("1398-07-13 20:00")
    await desk.deliver()
    await ticks.broadcast()
    async with desk.db.read() as session:
        assert (await session.get_one(Broadcast, other.id)).state is BroadcastState.SENT


async def _break_off_sending(desk: Desk, maryam: Member, broadcast: Broadcast) -> None:
    """Let the sending begin in a transaction that is rolled back."""
    async with desk.db.write() as session:
        await broadcasts.send(desk.context(session, maryam.person_id), maryam, broadcast.id, broadcast.version)
        raise ZeroDivisionError
