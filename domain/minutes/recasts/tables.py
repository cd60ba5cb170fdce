"""Tables whose columns have names that are not known, or none: each by its contents, also where they lie across."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import zip_longest

from domain.minutes.deadline_resolver import DeadlineResolver
from domain.minutes.doubts import Doubt
from domain.minutes.language.acts import Act, strongest_act
from domain.minutes.language.markup import clean
from domain.minutes.recasts.roles import heading_of, is_day, meant, roles_of
from domain.minutes.structure.blocks import Block, Cell, Document, Table, labels_header, said_cells
from domain.minutes.structure.column_headings import ANSWERS, VERDICT, ColumnRole, Row, heading_role
from domain.persian.text import fold

_HEADER_WORDS, _HEADER_LENGTH = 5, 40
_LEAST = 2
"""The least resolutions by which a table's columns are told."""

_Changed = tuple[Table, tuple[Doubt, ...]]


def with_columns_by_content(document: Document, resolver: DeadlineResolver) -> Document:
    """The document with the columns of its tables under names that are known."""
    return _changed(document, lambda table: _named(table, resolver))


def turned_by_content(document: Document, resolver: DeadlineResolver) -> Document:
    """The document with tables whose rows are the fields of resolutions turned, and their columns named."""
    return _changed(document, lambda table: _named(_turned(table), resolver) if _is_upright(table) else None)


def _changed(document: Document, change: Callable[[Table], _Changed | None]) -> Document:
    blocks: list[Block] = []
    doubts = list(document.doubts)
    for one in document.blocks:
        new = change(one) if isinstance(one, Table) else None
        blocks.append(new[0] if new else one)
        doubts += [doubt for doubt in (new[1] if new else ()) if doubt not in doubts]
    return replace(document, blocks=tuple(blocks), doubts=tuple(doubts))


def _is_upright(table: Table) -> bool:
    """Tell whether the first column may name the fields of resolutions beside it."""
    if _is_known(table.rows[0]) or any(cell.merged for row in table.rows for cell in row):
        return False
    labels = [clean(row[0].text) for row in table.rows]
    short = all(labels) and all(len(label) <= _HEADER_LENGTH and strongest_act(label) is Act.NAMES for label in labels)
    return len(labels) > 1 and short and not any(map(labels_header, table.rows))


def _turned(table: Table) -> Table:
    return Table(tuple(zip_longest(*table.rows, fillvalue=Cell(""))))


def _named(table: Table, resolver: DeadlineResolver) -> _Changed | None:
    """The table with known names over its columns; None where they are known, or are none of resolutions."""
    if any(cell.children for row in table.rows for cell in row) or any(map(labels_header, table.rows)):
        return None
    first = next((at for at, row in enumerate(table.rows) if len(said_cells(row)) > 1), len(table.rows))
    header, rows = _headed(table.rows[first:], resolver)
    labelled = [":" in cell.text for row in rows for cell in said_cells(row)]
    if len(rows) < _LEAST or (header and _is_known(header)) or sum(labelled) * 2 > len(labelled):
        return None
    width = max(map(len, (header, *rows)))
    names = [clean(cell.text) for cell in header] + [""] * (width - len(header))
    columns = [[row[at].text if at < len(row) and not row[at].merged else "" for row in rows] for at in range(width)]
    roles = roles_of(names, columns, resolver)
    if roles is None:
        return None
    return Table((*table.rows[:first], heading_of(names, roles), *rows)), meant(names, roles)


def _is_known(header: Row) -> bool:
    """Tell whether a header names the text and who answers or until when, or a verdict, in words that are known."""
    roles = {heading_role(cell.text) for cell in header}
    verdict = any(re.match(VERDICT, fold(cell.text)) for cell in header)
    return verdict or (ColumnRole.TEXT in roles and bool(ANSWERS & roles))


def _headed(rows: Sequence[Row], resolver: DeadlineResolver) -> tuple[Row, Sequence[Row]]:
    """The row of a table that names its columns, () where it has none, and the rows below it.

    A first row of a few short words that decide nothing and are no day is one.
    """
    if not rows:
        return (), rows
    texts = [clean(cell.text) for cell in rows[0]]
    short = all(len(text) <= _HEADER_LENGTH and len(text.split()) <= _HEADER_WORDS for text in texts)
    plain = all(not any(map(str.isdigit, text)) and strongest_act(text) is Act.NAMES for text in texts)
    if short and plain and not any(is_day(text, resolver) for text in texts):
        return rows[0], rows[1:]
    return (), rows
