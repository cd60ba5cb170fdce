"""Lines of decisions without labels: «کار / کسی / مهلت», or who answers and until when on a line below."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from domain.minutes.deadline_resolver import DeadlineResolver
from domain.minutes.language.acts import Act, strongest_act
from domain.minutes.language.markup import clean
from domain.minutes.language.organisations import begins_with_name
from domain.minutes.recasts.roles import heading_of, is_both, roles_of
from domain.minutes.structure.answers import divide
from domain.minutes.structure.blocks import Block, Cell, Document, Paragraph, Table
from domain.minutes.structure.lines.marks import mark_of

_SEPARATORS = tuple(
    map(
        re.compile,
        (r"\s*\t\s*", r"\s+/+\s+", r"\s*[|]+\s*", r"\s+[–—-]+>?\s+", r"\s*[←→⇐⇒»«]+\s*", r"\s*؛\s*", r"\s{3,}"),
    )
)
_LEAST = 2
_DECISION = "مصوبه: "


def lines_to_tables(document: Document, resolver: DeadlineResolver) -> Document:
    """The document with lines of the same parts as the rows of a table, the parts by their contents."""
    blocks: list[Block] = []
    at = 0
    while at < len(document.blocks):
        found = _parted(document.blocks, at, resolver)
        if found is None:
            blocks.append(document.blocks[at])
            at += 1
            continue
        table, at = found
        blocks.append(table)
    return replace(document, blocks=tuple(blocks))


def _parted(blocks: Sequence[Block], at: int, resolver: DeadlineResolver) -> tuple[Table, int] | None:
    """The table of the lines from a block on that have the same parts, and the place behind them."""
    for separator in _SEPARATORS:
        rows: list[list[str]] = []
        end = at
        while end < len(blocks) and (parts := _parts(blocks[end], separator)):
            rows.append(parts)
            end += 1
        width = max(map(len, rows), default=0)
        if len(rows) < _LEAST or not all(len(row) in (width, width - 1) for row in rows):
            continue
        padded = [row + [""] * (width - len(row)) for row in rows]
        roles = roles_of([""] * width, list(zip(*padded, strict=True)), resolver)
        if roles is None:
            continue
        return Table((heading_of([""] * width, roles), *(tuple(map(Cell, row)) for row in padded))), end
    return None


def _parts(block: Block, separator: re.Pattern[str]) -> list[str]:
    """The parts of a line, at least two; a number that Word counts is the first."""
    if not isinstance(block, Paragraph) or "\n" in block.text.strip():
        return []
    parts = [part for part in separator.split(block.text.strip()) if part]
    if len(parts) < _LEAST:
        return []
    return parts if block.number is None else [str(block.number), *parts]


def answers_to_tables(document: Document, resolver: DeadlineResolver) -> Document:
    """The document with each line that is nothing but an answer joined to the line above it, as rows of a table."""
    answers = [isinstance(one, Paragraph) and _is_answer(one.text, resolver) for one in document.blocks]
    if sum(answers) < _LEAST:
        return document
    blocks: list[Block] = []
    for one, answered in zip(document.blocks, answers, strict=True):
        above = blocks[-1] if blocks else None
        if not (answered and isinstance(one, Paragraph) and isinstance(above, Paragraph) and _is_asked(above)):
            blocks.append(one)
            continue
        answer = divide(clean(one.text), resolver)
        labels = [f"مسئول: {owner}" for owner in answer.owners] + [f"مهلت: {day}" for day in answer.deadlines]
        marked = above.number is not None or mark_of(above.text) is not None
        blocks[-1] = replace(above, text=f"{'' if marked else _DECISION}{above.text}\n{' | '.join(labels)}")
    return replace(document, blocks=tuple(blocks))


def _is_asked(line: Paragraph) -> bool:
    """Tell whether a line decides, charges, or is marked, so that the one below it may answer for it."""
    return line.number is not None or mark_of(line.text) is not None or strongest_act(line.text) >= Act.CHARGES


def _is_answer(text: str, resolver: DeadlineResolver) -> bool:
    """Tell whether a line without a mark is a name with a day and nothing else."""
    text = clean(text)
    return begins_with_name(text) and not text.endswith(":") and mark_of(text) is None and is_both(text, resolver)
