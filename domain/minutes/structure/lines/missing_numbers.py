"""Items of a numbered list whose number somebody forgot."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from domain.minutes.structure.blocks import Block, Paragraph
from domain.minutes.structure.lines.marks import Mark, MarkKind, mark_of

_DASHES = "-–—_ـ"


def with_missing_numbers(blocks: Iterable[Block]) -> list[Block]:
    """Give the one dash between two numbers the number that is missing there: «۵- …», «- …», «۷- …»."""
    found = list(blocks)
    marks = [
        (at, mark)
        for at, block in enumerate(found)
        if isinstance(block, Paragraph) and block.number is None and (mark := mark_of(block.text.strip()))
    ]
    for (_, before), (at, mark), (_, behind) in zip(marks, marks[1:], marks[2:], strict=False):
        number = _number(before)
        block = found[at]
        if number and _number(behind) == number + 2 and mark.sign in _DASHES and isinstance(block, Paragraph):
            found[at] = replace(block, text=f"{number + 1}- {block.text.strip()[mark.end :]}")
    return found


def _number(mark: Mark) -> int | None:
    return mark.number if mark.kind is MarkKind.NUMBER else None
