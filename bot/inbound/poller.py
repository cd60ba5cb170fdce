"""Long polling: each update is stored, and only then may the platform forget it."""

import asyncio
import time
from functools import partial
from typing import Any

import structlog

from bot.failures import log_failure
from bot.inbound.update_store import UpdateStore, number_of
from bot.monitoring.health import Health, retry_until_answered
from bot.monitoring.metrics import polls_of
from bot.platforms.base import Platform, UpdatesTaken

log = structlog.get_logger()

POLL_SECONDS = 25
BREATH = 0.5
"""Seconds between two polls that returned at once and brought nothing new."""


class Poller:
    """Poller of one platform's updates, which it hands to ``updates``."""

    def __init__(
        self, platform: Platform, updates: UpdateStore, health: Health, poll_seconds: int = POLL_SECONDS
    ) -> None:
        self._platform, self._updates, self._health, self._poll_seconds = platform, updates, health, poll_seconds
        self._removed_webhook = False
        self._answered = polls_of(platform.name)

    async def run(self) -> None:
        """Run until cancelled; a platform that is down only makes it wait."""
        # Without an offset the platform sends all that it still has, and storing a known update again does nothing.
        offset: int | None = None
        while True:
            asked = time.monotonic()
            raws = await retry_until_answered(self._platform.name, self._health, partial(self._ask, offset))
            self._answered.note()
            try:
                news = await self._updates.store(raws)
            except Exception as error:
                log_failure(log, "updates could not be kept", error, platform=self._platform.name)
                await asyncio.sleep(BREATH)
                continue
            numbers = [number for raw in raws if (number := number_of(raw)) is not None]
            # After a quiet week the platform's numbers begin elsewhere, so an offset holds for one call only.
            offset = max(numbers) + 1 if numbers else None
            # A server that does not wait, or repeats its updates, must not be polled in a busy loop.
            if not news and self._poll_seconds and time.monotonic() - asked < BREATH:
                await asyncio.sleep(BREATH)

    async def _ask(self, offset: int | None) -> list[dict[str, Any]]:
        seconds = self._poll_seconds
        if self._health.failing(self._platform.name):
            # On every platform getMe tells whether the token still holds.
            await self._platform.identify()
            # The end of an outage has to be noticed now, and not when somebody writes.
            seconds = 0
        try:
            return await self._platform.updates(offset, seconds)
        except UpdatesTaken as taken:
            # A webhook may be left of another program. One that is set again is somebody's, who has to decide.
            if "webhook" not in str(taken).lower() or self._removed_webhook:
                raise
            self._removed_webhook = True
            log.error("a webhook was set, and is removed", platform=self._platform.name)
            await self._platform.remove_webhook()
            self._health.removed_webhook(self._platform.name)
            return []
