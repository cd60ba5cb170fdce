"""Telegram: raw updates in, screens out as HTML."""

from bot.botapi import BotApi
from bot.platform import Message
from bot.telegram import writing
from domain.screens import Screen
from texts.format import Voice


class Telegram(BotApi):
    """The adapter of Telegram."""

    name = "telegram"
    wanted = ("message", "edited_message", "callback_query", "my_chat_member")

    def render(self, screen: Screen, voice: Voice) -> Message:
        return writing.render(screen, voice, self.can)
