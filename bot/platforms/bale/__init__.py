"""Adapter of Bale: answers repaired before they are read, screens out as its own Markdown, documented methods only."""

from collections.abc import Mapping, Sequence
from typing import Any

from bot.platforms.bale import markdown, rendering, response_fixes
from bot.platforms.base import Message, MessageGone, OutgoingFile, Rejected, Retryable, Sent, StrangeFile, Unreachable
from bot.platforms.botapi import BotApi
from bot.platforms.transport import ApiClient, Upload
from domain.chat.screens import Screen
from texts.format import Formatter

_MATTERS = ("send", "edit", "getFile")
"""The beginnings of the methods whose refusal loses something."""


class Bale(BotApi):
    """The adapter of Bale, where a poll can't choose the kinds of its updates."""

    name = "bale"
    fix_response = response_fixes.fix
    formatting = markdown.of_message

    async def announce(self, commands: Sequence[tuple[str, str]], language: str | None = None, chat: str = "") -> None:
        if not language and not chat:  # The menu is one for all languages and chats.
            await super().announce(commands)

    def render(self, screen: Screen, voice: Formatter) -> Message:
        return rendering.render(screen, voice, self.capabilities)

    async def send(self, chat: str, message: Message, file: str | bytes | None, name: str) -> Sent:
        try:
            return await super().send(chat, message, file, name)
        except Unreachable as gone:
            if isinstance(file, str):
                # A 404 may be about the file's id as well; with the file as bytes it can only be about the person.
                raise StrangeFile(str(gone)) from None
            raise

    async def send_album(self, chat: str, message: Message, files: Sequence[OutgoingFile]) -> list[Sent]:
        try:
            return await super().send_album(chat, message, files)
        except Unreachable as gone:
            if any(isinstance(file.content, str) for file in files):
                raise StrangeFile(str(gone)) from None
            raise

    async def edit_caption(self, chat: str, message_id: int, message: Message) -> None:
        try:
            await super().edit_caption(chat, message_id, message)
        except Rejected as refused:
            raise MessageGone(str(refused)) from None

    async def edit(
        self, chat: str, message_id: int, message: Message, file: str | bytes | None = None, name: str = ""
    ) -> Sent:
        try:
            return await super().edit(chat, message_id, message, file, name)
        except Rejected as refused:
            # Bale does not document its words for a message that is gone or too old, so a new one is tried.
            raise MessageGone(str(refused)) from None

    async def _call(
        self,
        method: str,
        params: Mapping[str, Any],
        files: Mapping[str, Upload] | None = None,
        within: float | None = None,
        client: ApiClient | None = None,
    ) -> Any:
        try:
            return await super()._call(method, params, files, within, client)
        except (MessageGone, Rejected, Unreachable) as refused:
            # A missing chat and a revoked token may get the same answer; getMe tells them apart.
            if method.startswith(_MATTERS):
                await self.identify()
                if response_fixes.UNKNOWN_NOW in str(refused):
                    # The token holds again. As a missing chat or file this would end a message or a file for good.
                    raise Retryable(str(refused)) from None
            raise
