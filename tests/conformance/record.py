"""What people see of a conversation, step by step, so that two can be laid beside each other."""

import re
from collections import Counter
from collections.abc import Awaitable, Iterable
from dataclasses import dataclass, field
from typing import Any

from tests.town import Human, Town

JOINER = "\u2060"
"""What Bale's adapter puts beside a letter that would be a mark; nobody sees it."""
LINK = re.compile(r"https://(?:t\.me|ble\.ir)/\w+\?start=[\w-]+")
"""A link to the bot: its host is the platform's, and its word is drawn by lot."""
CODE = re.compile(r"[۰-۹]{4} [۰-۹]{4}")
"""What joins two accounts, drawn by lot as well."""
FILES = ("photo", "document", "video", "animation", "audio", "voice", "sticker")
STYLES = {"bold": "bold", "italic": "italic", "blockquote": "italic"}
"""The styles that both have, under one name: Bale shows a quotation in italics."""


@dataclass(frozen=True)
class Seen:
    """A message as a person sees it: words without marks, rows of buttons, kinds and names of files."""

    words: str
    rows: tuple[tuple[str, ...], ...]
    files: tuple[str, ...]
    styled: frozenset[tuple[str, str]] = field(compare=False)
    """(style, a word)."""


Line = tuple[int, str, str, Seen | str]
"""The step, the person, what happened (new, changed, gone, keys, toast), and with what."""


class Record:
    """What all see after each step of a story, as ``lines``; ``keys`` is what stands under each one's chat."""

    def __init__(self, town: Town) -> None:
        self._town = town
        self._shown: dict[str, dict[int, Seen]] = {}
        self.keys: dict[str, str] = {}
        self._calls = Counter[str]()
        self._step = 0
        self.lines: list[Line] = []

    async def of(self, *steps: Awaitable[Any]) -> None:
        """Does one step after the other and looks at everybody's chat after each."""
        for step in steps:
            await step
            self._step += 1
            for name, human in self._town.people.items():
                self.lines += [(self._step, name, *happened) for happened in self._look(name, human)]
            self.lines += [(self._step, "", "toast", words) for words in self._toasts()]

    def _look(self, name: str, human: Human) -> Iterable[tuple[str, Seen | str]]:
        before, now = self._shown.get(name, {}), {message["id"]: seen(message) for message in human.messages()}
        self._shown[name] = now
        yield from (("gone", each) for number, each in before.items() if number not in now)
        yield from (("changed", each) for number, each in now.items() if before.get(number, each) != each)
        yield from (("new", each) for number, each in now.items() if number not in before)
        keyboard = human.world.keyboard(human.chat)
        keys = " ".join(key["text"] for row in (keyboard or {"rows": []})["rows"] for key in row)
        # On Telegram keys go away by themselves at the next message, on Bale when the bot takes them away.
        if keys and self.keys.get(name) != keys:
            yield "keys", keys
        self.keys[name] = keys

    def _toasts(self) -> Iterable[str]:
        for name, face in self._town.server.faces.items():
            calls = list(face.world.transcript)
            fresh, self._calls[name] = calls[self._calls[name] :], len(calls)
            answers = [call.params.get("text") for call in fresh if call.method == "answerCallbackQuery"]
            yield from filter(None, answers)


def seen(message: dict[str, Any]) -> Seen:
    """A message of the sandbox's as a person sees it."""
    text = message.get("text") or message.get("caption") or ""
    styled = {
        (STYLES[entity["type"]], plain)
        for entity in message.get("entities", ())
        if entity["type"] in STYLES
        for word in _covered(text, entity).split()
        if (plain := _letters(word))
    }
    # What a tap on a code does on Telegram, a button does on Bale.
    rows = tuple(
        tuple(_not_by_lot(button["text"]) for button in row)
        for row in message.get("inline_keyboard", ())
        if not any("copy_text" in button for button in row)
    )
    words = _not_by_lot(text).replace(JOINER, "")
    return Seen(words, rows, tuple(_named(kind, message[kind]) for kind in FILES if kind in message), frozenset(styled))


def _named(kind: str, file: Any) -> str:
    return f"{kind} {file.get('file_name', '')}".strip() if kind == "document" else kind


def _not_by_lot(words: str) -> str:
    return CODE.sub("(code)", LINK.sub("(link)", words))


def _covered(text: str, entity: dict[str, Any]) -> str:
    units = text.encode("utf-16-le")
    start, end = entity["offset"] * 2, (entity["offset"] + entity["length"]) * 2
    return units[start:end].decode("utf-16-le")


def _letters(words: str) -> str:
    """Without what may stand inside a style's border or outside: spaces, punctuation, and what is not seen."""
    return re.sub(r"^\W+|\W+$", "", words.replace(JOINER, ""))
