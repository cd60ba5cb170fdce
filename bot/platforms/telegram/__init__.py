"""Adapter of Telegram: raw updates in, screens out as HTML."""

from bot.platforms.base import Message
from bot.platforms.botapi import BotApi
from bot.platforms.telegram import rendering
from domain.chat.screens import Screen
from texts.format import Formatter


class Telegram(BotApi):
    """The adapter of Telegram."""

    name = "telegram"
    wanted = ("message", "edited_message", "callback_query", "my_chat_member")

    def render(self, screen: Screen, voice: Formatter) -> Message:
        return rendering.render(screen, voice, self.capabilities)
