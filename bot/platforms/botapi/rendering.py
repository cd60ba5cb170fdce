"""What a message has in common on every Bot API: its buttons, its limits, and what tells it from another."""

import json
from collections.abc import Iterable
from hashlib import blake2b
from itertools import groupby
from typing import Any

from bot.platforms.base import Capabilities, Message
from domain.chat.screens import Button, Screen, T
from texts.format import END_ISOLATE, ISOLATE, RTL_MARK, Formatter, Span

_UNSEEN = f"{RTL_MARK}{ISOLATE}{END_ISOLATE}"
COPY_LIMIT = 256
"""Letters that a button can copy."""


def message(screen: Screen, params: dict[str, Any]) -> Message:
    """The message of a screen that is written out."""
    shown = json.dumps(params, ensure_ascii=False, sort_keys=True)
    digest = blake2b(shown.encode(), digest_size=16).hexdigest()
    return Message(params, digest, screen.file.kind if screen.file else "text", screen.guarded)


def inline(screen: Screen, spans: Iterable[Span], voice: Formatter, can: Capabilities) -> dict[str, Any]:
    """The buttons under a message, as its ``reply_markup``, or nothing where there are none."""
    rows = [[_button(button, voice) for button in row] for row in screen.buttons]
    if not (can.code or screen.ask or screen.forget):
        codes = [
            "".join(span.words for span in group).strip(_UNSEEN) for code, group in groupby(spans, _is_code) if code
        ]
        # Of several nobody would know which one the button copies.
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
    """The spans within ``limit`` UTF-16 units, the last one ending in «…» when something was left out."""
    # No letter has more than two units: most texts need no counting.
    if 2 * sum(len(span.words) for span in spans) <= limit or sum(units(span.words) for span in spans) <= limit:
        return spans
    kept, room = [], limit - 1
    for span in spans:
        words = span.words
        while units(words) > room:
            words = words[: max(0, len(words) - max(1, (units(words) - room) // 2))]
        kept.append(Span(words, span.style))
        room -= units(words)
        if words != span.words:
            break
    return [*kept, Span("…")]


def units(words: str) -> int:
    """The length in UTF-16 units, by which messages are measured."""
    return len(words.encode("utf-16-le")) // 2
