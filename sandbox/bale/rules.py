"""Bale's rules. What they rest on is said in schema.toml and, switch by switch, in differences.py."""

import secrets
from typing import Any

from sandbox.bale import markdown, shapes
from sandbox.bale.differences import Differences
from sandbox.bale.errors import in_bales_words
from sandbox.bale.methods import LIMITED, METHODS
from sandbox.bale.schema import bale, without_menu
from sandbox.protocol.errors import RefusedError, bad_request
from sandbox.protocol.markup import find_entities, utf16_length
from sandbox.protocol.platform_rules import Content, Rates, Rules

_SMALL_UPLOAD = 20 * 1024 * 1024
_OLD, _NEW = "1", "23456789"
"""How the ids of callbacks begin that come from old clients, and from others."""


class Bale(Rules):
    """Texts are kept as they were sent: the clients read the Markdown."""

    name = "bale"
    prefix = "/bale"
    bot_id = 420000000
    username = "dabir_bale_bot"
    phones = "98916"
    link = "https://ble.ir/{bot}?start={word}"
    # Documented is only the group's (peyk); the rest is what Dabir's settings hold by default.
    rates = Rates(total=10, chat=1, burst=5, group=20)
    actions = frozenset(
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
    kept = 2000
    kept_for = 24 * 3600
    link_lives = 3600.0
    one_time = False

    def __init__(self, differences: Differences | None = None) -> None:
        self.differences = differences or Differences()
        super().__init__(without_menu(bale()) if self.differences.no_menu else bale(), METHODS, LIMITED)
        self.old_clients = self.differences.old_clients
        self._names = {name.lower(): name for name in (*self.schema.methods, *self.schema.others)}
        if self.differences.small_uploads:
            self.upload_limit = _SMALL_UPLOAD

    def canonical(self, method: str) -> str:
        return self._names.get(method.lower(), method)

    def text(self, params: Content) -> Content:
        text = params["text"]
        if not text.strip():
            raise bad_request("message text is empty")
        if utf16_length(text) > self.schema.limits("sendMessage", "text")[1]:
            raise bad_request("message is too long")
        return {"text": text}

    def caption(self, params: Content) -> Content:
        caption = params.get("caption", "")
        # An item of an album has a type, and a shorter caption.
        limit = self.schema.limits("InputMediaPhoto", "caption")[1] if "type" in params else self.caption_limit
        if utf16_length(caption) > limit:
            raise bad_request("message caption is too long")
        return {"caption": caption} if caption else {}

    def found(self, text: str) -> list[Content]:
        return [each for each in find_entities(text) if each["type"] in ("mention", "bot_command")]

    def seen(self, text: str, entities: list[Content]) -> tuple[str, list[Content]]:
        return markdown.read(text, self.differences.lenient_markdown)

    def query_id(self, person: Any) -> str:
        return f"{_OLD if person.old_client else secrets.choice(_NEW)}{secrets.randbits(60)}"

    def update(self, kind: str, payload: Content) -> Content | None:
        return shapes.update(kind, payload, self.differences)

    def answer(self, method: str, result: Any) -> Any:
        if method == "getWebhookInfo":
            return {"url": result["url"]}
        if isinstance(result, list):
            return [self.answer(method, each) for each in result]
        if not isinstance(result, dict) or "message_id" not in result or "chat" not in result:
            return result
        if method.startswith("edit") and self.differences.edit_stub:
            return shapes.stub(result)
        return shapes.message(result, self.differences)

    def refused(self, refusal: RefusedError) -> tuple[int, Content]:
        said = in_bales_words(refusal, self.differences)
        return 200 if self.differences.refused_with_200 else said.code, said.answer()
