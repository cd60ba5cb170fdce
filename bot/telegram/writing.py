"""From neutral screens to Telegram's messages: HTML, keyboards, and nothing over the limits."""

import json
from collections.abc import Iterable
from hashlib import blake2b
from html import escape
from typing import Any

from bot.platform import Message
from domain.screens import Button, Screen, T
from texts.format import Span, Voice

TEXT_LIMIT, CAPTION_LIMIT = 4096, 1024
"""In UTF-16 units, after the marks are read."""

_TAGS = {"b": "b", "i": "i", "code": "code", "quote": "blockquote"}
_METHODS = {"photo": "sendPhoto", "voice": "sendVoice", "video": "sendVideo"}


def render(screen: Screen, voice: Voice) -> Message:
    """The parameters of the call that shows a screen, but for the chat and the file."""
    limit = CAPTION_LIMIT if screen.file else TEXT_LIMIT
    html = to_html(cut(voice.spans(screen.text), limit))
    params: dict[str, Any] = {"caption" if screen.file else "text": html, "parse_mode": "HTML"}
    if not screen.file:
        params["link_preview_options"] = {"is_disabled": True}
    if screen.buttons:
        params["reply_markup"] = {"inline_keyboard": _inline(screen, voice)}
    elif screen.ask:
        button = {"text": voice.plain(T("form.share_button")), "request_contact": True}
        params["reply_markup"] = {"keyboard": [[button]], "resize_keyboard": True, "one_time_keyboard": True}
    elif screen.forget:
        params["reply_markup"] = {"remove_keyboard": True}
    shown = json.dumps(params, ensure_ascii=False, sort_keys=True)
    digest = blake2b(shown.encode(), digest_size=16).hexdigest()
    return Message(params, digest, screen.file.kind if screen.file else "text")


def method(message: Message) -> tuple[str, str]:
    """The method that sends a message, and the parameter that its file goes into."""
    if message.kind == "text":
        return "sendMessage", ""
    return _METHODS.get(message.kind, "sendDocument"), message.kind if message.kind in _METHODS else "document"


def to_html(spans: Iterable[Span]) -> str:
    """Telegram's HTML for spans; whatever looks like a mark in their words is only words."""
    parts = []
    for span in spans:
        words = escape(span.words, quote=False)
        tag = _TAGS.get(span.style)
        parts.append(f"<{tag}>{words}</{tag}>" if tag and span.words.strip() else words)
    return "".join(parts)


def cut(spans: list[Span], limit: int) -> list[Span]:
    """The spans within ``limit`` UTF-16 units, the last one ending in «…» when something was left out."""
    if sum(_units(span.words) for span in spans) <= limit:
        return spans
    kept, room = [], limit - 1
    for span in spans:
        words = span.words
        while _units(words) > room:
            words = words[: max(0, len(words) - max(1, (_units(words) - room) // 2))]
        kept.append(Span(words, span.style))
        room -= _units(words)
        if words != span.words:
            break
    return [*kept, Span("…")]


def _units(words: str) -> int:
    return len(words.encode("utf-16-le")) // 2


def _inline(screen: Screen, voice: Voice) -> list[list[dict[str, str]]]:
    return [[_button(button, voice) for button in row] for row in screen.buttons]


def _button(button: Button, voice: Voice) -> dict[str, str]:
    label = voice.plain(button.label)
    if button.url:
        return {"text": label, "url": button.url}
    return {"text": label, "callback_data": button.tap.encode() if button.tap else "-"}
