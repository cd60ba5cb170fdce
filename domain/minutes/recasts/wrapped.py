"""Lines that a narrow page broke, pasted as they stood: the lines of each paragraph joined again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from domain.minutes.deadline_resolver import DeadlineResolver
from domain.minutes.language.markup import clean
from domain.minutes.language.organisations import begins_with_name
from domain.minutes.language.verbs import is_verb
from domain.minutes.reading import PassedOverKind
from domain.minutes.recasts.roles import is_both
from domain.minutes.structure.blocks import Block, Document, Paragraph
from domain.minutes.structure.entries.continuation import begins_a_sentence, is_title, only_labels
from domain.minutes.structure.headings import aside_of, heading_of
from domain.minutes.structure.lines.marks import MarkKind, mark_of
from domain.persian.text import fold

_WIDEST, _NARROWEST = 110, 24
"""The characters of a line of a column or of a message that was broken; paragraphs that were not are longer."""

_LEAST = 8
"""So few lines say nothing of the width of their page."""

_FULL = 0.7
"""The share of the width that a line has whose sentence goes on below it."""

_LONGER = 0.1
"""The share of lines that may be longer than the page is wide, as an address is."""

_MOST_LINES = 30
"""So many lines has a paragraph at most."""

_BROKEN = 0.2
"""The least share of lines that go on with the one above them, where a page broke them."""

_ANSWER = 60
"""A line of who answers and until when is no longer."""

_MOST_OF_ITEM = 6
"""So many lines has an item of a list at most that is known to go on behind a full stop."""

_ENDS = (".", ":", "؛", "!", "؟", "»")


def wrapped_to_paragraphs(document: Document, resolver: DeadlineResolver) -> Document:
    """The document with lines that end in the middle of a sentence, at the edge of the page, joined to what follows."""
    texts = [_plain(one) for one in document.blocks]
    width = _width([text for text in texts if text])
    if width is None:
        return document
    blocks: list[Block] = []
    lines = joints = 0
    for at, (block, text) in enumerate(zip(document.blocks, texts, strict=True)):
        last = blocks[-1] if blocks else None
        full = at > 0 and text != "" and len(texts[at - 1]) >= _FULL * width
        goes_on = full and (_goes_on(texts[at - 1], text, resolver) or _is_in_item(texts, at))
        if goes_on and isinstance(last, Paragraph) and lines < _MOST_LINES:
            blocks[-1] = replace(last, text=f"{last.text} {text}")
            lines, joints = lines + 1, joints + 1
        else:
            blocks.append(block)
            lines = 1
    broken = joints >= _BROKEN * sum(map(bool, texts))
    return replace(document, blocks=tuple(blocks)) if broken else document


def _is_in_item(texts: Sequence[str], at: int) -> bool:
    """Tell whether a line below a full one stands inside an item, as the next number follows: «۳- …», «۴- …»."""
    above = next(filter(None, map(_count, reversed(texts[max(0, at - _MOST_OF_ITEM) : at]))), 0)
    below: list[str] = []
    for text in texts[at : at + _MOST_OF_ITEM]:
        if number := _count(text):
            return above > 0 and number == above + 1 and bool(below)
        if not text or mark_of(text) or only_labels(text, of_item=True) or heading_of(text, marked=False):
            return False
        if aside_of(text):
            return False
        below.append(text)
    return False


def _count(text: str) -> int:
    """The number that an item's first line begins with, 0 where it begins with none."""
    mark = mark_of(text)
    return mark.number or 0 if mark and mark.kind is MarkKind.NUMBER else 0


def _plain(block: Block) -> str:
    """The text of a line that nothing marks, "" for any other block."""
    if not isinstance(block, Paragraph) or block.number is not None or block.margin or "\n" in block.text.strip():
        return ""
    return clean(block.text)


def _width(texts: Sequence[str]) -> int | None:
    """The characters of a full line, None where lines are whole paragraphs or too few to tell."""
    lengths = sorted(map(len, texts))
    if len(lengths) < _LEAST:
        return None
    width = lengths[int(len(lengths) * (1 - _LONGER)) - 1]
    return width if _NARROWEST <= width <= _WIDEST else None


def _goes_on(before: str, line: str, resolver: DeadlineResolver) -> bool:
    """Tell whether a full line ends in a sentence that the next one goes on with, and none of the two stands apart."""
    if before.endswith(_ENDS) or mark_of(line) or only_labels(line, of_item=True) or only_labels(before, of_item=True):
        return False
    if is_title(line) and begins_with_name(line):
        return False
    if any(len(one) <= _ANSWER and is_both(one, resolver) for one in (before, line)):
        return False
    if any(heading_of(one, marked=False) for one in (before, line)):
        return False
    ended = is_verb(fold(before).split()[-1])
    asides = {aside_of(before), aside_of(line)} - {None}
    # A post at the edge of a line is the rest of a name, «… رستم آقاسی / معاون بهره‌برداری …», unless the line is whole.
    return not (ended and begins_a_sentence(line)) and (
        not asides or (asides == {PassedOverKind.SIGNATURE} and not ended)
    )
