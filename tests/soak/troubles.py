"""The troubles of a soak: a plan drawn from a seed, and how each is made."""

import asyncio
import random
import sqlite3
from collections import Counter, defaultdict
from collections.abc import Awaitable, Callable, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, cast

import asyncpg
from sqlalchemy.engine import make_url

from sandbox.world.faults import Fault, FaultKind
from tests.soak.machine import Clock, Disk, Supervisor
from tests.town import Town

EVERY = 8.0
"""The mean number of seconds between two troubles."""
KILLED = 0.5
"""The part of the time in which the program is killed; it lives through the rest, so that its memory can be weighed."""
WEIGHTS = {"fault": 14, "kill": 6, "restart": 1, "outage": 2, "lock": 3, "full": 2, "back": 1, "forward": 1}
LONGEST = {"outage": 25.0, "lock": 40.0, "full": 90.0, "back": 30.0, "forward": 30.0}
"""The most seconds that a trouble lasts."""
FAULTS: tuple[FaultKind, ...] = (
    "too_many_requests",
    "server_error",
    "drop",
    "timeout_after_accept",
    "slow",
    "html",
    "cut_off",
    "gateway",
    "revoked",
    "malformed_update",
    "duplicate_update",
)
METHODS = (None, "sendMessage", "getUpdates", "editMessageText", "answerCallbackQuery", "sendPhoto", "getFile", "file")
BACK, FORWARD = timedelta(hours=-1), timedelta(days=365, hours=9)


@dataclass(frozen=True, slots=True)
class Trouble:
    """One trouble: ``at`` seconds after the start it begins, and lasts ``seconds``."""

    at: float
    kind: str
    seconds: float = 0.0
    face: str = ""
    fault: tuple[tuple[str, Any], ...] = ()

    def __str__(self) -> str:
        words = " ".join(f"{name}={value}" for name, value in self.fault)
        lasts = f"{self.seconds:.0f} s" if self.seconds else ""
        return " ".join(part for part in (f"{self.at:7.1f}", self.kind, lasts, self.face, words) if part)


def plan(chance: random.Random, seconds: float, faces: Sequence[str]) -> list[Trouble]:
    """Draw the troubles of a run; no two of a kind that lasts overlap, nor two of the clock."""
    found: list[Trouble] = []
    free: defaultdict[str, float] = defaultdict(float)
    at = chance.expovariate(1 / EVERY)
    while at < seconds:
        kind = chance.choices(list(WEIGHTS), list(WEIGHTS.values()))[0]
        lasts = min(chance.uniform(1, LONGEST.get(kind, 1)), seconds - at) if kind in LONGEST else 0.0
        face, fault = chance.choice(list(faces)), _fault(chance)
        group = "clock" if kind in ("back", "forward") else kind
        dies = kind in ("kill", "restart")
        if at >= free[group] and not (dies and at > seconds * KILLED):
            found.append(Trouble(at, kind, lasts, face, fault if kind == "fault" else ()))
            free[group] = at + lasts + 1 if lasts else 0
        at += chance.expovariate(1 / EVERY)
    return found


def _fault(chance: random.Random) -> tuple[tuple[str, Any], ...]:
    return (
        ("kind", chance.choice(FAULTS)),
        ("method", chance.choice(METHODS)),
        ("times", chance.randint(1, 6)),
        ("retry_after", chance.randint(0, 4)),
        ("seconds", round(chance.uniform(0.5, 15), 1)),
    )


class Troublemaker:
    """Maker of the troubles of a plan, for one town and its machine."""

    def __init__(self, town: Town, program: Supervisor, clock: Clock, disk: Disk) -> None:
        self._town, self._program, self._clock, self._disk = town, program, clock, disk
        self.made: Counter[str] = Counter()
        self.under_way: Counter[str] = Counter()
        self._makers: dict[str, Callable[[Trouble], Awaitable[None]]] = {
            "fault": self._spoil,
            "kill": self._kill,
            "restart": self._restart,
            "outage": self._outage,
            "lock": self._lock,
            "full": self._fill,
            "back": self._set_back,
            "forward": self._set_forward,
        }

    async def run(self, troubles: Sequence[Trouble]) -> None:
        """Make each trouble at its time."""
        loop = asyncio.get_running_loop()
        start = loop.time()
        async with asyncio.TaskGroup() as group:
            for trouble in troubles:
                await asyncio.sleep(max(0.0, start + trouble.at - loop.time()))
                group.create_task(self._make(trouble))

    async def _make(self, trouble: Trouble) -> None:
        self.made[trouble.kind] += 1
        self.under_way[trouble.kind] += 1
        try:
            await self._makers[trouble.kind](trouble)
        finally:
            self.under_way[trouble.kind] -= 1

    async def _spoil(self, trouble: Trouble) -> None:
        fault = Fault(**dict(trouble.fault))
        self.made[fault.kind] += fault.times or 0
        self._town.server.faces[trouble.face].faults.add(fault)

    async def _kill(self, _: Trouble) -> None:
        self._program.kill()

    async def _restart(self, _: Trouble) -> None:
        self._program.terminate()

    async def _outage(self, trouble: Trouble) -> None:
        faults = self._town.server.faces[trouble.face].faults
        faults.add(Fault("down", times=None))
        await asyncio.sleep(trouble.seconds)
        faults.clear()

    async def _lock(self, trouble: Trouble) -> None:
        url = make_url(self._town.database)
        if url.get_backend_name() != "sqlite":
            await self._lock_postgres(url.set(drivername="postgresql").render_as_string(hide_password=False), trouble)
            return
        # The program's own transactions are short, so that the lock is to be had soon.
        with closing(sqlite3.connect(cast(str, url.database), isolation_level=None, timeout=0)) as other:
            while True:
                try:
                    other.execute("BEGIN IMMEDIATE")
                    break
                except sqlite3.OperationalError:
                    await asyncio.sleep(0.05)
            await asyncio.sleep(trouble.seconds)
            other.execute("ROLLBACK")

    async def _lock_postgres(self, url: str, trouble: Trouble) -> None:
        other = await asyncpg.connect(url)
        try:
            await other.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid() AND application_name = ''"
            )
            async with other.transaction():
                await other.execute("LOCK TABLE inbox, outbox IN ACCESS EXCLUSIVE MODE")
                await asyncio.sleep(trouble.seconds)
        finally:
            await other.close()

    async def _fill(self, trouble: Trouble) -> None:
        end = asyncio.get_running_loop().time() + trouble.seconds
        while (left := end - asyncio.get_running_loop().time()) > 0:
            # What the program gives back in the meantime is taken, too.
            await asyncio.to_thread(self._disk.fill)
            await asyncio.sleep(min(left, 5.0))
        self._disk.empty()

    async def _set_back(self, trouble: Trouble) -> None:
        await self._set(BACK, trouble)

    async def _set_forward(self, trouble: Trouble) -> None:
        await self._set(FORWARD, trouble)

    async def _set(self, wrong: timedelta, trouble: Trouble) -> None:
        self._clock.set(wrong)
        await asyncio.sleep(trouble.seconds)
        self._clock.set()
