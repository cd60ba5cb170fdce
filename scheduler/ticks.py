"""What Dabir does by itself, as ticks: each asks the database what is due, so a missed one costs nothing but delay.

APScheduler only rings the bell. A tick is one service call that returns counts, which are logged unless all are zero.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable, Mapping
from datetime import UTC, datetime

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler

from domain.dates.clock import Clock
from models.database import Database
from services import retention
from services.meetings import deadline_changes
from services.obligations import recurrence
from services.organisation import Organisation
from services.reminders import holidays, reminders, unreachable_digest

log = structlog.get_logger()

OFTEN = 20.0
"""Seconds between two looks at what is due."""
HOURLY = 3600.0

Counts = Mapping[str, int]
Failed = Callable[[str, Exception], Awaitable[None]]


class Ticks:
    """The ticks of one office. Only one of them runs at a time, in the order in which they build on each other."""

    def __init__(self, db: Database, organisation: Organisation, clock: Clock) -> None:
        self._db, self._organisation, self._clock = db, organisation, clock
        self._one = asyncio.Lock()
        self._wake: Callable[[], None] = lambda: None
        self._failed: Failed = _logged
        self._scheduler = AsyncIOScheduler(timezone=UTC)
        at_once = datetime.now(UTC)
        self._scheduler.add_job(self.run_all, "interval", seconds=OFTEN, next_run_time=at_once, **_LATE_IS_FINE)
        self._scheduler.add_job(self.forget, "interval", seconds=HOURLY, **_LATE_IS_FINE)

    def start(self, wake: Callable[[], None], failed: Failed) -> None:
        """Begins to tick in the running loop; ``wake`` is called when there may be messages to send, ``failed`` with
        the name and the error of a tick that failed.
        """
        self._wake, self._failed = wake, failed
        self._scheduler.start()

    async def stop(self) -> None:
        """Ends the ticking, once the tick under way is done."""
        if self._scheduler.running:
            self._scheduler.pause()
            async with self._one:
                self._scheduler.shutdown(wait=False)

    async def run_all(self) -> None:
        """Everything that is due by the clock: also what a moved clock asks for."""
        now = self._clock.now()
        async with self._one:
            async with self._db.read() as session:
                await holidays.refresh(session, self._organisation)
            await self._run("replan", self._replan(now))
            await self._run("make", self._make(now))
            await self._run("realign", self._realign(now))
            await self._run("remind", self._remind(now))
            await self._run("unreached", self._unreached(now))
        self._wake()

    async def forget(self) -> None:
        """Deletes what ended long ago."""
        async with self._one:
            await self._run("forget", self._forget())

    async def next_due(self) -> datetime | None:
        """When a tick will next have something to say."""
        return await reminders.next_due(self._db, self._organisation)

    async def _replan(self, now: datetime) -> Counts:
        return {"obligations": await holidays.replan(self._db, self._organisation, now)}

    async def _make(self, now: datetime) -> Counts:
        return (await recurrence.make_due(self._db, self._organisation, now))._asdict()

    async def _realign(self, now: datetime) -> Counts:
        return {"resolutions": await deadline_changes.realign_stale(self._db, self._organisation, now)}

    async def _remind(self, now: datetime) -> Counts:
        return (await reminders.remind(self._db, self._organisation, now))._asdict()

    async def _unreached(self, now: datetime) -> Counts:
        return {"agencies": await unreachable_digest.digest(self._db, self._organisation, now)}

    async def _forget(self) -> Counts:
        return (await retention.forget(self._db, self._clock.now(), time.time()))._asdict()

    async def _run(self, name: str, tick: Awaitable[Counts]) -> None:
        """One tick. One that fails is told of and tried again next time; the others do not wait for it."""
        started = time.monotonic()
        try:
            counts = await tick
        except Exception as error:
            await self._failed(name, error)
            return
        if any(counts.values()):
            log.info("tick", name=name, seconds=round(time.monotonic() - started, 3), **counts)


async def _logged(name: str, error: Exception) -> None:
    log.error("a tick failed", name=name, exc_info=error)


_LATE_IS_FINE = {"coalesce": True, "max_instances": 1, "misfire_grace_time": None}
