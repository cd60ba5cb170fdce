"""Clocks: the one source of the present moment for everything that a rule or a user sees."""

import time
from datetime import UTC, datetime, timedelta
from typing import Protocol

_START = time.time() - time.monotonic()


def steady_seconds() -> float:
    """Seconds since 1970 by the machine's clock at the start of this process, and evenly from then on.

    Waits are measured by them: the machine's own clock may be set, back or forward, while one lasts.
    """
    return _START + time.monotonic()


def within(span: timedelta, moment: datetime, now: datetime) -> bool:
    """Tell whether a stored moment is less than ``span`` away.

    One that lies farther ahead was stored by a clock that was wrong and has been set back since: nobody waits for it.
    """
    return abs(now - moment) < span


class Clock(Protocol):
    """A source of the present moment; the sandbox passes one that can be moved."""

    def now(self) -> datetime:
        """The present moment, with its zone, UTC."""
        ...


class SystemClock:
    """The machine's own clock."""

    def now(self) -> datetime:
        return datetime.now(UTC)
