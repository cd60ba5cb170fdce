"""The machine's clock is set while Dabir runs or is off: no tick stops for it, and none plans by a wrong one."""

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, tzinfo
from typing import Self

import apscheduler.schedulers.base
import pytest
from sqlalchemy import select

import bot.monitoring.clock_guard
from bot.monitoring.clock_guard import WRONG, ClockGuard
from bot.platforms.base import Retryable
from domain.access.member import Role
from domain.chat.screens import Screen, T
from domain.dates.clock import SystemClock
from models.tables.queues import Outbox
from scheduler import ticks as scheduled
from scheduler.ticks import Ticks
from services import facts
from services.messaging.notify import notify
from services.messaging.recipients import Recipient
from tests.services.desk import Desk

CITY = "شهرداری"
YEAR = timedelta(days=365)


class TimeKeeper:
    """A platform that tells its time, None when it tells none; ``away`` it gives no answer."""

    def __init__(self, now: Callable[[], datetime | None]) -> None:
        self.now, self.away = now, False

    async def server_time(self) -> datetime | None:
        if self.away:
            raise Retryable("no connection")
        return self.now()


class Machine:
    """A desk whose clock is the machine's; ``truth`` is the time that passes for everybody else."""

    def __init__(self, desk: Desk) -> None:
        self.desk, self.truth, self.monotonic = desk, desk.now(), 1000.0
        self.people: dict[str, int] = {}
        self.platform = TimeKeeper(lambda: self.truth)
        self.start()

    def start(self) -> None:
        self.guard = ClockGuard(
            self.desk.db,
            self.desk.organisation,
            {"telegram": self.platform},  # type: ignore[dict-item]
            lambda: self.monotonic,
        )
        self.ticks = Ticks(self.desk.db, self.desk.organisation, self.desk, self.guard.trusted)

    def wait(self, span: timedelta) -> None:
        self.desk.wait(span)
        self.truth += span
        self.monotonic += span.total_seconds()

    def sleep(self, span: timedelta) -> None:
        """Let the machine sleep: the monotonic clock stands still meanwhile."""
        self.desk.wait(span)
        self.truth += span


@pytest.fixture
async def machine(desk: Desk) -> Machine:
    """A machine with an owner, and a resolution of which Sara is reminded on 1398-08-18 at 9:00."""
    city = await desk.agency(CITY)
    sara = await desk.person("سارا محمدی", city)
    maryam = await desk.person("مریم رضایی", None, role=Role.SECRETARY)
    desk.organisation.owners = frozenset({f"telegram:{maryam}"})
    await desk.issue(7, "تا ۲۱ آبان", city)
    machine = Machine(desk)
    machine.people = {"sara": sara, "maryam": maryam}
    return machine


async def told(machine: Machine, who: str) -> list[str]:
    return await machine.desk.written_to(machine.people[who])


async def test_nothing_is_sent_by_a_clock_that_is_a_year_ahead_until_it_is_right(machine: Machine) -> None:
    machine.desk.wait(YEAR)
    await machine.ticks.run_all()
    await machine.guard.ask()
    await machine.guard.ask()
    await machine.ticks.run_all()
    assert await told(machine, "sara") == []
    (once,) = await told(machine, "maryam")
    assert "ساعت رایانهٔ دبیرخانه درست نیست" in once
    machine.desk.wait(-YEAR)
    machine.wait(timedelta(days=35))
    await machine.ticks.run_all()
    assert len(await told(machine, "sara")) == 1


async def test_a_restart_does_not_let_a_wrong_clock_pass(machine: Machine) -> None:
    machine.desk.wait(YEAR)
    await machine.ticks.run_all()
    await machine.guard.ask()
    machine.start()
    async with machine.desk.db.read() as session:
        await machine.guard.recall(session)
    await machine.ticks.run_all()
    assert await told(machine, "sara") == []
    assert len(await told(machine, "maryam")) == 1


async def test_a_clock_set_while_dabir_was_off_is_compared_with_what_is_stored(machine: Machine) -> None:
    machine.wait(timedelta(days=35))
    await machine.ticks.run_all()
    machine.desk.wait(YEAR)
    machine.start()
    async with machine.desk.db.read() as session:
        await machine.guard.recall(session)
    assert not machine.guard.trusted()
    machine.truth += YEAR
    # The office was closed for a year: the platform says so, too.
    assert await machine.guard.ask()
    assert machine.guard.trusted()


