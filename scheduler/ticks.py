"""Scheduled work as ticks: each asks the database what is due, so a missed one costs nothing but delay.

APScheduler only calls them at intervals. A tick is one service call that returns counts, which are logged unless all
are zero.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable, Iterator, Mapping
from datetime import UTC, datetime

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.interval import IntervalTrigger

from domain.dates.clock import Clock, steady_seconds
from models.database import Database, DatabaseError, cause, is_outage
from services import file_sweep, office_settings, retention
from services.broadcast import next_work
from services.broadcast import running as broadcasts
from services.correspondence import calls
from services.forms import assignments
from services.meetings import deadline_changes, owner_notices
from services.obligations import recurrence
from services.organisation import Organisation
from services.planning import reminders as meeting_reminders
from services.reminders import escalations, form_reminders, holiday_list, reminders, unsent_reminders
from services.reminders.messages import daily_digest
from services.submissions import duty_reminders

log = structlog.get_logger()

INTERVAL = 20.0
"""Seconds between two runs of everything that may be due."""
BROADCAST_INTERVAL = 2.0
"""Seconds between two looks for a broadcast's next slices, so that none waits long after its first."""
RETENTION_INTERVAL = 3600.0

_OUTAGES = (DatabaseError, ConnectionError, TimeoutError)
"""The errors of a database that is away: a refused connection is none of its library's. Files' errors are others."""
Counts = Mapping[str, int]
FailureHandler = Callable[[str, Exception], Awaitable[None]]


