"""Tables that a resolution asks to be filled in: «در قالب جدول زیر»."""

from __future__ import annotations

import re
from collections.abc import Collection

from domain.minutes.structure.blocks import Table, text_of
from domain.minutes.structure.column_headings import ANSWERS, ColumnRole, Row, heading_role
from domain.persian.text import fold

_ASKS = re.compile(r"(?:جدول|فرم|کاربرگ) (?:\w+ )?(?:زیر|ذیل|پیوست)")
_SAYS = {ColumnRole.TEXT, ColumnRole.TOPIC}


def asks_for(text: str, table: Table) -> bool:
    """Tell whether a text asks for the table below it; one that says itself who does what is announced, not asked."""
    return bool(table.rows) and _ASKS.search(fold(text)) is not None and not _is_filled_in(table)


def _is_filled_in(table: Table) -> bool:
    """Tell whether most rows have a text, and an owner or a deadline beside it."""
    roles = [heading_role(cell.text) for cell in table.rows[0]]
    filled = [row for row in table.rows[1:] if _has(row, roles, _SAYS) and _has(row, roles, ANSWERS)]
    return len(filled) * 2 >= max(2, len(table.rows))


def _has(row: Row, roles: list[ColumnRole | None], wanted: Collection[ColumnRole]) -> bool:
    return any(role in wanted and text_of(cell) for role, cell in zip(roles, row, strict=False))
