"""Bale's Markdown, parsed as a client of Bale does.

The rules are those of the open source from which Bale descends, actorapp/actor-platform, MarkdownParser.java, and the
note that Bale added. A mark opens after an anchor and closes before one: an end of the text, a space or one of
``. , : ! ?``. There is no escape. Offsets and lengths of entities are UTF-16 code units, as everywhere.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from sandbox.protocol.markup import find_entities, utf16_length

Entity = dict[str, Any]
ANCHORS = " .,:!?\t\n"
_STYLES = {"*": "bold", "_": "italic"}
_OPAQUE = {"pre", "text_link"}
"""The types of entities inside which no links or commands are looked for."""
_FENCE = "```"
_NOTE = re.compile(r"\[(?P<title>[^\]]*)\](?P<body>.*)", re.DOTALL)
_PAIR = re.compile(
    r"```(?P<note>.+?)```|\[(?P<title>[^\]\n]+)\]\((?P<url>[^)\n]+)\)|\*(?P<bold>[^*\n]+)\*|_(?P<italic>[^_\n]+)_",
    re.DOTALL,
)


@dataclass(slots=True)
class _Display:
    """The displayed text so far, with its length in UTF-16 units and its entities."""

    words: list[str] = field(default_factory=list)
    length: int = 0
    entities: list[Entity] = field(default_factory=list)

    def add(self, words: str) -> None:
        self.words.append(words)
        self.length += utf16_length(words)

    @contextmanager
    def inside(self, kind: str, **more: str) -> Iterator[None]:
        """Put an entity around the text that the block adds, unless it adds none."""
        start, at = self.length, len(self.entities)
        yield
        if self.length > start:
            self.entities.insert(at, {"type": kind, "offset": start, "length": self.length - start, **more})


def parse(text: str, lenient: bool = False) -> tuple[str, list[Entity]]:
    """Parse a text into the displayed text and its entities; a note becomes its title and, folded, its body.

    A lenient parser takes any pair of marks in a line, whatever stands around them.
    """
    display = _Display()
    if lenient:
        _read_pairs(text, display)
    else:
        _read_blocks(text, display)
    plain = "".join(display.words)
    found = [each for each in find_entities(plain) if not any(_bars(style, each) for style in display.entities)]
    return plain, sorted(display.entities + found, key=lambda each: (each["offset"], -each["length"]))


def _bars(style: Entity, found: Entity) -> bool:
    """True when an entity found in the plain text is invalid: inside a link or code, or across a style's border."""
    a, b = style["offset"], style["offset"] + style["length"]
    start, end = found["offset"], found["offset"] + found["length"]
    inside = a <= start and end <= b
    return start < b and a < end and (style["type"] in _OPAQUE if inside else not (start <= a and b <= end))


def _anchored(text: str, index: int) -> bool:
    return not 0 <= index < len(text) or text[index] in ANCHORS


def _read_blocks(text: str, display: _Display) -> None:
    """Read the whole text: blocks in three backticks, and spans between them."""
    position = 0
    while (start := _fence(text, position, -1)) >= 0 and (end := _fence(text, start + 3, 3)) >= 0:
        _read_spans(text, position, start, display)
        _read_note(text[start + 3 : end], display)
        position = end + 3
    _read_spans(text, position, len(text), display)


def _fence(text: str, position: int, beside: int) -> int:
    """The index of the next fence that has an anchor `beside` it; -1 when there is none."""
    while (index := text.find(_FENCE, position)) >= 0 and not _anchored(text, index + beside):
        position = index + (3 if beside < 0 else 1)
    return index


def _read_note(inside: str, display: _Display) -> None:
    note = _NOTE.fullmatch(inside.strip())
    if note is None:
        with display.inside("pre"):
            display.add(inside.strip())
        return
    with display.inside("note"):
        with display.inside("bold"):
            display.add(note["title"])
        display.add("\n")
        with display.inside("expandable_blockquote"):
            display.add(note["body"].strip())


def _read_spans(text: str, start: int, limit: int, display: _Display) -> None:
    """Read bold, italic, links and plain words from `start` to `limit`. A mark that never closes ends the styles."""
    while (opens := _opening(text, start, limit)) >= 0 and (closes := _closing(text, opens, limit)) >= 0:
        _read_links(text, start, opens, display)
        with display.inside(_STYLES[text[opens]]):
            _read_spans(text, opens + 1, closes, display)
        start = closes + 1
    _read_links(text, start, limit, display)


def _opening(text: str, start: int, limit: int) -> int:
    for index in range(start, limit):
        mark = text[index]
        if mark in _STYLES and _anchored(text, index - 1) and text[index + 1 : index + 2] != mark:
            return index
    return -1


def _closing(text: str, opens: int, limit: int) -> int:
    mark = text[opens]
    for index in range(opens + 1, limit):
        if text[index] == mark and _anchored(text, index + 1) and text[index - 1] != mark:
            return index
    return -1


def _read_links(text: str, start: int, limit: int, display: _Display) -> None:
    """Read titled links and plain words; any address is accepted."""
    while (link := _link(text, start, limit)) is not None:
        opens, middle, end = link
        display.add(text[start:opens])
        with display.inside("text_link", url=text[middle + 2 : end]):
            display.add(text[opens + 1 : middle])
        start = end + 1
    display.add(text[start:limit])


def _link(text: str, start: int, limit: int) -> tuple[int, int, int] | None:
    for opens in range(start, limit):
        if text[opens] == "[" and _anchored(text, opens - 1):
            middle = text.find("](", opens + 1, limit)
            end = text.find(")", middle + 2, limit) if middle >= 0 else -1
            if end >= 0:
                return opens, middle, end
    return None


def _read_pairs(text: str, display: _Display) -> None:
    position = 0
    for match in _PAIR.finditer(text):
        display.add(text[position : match.start()])
        position = match.end()
        if match["note"]:
            _read_note(match["note"], display)
        elif match["url"]:
            with display.inside("text_link", url=match["url"]):
                display.add(match["title"])
        else:
            kind = match.lastgroup or ""
            with display.inside(kind):
                _read_pairs(match[kind], display)
    display.add(text[position:])
