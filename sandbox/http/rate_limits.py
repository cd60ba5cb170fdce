"""A platform's rate limits, enforced when the server is asked to."""

import math
import time
from dataclasses import dataclass, field

from sandbox.protocol.errors import too_many_requests
from sandbox.protocol.platform_rules import Rates


@dataclass(slots=True)
class Bucket:
    """A token bucket on the monotonic clock: `size` tokens, refilled at `rate` a second."""

    rate: float
    size: float
    tokens: float = field(init=False)
    since: float = field(init=False)

    def __post_init__(self) -> None:
        self.tokens = self.size
        self.since = time.monotonic()

    def wait(self) -> float:
        """The seconds until there is a token; 0 when there is one."""
        now = time.monotonic()
        self.tokens = min(self.size, self.tokens + (now - self.since) * self.rate)
        self.since = now
        return max(0.0, (1 - self.tokens) / self.rate)


class RateLimits:
    """Rate limits over all calls that send or change messages."""

    def __init__(self, rates: Rates) -> None:
        self._rates = rates
        self._total = Bucket(rate=rates.total, size=rates.total)
        self._chats: dict[int | str, Bucket] = {}

    def count(self, chat_id: int | str, *, group: bool) -> None:
        """Count a call to a group or a person. Raises BotApiError 429 when it comes too early."""
        chat = self._chats.get(chat_id)
        if chat is None:
            rates = self._rates
            chat = Bucket(rates.group / 60, rates.group) if group else Bucket(rates.chat, rates.burst)
            self._chats[chat_id] = chat
        wait = max(self._total.wait(), chat.wait())
        if wait > 0:
            raise too_many_requests(math.ceil(wait))
        self._total.tokens -= 1
        chat.tokens -= 1