class Ticks:
    """The ticks of one organisation. They run one at a time, in the order in which they build on each other.

    None runs while ``trusted`` returns False for the clock.
    """

    def __init__(
        self, db: Database, organisation: Organisation, clock: Clock, trusted: Callable[[], bool] = lambda: True
    ) -> None:
        self._db, self._organisation, self._clock, self._trusted = db, organisation, clock, trusted
        self._lock = asyncio.Lock()
        self._wake: Callable[[], None] = lambda: None
        self._on_failure: FailureHandler = _log_failure
        self._scheduler = AsyncIOScheduler(timezone=UTC)
        at_once = datetime.now(UTC)
        self._scheduler.add_job(self.run_all, _Every(seconds=INTERVAL), next_run_time=at_once, **_RUN_LATE)
        self._scheduler.add_job(self.broadcast, _Every(seconds=BROADCAST_INTERVAL), **_RUN_LATE)
        self._scheduler.add_job(self.forget, _Every(seconds=RETENTION_INTERVAL), **_RUN_LATE)
        self._scheduler.add_job(self.sweep, _Every(seconds=RETENTION_INTERVAL), **_RUN_LATE)

    def start(self, wake: Callable[[], None], on_failure: FailureHandler) -> None:
        """Start ticking in the running loop.

        ``wake`` is called when there may be messages to send, ``on_failure`` with a failed tick's name
        and error.
        """
        self._wake, self._on_failure = wake, on_failure
        self._scheduler.start()

    async def stop(self) -> None:
        """Stop ticking, after the tick under way."""
        if self._scheduler.running:
            self._scheduler.pause()
            async with self._lock:
                self._scheduler.shutdown(wait=False)

    def rewind(self) -> None:
        """Run every tick at once, for by a clock that was set back each would wait for the time that it had."""
        for job in self._scheduler.get_jobs():
            job.modify(next_run_time=datetime.now(UTC))

    async def run_all(self) -> None:
        """Do everything that is due by the clock, also after the clock was moved."""
        async with self._lock:
            # The time is read before the clock is looked at: one that jumps in between is not used.
            now = self._clock.now()
            if not self._trusted():
                self._wake()
                return
            await self._run("holidays", self._refresh())
            await self._run("replan", self._replan(now))
            await self._run("make", self._make(now))
            await self._run("realign", self._realign(now))
            await self._run("rewrite", self._rewrite(now))
            await self._run("tell_owners", self._tell_owners(now))
            await self._run("tell_of_forms", self._tell_of_forms(now))
            await self._run("remind", self._remind(now))
            await self._run("remind_of_forms", self._remind_of_forms(now))
            await self._run("escalate", self._escalate(now))
            await self._run("promises", self._promises(now))
            await self._run("digest", self._digest(now))
            await self._run("meetings", self._remind_of_meetings(now))
            await self._run("duties", self._remind_of_duties(now))
            await self._run("broadcast", self._broadcast(now))
        self._wake()

    async def broadcast(self) -> None:
        """Write the next slices of broadcasts; while none is sent or due, this asks no database."""
        due, now = self._organisation.broadcast_at, self._clock.now()
        if due is None or due > now or not self._trusted():
            return
        async with self._lock:
            await self._run("broadcast", self._broadcast(now))

    async def forget(self) -> None:
        """Delete what ended long ago."""
        async with self._lock:
            now, seconds = self._clock.now(), steady_seconds()
            if self._trusted():
                await self._run("forget", self._forget(now, seconds))

    async def sweep(self) -> None:
        """Delete files that no row names any more, once a day. It reads every row, so no other tick waits for it."""
        now, seconds = self._clock.now(), steady_seconds()
        if self._trusted():
            await self._run("sweep", self._sweep(now, seconds))

    async def next_due(self) -> datetime | None:
        """The moment of the next reminder or broadcast; None when nothing is planned."""
        of_people = await reminders.next_due(self._db, self._organisation)
        of_forms = await form_reminders.next_due(self._db, self._organisation)
        async with self._db.read() as session:
            planned = of_people, of_forms, await next_work.next_due(session)
        return min((moment for moment in planned if moment), default=None)

    async def _refresh(self) -> Counts:
        async with self._db.read() as session:
            await holiday_list.refresh(session, self._organisation)
            await office_settings.refresh(session, self._organisation)
        return {}

    async def _replan(self, now: datetime) -> Counts:
        of_holidays = await holiday_list.replan(self._db, self._organisation, now)
        return {"obligations": of_holidays + await office_settings.replan(self._db, self._organisation, now)}

    async def _make(self, now: datetime) -> Counts:
        return (await recurrence.make_due(self._db, self._organisation, now))._asdict()

    async def _realign(self, now: datetime) -> Counts:
        return {"resolutions": await deadline_changes.realign_stale(self._db, self._organisation, now)}

    async def _rewrite(self, now: datetime) -> Counts:
        return {"messages": await unsent_reminders.rewrite(self._db, self._organisation, now)}

    async def _tell_owners(self, now: datetime) -> Counts:
        return {"people": await owner_notices.tell_rest(self._db, self._organisation, now)}

    async def _tell_of_forms(self, now: datetime) -> Counts:
        return {"people": await assignments.tell_rest(self._db, self._organisation, now)}

    async def _remind(self, now: datetime) -> Counts:
        return (await reminders.remind(self._db, self._organisation, now))._asdict()

    async def _remind_of_forms(self, now: datetime) -> Counts:
        return {"people": await form_reminders.remind(self._db, self._organisation, now)}

    async def _promises(self, now: datetime) -> Counts:
        return {"promises": await calls.remind_of_promises(self._db, self._organisation, now)}

    async def _digest(self, now: datetime) -> Counts:
        lines = await daily_digest.digest(self._db, self._organisation, now)
        return {"lines": lines, "weekly": await daily_digest.weekly(self._db, self._organisation, now)}

    async def _remind_of_meetings(self, now: datetime) -> Counts:
        return {"people": await meeting_reminders.remind(self._db, self._organisation, now)}

    async def _remind_of_duties(self, now: datetime) -> Counts:
        return {"people": await duty_reminders.remind(self._db, self._organisation, now)}

    async def _broadcast(self, now: datetime) -> Counts:
        slices = await broadcasts.run(self._db, self._organisation, now)
        if slices:
            self._wake()
        return {"slices": slices}

    async def _escalate(self, now: datetime) -> Counts:
        return (await escalations.run(self._db, self._organisation, now))._asdict()

    async def _forget(self, now: datetime, seconds: float) -> Counts:
        return (await retention.delete_expired(self._db, self._organisation.keep_days, now, seconds))._asdict()

    async def _sweep(self, now: datetime, seconds: float) -> Counts:
        days = self._organisation.keep_days.files
        return {"files": await file_sweep.sweep_daily(self._db, self._organisation.store, days, now, seconds)}

    async def _run(self, name: str, tick: Awaitable[Counts]) -> None:
        """Run one tick. A failed one is reported and tried again next time; the others run all the same."""
        started = time.monotonic()
        try:
            counts = await tick
        except Exception as error:
            for one in _apart(error):
                if isinstance(one, _OUTAGES) and is_outage(one):
                    # The next tick does the same again, and nobody has to do anything about this one.
                    log.warning("a tick met an outage of the database", name=name, error=cause(one))
                else:
                    await self._report(name, one)
            return
        if any(counts.values()):
            log.info("tick", name=name, seconds=round(time.monotonic() - started, 3), **counts)

    async def _report(self, name: str, error: Exception) -> None:
        try:
            await self._on_failure(name, error)
        except Exception as failure:
            # Mostly the database does not answer, and then nothing can be reported by a row of it.
            log.error("a failed tick was not reported", name=name, error=type(error).__name__, exc_info=failure)


class _Every(IntervalTrigger):  # type: ignore[misc]
    """Interval that begins anew at each run: a clock that jumps by a year makes no list of millions of missed runs."""

    def get_next_fire_time(self, _: datetime | None, now: datetime) -> datetime:
        soon: datetime = now + self.interval
        return soon


def _apart(error: Exception) -> Iterator[Exception]:
    """Yield the failures of a tick that goes on after each, one by one."""
    if isinstance(error, ExceptionGroup):
        for one in error.exceptions:
            yield from _apart(one)
    else:
        yield error


async def _log_failure(name: str, error: Exception) -> None:
    log.error("a tick failed", name=name, exc_info=error)


_RUN_LATE = {"coalesce": True, "max_instances": 1, "misfire_grace_time": None}
