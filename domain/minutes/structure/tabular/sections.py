"""Sections of a table: a heading of some rows with the rows under it, also where two tables stand side by side."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from domain.minutes.deadline_resolver import DeadlineResolver
from domain.minutes.language.markup import clean
from domain.minutes.structure.answers import is_time
from domain.minutes.structure.blocks import Table
from domain.minutes.structure.column_headings import ColumnRole, Row, heading_role, is_heading_row, is_title
from domain.minutes.structure.columns import Columns
from domain.minutes.structure.headings import announces_follow_up
from domain.persian.text import fold

_TOLD = {ColumnRole.TEXT, ColumnRole.TOPIC, ColumnRole.DUTIES}

_LEAST, _LENGTH = 3, 40
"""The least rows of a table, and the longest cell of its first row, by which that row may stand out."""


@dataclass
class Section:
    """A heading of a table, which may take several rows, with the rows under it.

    `names` are the heading rows of the section above, whose columns go on below a title across the table. `columns` are
    the columns where they are known without the heading being read.
    """

    heading: list[Row] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    names: list[Row] = field(default_factory=list)
    columns: Columns | None = None


def sections_of(table: Table, resolver: DeadlineResolver) -> Iterator[Section]:
    """Divide a table at its headings and where two stand side by side.

    A heading without rows is a section, too, and an empty row is in none.
    """
    section = Section()
    rows = table.rows
    if _stands_out(rows, resolver):
        section.heading.append(rows[0])
        rows = rows[1:]
    for row, following in zip(rows, [*rows[1:], ()], strict=True):
        opens = section.rows and _is_title_row(row) and _opens(row, following, section)
        if is_heading_row(row) or opens or (not section.rows and _is_title_row(row)):
            if section.rows:
                yield from _side_by_side(section)
                names = [] if not opens or is_heading_row(following) else section.heading or section.names
                section = Section(names=[one for one in names if is_heading_row(one)])
            section.heading.append(row)
        elif any(clean(cell.text) or cell.children for cell in row):
            section.rows.append(row)
    if section.rows or section.heading:
        yield from _side_by_side(section)


def _stands_out(rows: Sequence[Row], resolver: DeadlineResolver) -> bool:
    """Tell whether the first row names columns in words that are not known: above numbers or days it has neither."""
    if len(rows) < _LEAST or any(map(is_heading_row, rows)):
        return False
    first = [clean(cell.text) for cell in rows[0]]
    if not all(first) or any(len(text) > _LENGTH or any(map(str.isdigit, text)) for text in first):
        return False
    below = [[clean(row[at].text) for row in rows[1:] if at < len(row)] for at in range(len(first))]
    numbers = [at for at, texts in enumerate(below) if all(re.fullmatch(r"\W*\d{1,3}\W*", text) for text in texts)]
    days = [at for at, texts in enumerate(below) if all(is_time(text, resolver) for text in texts)]
    return any(not is_time(first[at], resolver) for at in (*numbers, *days))


def _opens(row: Row, following: Row, section: Section) -> bool:
    """Tell whether a title across a table begins another one: above a heading, or by telling what comes.

    «پیگیری مصوبات قبل» ends the resolutions, and any title ends such a follow-up.
    """
    earlier = any(announces_follow_up(fold(cell.text)) for one in section.heading for cell in one)
    return is_heading_row(following) or earlier or any(announces_follow_up(fold(cell.text)) for cell in row)


def _is_title_row(row: Row) -> bool:
    texts = [text for cell in row if (text := clean(cell.text))]
    return bool(texts) and all(is_title(text) for text in texts)


def _side_by_side(section: Section) -> list[Section]:
    """The tables of a section that stand beside each other, each with its own numbers or below a title of its own."""
    starts = _starts(section.heading)
    if len(starts) < 2:
        return [section]
    width = max(len(row) for row in (*section.heading, *section.rows))
    parts = [
        Section(_cut(section.heading, begin, end), _cut(section.rows, begin, end))
        for begin, end in zip(starts, [*starts[1:], width], strict=True)
    ]
    told = all(_TOLD & {heading_role(cell.text) for row in part.heading for cell in row} for part in parts)
    return parts if told else [section]


def _starts(heading: Sequence[Row]) -> list[int]:
    """The first column of each table in a heading."""
    if not heading:
        return []
    numbers = [at for at, cell in enumerate(heading[-1]) if heading_role(cell.text) is ColumnRole.NUMBER]
    if len(numbers) > 1:
        return [0, *numbers[1:]]
    for row in heading[:-1]:
        titles = [at for at, cell in enumerate(row) if clean(cell.text)]
        if len(titles) > 1 and all(is_title(row[at].text) for at in titles):
            return [0, *titles[1:]]
    return []


def _cut(rows: Sequence[Row], begin: int, end: int) -> list[Row]:
    """The cells of rows between two columns, without rows that are empty there."""
    cut = [row[begin:end] for row in rows]
    return [row for row in cut if any(clean(cell.text) or cell.children for cell in row)]
