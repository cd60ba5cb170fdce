"""Rendering that every Bot API shares: a message's buttons, limits and digest."""

from collections.abc import Iterable
from hashlib import blake2b
from itertools import groupby
from typing import Any

from bot.platforms.base import Capabilities, Message
from domain import json_text
from domain.chat.screens import Button, ContactCard, Screen, T
from texts.format import END_ISOLATE, ISOLATE, RTL_MARK, Formatter, Span

_UNSEEN = f"{RTL_MARK}{ISOLATE}{END_ISOLATE}"
COPY_LIMIT = 256
"""The most letters that a button can copy."""


def message(screen: Screen, params: dict[str, Any]) -> Message:
    """Make the message of a screen from its rendered parameters."""
    digest = blake2b(json_text.encode(params), digest_size=16).hexdigest()
    kind = "album" if screen.album else screen.file.kind if screen.file else "contact" if screen.contact else "text"
    return Message(params, digest, kind, screen.guarded, screen.topic)


def contact(screen: Screen, card: ContactCard) -> Message:
    """Make the message that is a contact."""
    return message(screen, {"phone_number": card.phone, "first_name": card.name})


def limit(screen: Screen, capabilities: Capabilities) -> int:
    """The most UTF-16 units of a screen's words on a platform."""
    if screen.album:
        return capabilities.album_caption_limit
    return capabilities.caption_limit if screen.file else capabilities.text_limit


def inline(screen: Screen, spans: Iterable[Span], voice: Formatter, capabilities: Capabilities) -> dict[str, Any]:
    """Render the buttons under a message as its ``reply_markup``; empty when it has none."""
    rows = [[_button(button, voice) for button in row] for row in screen.buttons]
    if not (capabilities.code or screen.ask or screen.forget or screen.keys):
        codes = [
            "".join(span.words for span in group).strip(_UNSEEN) for code, group in groupby(spans, _is_code) if code
        ]
        # With several codes nobody would know which one the button copies.
        if len(codes) == 1 and 0 < len(codes[0]) <= COPY_LIMIT:
            rows.insert(0, [{"text": voice.plain(T("common.copy")), "copy_text": {"text": codes[0]}}])
    return {"reply_markup": {"inline_keyboard": rows}} if rows else {}


def _is_code(span: Span) -> bool:
    return span.style == "code"


def _button(button: Button, voice: Formatter) -> dict[str, Any]:
    label = voice.plain(button.label)
    if button.url:
        return {"text": label, "url": button.url}
    return {"text": label, "callback_data": button.tap.encode() if button.tap else "-"}


def cut(spans: list[Span], limit: int) -> list[Span]:
    """Cut spans to ``limit`` UTF-16 units; the last one ends in «…» when something was left out."""
    # No letter has more than two units: most texts need no counting.
    if 2 * sum(len(span.words) for span in spans) <= limit or sum(units(span.words) for span in spans) <= limit:
        return spans
    kept, room = [], limit - 1
    for span in spans:
        words = span.words
        while units(words) > room:
            words = words[: max(0, len(words) - max(1, (units(words) - room) // 2))]
        kept.append(span._replace(words=words))
        room -= units(words)
        if words != span.words:
            break
    return [*kept, Span("…")]


def units(words: str) -> int:
    """Measure words in UTF-16 units, as the platforms' limits do."""
    return len(words.encode("utf-16-le")) // 2
