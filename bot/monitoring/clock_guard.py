"""Guard of the machine's clock: scheduled work goes on after a jump, and waits while the clock can't be right."""

import asyncio
import time
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

import structlog

from bot.failures import log_failure
from bot.monitoring.health import OUTCOMES
from bot.platforms.base import Platform, RateLimited
from domain.chat.screens import Screen, T, Text
from models.database import Database, Session
from services import facts
from services.accounts import owner_alerts
from services.organisation import Organisation
from services.queues import backlog, outbox

log = structlog.get_logger()

LOOK_EVERY, ASK_EVERY = 0.5, 10.0
"""Seconds between two looks at the clock, and between two questions to the platforms while it may be wrong."""
JUMP = timedelta(seconds=2)
"""The least difference between two looks that is a jump and no correction of a few milliseconds."""
FAR = timedelta(days=1)
"""The longest jump that is believed: a machine that slept, or a clock that was an hour wrong."""
AGREES = timedelta(hours=1)
"""The most by which a platform's time may differ from a clock that it confirms."""
WRONG = "clock"
"""The fact that is kept while the clock is wrong: ``ahead``, in seconds, of ``platform``'s."""


class ClockGuard:
    """Guard of the clock of ``organisation``, which is the machine's own. ``moment`` are monotonic seconds."""

    def __init__(
        self,
        db: Database,
        organisation: Organisation,
        platforms: Mapping[str, Platform],
        moment: Callable[[], float] = time.monotonic,
    ) -> None:
        self._db, self._organisation, self._platforms, self._moment = db, organisation, platforms, moment
        self._last = self._look()
        self._moved = timedelta()
        self._told = self._jumped = False

    def _look(self) -> tuple[datetime, float]:
        return self._organisation.clock.now(), self._moment()

    async def recall(self, session: Session) -> None:
        """Compare the clock with the newest time that is stored, for it may have been set while the program was off."""
        self._told = bool(await facts.get(session, WRONG))
        newest = await backlog.newest_moment(session)
        if self._told:
            # What was stored meanwhile has the wrong time, too.
            self._moved = timedelta.max
        elif newest:
            self._moved = self._organisation.clock.now() - newest
            # It may have been set back.
            self._jumped = True

    def trusted(self) -> bool:
        """Look at the clock; returns False after it moved by more than a day, until a platform has its time, too."""
        (then, before), (now, after) = self._last, self._look()
        self._last = now, after
        jump = now - then - timedelta(seconds=after - before)
        if abs(jump) > JUMP:
            log.warning("the clock jumped", seconds=jump.total_seconds())
            self._jumped = True
            if self._moved != timedelta.max:
                self._moved += jump
        return abs(self._moved) <= FAR

    async def run(self, rewind: Callable[[], None]) -> None:
        """Run until cancelled; calls ``rewind`` after each jump, and when a clock is trusted again."""
        asked = -ASK_EVERY
        while True:
            try:
                if self.trusted():
                    if self._told:
                        await self._note_right()
                elif self._moment() - asked >= ASK_EVERY:
                    asked = self._moment()
                    self._jumped |= await self.ask()
                if self._jumped:
                    self._jumped = False
                    if self.trusted():
                        await self._bring_back()
                    rewind()
            except Exception as error:
                log_failure(log, "the clock can't be compared", error)
            await asyncio.sleep(LOOK_EVERY)

    async def ask(self) -> bool:
        """Ask the platforms for their time; returns True when one has the clock's, or all answer and none tells it."""
        gaps = dict(zip(self._platforms, await asyncio.gather(*map(self._gap, self._platforms.values())), strict=True))
        told = {name: gap for name, gap in gaps.items() if isinstance(gap, timedelta)}
        if any(abs(gap) <= AGREES for gap in told.values()) or (not told and "away" not in gaps.values()):
            log.info("the clock is right", told={name: gap.total_seconds() for name, gap in told.items()})
            self._moved = timedelta()
            if self._told:
                await self._note_right()
            return True
        for name, gap in told.items():
            log.error("scheduled work waits: the clock is wrong", platform=name, ahead=gap.total_seconds())
            if not self._told:
                await self._note_wrong(name, gap)
        return False

    async def _gap(self, platform: Platform) -> "timedelta | str":
        """The time by which the clock is ahead of a platform's, "silent" for one that tells none, else "away"."""
        try:
            there = await platform.server_time()
        except (*OUTCOMES, RateLimited):
            return "away"
        return self._organisation.clock.now() - there if there else "silent"

    async def _note_wrong(self, platform: str, ahead: timedelta) -> None:
        now = self._organisation.clock.now()
        words = T("outage.clock", platform=T(f"platform.{platform}"), here=now, there=now - ahead)
        await self._note({"ahead": ahead.total_seconds(), "platform": platform}, words)
        self._told = True

    async def _note_right(self) -> None:
        await self._note({}, T("outage.clock_right"))
        self._told = False

    async def _bring_back(self) -> None:
        """Let what was written by a clock that was ahead wait no longer than it would have."""
        async with self._db.write() as session:
            if moved := await outbox.bring_back(session, self._organisation.clock.now()):
                log.warning("messages of a clock that was ahead are brought back", messages=moved)

    async def _note(self, fact: dict[str, object], words: Text) -> None:
        async with self._db.write() as session:
            await facts.put(session, WRONG, fact)
            await owner_alerts.tell(session, self._organisation, Screen(words), group_key=WRONG)
