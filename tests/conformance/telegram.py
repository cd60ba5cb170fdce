"""The judge of calls to Telegram, whose texts are HTML."""

import re
from collections.abc import Iterable, Mapping
from html.parser import HTMLParser
from typing import Any

from tests.conformance import judge, table
from tests.conformance.judge import MARKED, Judge

_TAGS = {"b", "strong", "i", "em", "u", "ins", "s", "strike", "del", "a", "code", "pre", "blockquote", "tg-spoiler"}
_ENTITY = re.compile(r"&(?!(?:lt|gt|amp|quot|#\d+|#x[0-9a-fA-F]+);)")
_ACTIONS = {"typing", "choose_sticker", "find_location", "upload_photo", "upload_document"} | {
    f"{verb}_{what}" for verb in ("record", "upload") for what in ("video", "voice", "video_note")
}


def _rules(method: str, params: Mapping[str, Any]) -> Iterable[str]:
    yield from judge.message(method, params, _ACTIONS)
    yield from _words(params)
    if method.startswith("editMessage") and not params.keys() >= {"chat_id", "message_id"}:
        yield "neither chat_id with message_id nor an inline message"


def _shown(params: Mapping[str, Any], name: str) -> str:
    """Return the text without its marks."""
    return Reader(params[name]).shown if params.get("parse_mode") == "HTML" else str(params[name])


def _words(params: Mapping[str, Any]) -> Iterable[str]:
    if params.get("parse_mode", "HTML") != "HTML":
        yield f"Dabir writes no {params['parse_mode']}"
    for name in MARKED:
        if name in params and "parse_mode" in params:
            yield from Reader(params[name]).complaints
    media = params.get("media", ())
    for file in media if isinstance(media, list) else [media]:
        if isinstance(file, dict):
            yield from _words(file)
    if "text" in params and "chat_id" in params and not _shown(params, "text").strip():
        yield "the text is empty"


class Reader(HTMLParser):
    """A strict reader of Telegram's HTML: known tags, closed in order, every other < and & written as an entity."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.shown, self.complaints, self._open = "", list[str](), list[str]()
        if lone := _ENTITY.search(html):
            self.complaints.append(f"a lone & at {lone.start()}")
        self.feed(html)
        self.close()
        if self._open:
            self.complaints.append(f"{self._open} not closed")

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        allowed = {"a": {"href"}, "blockquote": {"expandable"}, "code": {"class"}}.get(tag, set())
        if tag not in _TAGS or {name for name, _ in attrs} - allowed:
            self.complaints.append(f"<{tag}> is no tag of Telegram's")
        self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if not self._open or self._open.pop() != tag:
            self.complaints.append(f"</{tag}> closes nothing")

    def handle_data(self, data: str) -> None:
        self.shown += data
        if "<" in data:
            self.complaints.append("a lone <")

    def handle_comment(self, data: str) -> None:
        self.complaints.append("a comment")


TELEGRAM = Judge(table.telegram(), _shown, _rules)
