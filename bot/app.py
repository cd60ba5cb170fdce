"""The composition root: one program of a database, platforms, rounds, a messenger, jobs and ticks."""

import asyncio
import contextlib
import gc
import signal
import sys
from collections.abc import AsyncIterator, Coroutine
from typing import Any

import structlog

from bot.clock import FollowedClock
from bot.config import Config
from bot.failures import Failures
from bot.inbox import Fetcher, Poller
from bot.jobs import Jobs
from bot.messenger import Messenger
from bot.platform import Capabilities, Later, Platform, Rejected, Slower, Unreachable
from bot.rounds import Rounds
from bot.telegram import Telegram
from bot.transport import AioRequest, Caller
from domain.clock import Clock, SystemClock
from domain.reminders import Rhythm
from domain.screens import T
from handlers.routes import REGISTRY
from models import schema
from models.database import Database
from models.people import Fact
from scheduler.ticks import Ticks
from services import holidays
from services.office import Office
from services.store import FileStore
from texts.catalogue import LANGUAGES
from texts.format import Voice

log = structlog.get_logger()

MENU = ("start", "tasks", "report", "history", "settings", "help", "cancel")
"""The commands in the platform's own menu: what everybody may use."""
LONGEST_PAUSE = 60.0
LINKS = "links"
"""The fact that keeps the bot's links by platform."""


class App:
    """A running Dabir. ``clock`` is the sandbox's, or the machine's."""

    def __init__(self, config: Config, clock: Clock | None = None, *, poll_seconds: int = 25) -> None:
        self.config = config
        self.clock = clock or (FollowedClock(config.clock.url) if config.clock.url else SystemClock())
        self.db = Database(config.database.url.get_secret_value())
        proxy = config.telegram.proxy.get_secret_value() if config.telegram.proxy else None
        self._request, self._polling = AioRequest(proxy), AioRequest(proxy)
        self._poll_seconds = poll_seconds
        self.office = _office(config, self.clock)
        self._telegram = _telegram(config, self._request, self._polling)
        self._platforms: dict[str, Platform] = {self._telegram.name: self._telegram}
        self._failures = Failures(self.office)
        self.messenger = Messenger(self.db, self.office, self._platforms, self._failures)
        self.rounds = Rounds(self.db, self.office, REGISTRY, self._platforms, self._failures, self.messenger.wake)
        self.ticks = Ticks(self.db, self.office, self.clock)
        self._tasks: list[asyncio.Task[None]] = []
        self.broken = False

    async def start(self) -> None:
        """Brings the schema up to date and starts everything; a platform that is down is asked until it answers."""
        if isinstance(self.clock, FollowedClock):
            await self.clock.set()
        await schema.upgrade(self.db)
        await self._request.initialize()
        await self._polling.initialize()
        async with self.db.write() as session:
            await holidays.ensure_seeded(session)
            self.office.calendar = await holidays.load(session, self.config.secretariat.weekend)
            self._know_links(await session.get(Fact, LINKS))
        arrived = self.rounds.arrived
        fetcher = Fetcher(self._platforms, self.db, self.office, arrived)
        poller = Poller(self._telegram, self.db, arrived, fetcher.wake, self._poll_seconds)
        jobs = Jobs(self.db, self.office, self.config.storage.files, arrived.set)
        for work in (self._meet_and_poll(poller), fetcher.run(), self.rounds.run(), self.messenger.run(), jobs.run()):
            self._spawn(work)
        if isinstance(self.clock, FollowedClock):
            self._spawn(self.clock.run(self.moved))
        self.ticks.start(self.messenger.wake, self._tick_failed)
        # What start-up made lives as long as the program: the collector need not walk it over and over.
        gc.collect()
        gc.freeze()

    async def moved(self) -> None:
        """The clock was moved: every tick runs at once."""
        await self.ticks.run_all()
        self.messenger.wake()
        self.rounds.arrived.set()

    async def _tick_failed(self, name: str, error: Exception) -> None:
        async with self.db.write() as session:
            await self._failures.record(session, error, tick=name)

    async def stop(self) -> None:
        """Ends at once: whatever was under way is taken up again at the next start."""
        await self.ticks.stop()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self._request.shutdown()
        await self._polling.shutdown()
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

    async def _meet_and_poll(self, poller: Poller) -> None:
        pause = 1.0
        while True:
            try:
                username = await self._telegram.meet()
                break
            except (Later, Slower, Rejected, Unreachable) as reason:
                log.warning("the platform does not answer", platform="telegram", reason=str(reason), wait=pause)
                await asyncio.sleep(pause)
                pause = min(pause * 2, LONGEST_PAUSE)
        await self._keep_link("telegram", f"https://t.me/{username}?start={{}}")
        with contextlib.suppress(Later, Slower, Rejected, Unreachable):
            await self._announce()
        await poller.run()

    def _know_links(self, fact: Fact | None) -> None:
        """The links of the last run, for whatever is said before the platform answers."""
        if fact:
            self.office.links = fact.value

    async def _keep_link(self, platform: str, link: str) -> None:
        links = {**self.office.links, platform: link}
        self.office.links = links
        async with self.db.write() as session:
            await session.merge(Fact(name=LINKS, value=links))

    async def _announce(self) -> None:
        """The menu of commands beside the text field, in each language."""
        for language in LANGUAGES:
            voice = Voice(language, self.office.zone)
            commands = [(name, voice.plain(T(f"commands.{name}"))) for name in MENU]
            await self._telegram.announce(commands, None if language == self.office.language else language)


