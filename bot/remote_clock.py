"""Clock that follows the sandbox's, for a ``dabir run`` beside it."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta

import aiohttp
import structlog

log = structlog.get_logger()

LOOK_EVERY = 0.5
JUMP = timedelta(seconds=2)
"""The least difference that counts as a move of the clock and not as a slow answer."""


class FollowedClock:
    """The machine's clock plus the sandbox's offset, asked twice a second. ``url`` is the sandbox's root."""

    def __init__(self, url: str) -> None:
        self._url = f"{url.rstrip('/')}/api/clock"
        self._offset: timedelta | None = None

    def now(self) -> datetime:
        """The sandbox's time. Raises ValueError before ``set`` has returned."""
        if self._offset is None:
            raise ValueError("the sandbox has not told its time yet")
        return datetime.now(UTC) + self._offset

    async def set(self) -> None:
        """Wait until the sandbox has told its time, for nothing may be planned by the machine's."""
        async with _session() as session:
            while True:
                if await self._moved(session):
                    return
                await asyncio.sleep(LOOK_EVERY)

    async def run(self, moved: Callable[[], Awaitable[None]]) -> None:
        """Follow the sandbox's clock until cancelled; calls ``moved`` after each move."""
        async with _session() as session:
            while True:
                await asyncio.sleep(LOOK_EVERY)
                if await self._moved(session):
                    await moved()

    async def _moved(self, session: aiohttp.ClientSession) -> bool:
        try:
            async with session.get(self._url) as answer:
                sandbox_time = datetime.fromisoformat((await answer.json())["now"])
        except (aiohttp.ClientError, TimeoutError, ValueError, KeyError) as error:
            log.warning("the sandbox's clock does not answer", reason=type(error).__name__)
            return False
        offset = sandbox_time - datetime.now(UTC)
        if self._offset is not None and abs(offset - self._offset) <= JUMP:
            return False
        self._offset = offset
        return True


def _session() -> aiohttp.ClientSession:
    return aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=5))
