"""A clock that follows the sandbox's, for a ``dabir run`` beside it."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta

import aiohttp
import structlog

log = structlog.get_logger()

LOOK_EVERY = 0.5
JUMP = timedelta(seconds=2)
"""A difference that is a move and not a slow answer."""


class FollowedClock:
    """The machine's clock plus the sandbox's offset, asked twice a second. ``url`` is the sandbox's root."""

    def __init__(self, url: str) -> None:
        self._url = f"{url.rstrip('/')}/api/clock"
        self._offset = timedelta(0)

    def now(self) -> datetime:
        return datetime.now(UTC) + self._offset

    async def run(self, moved: Callable[[], Awaitable[None]]) -> None:
        """Follows for ever; calls ``moved`` after each move."""
        async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=5)) as session:
            while True:
                try:
                    async with session.get(self._url) as answer:
                        told = datetime.fromisoformat((await answer.json())["now"])
                except (aiohttp.ClientError, TimeoutError, ValueError, KeyError) as error:
                    log.warning("the sandbox's clock does not answer", reason=type(error).__name__)
                else:
                    offset = told - datetime.now(UTC)
                    if abs(offset - self._offset) > JUMP:
                        self._offset = offset
                        await moved()
                await asyncio.sleep(LOOK_EVERY)