async def test_who_was_told_of_a_wrong_clock_is_told_that_it_is_right(
    machine: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bot.monitoring.clock_guard, "LOOK_EVERY", 0.01)
    machine.desk.wait(YEAR)
    assert not machine.guard.trusted()
    rewound = asyncio.Event()
    watching = asyncio.create_task(machine.guard.run(rewound.set))
    try:
        await _until_written(machine, "درست نیست")
        machine.desk.wait(-YEAR)
        await _until_written(machine, "ساعت رایانهٔ دبیرخانه درست شد")
        await asyncio.wait_for(rewound.wait(), 5)
    finally:
        watching.cancel()
    async with machine.desk.db.read() as session:
        assert not await facts.get(session, WRONG)


async def test_what_was_written_for_a_night_of_next_year_waits_for_that_of_today(
    machine: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bot.monitoring.clock_guard, "LOOK_EVERY", 0.01)
    midnight = timedelta(hours=6)
    rewound = asyncio.Event()
    watching = asyncio.create_task(machine.guard.run(rewound.set))
    try:
        machine.desk.wait(YEAR + midnight)
        await _until_written(machine, "درست نیست")
        async with machine.desk.db.write() as session:
            await notify(machine.desk.context(session), [Recipient(machine.people["sara"])], Screen(T("common.stale")))
        rewound.clear()
        machine.desk.wait(-YEAR - midnight)
        await asyncio.wait_for(rewound.wait(), 5)
    finally:
        watching.cancel()
    async with machine.desk.db.read() as session:
        held = await session.scalar(select(Outbox.not_before).where(Outbox.person_id == machine.people["sara"]))
    assert held
    assert held - machine.desk.now() < timedelta(days=1)


async def _until_written(machine: Machine, words: str) -> None:
    for _ in range(1000):
        if any(words in message for message in await told(machine, "maryam")):
            return
        await asyncio.sleep(0.01)
    raise AssertionError(f"nobody was told: {words}")


async def test_the_ticks_go_on_after_a_sleep_of_some_days_when_the_platform_says_so(machine: Machine) -> None:
    machine.sleep(timedelta(days=35))
    machine.platform.away = True
    await machine.ticks.run_all()
    assert not await machine.guard.ask()
    assert await told(machine, "sara") == []
    machine.platform.away = False
    assert await machine.guard.ask()
    await machine.ticks.run_all()
    assert len(await told(machine, "sara")) == 1
    assert await told(machine, "maryam") == []


async def test_a_platform_that_tells_no_time_holds_up_nothing(machine: Machine) -> None:
    machine.sleep(timedelta(days=35))
    machine.platform.now = lambda: None
    assert not machine.guard.trusted()
    assert await machine.guard.ask()
    assert machine.guard.trusted()


@pytest.mark.parametrize("jump", [timedelta(hours=-2), timedelta(hours=2)])
async def test_a_smaller_jump_stops_nothing(machine: Machine, jump: timedelta) -> None:
    machine.desk.wait(jump)
    machine.wait(timedelta(days=36))
    await machine.ticks.run_all()
    assert len(await told(machine, "sara")) == 1


@pytest.mark.parametrize("jump", [timedelta(hours=-2), timedelta(days=3650)])
async def test_the_ticks_keep_their_interval_when_the_machine_s_clock_is_set(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, jump: timedelta
) -> None:
    moved = timedelta()

    class Moved(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = UTC) -> Self:
            later = datetime.now(tz) + moved
            return cls.fromtimestamp(later.timestamp(), UTC)

    class MovedClock(SystemClock):
        def now(self) -> datetime:
            return Moved.now()

    monkeypatch.setattr(scheduled, "INTERVAL", 0.1)
    monkeypatch.setattr(scheduled, "datetime", Moved)
    monkeypatch.setattr(apscheduler.schedulers.base, "datetime", Moved)
    monkeypatch.setattr(bot.monitoring.clock_guard, "LOOK_EVERY", 0.05)
    clock, runs = MovedClock(), 0
    desk.organisation.clock = clock
    platform = TimeKeeper(clock.now)
    guard = ClockGuard(desk.db, desk.organisation, {"telegram": platform})  # type: ignore[dict-item]
    ticks = Ticks(desk.db, desk.organisation, clock, guard.trusted)

    def ran() -> None:
        nonlocal runs
        runs += 1

    ticks.start(ran, _fail)
    watching = asyncio.create_task(guard.run(ticks.rewind))
    try:
        await _until(lambda: runs > 1)
        moved, before = jump, runs
        await _until(lambda: runs > before + 2)
    finally:
        watching.cancel()
        await ticks.stop()


async def _until(true: Callable[[], bool]) -> None:
    for _ in range(500):
        if true():
            return
        await asyncio.sleep(0.02)
    raise AssertionError("the ticks stand still")


async def _fail(name: str, error: Exception) -> None:
    raise AssertionError(name) from error
