"""Rendering of neutral screens as Telegram's messages: HTML within the platform's limits."""

from collections.abc import Iterable, Sequence
from functools import cache
from html import escape
from typing import Any

from bot.platforms.base import Capabilities, Message
from bot.platforms.botapi.rendering import contact, cut, inline, limit, message
from domain.chat.screens import Screen, T
from texts.format import Formatter, Span

_TAGS = {
    "quote": "blockquote",
    "spoiler": "tg-spoiler",
    "b": "b",
    "i": "i",
    "u": "u",
    "s": "s",
    "code": "code",
    "pre": "pre",
}


def render(screen: Screen, voice: Formatter, capabilities: Capabilities) -> Message:
    """Render a screen as the parameters of its call, without the chat and the file."""
    if screen.contact:
        return contact(screen, screen.contact)
    # Telegram counts the letters that are left after the marks are parsed.
    spans = voice.spans(screen.text)
    html = to_html(cut(spans, limit(screen, capabilities)))
    params: dict[str, Any] = {"caption" if screen.files else "text": html, "parse_mode": "HTML"}
    if not screen.files:
        params["link_preview_options"] = {"is_disabled": True}
    if buttons := inline(screen, spans, voice, capabilities):
        params |= buttons
    elif screen.ask:
        button = {"text": voice.plain(T("form.share_button")), "request_contact": True}
        params["reply_markup"] = {"keyboard": [[button]], "resize_keyboard": True, "one_time_keyboard": True}
    elif screen.keys:
        keys = [{"text": voice.plain(label)} for label in screen.keys]
        params["reply_markup"] = {"keyboard": [keys], "resize_keyboard": True, "is_persistent": True}
    elif screen.forget:
        params["reply_markup"] = {"remove_keyboard": True}
    return message(screen, params)


def to_html(spans: Iterable[Span]) -> str:
    """Write spans as Telegram's HTML; whatever looks like markup in their words is escaped.

    A style goes on over the border of two spans, so that a quotation with a bold word in it stays one quotation.
    """
    parts: list[str] = []
    opened: tuple[str, ...] = ()
    for words, style, url in spans:
        wanted = _tags(style)
        if url:
            wanted = (f'a href="{escape(url)}"', *wanted)
        if wanted != opened:
            kept = _common(opened, wanted)
            parts += [_end(tag) for tag in reversed(opened[kept:])]
            # Blanks alone show no style, and Telegram drops a style that holds nothing else.
            fresh = wanted[kept:] if words.strip() else ()
            parts += [f"<{tag}>" for tag in fresh]
            opened = (*opened[:kept], *fresh)
        parts.append(escape(words, quote=False))
    return "".join(parts) + "".join(_end(tag) for tag in reversed(opened))


@cache
def _tags(style: str) -> tuple[str, ...]:
    return tuple(_TAGS[one] for one in style.split() if one in _TAGS)


def _common(opened: Sequence[str], wanted: Sequence[str]) -> int:
    """Count the tags that both begin with."""
    pairs = zip(opened, wanted, strict=False)
    return next((count for count, (one, other) in enumerate(pairs) if one != other), min(len(opened), len(wanted)))


def _end(tag: str) -> str:
    return f"</{tag.partition(' ')[0]}>"
