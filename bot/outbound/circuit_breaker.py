"""Circuit breaker for a platform's outages, on the monotonic clock."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field

SHORTEST_PAUSE, LONGEST_PAUSE = 1.0, 60.0
"""Seconds between two probes of a platform that does not answer."""
SEVERAL = 3
"""The number of chats with failed messages, and none delivered between, at which the platform counts as down."""


@dataclass(slots=True)
class CircuitBreaker:
    """A circuit breaker for calls to one platform, open while it does not answer. Times are monotonic seconds.

    While open, it lets one call at a time probe the platform, ever more seldom, and not with the same row each time.
    """

    clock: Callable[[], float] = time.monotonic
    failed_chats: set[str] = field(default_factory=set)
    deferred: dict[int, float] = field(default_factory=dict)
    pause: float = 0.0
    next_probe: float = 0.0

    @property
    def open(self) -> bool:
        return self.pause > 0

    def record_failure(self, chat: str) -> None:
        """Record a failed call for a chat; opens the breaker once ``SEVERAL`` chats failed."""
        self.failed_chats.add(chat)
        if len(self.failed_chats) >= SEVERAL and not self.open:
            self.trip()

    def trip(self) -> None:
        """Open the breaker at once, for a platform that is known to be down."""
        self.pause = self.pause or SHORTEST_PAUSE
        self.schedule_probe()

    def wait(self) -> float:
        """Seconds until the platform may be probed."""
        return max(0.0, self.next_probe - self.clock())

    def schedule_probe(self) -> None:
        """Schedule the next probe shortly: this look may find no row to probe with."""
        self.next_probe = self.clock() + SHORTEST_PAUSE

    def record_probe(self) -> None:
        """Record that a call probes the platform, and double the pause until the next one."""
        self.next_probe = self.clock() + self.pause
        self.pause = min(self.pause * 2, LONGEST_PAUSE)

    def defer(self, row: int) -> None:
        """Defer a row that met no answer, so that another row probes next."""
        self.deferred[row] = self.clock() + min(self.pause * 2, LONGEST_PAUSE)

    def deferred_for(self, row: int) -> float:
        """Seconds until a row may be tried again; 0 when it is not deferred."""
        # This is asked for every due row, and mostly none is deferred.
        return max(0.0, self.deferred[row] - self.clock()) if row in self.deferred else 0.0

    def close(self) -> None:
        """Close the breaker, because the platform answers."""
        self.failed_chats.clear()
        self.deferred.clear()
        self.pause = self.next_probe = 0.0
