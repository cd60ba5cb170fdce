"""Telegram's limits of rates, when the server is asked to hold them.

Bots FAQ: 30 messages a second in all, one a second to a chat (short bursts pass; here five), 20 a minute to a
group.
"""

import math
import time
from dataclasses import dataclass, field

from sandbox.refusals import too_many_requests


@dataclass(slots=True)
class Bucket:
    """A token bucket on the monotonic clock. `rate` is tokens a second."""

    rate: float
    size: float
    tokens: float = field(init=False)
    since: float = field(init=False)

    def __post_init__(self) -> None:
        self.tokens = self.size
        self.since = time.monotonic()

    def wait(self) -> float:
        """Seconds until there is a token; 0 when there is one."""
        now = time.monotonic()
        self.tokens = min(self.size, self.tokens + (now - self.since) * self.rate)
        self.since = now
        return max(0.0, (1 - self.tokens) / self.rate)


class RateLimits:
    """Counts calls that make or change messages."""

    def __init__(self) -> None:
        self._total = Bucket(rate=30, size=30)
        self._chats: dict[int | str, Bucket] = {}

    def count(self, chat_id: int | str) -> None:
        """Raises RefusedError 429 when the call comes too early."""
        chat = self._chats.get(chat_id)
        if chat is None:
            group = isinstance(chat_id, int) and chat_id < 0
            chat = Bucket(rate=20 / 60, size=20) if group else Bucket(rate=1, size=5)
            self._chats[chat_id] = chat
        wait = max(self._total.wait(), chat.wait())
        if wait > 0:
            raise too_many_requests(math.ceil(wait))
        self._total.tokens -= 1
        chat.tokens -= 1
