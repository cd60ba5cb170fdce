"""Bale's Markdown, read as a client of Bale reads it.

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
"""Nothing is found inside these."""
_FENCE = "```"
_NOTE = re.compile(r"\[(?P<title>[^\]]*)\](?P<body>.*)", re.DOTALL)
_PAIR = re.compile(
    r"```(?P<note>.+?)```|\[(?P<title>[^\]\n]+)\]\((?P<url>[^)\n]+)\)|\*(?P<bold>[^*\n]+)\*|_(?P<italic>[^_\n]+)_",
    re.DOTALL,
)


@dataclass(slots=True)
class _Seen:
    """The text as it is shown so far."""

    words: list[str] = field(default_factory=list)
    length: int = 0
    entities: list[Entity] = field(default_factory=list)

    def add(self, words: str) -> None:
        self.words.append(words)
        self.length += utf16_length(words)

    @contextmanager
    def inside(self, kind: str, **more: str) -> Iterator[None]:
        """Adds an entity around what is added meanwhile; none around nothing."""
        start, at = self.length, len(self.entities)
        yield
        if self.length > start:
            self.entities.insert(at, {"type": kind, "offset": start, "length": self.length - start, **more})


def parse(text: str, lenient: bool = False) -> tuple[str, list[Entity]]:
    """What is shown of a text, and its entities; of a note the title and then, folded, the body.

    A lenient reader takes any pair of marks in a line, whatever stands around them.
    """
    seen = _Seen()
    if lenient:
        _read_pairs(text, seen)
    else:
        _read_blocks(text, seen)
    plain = "".join(seen.words)
    found = [each for each in find_entities(plain) if not any(_bars(style, each) for style in seen.entities)]
    return plain, sorted(seen.entities + found, key=lambda each: (each["offset"], -each["length"]))


def _bars(style: Entity, found: Entity) -> bool:
    """Whether what was found in the plain text may not stand there: inside a link, or across a style's border."""
    a, b = style["offset"], style["offset"] + style["length"]
    start, end = found["offset"], found["offset"] + found["length"]
    inside = a <= start and end <= b
    return start < b and a < end and (style["type"] in _OPAQUE if inside else not (start <= a and b <= end))


def _anchored(text: str, index: int) -> bool:
    return not 0 <= index < len(text) or text[index] in ANCHORS


def _read_blocks(text: str, seen: _Seen) -> None:
    """The whole text: what stands in three backticks, and spans around it."""
    position = 0
    while (start := _fence(text, position, -1)) >= 0 and (end := _fence(text, start + 3, 3)) >= 0:
        _read_spans(text, position, start, seen)
        _read_note(text[start + 3 : end], seen)
        position = end + 3
    _read_spans(text, position, len(text), seen)


def _fence(text: str, position: int, beside: int) -> int:
    """Where the next fence is that has an anchor `beside` it; -1 when there is none."""
    while (index := text.find(_FENCE, position)) >= 0 and not _anchored(text, index + beside):
        position = index + (3 if beside < 0 else 1)
    return index


def _read_note(inside: str, seen: _Seen) -> None:
    note = _NOTE.fullmatch(inside.strip())
    if note is None:
        with seen.inside("pre"):
            seen.add(inside.strip())
        return
    with seen.inside("note"):
        with seen.inside("bold"):
            seen.add(note["title"])
        seen.add("\n")
        with seen.inside("expandable_blockquote"):
            seen.add(note["body"].strip())


def _read_spans(text: str, start: int, limit: int, seen: _Seen) -> None:
    """Bold, italic, links and plain words between two places. A mark that never closes ends all styles there."""
    while (opens := _opening(text, start, limit)) >= 0 and (closes := _closing(text, opens, limit)) >= 0:
        _read_links(text, start, opens, seen)
        with seen.inside(_STYLES[text[opens]]):
            _read_spans(text, opens + 1, closes, seen)
        start = closes + 1
    _read_links(text, start, limit, seen)


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


def _read_links(text: str, start: int, limit: int, seen: _Seen) -> None:
    """Titled links and plain words; what the address of a link is, is not looked at."""
    while (link := _link(text, start, limit)) is not None:
        opens, middle, end = link
        seen.add(text[start:opens])
        with seen.inside("text_link", url=text[middle + 2 : end]):
            seen.add(text[opens + 1 : middle])
        start = end + 1
    seen.add(text[start:limit])


def _link(text: str, start: int, limit: int) -> tuple[int, int, int] | None:
    for opens in range(start, limit):
        if text[opens] == "[" and _anchored(text, opens - 1):
            middle = text.find("](", opens + 1, limit)
            end = text.find(")", middle + 2, limit) if middle >= 0 else -1
            if end >= 0:
                return opens, middle, end
    return None


def _read_pairs(text: str, seen: _Seen) -> None:
    position = 0
    for match in _PAIR.finditer(text):
        seen.add(text[position : match.start()])
        position = match.end()
        if match["note"]:
            _read_note(match["note"], seen)
        elif match["url"]:
            with seen.inside("text_link", url=match["url"]):
                seen.add(match["title"])
        else:
            kind = match.lastgroup or ""
            with seen.inside(kind):
                _read_pairs(match[kind], seen)
    seen.add(text[position:])
