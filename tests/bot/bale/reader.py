"""Bale's Markdown read by the rules of docs/decisions/0013-bale-markdown.md, and by looser ones."""

import re
from collections.abc import Iterator

ANCHORS = " .,:!?\t\n"
Read = list[tuple[str, str]]
"""Stretches of words, each with what it is: "", "bold", "italic", "link" or "note"."""


def read(text: str, anchors: str = ANCHORS) -> Read:
    """The text as a client that follows the rules shows it. ``anchors`` may be more than are known."""
    shown: Read = []
    end = 0
    for start, stop in _notes(text, anchors):
        shown += [*_spans(text, end, start, anchors, ""), ("note", text[start + 3 : stop - 3])]
        end = stop
    return _merged([*shown, *_spans(text, end, len(text), anchors, "")])


def loosely(text: str) -> Read:
    """The same by a reader that takes every pair of marks on a line, whatever stands around them."""
    shown: Read = []
    end = 0
    pair = re.compile(r"\*([^*\n]+)\*|_([^_\n]+)_|\[([^]]*)\]\(([^)]*)\)|```(.*?)```", re.DOTALL)
    for found in pair.finditer(text):
        kind = ("", "bold", "italic", "link", "", "note")[found.lastindex or 0]
        shown += [("", text[end : found.start()]), (kind or "link", found[found.lastindex or 0])]
        end = found.end()
    return _merged([*shown, ("", text[end:])])


def _notes(text: str, anchors: str) -> Iterator[tuple[int, int]]:
    end = 0
    while (start := text.find("```", end)) >= 0:
        if not _anchor(text, start - 1, anchors):
            end = start + 3
            continue
        stop = text.find("```", start + 3)
        while stop >= 0 and not _anchor(text, stop + 3, anchors):
            stop = text.find("```", stop + 1)
        if stop < 0:
            return
        yield start, stop + 3
        end = stop + 3


def _spans(text: str, start: int, end: int, anchors: str, kind: str) -> Read:
    opening = next((place for place in range(start, end) if _opens(text, place, anchors)), -1)
    closing = _closing(text, opening, end, anchors) if opening >= 0 else -1
    if closing < 0:
        return _links(text, start, end, anchors, kind)
    inner = "bold" if text[opening] == "*" else "italic"
    return [
        *_links(text, start, opening, anchors, kind),
        *_spans(text, opening + 1, closing, anchors, inner),
        *_spans(text, closing + 1, end, anchors, kind),
    ]


def _opens(text: str, place: int, anchors: str) -> bool:
    letter = text[place]
    return letter in "*_" and _anchor(text, place - 1, anchors) and text[place + 1 : place + 2] != letter


def _closing(text: str, opening: int, end: int, anchors: str) -> int:
    mark = text[opening]
    for place in range(opening + 1, end):
        if text[place] == mark and _anchor(text, place + 1, anchors) and text[place - 1] != mark:
            return place
    return -1


def _links(text: str, start: int, end: int, anchors: str, kind: str) -> Read:
    for opening in range(start, end):
        if text[opening] != "[" or not _anchor(text, opening - 1, anchors):
            continue
        middle = text.find("](", opening + 1, end)
        closing = text.find(")", middle + 2, end) if middle >= 0 else -1
        if closing >= 0:
            link = ("link", text[opening + 1 : middle])
            return [(kind, text[start:opening]), link, *_links(text, closing + 1, end, anchors, kind)]
    return [(kind, text[start:end])]


def _anchor(text: str, place: int, anchors: str) -> bool:
    return not 0 <= place < len(text) or text[place] in anchors


def _merged(shown: Read) -> Read:
    merged: Read = []
    for kind, words in shown:
        if merged and merged[-1][0] == kind:
            merged[-1] = (kind, merged[-1][1] + words)
        elif words:
            merged.append((kind, words))
    return merged
