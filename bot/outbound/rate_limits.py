"""How fast a platform may be written to: token buckets on the monotonic clock."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field

from bot.platforms.base import Capabilities

SHORTEST_PAUSE, LONGEST_PAUSE = 1.0, 60.0
SEVERAL = 3
"""So many chats whose messages failed, and none arrived between, mean that the platform does not answer."""


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


@dataclass(slots=True)
class RateLimiter:
    """How fast one platform is written to, as its capabilities and its own 429s say. Times are monotonic seconds.

    ``delivered`` is when it last took a message.
    """

    capabilities: Capabilities
    all: Bucket = field(init=False)
    chats: dict[str, Bucket] = field(default_factory=dict)
    paused: dict[str, float] = field(default_factory=dict)
    refused: tuple[str, float] = ("", 0.0)
    until: float = 0.0
    delivered: float = float("-inf")

    def __post_init__(self) -> None:
        self.all = Bucket(self.capabilities.per_second, max(1.0, self.capabilities.per_second))

    def wait(self, chat: str) -> float:
        """Seconds until this chat may be written to."""
        now = time.monotonic()
        return max(self.until - now, self.paused.get(chat, 0.0) - now, self.all.wait(), self._bucket(chat).wait(), 0.0)

    @property
    def closed(self) -> bool:
        """Whether nobody may be written to for now."""
        return self.until > time.monotonic() or self.all.wait() > 0

    def take(self, chat: str) -> None:
        self.all.take()
        self._bucket(chat).take()

    def slow_down(self, chat: str, seconds: float) -> None:
        """A 429 pauses its chat; a second chat's within a second pauses the platform."""
        now = time.monotonic()
        self.paused[chat] = now + seconds
        before, at = self.refused
        if before and before != chat and now - at < 1.0:
            self.until = now + seconds
        self.refused = (chat, now)

    def forget_idle(self) -> None:
        """Drops what no longer makes a difference, so that memory follows the chats in use."""
        now = time.monotonic()
        self.chats = {chat: bucket for chat, bucket in self.chats.items() if not bucket.full}
        self.paused = {chat: until for chat, until in self.paused.items() if until > now}

    def _bucket(self, chat: str) -> Bucket:
        if chat not in self.chats:
            group = chat.partition(":")[2].startswith("-")
            rate = self.capabilities.group_per_minute / 60 if group else self.capabilities.chat_per_second
            self.chats[chat] = Bucket(rate, self.capabilities.chat_burst)
        return self.chats[chat]


@dataclass(slots=True)
class CircuitBreaker:
    """Whether a platform answers, as the calls to it tell. While it is open one call at a time tries the platform,
    ever more seldom, and not the same row each time. Times are monotonic seconds.
    """

    clock: Callable[[], float] = time.monotonic
    failed: set[str] = field(default_factory=set)
    later: dict[int, float] = field(default_factory=dict)
    pause: float = 0.0
    next: float = 0.0

    @property
    def open(self) -> bool:
        return self.pause > 0

    def fail(self, chat: str) -> None:
        """A call about a chat came to nothing."""
        self.failed.add(chat)
        if len(self.failed) >= SEVERAL and not self.open:
            self.trip()

    def trip(self) -> None:
        """The platform is known not to answer."""
        self.pause = self.pause or SHORTEST_PAUSE
        self.look()

    def wait(self) -> float:
        """Seconds until it may be tried."""
        return max(0.0, self.next - self.clock())

    def look(self) -> None:
        """It is looked whether there is anything to try it with."""
        self.next = self.clock() + SHORTEST_PAUSE

    def tried(self) -> None:
        """A call tries it."""
        self.next = self.clock() + self.pause
        self.pause = min(self.pause * 2, LONGEST_PAUSE)

    def put_off(self, row: int) -> None:
        """A row met a platform that does not answer: another one tries it next."""
        self.later[row] = self.clock() + min(self.pause * 2, LONGEST_PAUSE)

    def put_off_for(self, row: int) -> float:
        """Seconds until a row may try the platform again."""
        # Mostly nothing is put off: every row that is owed asks this.
        return max(0.0, self.later[row] - self.clock()) if row in self.later else 0.0

    def close(self) -> None:
        """It answers."""
        self.failed.clear()
        self.later.clear()
        self.pause = self.next = 0.0
