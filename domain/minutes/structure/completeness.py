"""Doubts whether minutes are complete: by their numbers, their count, their pages and their last table."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from domain.minutes.doubts import Doubt
from domain.minutes.language.markup import clean, is_cut
from domain.minutes.language.numbers import NUMERAL, number_of
from domain.minutes.structure.blocks import Document, Table
from domain.minutes.structure.draft import Draft
from domain.persian.text import fold

_STATED = re.compile(rf"(?:در|شامل|مشتمل بر|تعداد)\s+(?P<count>{NUMERAL}|\w+)\s+(?:بند|مصوبه)\b")
_PAGE = re.compile(r"صفحه\s*:?\s*(\d{1,3})\s*(?:از|/)\s*(\d{1,3})")
_SHOWN = 60
_RUNNING = 30
"""A first number from which on a body counts over all its meetings: «780-»."""


def number_drafts(drafts: Sequence[Draft]) -> Iterator[Doubt]:
    """Number the drafts that have no number, in place; yield doubts about numbers left out or out of order.

    One without a number follows the one above where that number is free, else the greatest. A number that is repeated
    is a doubt of its drafts.
    """
    taken = {draft.number for draft in drafts if draft.number is not None}
    previous = 0
    counted: list[int] = []
    for draft in drafts:
        apart = draft.number is None and previous + 1 in taken
        if draft.number is None:
            draft.number = max(taken) + 1 if apart else previous + 1
            taken.add(draft.number)
        if not apart:
            previous = draft.number
            counted.append(draft.number)
    repeated = {number for number, times in Counter(draft.number for draft in drafts).items() if times > 1}
    for draft in drafts:
        if draft.number in repeated:
            draft.doubt("number_repeated", number=draft.number or 0)
    if counted and 1 < counted[0] < _RUNNING:
        yield Doubt("numbers_start", {"first": counted[0]})
    for before, after in pairwise(counted):
        if after > before + 1:
            yield Doubt("numbers_skipped", {"before": before, "after": after})
        elif after < before:
            yield Doubt("numbers_disordered", {"before": before, "after": after})


def completeness_doubts(document: Document, opening: Iterable[str], found: int) -> Iterator[Doubt]:
    """Yield doubts about a stated count that differs from the `found` one, about missing pages and about a cut end."""
    if not found:
        yield Doubt("no_resolutions")
    for text in opening:
        for match in _STATED.finditer(fold(text)):
            stated = number_of(match["count"])
            if stated is not None and stated != found:
                yield Doubt("count_differs", {"stated": stated, "found": found})
    texts = [text for text in document.texts() if clean(text)]
    pages = [
        (index, int(page[1]), int(page[2])) for index, text in enumerate(texts) for page in _PAGE.finditer(fold(text))
    ]
    if pages:
        index, last, total = pages[-1]
        if last < total - 1 or (last < total and index == len(texts) - 1):
            yield Doubt("pages_missing", {"last": last, "total": total})
    if document.blocks and isinstance(document.blocks[-1], Table):
        cut = next((cell.text for cell in document.blocks[-1].rows[-1] if is_cut(cell.text)), None)
        if cut is not None:
            yield Doubt("cut", {"text": "… " + " ".join(clean(cut).split())[-_SHOWN:]})
        elif _is_short(document.blocks[-1]):
            yield Doubt(
                "cut", {"text": "… " + " ".join(clean(document.blocks[-1].rows[-1][-1].text).split())[-_SHOWN:]}
            )


def _is_short(table: Table) -> bool:
    """Tell whether the last row has fewer cells than each of the others, which are at least two."""
    widths = [len(row) for row in table.rows]
    return len(widths) > 2 and all(widths[-1] < width for width in widths[:-1])
