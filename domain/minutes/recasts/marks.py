"""Marks that no list knows, or none: «فقره ۱: …» as a number, and lines that decide one below another as bullets."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from domain.minutes.deadline_resolver import DeadlineResolver
from domain.minutes.language.acts import Act, strongest_act
from domain.minutes.language.markup import clean
from domain.minutes.reading import PassedOverKind
from domain.minutes.structure.blocks import Block, Document, Paragraph
from domain.minutes.structure.entries.continuation import only_labels
from domain.minutes.structure.entries.prose_signs import NOTE
from domain.minutes.structure.headings import Heading, aside_of, heading_of
from domain.minutes.structure.judging.bench import has_answer
from domain.minutes.structure.lines.labels import LABEL_WORDS
from domain.minutes.structure.lines.marks import mark_of
from domain.persian.text import fold, latin_digits

_COUNTED = re.compile(rf"\W*(?P<word>{LABEL_WORDS})\s*(?P<number>\d{{1,3}})\s*[-–—:.)]+\s*(?=\S)")
_SPEAKER = re.compile(r"[^:.\n]{2,40}:")
_NEAR = 2
"""So many lines lie at most between one that decides and the next."""


def counted_to_numbers(document: Document, resolver: DeadlineResolver) -> Document:
    """The document with lines that a word counts, «فقره ۱: …», as numbered ones."""
    found = dict(_counted(document.blocks))
    places: dict[str, list[int]] = defaultdict(list)
    for at, match in found.items():
        places[fold(match["word"])].append(at)
    counting = {word for word, at in places.items() if _counts([int(found[one]["number"]) for one in at])}
    blocks = list(document.blocks)
    for at, match in found.items():
        one = blocks[at]
        if fold(match["word"]) in counting and isinstance(one, Paragraph):
            blocks[at] = replace(one, text=f"{match['number']}- {one.text[match.end() :]}")
    return replace(document, blocks=tuple(blocks))


def _counted(blocks: Sequence[Block]) -> Iterator[tuple[int, re.Match[str]]]:
    for at, one in enumerate(blocks):
        if isinstance(one, Paragraph) and one.number is None and not NOTE.match(fold(one.text)):
            match = _COUNTED.match(latin_digits(one.text))
            if match:
                yield at, match


def _counts(numbers: Sequence[int]) -> bool:
    """Tell whether numbers count on, also from one again."""
    on = sum(after in (before + 1, 1) for before, after in pairwise(numbers))
    return len(numbers) > 1 and on == len(numbers) - 1


def lines_to_bullets(document: Document, resolver: DeadlineResolver) -> Document:
    """The document with lines that charge somebody, one below another, as the bullets of a list.

    Below a heading of what was said, of an agenda or the like they stay what they are.
    """
    charging: list[int] = []
    listed = any(isinstance(one, Paragraph) and _lists_decisions(clean(one.text)) for one in document.blocks)
    section = PassedOverKind.DISCUSSION if listed else None
    for at, one in enumerate(document.blocks):
        if not isinstance(one, Paragraph):
            continue
        if heading := _heading(clean(one.text)):
            section = heading.kind if heading.known or not listed else section
        elif section is None and _charges(one):
            charging.append(at)
    beside = {at for pair in pairwise(charging) if pair[1] - pair[0] <= _NEAR for at in pair}
    blocks = [
        replace(one, text=f"• {one.text.strip()}") if at in beside and isinstance(one, Paragraph) else one
        for at, one in enumerate(document.blocks)
    ]
    return replace(document, blocks=tuple(blocks))


def _heading(text: str) -> Heading | None:
    mark = mark_of(text)
    return heading_of(text[mark.end :] if mark else text, marked=mark is not None)


def _lists_decisions(text: str) -> bool:
    """Tell whether a line is a heading of decisions below it, above which none is: «اهم مصوبات نشست نهم:»."""
    heading = _heading(text)
    return heading is not None and heading.known and heading.kind is None and heading.lined and not heading.rest


def _charges(paragraph: Paragraph) -> bool:
    """Tell whether a line without a mark charges somebody or says who answers; what decides is read in prose, too."""
    text = clean(paragraph.text)
    if not text or paragraph.number is not None or paragraph.margin or "\n" in text or mark_of(text):
        return False
    if text.startswith("[") or _SPEAKER.match(text) or fold(text).startswith("صورتجلسه"):
        return False
    if text.endswith(":") or NOTE.match(fold(text)) or only_labels(text, of_item=True) or aside_of(text):
        return False
    return strongest_act(text) is Act.CHARGES or has_answer(text)
