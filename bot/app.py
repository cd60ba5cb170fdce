"""Composition root: one program of a database, platforms, a worker, a messenger, jobs and ticks."""

import asyncio
import contextlib
import gc
import shutil
import signal
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine
from functools import partial
from typing import Any

import structlog

from bot.backups.archive import Sources, unfinished
from bot.backups.schedule import BackupSchedule
from bot.failures import log_failure
from bot.inbound.file_fetcher import FileFetcher
from bot.inbound.poller import Poller
from bot.inbound.update_store import UpdateStore
from bot.inbound.worker import Worker
from bot.job_worker import AT_ONCE, JobWorker, Turns
from bot.monitoring import metrics
from bot.monitoring.clock_guard import ClockGuard
from bot.monitoring.endpoints import Endpoints
from bot.monitoring.error_reports import ErrorReports
from bot.monitoring.health import OUTCOMES, Health, retry_until_answered
from bot.monitoring.outages import Outages
from bot.monitoring.systemd import feed_watchdog, notify
from bot.outbound.command_menus import CommandMenus
from bot.outbound.introduction import Introduction
from bot.outbound.messenger import Messenger
from bot.platforms.base import Platform, RateLimited
from bot.platforms.connect import connect
from bot.remote_clock import FollowedClock
from bot.settings.config import Config
from domain import reminder_plan
from domain.chat.screens import Button, Screen, T, Tap, Text
from domain.dates.clock import Clock, SystemClock, steady_seconds
from domain.dates.working_days import Calendar, weekly
from handlers.routes import REGISTRY
from models import schema
from models.database import Database, DatabaseError, Session, cause, is_outage
from models.process_lock import InUseError, sole_process
from scheduler.ticks import Ticks
from services import facts, office_settings
from services.accounts import owner_alerts
from services.broadcast import after_restoration
from services.files.file_store import FileStore
from services.messaging import lost_messages
from services.organisation import TEXTS, KeepDays, Organisation, Pulse
from services.queues import outbox
from services.reminders import holiday_list

log = structlog.get_logger()

LINKS = "links"
"""The fact that keeps the bot's links by platform."""
START_PATIENCE = 60.0
"""Seconds for which a start waits for a database that is locked or away."""