def _telegram(config: Config, request: AioRequest, polling: AioRequest) -> Telegram:
    token, root, limits = config.telegram.token.get_secret_value(), config.telegram.base_url, config.limits
    can = Capabilities(
        download_limit=limits.download_mb * 2**20,
        upload_limit=limits.upload_mb * 2**20,
        per_second=limits.telegram_per_second,
        chat_burst=limits.telegram_chat_burst,
        chat_per_second=limits.telegram_chat_per_second,
        group_per_minute=limits.telegram_group_per_minute,
    )
    return Telegram(Caller(token, root, request), Caller(token, root, polling), can)


def _office(config: Config, clock: Clock) -> Office:
    reminders = config.reminders
    return Office(
        name=config.secretariat.name,
        zone=config.secretariat.timezone,
        calendar=holidays.weekly(config.secretariat.weekend),
        owners=frozenset(config.secretariat.owners),
        language=config.secretariat.language,
        rhythm=Rhythm(
            days_before=reminders.days_before,
            at=reminders.hour,
            weekday=reminders.weekly_day,
            quiet_from=reminders.quiet_from,
            quiet_to=reminders.quiet_to,
            silent=tuple(((*period.start,), (*period.end,)) for period in reminders.silent_periods),
        ),
        store=FileStore(config.storage.files),
        links={"telegram": "https://t.me/?start={}"},
        clock=clock,
    )


@contextlib.asynccontextmanager
async def running(config: Config, clock: Clock | None = None) -> AsyncIterator[App]:
    """An app for the length of a block."""
    app = App(config, clock)
    await app.start()
    try:
        yield app
    finally:
        await app.stop()


def run(config: Config) -> None:
    """Runs until SIGINT or SIGTERM. Raises SystemExit(1) when a part of the program broke, so that it is started
    anew.
    """

    # The database's threads hand every answer to the loop, which else makes them wait up to 5 ms for their turn.
    sys.setswitchinterval(0.0005)

    async def main() -> None:
        stopped = asyncio.Event()
        for number in (signal.SIGINT, signal.SIGTERM):
            asyncio.get_running_loop().add_signal_handler(number, stopped.set)
        async with running(config) as app:
            log.info("running")
            await stopped.wait()
        if app.broken:
            raise SystemExit(1)

    asyncio.run(main())
