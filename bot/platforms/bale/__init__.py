"""Bale: what it answers mended before it is read, screens out as its own Markdown, only what it documents sent."""

from collections.abc import Mapping, Sequence
from typing import Any

from bot.platforms.bale import rendering, response_fixes
from bot.platforms.base import Message, MessageGone, Rejected, Sent, StrangeFile, Unreachable
from bot.platforms.botapi import BotApi
from bot.platforms.transport import Caller, Upload
from domain.chat.screens import Screen
from texts.format import Formatter

_MATTERS = ("send", "edit", "getFile")
"""How the methods begin whose refusal loses something."""


class Bale(BotApi):
    """The adapter of Bale. Which updates are wanted can't be said there."""

    name = "bale"
    mend = response_fixes.mend

    async def announce(self, commands: Sequence[tuple[str, str]], language: str | None = None) -> None:
        if not language:  # The menu is one for all languages.
            await super().announce(commands)

    def render(self, screen: Screen, voice: Formatter) -> Message:
        return rendering.render(screen, voice, self.can)

    async def send(self, chat: str, message: Message, file: str | bytes | None, name: str) -> Sent:
        try:
            return await super().send(chat, message, file, name)
        except Unreachable as gone:
            if isinstance(file, str):
                # A 404 may be about the file's id as well: sent whole, it tells whether the person is there.
                raise StrangeFile(str(gone)) from None
            raise

    async def edit(
        self, chat: str, message_id: int, message: Message, file: str | bytes | None = None, name: str = ""
    ) -> Sent:
        try:
            return await super().edit(chat, message_id, message, file, name)
        except Rejected as refused:
            # How Bale words a message that is too old or gone is not documented; a new one is taken if any is.
            raise MessageGone(str(refused)) from None

    async def _call(
        self,
        method: str,
        params: Mapping[str, Any],
        files: Mapping[str, Upload] | None = None,
        within: float | None = None,
        caller: Caller | None = None,
    ) -> Any:
        try:
            return await super()._call(method, params, files, within, caller)
        except (MessageGone, Rejected, Unreachable):
            # A chat that is not there and a token that is known no more may get the same answer: who the bot is tells.
            if method.startswith(_MATTERS):
                await self.meet()
            raise