class App:
    """The running program. ``clock`` is the sandbox's, or by default the machine's."""

    def __init__(self, config: Config, clock: Clock | None = None, *, poll_seconds: int = 25) -> None:
        self.config = config
        self.clock = clock or SystemClock()
        self.db = Database(config.database.url.get_secret_value())
        self.db.committed = metrics.COMMIT
        self._poll_seconds = poll_seconds
        self.organisation = organisation_of(config, self.clock)
        self._connected = connect(config)
        self._platforms = {name: connected.platform for name, connected in self._connected.items()}
        self.organisation.links = {name: _link(platform, "") for name, platform in self._platforms.items()}
        self.health = Health(self.clock)
        self._outages = Outages(self.db, self.organisation, self.health, self._platforms)
        self._errors = ErrorReports(self.organisation)
        self.messenger = Messenger(self.db, self.organisation, self._platforms, self._errors, self.health)
        self.worker = Worker(self.db, self.organisation, REGISTRY, self._platforms, self._errors, self.messenger.wake)
        # A clock that is followed or moved on purpose is exempt.
        self._clock_guard = None if clock else ClockGuard(self.db, self.organisation, self._platforms)
        trusted = {"trusted": self._clock_guard.trusted} if self._clock_guard else {}
        self.ticks = Ticks(self.db, self.organisation, self.clock, **trusted)
        self._tasks: list[asyncio.Task[None]] = []
        self._links = asyncio.Lock()
        self._introductions = {
            name: Introduction(platform, self.organisation) for name, platform in self._platforms.items()
        }
        linked = len(self._platforms) > 1
        self._command_menus = {
            name: CommandMenus(platform, self.db, self.organisation, REGISTRY, linked=linked)
            for name, platform in self._platforms.items()
        }
        self.organisation.pulse = self._pulse
        self.broken = False

    async def start(self) -> None:
        """Migrate the schema and start every part; a platform that is down is asked until it answers."""
        await self._patiently(partial(schema.upgrade, self.db))
        for connected in self._connected.values():
            await connected.open()
        await self._patiently(self._recall)
        arrived = self.worker.arrived
        files, wake = self.config.storage.files, self.messenger.wake
        turns, shared = Turns(), (self.db, self.organisation, files, arrived.set, wake, self._platforms)
        jobs = [JobWorker(*shared, turns, number) for number in range(AT_ONCE)]
        outages = self._outages.run(self.messenger.wake)
        endpoints = Endpoints(self.db, self.clock, self.health, files, self.messenger.breakers)
        address = self.config.database.url.get_secret_value()
        trusted = {"trusted": self._clock_guard.trusted} if self._clock_guard else {}
        sources = Sources(address, self.config.storage.files)
        backups = BackupSchedule(self.db, self.organisation, self.config.backup, sources, wake, **trusted)
        watched = (backups.run(), endpoints.run(self.config.monitoring.listen), feed_watchdog(), metrics.watch_loop())
        for work in (
            self.worker.run(),
            self.messenger.run(),
            *(one.run() for one in jobs),
            jobs[0].show_waiting(),
            outages,
            *watched,
        ):
            self._spawn(work)
        for platform in self._platforms.values():
            fetcher = FileFetcher(platform, self.db, self.organisation, arrived, self.health)
            updates = UpdateStore(platform, self.db, arrived, fetcher.wake)
            poller = Poller(platform, updates, self.health, self._poll_seconds)
            self._spawn(fetcher.run())
            self._spawn(self._identify_and_poll(platform, poller))
            self._spawn(self._introductions[platform.name].run())
            self._spawn(self._command_menus[platform.name].run())
        if isinstance(self.clock, FollowedClock):
            self._spawn(self.clock.run(self.moved))
        self.ticks.start(self._ticked, self._tick_failed)
        if self._clock_guard:
            self._spawn(self._clock_guard.run(self.ticks.rewind))

    async def _patiently(self, step: Callable[[], Awaitable[None]]) -> None:
        """Repeat a step of the start while the database is locked or away, for ``START_PATIENCE`` seconds.

        Raises InUseError when it is still so by then.
        """
        end = steady_seconds() + START_PATIENCE
        while True:
            try:
                return await step()
            except (DatabaseError, OSError) as error:
                if not is_outage(error):
                    raise
                if steady_seconds() > end:
                    raise InUseError(f"The database lets nobody in: {cause(error)}. End what keeps it.") from error
                log.warning("the start waits for the database", reason=cause(error))
            await asyncio.sleep(1)

    async def _recall(self) -> None:
        """Read what an earlier run left in the database into memory."""
        async with self.db.write() as session:
            await holiday_list.ensure_seeded(session)
            await holiday_list.refresh(session, self.organisation)
            await office_settings.refresh(session, self.organisation)
            await self._tell_overridden(session)
            self._know_links(await facts.get(session, LINKS))
            self.organisation.last_restored = await lost_messages.last_restored(session)
            await after_restoration.tell(session, self.organisation)
            await self._outages.recall(session)
            await outbox.shorten_waits(session, steady_seconds())
            if self._clock_guard:
                await self._clock_guard.recall(session)

    def _pulse(self) -> Pulse:
        gauge = "dabir_last_poll_timestamp_seconds"
        polled = {name: metrics.moment_of(gauge, platform=name) for name in self._platforms}
        free = None
        with contextlib.suppress(OSError):
            free = shutil.disk_usage(self.config.storage.files).free
        ticked = metrics.moment_of("dabir_last_tick_timestamp_seconds")
        return Pulse(polled, frozenset(self.health.down), ticked, free)

    def _ticked(self) -> None:
        """Look at what a tick may have changed: messages to send, and the name of the office."""
        metrics.TICKED.note()
        self.messenger.wake()
        for introduction in self._introductions.values():
            introduction.wake.set()

    async def _tell_overridden(self, session: Session) -> None:
        """Tell the log and the owners once of changed values in the file over which a change in the chat holds."""
        if names := await office_settings.overridden(session, self.organisation):
            log.warning("changed settings have no effect: the chat's values hold over them", settings=names)
            lines: list[Text | str] = [T("office.overridden"), *(T(f"office.{name}.title") for name in names)]
            shown = Screen(T("office.lines", lines=lines), ((Button(T("office.button"), Tap("office")),),))
            await owner_alerts.tell(session, self.organisation, shown)

    async def moved(self) -> None:
        """Run every tick at once, because the clock was moved."""
        await self.ticks.run_all()
        self.messenger.wake()
        self.worker.arrived.set()
        self.look_at_menus()

    def look_at_menus(self) -> None:
        """Have everybody's menu of commands looked at now."""
        for menus in self._command_menus.values():
            menus.wake.set()

    async def _tick_failed(self, name: str, error: Exception) -> None:
        async with self.db.write() as session:
            await self._errors.record(session, error, tick=name)

    async def stop(self) -> None:
        """Stop once what is being sent has arrived; other work under way is taken up again at the next start."""
        await self.ticks.stop()
        await self.messenger.finish()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        for connected in self._connected.values():
            await connected.close()
        await self.db.close()

    def _spawn(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work)
        task.add_done_callback(self._ended)
        self._tasks.append(task)

    def _ended(self, task: "asyncio.Task[None]") -> None:
        if not task.cancelled() and (error := task.exception()):
            log.critical("a part of the program ended", error=type(error).__name__, exc_info=error)
            self.broken = True
            signal.raise_signal(signal.SIGTERM)

    async def _identify_and_poll(self, platform: Platform, poller: Poller) -> None:
        username = await retry_until_answered(platform.name, self.health, platform.identify)
        await self._keep_link(platform.name, _link(platform, username))
        try:
            await self._command_menus[platform.name].announce()
        except (*OUTCOMES, RateLimited) as reason:
            log.warning("the menu of commands was not set", platform=platform.name, reason=str(reason))
        await self._introductions[platform.name].introduce()
        await poller.run()

    def _know_links(self, kept: dict[str, str] | None) -> None:
        """Take over the links of the last run, for messages that are written before a platform answers."""
        known = {name: link for name, link in (kept or {}).items() if name in self._platforms}
        self.organisation.links = {**self.organisation.links, **known}

    async def _keep_link(self, platform: str, link: str) -> None:
        # On PostgreSQL two platforms could write the same new row at once.
        async with self._links:
            self.organisation.links = {**self.organisation.links, platform: link}
            try:
                async with self.db.write() as session:
                    await facts.put(session, LINKS, dict(self.organisation.links))
            except Exception as error:
                # They are kept for the next start alone, which asks the platform again.
                log_failure(log, "the bot's links could not be kept", error, platform=platform)


