"""``dabir run`` in a process of its own, ended again and again in the middle of its work."""

import asyncio
import os
import random
import sys
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from signal import SIGKILL
from types import MappingProxyType

from bot.settings.config import Config
from tests.town import UNHURRIED, Town

ROOT = Path(__file__).parents[2]
FAULT_POINTS = ("before_inbox_commit", "after_inbox_commit", "in_a_batch", "before_a_send", "after_a_send")
LONGEST_LIFE = 30.0
"""Seconds within which people who talk bring the program to any of the points."""


@dataclass(frozen=True, slots=True)
class Life:
    """One run of the program: it ends ``after`` seconds of work, or when it reaches its fault ``point``."""

    after: float = 0.0
    point: str = ""


def lives(chance: random.Random, many: int) -> list[Life]:
    """Return runs that end at any moment and at each of the fault points, in turn."""
    ends = []
    for number in range(many):
        if number % 2:
            point = FAULT_POINTS[number // 2 % len(FAULT_POINTS)]
            ends.append(Life(point=f"{point}:{chance.randint(1, 12)}"))
        else:
            ends.append(Life(after=chance.uniform(0, 1)))
    return ends


class Killer:
    """A starter and killer of the program; ``command`` holds the interpreter's arguments, ``more`` are variables."""

    def __init__(self, town: Town, command: Sequence[str], more: Mapping[str, str] = MappingProxyType({})) -> None:
        self.town, self._command, self._more = town, command, more
        self.kills = 0
        self.in_flight: set[tuple[str, int]] = set()
        """(chat, message): the last message of the bot in each chat at each kill."""

    async def run(self, ends: Sequence[Life]) -> None:
        """Run the program for one life after the other, each killed."""
        for end in ends:
            async with self.life(end.point) as child:
                if end.point:
                    await asyncio.wait_for(child.wait(), LONGEST_LIFE)
                else:
                    await self.until_at_work(child)
                    await asyncio.sleep(end.after)
                    child.kill()
                assert await child.wait() == -SIGKILL
            self.kills += 1
            # What the dead program had sent off still arrives.
            await asyncio.sleep(0.05)
            self.look()

    @asynccontextmanager
    async def life(self, point: str = "") -> AsyncIterator[asyncio.subprocess.Process]:
        """Run the program for the length of a block; kill it at the end if it still lives."""
        log = (self.town.folder / "dabir.log").open("ab")
        with log:
            child = await asyncio.create_subprocess_exec(
                sys.executable, *self._command, cwd=ROOT, env=self._variables(point), stderr=log, stdout=log
            )
        try:
            yield child
        finally:
            if child.returncode is None:
                child.kill()
                await child.wait()

    async def until_at_work(self, child: asyncio.subprocess.Process) -> None:
        """Wait for the program's first call of the platform, its sign of life."""
        calls = self.town.world.transcript
        seen = len(calls)
        working = asyncio.create_task(self.town.world.wait_until(lambda: len(calls) > seen, LONGEST_LIFE))
        ended = asyncio.create_task(child.wait())
        await asyncio.wait((working, ended), return_when=asyncio.FIRST_COMPLETED)
        ended.cancel()
        assert child.returncode is None, f"the program ended by itself with {child.returncode}"
        await working

    def _variables(self, point: str) -> dict[str, str]:
        config: Config = self.town.config()
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("DABIR_", "PYTHONDONT"))}
        faces = {
            f"DABIR_{face.name.upper()}__{name}": value
            for face in self.town.server.faces.values()
            for name, value in (("TOKEN", face.token), ("BASE_URL", face.url))
        }
        rates = {
            f"DABIR_LIMITS__{face.upper()}_{name.upper()}": str(rate)
            for face in self.town.server.faces
            for name, rate in UNHURRIED.items()
        }
        return (
            kept
            | faces
            | rates
            | {
                "DABIR_DATABASE__URL": self.town.database,
                "DABIR_STORAGE__FILES": str(config.storage.files),
                "DABIR_SECRETARIAT__OWNERS": ",".join(config.secretariat.owners),
                "DABIR_CLOCK__URL": self.town.server.url,
                "DABIR_TEST_KILL_AT": point,
            }
            | dict(self._more)
        )

    def look(self) -> None:
        """Note the last message of each chat, which may have been on its way."""
        for human in self.town.people.values():
            if messages := human.messages():
                self.in_flight.add((human.user, messages[-1]["id"]))
