"""A workbook that is no XLSForm, or the headings of a table that minutes bring, as the form of a plain table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from zoneinfo import ZoneInfo

from domain.chat.screens import T
from services.form_reading.problems import Findings, Problem, Unreadable
from services.form_reading.table.column_types import TYPES
from services.form_reading.table.sheet import Table, TableColumn, has_survey
from services.form_reading.table.xlsform import TableForm, as_form, form_of
from texts.format import Formatter


def of_workbook(
    data: bytes, types: Mapping[str, str], language: str, proposed: str = "", decided: str = ""
) -> TableForm | None:
    """Make a form of a plain table, with the ``types`` that were decided by the names of columns.

    Its title is the ``decided`` one, else its own, and ``proposed`` where that says nothing. None for a workbook with
    an XLSForm, or for no workbook. Raises Unreadable for one without a table.
    """
    try:
        return None if has_survey(data) else as_form(data, _known(types), _Say(language), proposed, decided)
    except Unreadable as unreadable:
        if unreadable.problem.key == "forms.no_table":
            raise
        # What is wrong with the file is said of the XLSForm that it is not.
        return None


def of_heads(heads: Sequence[str], title: str, types: Mapping[str, str], language: str) -> TableForm:
    """Make a form of headings alone. Raises Unreadable when no column is left to ask for."""
    return form_of(Table(title, [TableColumn(head) for head in heads]), _known(types), _Say(language))


def note(made: TableForm, found: Findings) -> None:
    """Say which columns are left out, of which the type is a guess, and what else is not read."""
    for column in made.columns:
        head, name = column["head"], column["name"]
        if column["type"] != "skip" and not column["sure"]:
            found.warnings.append(Problem(f"forms.table.unsure.{column['type']}", {"head": head}, name=name))
        elif column["why"] in ("formula", "hidden"):
            found.warnings.append(Problem(f"forms.table.{column['why']}", {"head": head}))
        elif column["type"] == "skip":
            found.repairs.append(Problem("forms.table.skipped", {"head": head}))
    found.warnings += made.table.left_out


def describe(made: TableForm, found: Findings) -> None:
    """Say that a file is read as a table, and the type of each column, where no screen lists them."""
    found.repairs.append(Problem("forms.table.read_as", {"count": made.table.count}))
    for column in made.columns:
        if column["sure"] and column["type"] != "skip":
            params: dict[str, Any] = {"head": column["head"], "type": column["type"]}
            found.repairs.append(Problem("forms.table.column", params, name=column["name"]))
    note(made, found)


def _known(types: Mapping[str, str]) -> dict[str, str]:
    return {name: type_ for name, type_ in types.items() if type_ in TYPES}


class _Say:
    """The words of a form in a language, with the bounds of a number in them."""

    def __init__(self, language: str) -> None:
        self._voice = Formatter(language, ZoneInfo("UTC"))

    def __call__(self, key: str, least: str, most: str) -> str:
        return self._voice.plain(T(f"forms.table.{key}", least=_grouped(least), most=_grouped(most)))


def _grouped(bound: str) -> int | str:
    return int(bound) if bound.lstrip("-").isdecimal() else bound
