"""Rendering of neutral screens as Telegram's messages: HTML within the platform's limits."""

from collections.abc import Iterable
from html import escape
from typing import Any

from bot.platforms.base import Capabilities, Message
from bot.platforms.botapi.rendering import cut, inline, message
from domain.chat.screens import Screen, T
from texts.format import Formatter, Span

_TAGS = {"b": "b", "i": "i", "code": "code", "quote": "blockquote"}


def render(screen: Screen, voice: Formatter, capabilities: Capabilities) -> Message:
    """Render a screen as the parameters of its call, without the chat and the file."""
    # Telegram counts the letters that are left after the marks are parsed.
    limit = capabilities.caption_limit if screen.file else capabilities.text_limit
    spans = voice.spans(screen.text)
    html = to_html(cut(spans, limit))
    params: dict[str, Any] = {"caption" if screen.file else "text": html, "parse_mode": "HTML"}
    if not screen.file:
        params["link_preview_options"] = {"is_disabled": True}
    if buttons := inline(screen, spans, voice, capabilities):
        params |= buttons
    elif screen.ask:
        button = {"text": voice.plain(T("form.share_button")), "request_contact": True}
        params["reply_markup"] = {"keyboard": [[button]], "resize_keyboard": True, "one_time_keyboard": True}
    elif screen.forget:
        params["reply_markup"] = {"remove_keyboard": True}
    return message(screen, params)


def to_html(spans: Iterable[Span]) -> str:
    """Write spans as Telegram's HTML; whatever looks like markup in their words is escaped."""
    parts = []
    for span in spans:
        words = escape(span.words, quote=False)
        tag = _TAGS.get(span.style)
        parts.append(f"<{tag}>{words}</{tag}>" if tag and span.words.strip() else words)
    return "".join(parts)
