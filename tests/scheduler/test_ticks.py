"""The ticks: everything due by the clock in one go, by themselves and when the clock is moved."""

import asyncio
import time
from datetime import timedelta
from typing import NoReturn

import pytest
from sqlalchemy import func, select

from domain.access.member import Role
from models.tables.queues import Inbox, InboxState, Outbox, OutboxState
from scheduler.ticks import Ticks
from services import retention
from services.obligations import recurrence
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
    assert await retention.delete_expired(desk.db, now, seconds) == (2, 1)
    assert await retention.delete_expired(desk.db, now, seconds) == (0, 0)
    async with desk.db.read() as session:
        assert await session.scalar(select(func.count()).select_from(Inbox)) == 2
        assert await session.scalar(select(func.count()).select_from(Outbox)) == 2
