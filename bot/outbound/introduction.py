"""The bot's own name and description on a platform, which follow the name of the office."""

import asyncio
import time

import structlog

from bot.monitoring.health import OUTCOMES
from bot.platforms.base import Platform, RateLimited
from domain.chat.screens import T
from services.organisation import Organisation
from texts.answer_summary import clip
from texts.format import Formatter

log = structlog.get_logger()

LONGEST_NAME, LONGEST_DESCRIPTION = 64, 512
"""Characters that Telegram allows; no other platform has methods for them."""
PAUSE = 3600.0
"""Seconds after a refusal without a time of its own: a name is no message that anybody waits for."""


class Introduction:
    """Sets one platform's name and description of the bot, when they are not those of the office."""

    def __init__(self, platform: Platform, organisation: Organisation) -> None:
        self._platform, self._organisation = platform, organisation
        self._told = ("", "")
        self._not_before = 0.0
        self.wake = asyncio.Event()

    async def run(self) -> None:
        """Look at every wake whether the office has another name by now; without end."""
        while True:
            await self.wake.wait()
            self.wake.clear()
            await self.introduce()

    async def introduce(self) -> None:
        """Give the bot its name, unless it has it or the platform asked to wait; what fails is tried again later."""
        words = self._words()
        platform = self._platform
        if words == self._told or not platform.capabilities.own_name or time.monotonic() < self._not_before:
            return
        try:
            await platform.introduce(*words)
        except RateLimited as slower:
            # Telegram lets a bot change its name a few times a day, and may ask to wait for hours.
            self._not_before = time.monotonic() + slower.seconds
            log.warning("the bot's name has to wait", platform=platform.name, seconds=slower.seconds)
        except OUTCOMES as reason:
            self._not_before = time.monotonic() + PAUSE
            log.warning("the bot's name was not set", platform=platform.name, reason=str(reason)[:200])
        else:
            self._told = words

    def _words(self) -> tuple[str, str]:
        voice = Formatter(self._organisation.language, self._organisation.zone)
        office = self._organisation.name
        name = voice.plain(T("common.bot_name", office=office))
        description = voice.plain(T("common.bot_description", office=office))
        return clip(name if len(name) <= LONGEST_NAME else office, LONGEST_NAME), clip(description, LONGEST_DESCRIPTION)
