"""Bale's rules: its limits, addresses, texts and payloads. Sources are in schema.toml and differences.py."""

import secrets
from typing import Any

from sandbox.bale import markdown, shapes
from sandbox.bale.differences import Differences
from sandbox.bale.errors import in_bales_words
from sandbox.bale.methods import METHODS, RATE_LIMITED
from sandbox.bale.schema import bale, without_menu
from sandbox.protocol.errors import BotApiError, bad_request
from sandbox.protocol.markup import find_entities, utf16_length
from sandbox.protocol.platform_rules import Content, PlatformRules, Rates

_SMALL_UPLOAD = 20 * 1024 * 1024
_OLD, _NEW = "1", "23456789"
"""The first digit of a callback query's id from an old client, and from any other."""


class BaleRules(PlatformRules):
    """The rules of Bale. Texts are kept as they were sent, because the clients parse the Markdown."""

    name = "bale"
    path_prefix = "/bale"
    bot_id = 420000000
    username = "dabir_bale_bot"
    phone_prefix = "98916"
    bot_link = "https://ble.ir/{bot}?start={word}"
    # Only the group's is documented (peyk); the others are the defaults of Dabir's settings.
    rates = Rates(total=10, chat=1, burst=5, group=20)
    chat_actions = frozenset(
        {
            "typing",
            "upload_photo",
            "record_video",
            "upload_video",
            "record_voice",
            "upload_voice",
            "choose_sticker",
        }
    )
    caption_limit = bale().limits("sendPhoto", "caption")[1]
    # Bots that run on Bale name groups by such numbers, without a minus (public).
    first_group = 4500000001
    queue_limit = 2000
    update_lifetime = 24 * 3600
    file_link_lifetime = 3600.0
    hides_one_time_keyboards = False

    def __init__(self, differences: Differences | None = None) -> None:
        self.differences = differences or Differences()
        super().__init__(without_menu(bale()) if self.differences.no_menu else bale(), METHODS, RATE_LIMITED)
        self.old_clients = self.differences.old_clients
        self._names = {name.lower(): name for name in (*self.schema.methods, *self.schema.others)}
        if self.differences.small_uploads:
            self.upload_limit = _SMALL_UPLOAD

    def method_name(self, method: str) -> str:
        return self._names.get(method.lower(), method)

    def text_content(self, params: Content) -> Content:
        text = params["text"]
        if not text.strip():
            raise bad_request("message text is empty")
        if utf16_length(text) > self.schema.limits("sendMessage", "text")[1]:
            raise bad_request("message is too long")
        return {"text": text}

    def caption_content(self, params: Content) -> Content:
        caption = params.get("caption", "")
        # The parameters of an album's item have a type, and the limit of its caption is lower.
        limit = self.schema.limits("InputMediaPhoto", "caption")[1] if "type" in params else self.caption_limit
        if utf16_length(caption) > limit:
            raise bad_request("message caption is too long")
        return {"caption": caption} if caption else {}

    def incoming_entities(self, text: str) -> list[Content]:
        return [each for each in find_entities(text) if each["type"] in ("mention", "bot_command")]

    def displayed(self, text: str, entities: list[Content]) -> tuple[str, list[Content]]:
        return markdown.parse(text, self.differences.lenient_markdown)

    def query_id(self, person: Any) -> str:
        return f"{_OLD if person.old_client else secrets.choice(_NEW)}{secrets.randbits(60)}"

    def update_payload(self, kind: str, payload: Content) -> Content | None:
        return shapes.update(kind, payload, self.differences)

    def result(self, method: str, result: Any) -> Any:
        if method == "getWebhookInfo":
            return {"url": result["url"]}
        if isinstance(result, list):
            return [self.result(method, each) for each in result]
        if not isinstance(result, dict) or "message_id" not in result or "chat" not in result:
            return result
        if method.startswith("edit") and self.differences.edit_stub:
            return shapes.stub(result)
        return shapes.message(result, self.differences)

    def error_response(self, refusal: BotApiError) -> tuple[int, Content]:
        said = in_bales_words(refusal, self.differences)
        return 200 if self.differences.refused_with_200 else said.code, said.body()
