"""Rate limits of a platform by token buckets, on the monotonic clock."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field

from bot.platforms.base import Capabilities
from models.tables.queues import is_group

LONGEST_CLOSED = 60.0
"""The most seconds for which chats that have to wait keep all others waiting; then one is tried."""
SEVERAL = 3
"""The number of private chats with a 429 within a second at which the platform counts as what has to wait."""


class Bucket:
    """A token bucket of up to ``burst`` tokens that gains ``rate`` a second."""

    __slots__ = ("_burst", "_clock", "_rate", "_tokens", "_touched")

    def __init__(self, rate: float, burst: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._rate, self._burst, self._clock = rate, burst, clock
        self._tokens, self._touched = burst, clock()

    def wait(self) -> float:
        """Seconds until a token is available; 0 when one is."""
        now = self._clock()
        self._tokens = min(self._burst, self._tokens + (now - self._touched) * self._rate)
        self._touched = now
        # Rounding can lose a token's last millionth.
        return 0.0 if self._tokens >= 1 - 1e-6 else (1 - self._tokens) / self._rate

    def take(self) -> None:
        """Use one token; to be called after ``wait`` returned 0."""
        self._tokens -= 1

    @property
    def tokens(self) -> int:
        """The number of whole tokens that are available."""
        self.wait()
        return max(0, int(self._tokens + 1e-6))

    @property
    def full(self) -> bool:
        """True when the bucket could be dropped and made anew without a difference."""
        return self.wait() == 0.0 and self._tokens >= self._burst


@dataclass(slots=True)
class RateLimiter:
    """The rate limits of one platform, from its capabilities and its 429s. Times are monotonic seconds.

    ``refused`` are the private chats with a 429 of the last second that they did not earn themselves, and when.
    ``delivered`` is the time of the last accepted message.
    """

    capabilities: Capabilities
    total: Bucket = field(init=False)
    chats: dict[str, Bucket] = field(default_factory=dict)
    paused: dict[str, float] = field(default_factory=dict)
    refused: dict[str, float] = field(default_factory=dict)
    closed_until: float = 0.0
    delivered: float = float("-inf")

    def __post_init__(self) -> None:
        self.total = Bucket(self.capabilities.per_second, max(1.0, self.capabilities.per_second))

    def wait(self, chat: str) -> float:
        """Seconds until a message may be sent to this chat."""
        now = time.monotonic()
        return max(
            self.closed_until - now, self.paused.get(chat, 0.0) - now, self.total.wait(), self._bucket(chat).wait(), 0.0
        )

    @property
    def closed(self) -> bool:
        """True while no message may be sent to any chat."""
        return self.closed_until > time.monotonic() or self.total.wait() > 0

    @property
    def allowance(self) -> int:
        """The number of messages that the platform takes at once, to whatever chats."""
        return self.total.tokens

    def take(self, chat: str) -> None:
        """Use a token of the platform and one of the chat."""
        self.total.take()
        self._bucket(chat).take()

    def slow_down(self, chat: str, seconds: float) -> None:
        """Pause a chat after its 429; several private chats' within a second pause the platform, for a minute at most.

        A group may have slow mode, and a chat that used up its burst was too fast itself: neither tells of the others.
        """
        now = time.monotonic()
        self.paused[chat] = now + seconds
        if is_group(chat) or (self.capabilities.chat_burst > 1 and not self._bucket(chat).tokens):
            return
        self.refused = {other: at for other, at in self.refused.items() if now - at < 1.0} | {chat: now}
        if len(self.refused) >= SEVERAL:
            self.closed_until = now + min(seconds, LONGEST_CLOSED)

    def forget_idle(self) -> None:
        """Drop full buckets and ended pauses, so that memory follows the chats in use."""
        now = time.monotonic()
        self.chats = {chat: bucket for chat, bucket in self.chats.items() if not bucket.full}
        self.paused = {chat: until for chat, until in self.paused.items() if until > now}

    def _bucket(self, chat: str) -> Bucket:
        if chat not in self.chats:
            per_second, per_minute = self.capabilities.chat_per_second, self.capabilities.group_per_minute
            rate = per_minute / 60 if is_group(chat) else per_second
            self.chats[chat] = Bucket(rate, self.capabilities.chat_burst)
        return self.chats[chat]
