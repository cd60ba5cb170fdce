"""The health of the platforms: told by whoever asks them for updates, asked by whoever has something for them."""

import asyncio
import time
from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import TypeVar

import structlog

from bot.platforms.base import NotBotApi, RateLimited, Rejected, Retryable, TokenRevoked, Unreachable, UpdatesTaken
from domain.dates.clock import Clock, SystemClock

log = structlog.get_logger()

Answer = TypeVar("Answer")
OUTCOMES = (Retryable, TokenRevoked, Rejected, Unreachable)
FIRST_PAUSE, SHORTEST_PAUSE, LONGEST_PAUSE = 1.0, 0.5, 60.0
"""Seconds between two tries to have an answer of a platform."""
PATIENCE = 60.0
"""Seconds of failure after which a platform is down: what is shorter is a hiccup."""


class Reason(StrEnum):
    """Kinds of trouble with a platform, as far as they can be seen from here."""

    SILENT = "silent"
    STRANGE = "strange"
    REFUSED = "refused"
    REVOKED = "revoked"
    TAKEN = "taken"


_REASONS = ((TokenRevoked, Reason.REVOKED), (UpdatesTaken, Reason.TAKEN), (NotBotApi, Reason.STRANGE))
_REFUSALS = (Rejected, Unreachable)


@dataclass(frozen=True, slots=True)
class Outage:
    """A platform in trouble. ``since`` is the first failure by the clock, ``began`` the same in monotonic seconds."""

    platform: str
    reason: Reason
    since: datetime
    began: float


class Health:
    """The platforms in trouble. A single message's failure tells nothing: only asking for updates does."""

    def __init__(self, clock: Clock | None = None, moment: Callable[[], float] = time.monotonic) -> None:
        self._clock, self._moment = clock or SystemClock(), moment
        self._failing: dict[str, Outage] = {}
        self.recoveries = Counter[str]()
        """By platform how often it has answered after it did not."""
        self.changed = asyncio.Event()

    def failed(self, platform: str, reason: Exception) -> None:
        """Note that a call for updates, or for the bot's name, came to nothing."""
        before = self._failing.get(platform)
        since, began = (before.since, before.began) if before else (self._clock.now(), self._moment())
        self._failing[platform] = Outage(platform, _reason(reason), since, began)
        self.changed.set()

    def answered(self, platform: str) -> None:
        """Note that the platform did what it was asked."""
        if self._failing.pop(platform, None):
            self.recoveries[platform] += 1
            self.changed.set()

    def recall(self, platform: str, reason: Reason, since: datetime) -> None:
        """Take a platform that was down when the program ended to be so until it answers."""
        self._failing[platform] = Outage(platform, reason, since, self._moment() - PATIENCE)

    def failing(self, platform: str) -> bool:
        """True when its last call for updates came to nothing."""
        return platform in self._failing

    @property
    def outages(self) -> dict[str, Outage]:
        """Outages by platform that have lasted for too long, or will not pass by themselves."""
        before = self._moment() - PATIENCE
        return {
            name: outage
            for name, outage in self._failing.items()
            if outage.began <= before or outage.reason is Reason.REVOKED
        }

    @property
    def down(self) -> set[str]:
        """The platforms that take no messages. One whose updates go elsewhere still takes them."""
        if not self._failing:
            return set()
        return {name for name, outage in self.outages.items() if outage.reason is not Reason.TAKEN}


def _reason(error: Exception) -> Reason:
    known = next((reason for kind, reason in _REASONS if isinstance(error, kind)), None)
    return known or (Reason.REFUSED if isinstance(error, _REFUSALS) else Reason.SILENT)


async def retry_until_answered(name: str, health: Health, call: Callable[[], Awaitable[Answer]]) -> Answer:
    """A platform's answer, asked for until it comes, less and less often: for ever, for only a person can help."""
    pause = FIRST_PAUSE
    while True:
        try:
            answer = await call()
        except RateLimited as slower:
            health.answered(name)
            await asyncio.sleep(min(max(slower.seconds, SHORTEST_PAUSE), LONGEST_PAUSE))
            continue
        except Exception as reason:
            # Whatever it sent, the other platforms go on.
            health.failed(name, reason)
            surprise = not isinstance(reason, OUTCOMES) and pause == FIRST_PAUSE
            log.warning(
                "a platform does not answer",
                platform=name,
                kind=type(reason).__name__,
                reason=str(reason)[:200],
                wait=pause,
                exc_info=surprise,
            )
        else:
            health.answered(name)
            return answer
        await asyncio.sleep(pause)
        pause = min(pause * 2, LONGEST_PAUSE)
