"""Health of the platforms: polls report it, senders ask for it."""

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
"""Seconds between two attempts to get an answer from a platform."""
PATIENCE = 60.0
"""Seconds of failure after which a platform counts as down."""


class Reason(StrEnum):
    """The reasons of an outage, as far as they can be seen from here."""

    SILENT = "silent"
    STRANGE = "strange"
    REFUSED = "refused"
    REVOKED = "revoked"
    TAKEN = "taken"


_REASONS = ((TokenRevoked, Reason.REVOKED), (UpdatesTaken, Reason.TAKEN), (NotBotApi, Reason.STRANGE))
_REFUSALS = (Rejected, Unreachable)


@dataclass(frozen=True, slots=True)
class Outage:
    """An outage of a platform, from its first failure: ``since`` by the clock, ``began`` in monotonic seconds."""

    platform: str
    reason: Reason
    since: datetime
    began: float


class Health:
    """The health of the platforms, judged by polls alone: a single message's failure tells nothing."""

    def __init__(self, clock: Clock | None = None, moment: Callable[[], float] = time.monotonic) -> None:
        self._clock, self._moment = clock or SystemClock(), moment
        self._failing: dict[str, Outage] = {}
        self.recoveries = Counter[str]()
        """The count of recoveries by platform."""
        self.webhooks = set[str]()
        """The platforms whose webhook was removed, until the owners are told."""
        self.changed = asyncio.Event()

    def failed(self, platform: str, reason: Exception) -> None:
        """Record a failed poll, or a failed call for the bot's name."""
        before = self._failing.get(platform)
        since, began = (before.since, before.began) if before else (self._clock.now(), self._moment())
        self._failing[platform] = Outage(platform, _reason(reason), since, began)
        self.changed.set()

    def answered(self, platform: str) -> None:
        """Record that the platform answered."""
        if self._failing.pop(platform, None):
            self.recoveries[platform] += 1
            self.changed.set()

    def removed_webhook(self, platform: str) -> None:
        """Record that a webhook was removed, of which the owners are to be told."""
        self.webhooks.add(platform)
        self.changed.set()

    def recall(self, platform: str, reason: Reason, since: datetime) -> None:
        """Restore the outage of a platform that was down when the program ended; it lasts until an answer."""
        self._failing[platform] = Outage(platform, reason, since, self._moment() - PATIENCE)

    def failing(self, platform: str) -> bool:
        """Tell whether the last poll of a platform failed."""
        return platform in self._failing

    @property
    def outages(self) -> dict[str, Outage]:
        """The outages by platform that have lasted for ``PATIENCE`` seconds, or will not pass by themselves."""
        before = self._moment() - PATIENCE
        return {
            name: outage
            for name, outage in self._failing.items()
            if outage.began <= before or outage.reason is Reason.REVOKED
        }

    @property
    def down(self) -> set[str]:
        """The platforms that accept no messages. One whose updates go elsewhere still accepts them."""
        if not self._failing:
            return set()
        return {name for name, outage in self.outages.items() if outage.reason is not Reason.TAKEN}


def _reason(error: Exception) -> Reason:
    known = next((reason for kind, reason in _REASONS if isinstance(error, kind)), None)
    return known or (Reason.REFUSED if isinstance(error, _REFUSALS) else Reason.SILENT)


async def retry_until_answered(name: str, health: Health, call: Callable[[], Awaitable[Answer]]) -> Answer:
    """Repeat a call to a platform, ever less often, until it is answered; without end, for only a person can help."""
    pause = FIRST_PAUSE
    while True:
        try:
            answer = await call()
        except RateLimited as slower:
            health.answered(name)
            await asyncio.sleep(min(max(slower.seconds, SHORTEST_PAUSE), LONGEST_PAUSE))
            continue
        except Exception as reason:
            # Even an answer that no code expects must not end the program, which serves other platforms too.
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
