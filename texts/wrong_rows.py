"""A row that came by Excel and is wrong, in words: its cells as they were typed, and what is wrong with which."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from domain.chat.screens import T, Text

Problems = Sequence[Mapping[str, Any]]
"""The cells of a wrong row, {name, typed}; those that are wrong have the ``key`` and ``params`` of a text, too."""
Label = Callable[[str], str]
"""Returns the label of a question by its reference within the row."""


def typed(problems: Problems, label: Label) -> list[Text]:
    """Return the cells of a row as they were typed."""
    cells = [cell for cell in problems if cell.get("typed")]
    return [T("form_rows.cell", column=label(cell["name"]), said=cell["typed"]) for cell in cells]


def reasons(problems: Problems, label: Label) -> list[Text]:
    """Return what is wrong in a row, a text a cell; one of the row as a whole has no column."""
    wrong = [(label(cell["name"]) if cell["name"] else "", _reason(cell)) for cell in problems if cell.get("key")]
    return [T("form_rows.cell", column=column, said=reason) if column else reason for column, reason in wrong]


def _reason(cell: Mapping[str, Any]) -> Text:
    return T(cell["key"], **cell["params"])
