"""How fast a platform may be written to: token buckets on the monotonic clock."""

import time
from collections.abc import Callable


class Bucket:
    """Holds up to ``burst`` tokens and gains ``rate`` a second."""

    __slots__ = ("_burst", "_clock", "_rate", "_tokens", "_touched")

    def __init__(self, rate: float, burst: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._rate, self._burst, self._clock = rate, burst, clock
        self._tokens, self._touched = burst, clock()

    def wait(self) -> float:
        """Seconds until a token is there; 0 when one is."""
        now = self._clock()
        self._tokens = min(self._burst, self._tokens + (now - self._touched) * self._rate)
        self._touched = now
        # A token's last millionth can be lost to rounding.
        return 0.0 if self._tokens >= 1 - 1e-6 else (1 - self._tokens) / self._rate

    def take(self) -> None:
        """Uses one token; to be called after ``wait`` said 0."""
        self._tokens -= 1

    @property
    def full(self) -> bool:
        """Whether it could be forgotten and made anew without a difference."""
        return self.wait() == 0.0 and self._tokens >= self._burst
