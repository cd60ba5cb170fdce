"""Telegram's rules: its limits, addresses and texts."""

import secrets
import time
from typing import Any

from sandbox.methods import editing, queries, sending
from sandbox.protocol import schema
from sandbox.protocol.markup import CAPTION_LIMIT, find_entities, parse_caption, parse_text
from sandbox.protocol.platform_rules import Content, PlatformRules, Rates


class TelegramRules(PlatformRules):
    """The rules of Telegram, whose shapes the sandbox uses inside: no payload is translated."""

    name = "telegram"
    path_prefix = ""
    bot_id = 4200000000
    username = "dabir_sandbox_bot"
    phone_prefix = "98915"
    bot_link = "https://t.me/{bot}?start={word}"
    # The Bots FAQ says: 30 messages a second in all, one a second to a chat, 20 a minute to a group. It allows short
    # bursts to a chat without a number; five is chosen here.
    rates = Rates(total=30, chat=1, burst=5, group=20)
    caption_limit = CAPTION_LIMIT
    chat_actions = frozenset(
        {
            "typing",
            "upload_photo",
            "record_video",
            "upload_video",
            "record_voice",
            "upload_voice",
            "upload_document",
            "choose_sticker",
            "find_location",
            "record_video_note",
            "upload_video_note",
        }
    )

    def __init__(self) -> None:
        sends = sending.METHODS | editing.METHODS
        super().__init__(schema.telegram(), sends | queries.METHODS, frozenset(sends) - {"sendChatAction"})
        # The ids begin at the time, so that a bot that knew an earlier sandbox takes no new update for an old one.
        self.first_update_id = int(time.time())

    def text_content(self, params: Content) -> Content:
        text, entities = parse_text(params["text"], params.get("parse_mode"), params.get("entities"))
        return {"text": text, "entities": entities} if entities else {"text": text}

    def caption_content(self, params: Content) -> Content:
        marks = params.get("parse_mode"), params.get("caption_entities")
        text, entities = parse_caption(params.get("caption", ""), *marks)
        if not text:
            return {}
        return {"caption": text, "caption_entities": entities} if entities else {"caption": text}

    def incoming_entities(self, text: str) -> list[Content]:
        return find_entities(text)

    def query_id(self, person: Any) -> str:
        return str(secrets.randbits(62))
