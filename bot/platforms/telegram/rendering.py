"""Rendering of neutral screens as Telegram's messages: HTML within the platform's limits."""

from collections.abc import Iterable
from html import escape
from itertools import takewhile
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
    elif screen.forget:
        params["reply_markup"] = {"remove_keyboard": True}
    return message(screen, params)


def to_html(spans: Iterable[Span]) -> str:
    """Write spans as Telegram's HTML; whatever looks like markup in their words is escaped.

    A style goes on over the border of two spans, so that a quotation with a bold word in it stays one quotation.
    """
    parts: list[str] = []
    opened: list[str] = []
    for span in spans:
        wanted = [f'a href="{escape(span.url)}"'] if span.url else []
        wanted += [_TAGS[style] for style in span.style.split() if style in _TAGS]
        kept = [tag for tag, _ in takewhile(_same, zip(opened, wanted, strict=False))]
        parts += [_end(tag) for tag in reversed(opened[len(kept) :])]
        # Blanks alone show no style, and Telegram drops a style that holds nothing else.
        fresh = wanted[len(kept) :] if span.words.strip() else []
        parts += [f"<{tag}>" for tag in fresh]
        parts.append(escape(span.words, quote=False))
        opened = [*kept, *fresh]
    return "".join(parts) + "".join(_end(tag) for tag in reversed(opened))


def _same(tags: tuple[str, str]) -> bool:
    return tags[0] == tags[1]


def _end(tag: str) -> str:
    return f"</{tag.partition(' ')[0]}>"