def _link(platform: Platform, username: str) -> str:
    """The address that opens the bot, as a pattern with ``{}`` for the start parameter."""
    return platform.capabilities.link.format(bot=username, word="{}")


def organisation_of(config: Config, clock: Clock) -> Organisation:
    """The secretariat as the settings describe it, with the official calendar alone."""
    values = config.office
    return Organisation(
        name=values["name"],
        zone=config.secretariat.timezone,
        calendar=Calendar(weekend=weekly(values["weekend"])),
        owners=frozenset(config.secretariat.owners),
        language=config.secretariat.language,
        reminder_settings=reminder_plan.from_stored(values),
        store=FileStore(config.storage.files),
        links={},
        clock=clock,
        personal_on=frozenset(config.privacy.personal_data_on) or None,
        download_mb=config.limits.download_mb,
        files_a_day=config.limits.files_a_day,
        files_mb_a_day=config.limits.files_mb_a_day,
        form_rows=config.limits.form_rows,
        keep_days=KeepDays(**config.retention.model_dump()),
        rates={"telegram": config.limits.telegram_per_second, "bale": config.limits.bale_per_second},
        **{name: values[name] for name in TEXTS},
        configured=values,
        given=config.office_set,
    )


@contextlib.asynccontextmanager
async def running(config: Config, clock: Clock | None = None) -> AsyncIterator[App]:
    """Run an app for the length of a block."""
    app = App(config, clock)
    try:
        await app.start()
        yield app
    finally:
        await app.stop()


def run(config: Config) -> None:
    """Run until SIGINT or SIGTERM. Raises InUseError when another process keeps the database.

    Raises SystemExit(1) when a part broke, or the database was lost to another process, so that a supervisor starts it
    anew.
    """

    # The database's threads hand every answer to the loop; by default each could wait 5 ms for the interpreter's lock.
    sys.setswitchinterval(0.0005)
    # Shells make background processes ignore SIGINT, and children inherit that; the program has to stop by it anyway.
    signal.signal(signal.SIGINT, signal.default_int_handler)

    async def main() -> None:
        starting, clock = asyncio.current_task(), None
        stopped, lost = asyncio.Event(), False

        def stop() -> None:
            nonlocal starting
            stopped.set()
            if starting:
                # It may wait for a database, another process or the sandbox's clock, which may never come.
                starting.cancel()
                starting = None

        for number in (signal.SIGINT, signal.SIGTERM):
            asyncio.get_running_loop().add_signal_handler(number, stop)
        if config.clock.url:
            clock = FollowedClock(config.clock.url)
            await clock.set()

        def lose() -> None:
            nonlocal lost
            lost = True
            log.critical("another process took over the database")
            stopped.set()

        async with sole_process(config.database.url.get_secret_value(), on_loss=lose):
            # Only under the lock is it certain that none is under way.
            if told := unfinished(config.storage.files):
                raise InUseError(f"{told[0].upper()}{told[1:]}.")
            async with running(config, clock) as app:
                starting = None
                notify("READY=1")
                # Objects of the start live as long as the program, so the collector need not walk them over and over.
                gc.collect()
                gc.freeze()
                log.info("running")
                await stopped.wait()
                notify("STOPPING=1")
        if app.broken or lost:
            raise SystemExit(1)

    # A start that was told to end is cancelled.
    with asyncio.Runner(loop_factory=_loop_factory()) as runner, contextlib.suppress(asyncio.CancelledError):
        runner.run(main())


def _loop_factory() -> Callable[[], asyncio.AbstractEventLoop] | None:
    """Loop factory of uvloop if it is installed; None for the standard library's."""
    try:
        import uvloop
    except ImportError:
        return None
    return uvloop.new_event_loop
