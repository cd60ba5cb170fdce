"""Lines of decisions without labels: «کار / کسی / مهلت», or who answers and until when on a line below."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from domain.minutes.deadline_resolver import DeadlineResolver
from domain.minutes.language.acts import Act, strongest_act
from domain.minutes.language.markup import clean
from domain.minutes.recasts.roles import heading_of, is_both, is_day, is_short_name, roles_of
from domain.minutes.structure.blocks import Block, Cell, Document, Paragraph, Table
from domain.minutes.structure.column_headings import ColumnRole
from domain.minutes.structure.lines.marks import mark_of

_SEPARATORS = tuple(
    map(
        re.compile,
        (r"\s*\t\s*", r"\s+/+\s+", r"\s*[|]+\s*", r"\s+[–—-]+>?\s+", r"\s*[←→⇐⇒»«]+\s*", r"\s*؛\s*", r"\s{3,}"),
    )
)
_LEAST = 2
_TEXT_WORDS = 3


def lines_to_tables(document: Document, resolver: DeadlineResolver) -> Document:
    """The document with lines of the same parts as the rows of a table, the parts by their contents."""
    blocks: list[Block] = []
    at = 0
    while at < len(document.blocks):
        table, end = _parted(document.blocks, at, resolver)
        blocks += [table] if table else document.blocks[at:end]
        at = end
    return replace(document, blocks=tuple(blocks))


def _parted(blocks: Sequence[Block], at: int, resolver: DeadlineResolver) -> tuple[Table | None, int]:
    """The table of the lines from a block on that have the same parts, if they are one, and the place behind them."""
    longest = at + 1
    for separator in _SEPARATORS:
        rows: list[list[str]] = []
        end = at
        while end < len(blocks) and (parts := _parts(blocks[end], separator)):
            rows.append(parts)
            end += 1
        longest = max(longest, end)
        width = Counter(map(len, rows)).most_common(1)[0][0] if rows else 0
        full = [row for row in rows if len(row) == width]
        if len(full) < _LEAST or not all(abs(len(row) - width) < _LEAST for row in rows):
            continue
        roles = roles_of([""] * width, list(zip(*full, strict=True)), resolver)
        if roles is None:
            continue
        fitted = [_fitted(row, roles, resolver) for row in rows]
        return Table((heading_of([""] * width, roles), *(tuple(map(Cell, row)) for row in fitted))), end
    return None, longest


def _fitted(row: list[str], roles: Sequence[ColumnRole | None], resolver: DeadlineResolver) -> list[str]:
    """A line with one part too few or too many, put where its day and its longest part have their columns."""
    if len(row) < len(roles):
        ways = [[*row[:at], "", *row[at:]] for at in range(len(roles))]
    elif len(row) > len(roles):
        ways = [[*row[:at], f"{row[at]} / {row[at + 1]}", *row[at + 2 :]] for at in range(len(roles))]
    else:
        return row
    longest = max(row, key=len)

    def fit(way: list[str]) -> int:
        there = dict(zip(roles, way, strict=True))
        placed = longest in there.get(ColumnRole.TEXT, "")
        timed = any(is_day(text, resolver) for text in way) <= is_day(there.get(ColumnRole.DEADLINE, ""), resolver)
        return 2 * placed + timed + is_short_name(there.get(ColumnRole.OWNER, ""))

    return max(ways, key=fit)


def _parts(block: Block, separator: re.Pattern[str]) -> list[str]:
    """The parts of a line, at least two; a number that Word counts is the first. A sign inside a bracket parts none."""
    if not isinstance(block, Paragraph) or "\n" in block.text.strip():
        return []
    parts = [part for part in separator.split(block.text.strip()) if part]
    if len(parts) < _LEAST or any(part.count("(") != part.count(")") for part in parts):
        return []
    return parts if block.number is None else [str(block.number), *parts]


def answers_to_tables(document: Document, resolver: DeadlineResolver) -> Document:
    """The document with lines that are nothing but answers beside the decisions above them, in a table."""
    blocks: list[Block] = []
    at = 0
    sure = [isinstance(one, Paragraph) and _is_answer(one.text, resolver) for one in document.blocks]
    while at < len(document.blocks):
        end = at
        while end + 1 < len(sure) and _is_text(document.blocks[end]) and _answers(document.blocks, sure, end + 1):
            end += 2
        pairs = [block.text for block in document.blocks[at:end] if isinstance(block, Paragraph)]
        if sum(sure[at:end]) < _LEAST or sum(sure[at:end]) * 2 < (end - at) // 2:
            blocks.append(document.blocks[at])
            at += 1
            continue
        rows = zip(pairs[::2], pairs[1::2], strict=True)
        heading = heading_of(["", ""], [ColumnRole.TEXT, ColumnRole.OWNER_AND_DEADLINE])
        blocks.append(Table((heading, *((Cell(text), Cell(answer)) for text, answer in rows))))
        at = end
    return replace(document, blocks=tuple(blocks))


def _answers(blocks: Sequence[Block], sure: Sequence[bool], at: int) -> bool:
    """Tell whether a line may answer for the one above it: surely, or as one before or behind which others do."""
    block = blocks[at]
    if sure[at] or not isinstance(block, Paragraph):
        return sure[at]
    beside = any(sure[near : near + 1] == [True] for near in (at - 2, at + 2) if near > 0)
    return beside and (is_short_name(clean(block.text)) or not re.search(r"\w", block.text))


def _is_text(block: Block) -> bool:
    """Tell whether a line may be a decision: a few words that are neither a heading nor tell something."""
    if not isinstance(block, Paragraph):
        return False
    text = clean(block.text)
    tells = text.endswith(".") and strongest_act(text) is Act.TELLS
    return len(text.split()) >= _TEXT_WORDS and not text.endswith(":") and not tells


def _is_answer(text: str, resolver: DeadlineResolver) -> bool:
    """Tell whether a line without a mark is a name with a day and nothing else."""
    text = clean(text)
    return bool(text) and not text.endswith(":") and mark_of(text) is None and is_both(text, resolver)
