"""Clocks: the one source of the present moment for everything that a rule or a user sees."""

from datetime import UTC, datetime
from typing import Protocol


class Clock(Protocol):
    """A source of the present moment; the sandbox passes one that can be moved."""

    def now(self) -> datetime:
        """The present moment, with its zone, UTC."""
        ...


class SystemClock:
    """The machine's own clock."""

    def now(self) -> datetime:
        return datetime.now(UTC)
