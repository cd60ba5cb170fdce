"""Bale: what it answers mended before it is read, screens out as its own Markdown, only what it documents sent."""

from collections.abc import Sequence

from bot.bale import mending, writing
from bot.botapi import BotApi
from bot.platform import Message, NoTarget, Rejected, Sent
from domain.screens import Screen
from texts.format import Voice


class Bale(BotApi):
    """The adapter of Bale. Which updates are wanted can't be said there."""

    name = "bale"
    mend = mending.mend

    async def announce(self, commands: Sequence[tuple[str, str]], language: str | None = None) -> None:
        if not language:  # The menu is one for all languages.
            await super().announce(commands)

    def render(self, screen: Screen, voice: Voice) -> Message:
        return writing.render(screen, voice, self.can)

    async def edit(
        self, chat: str, message_id: int, message: Message, file: str | bytes | None = None, name: str = ""
    ) -> Sent:
        try:
            return await super().edit(chat, message_id, message, file, name)
        except Rejected as refused:
            # How Bale words a message that is too old or gone is not documented; a new one is taken if any is.
            raise NoTarget(str(refused)) from None
