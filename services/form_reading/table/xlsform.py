"""A table as an XLSForm: a repeat with a question for each column, its choices, and constraints of its numbers."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import openpyxl

from domain.persian.text import fold
from services.form_reading.problems import Unreadable
from services.form_reading.table.column_types import MONEY
from services.form_reading.table.guesses import NUMBERS, Guess, few_values, guess
from services.form_reading.table.sheet import Table, TableColumn, read_table
from services.form_reading.table.titles import better

SURVEY = ("type", "name", "label", "hint", "required", "constraint", "constraint_message")
_LONGEST_NAME = 40
Say = Callable[[str, str, str], str]
"""Words of the form: the refusal of a number, ``range``, ``least`` or ``most``, with the two bounds, and the hints of
money, ``hint.rial`` and so on.
"""


@dataclass(frozen=True, slots=True)
class TableForm:
    """A table as a form: the workbook of the XLSForm, its title, and the columns with their types and doubts.

    A column is {name, head, type, sure, why, options}; ``table`` is what it was made of, with its rows.
    """

    workbook: bytes
    title: str
    columns: list[dict[str, Any]]
    table: Table


def as_form(data: bytes, types: Mapping[str, str], say: Say, proposed: str = "", decided: str = "") -> TableForm:
    """Make a form of a workbook's table; ``types`` are those that somebody decided, by the names of columns.

    ``proposed`` is the title where its own says nothing, ``decided`` the one that it has in any case. Raises
    Unreadable.
    """
    table = read_table(data)
    table.title = decided or better(table.title, proposed)
    return form_of(table, types, say)


def form_of(table: Table, types: Mapping[str, str], say: Say) -> TableForm:
    """Make a form of a table. Raises Unreadable when no column is left to ask for."""
    named = list(_named(table.columns))
    guesses = [_decided(guess(column), types.get(name, "")) for name, column in named]
    columns = [
        {
            "name": name,
            "head": column.head,
            "type": each.type,
            "sure": each.sure,
            "why": each.why,
            "options": each.options or few_values(column),
        }
        for (name, column), each in zip(named, guesses, strict=True)
    ]
    asked = [(name, column, each) for (name, column), each in zip(named, guesses, strict=True) if each.type != "skip"]
    if not asked:
        raise Unreadable("forms.no_table")
    return TableForm(_workbook(table.title, asked, say), table.title, columns, table)


def _decided(guessed: Guess, type_: str) -> Guess:
    return Guess(type_, sure=True, why="decided", options=guessed.options) if type_ else guessed


def _named(columns: Sequence[TableColumn]) -> list[tuple[str, TableColumn]]:
    """Name each column after its heading, so that a later version of the table finds it again."""
    taken: set[str] = set()
    named = []
    for column in columns:
        name = slug(column.head)
        number = 2
        while name in taken:
            name, number = f"{slug(column.head)}_{number}", number + 1
        taken.add(name)
        named.append((name, column))
    return named


def slug(words: str) -> str:
    """Make a name of words that XForms take."""
    name = re.sub(r"[^\w]+", "_", fold(words)).strip("_")[:_LONGEST_NAME].strip("_")
    return name if re.match(r"[^\W\d]", name) else f"q_{name}" if name else "q"


def _workbook(title: str, asked: Sequence[tuple[str, TableColumn, Guess]], say: Say) -> bytes:
    book = openpyxl.Workbook(write_only=True)
    survey, choices, settings = (book.create_sheet(name) for name in ("survey", "choices", "settings"))
    survey.append(SURVEY)
    survey.append(("begin_repeat", "row", title))
    choices.append(("list_name", "name", "label"))
    for name, column, each in asked:
        type_, options = each.type, each.options or [str(value) for value in dict.fromkeys(column.values)]
        if type_.startswith("select"):
            for option, label in _options(options):
                choices.append((f"list_{name}", option, label))
            type_ = f"{type_} list_{name}"
        hint = None
        if type_ in MONEY:
            type_, hint = "decimal", say(f"hint.{type_}", "", "")
        required = "yes" if column.head.rstrip().endswith("*") else None
        constraint, message = _constraint(column, each, say)
        survey.append((type_, name, column.head.rstrip(" *"), hint, required, constraint, message))
    survey.append(("end_repeat",))
    settings.append(("form_title", "form_id", "version"))
    settings.append((title, slug(title), "1"))
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def _options(labels: Sequence[str]) -> list[tuple[str, str]]:
    """Name the choices after their labels."""
    found: dict[str, str] = {}
    for label in labels:
        name, number = slug(label), 2
        while name in found:
            name, number = f"{slug(label)}_{number}", number + 1
        found[name] = label
    return list(found.items())


def _constraint(column: TableColumn, each: Guess, say: Say) -> tuple[str | None, str | None]:
    """Return the bounds of a number as a constraint with its message."""
    if each.type not in NUMBERS:
        return None, None
    least, most = column.validation.least, column.validation.most
    if not least and not most and re.search(r"درصد|percent|%|٪", column.head):
        least, most = "0", "100"
    parts = [f". >= {least}"] * bool(least) + [f". <= {most}"] * bool(most)
    if not parts:
        return None, None
    key = "range" if least and most else "least" if least else "most"
    return " and ".join(parts), say(key, least, most)
