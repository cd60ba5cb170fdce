"""Record the view of every person, step by step, so that two conversations can be compared."""

import re
from collections import Counter
from collections.abc import Awaitable, Iterable
from dataclasses import dataclass, field
from typing import Any

from tests.town import Human, Town

JOINER = "\u2060"
"""The invisible character that Bale's adapter puts beside a letter that would be a mark."""
LINK = re.compile(r"https://(?:t\.me|ble\.ir)/\w+\?start=[\w-]+")
"""A link to the bot: its host depends on the platform, its payload is random."""
CODE = re.compile(r"[۰-۹]{4}\s[۰-۹]{4}")
"""A code that links two accounts, random as well."""
FILES = ("photo", "document", "video", "animation", "audio", "voice", "sticker")
STYLES = {"bold": "bold", "italic": "italic", "blockquote": "italic"}
"""The styles of both platforms under one name: Bale shows a quotation in italics."""


@dataclass(frozen=True)
class Seen:
    """A message as a person sees it: words without marks, rows of buttons, kinds and names of files."""

    words: str
    rows: tuple[tuple[str, ...], ...]
    files: tuple[str, ...]
    styled: frozenset[tuple[str, str]] = field(compare=False)
    """(style, a word)."""


Line = tuple[int, str, str, Seen | str]
"""One event: the step, the person, the kind (new, changed, gone, keys, toast), and the message or words."""


class Record:
    """The record of a story: ``lines`` are the events after each step, ``keys`` the reply keyboards by person."""

    def __init__(self, town: Town) -> None:
        self._town = town
        self._shown: dict[str, dict[int, Seen]] = {}
        self.keys: dict[str, str] = {}
        self._calls = Counter[str]()
        self._step = 0
        self.lines: list[Line] = []

    async def of(self, *steps: Awaitable[Any]) -> None:
        """Do one step after the other, and record the changes of everybody's chat after each."""
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
        # Keys that vanish are no event: Telegram hides them by itself, on Bale the bot has to.
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
    """Convert a message of the sandbox to a person's view of it."""
    text = message.get("text") or message.get("caption") or ""
    styled = {
        (STYLES[entity["type"]], plain)
        for entity in message.get("entities", ())
        if entity["type"] in STYLES
        for word in _covered(text, entity).split()
        if (plain := _letters(word))
    }
    # A button that copies a code is left out: on Telegram a tap on the code does the same.
    rows = tuple(
        tuple(_without_random(button["text"]) for button in row)
        for row in message.get("inline_keyboard", ())
        if not any("copy_text" in button for button in row)
    )
    words = _without_random(text).replace(JOINER, "")
    return Seen(words, rows, tuple(_named(kind, message[kind]) for kind in FILES if kind in message), frozenset(styled))


def _named(kind: str, file: Any) -> str:
    return f"{kind} {file.get('file_name', '')}".strip() if kind == "document" else kind


def _without_random(words: str) -> str:
    return CODE.sub("(code)", LINK.sub("(link)", words))


def _covered(text: str, entity: dict[str, Any]) -> str:
    units = text.encode("utf-16-le")
    start, end = entity["offset"] * 2, (entity["offset"] + entity["length"]) * 2
    return units[start:end].decode("utf-16-le")


def _letters(words: str) -> str:
    """Strip what may lie on either side of a style's border: spaces, punctuation and invisible characters."""
    return re.sub(r"^\W+|\W+$", "", words.replace(JOINER, ""))
