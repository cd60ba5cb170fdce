"""Mistakes of a form, all at once: pyxform names the first one alone, and passes over some rows in silence."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from pyxform import aliases
from pyxform.parsing.expression import is_xml_tag
from pyxform.question_type_dictionary import QUESTION_TYPE_DICT
from pyxform.xls2json import RE_BEGIN_CONTROL, RE_END_CONTROL, RE_OSM, RE_SELECT

from services.form_reading.problems import Problem
from services.form_reading.workbook import Row, Sheet

FOUND = frozenset(
    f"forms.error.{name}"
    for name in (
        *("no_such_question", "no_such_list", "same_name", "bad_name", "no_name", "no_type", "unknown_type"),
        *("unmatched_begin", "unmatched_end", "no_choice_name", "no_list_name"),
    )
)
"""The mistakes that are looked for here, in every row."""
_REFERENCE = re.compile(r"\$\{\s*(?:last-saved#)?([^{}]+?)\s*\}")
_LIST = re.compile(r"(?:select[ _](?:one|multiple)|rank)\s+([^\s$]+)", re.IGNORECASE)
_LISTLESS = {
    *aliases.select,
    "select one external",
    "select one using",
    "select multiple using",
    "select multiple from",
}
"""Types that are nothing without the name of a list."""
_NAME = ("name", "tag", "value")
_LIST_NAME = ("list_name", "list name")


def listless(choices: Sheet | None) -> Iterator[Problem]:
    """Yield choices that no list has: pyxform passes over them in silence."""
    for number, row in enumerate(choices.rows if choices else (), 2):
        if (name := _cell(row, "name", "value")) and not _cell(row, *_LIST_NAME):
            yield Problem("forms.error.no_list", {"name": name}, "choices", number, name)


def mistakes(sheets: Mapping[str, Sheet]) -> Iterator[Problem]:
    """Yield what is wrong in the rows of the survey and of its lists, and needs no other row's meaning."""
    choices = sheets.get("choices")
    lists = {_cell(row, *_LIST_NAME) for row in choices.rows} if choices else None
    yield from _Survey(list(enumerate(sheets["survey"].rows, 2)), lists).mistakes()
    for number, row in enumerate(choices.rows if choices else (), 2):
        if _cell(row, *_LIST_NAME) and not _cell(row, "name", "value"):
            yield Problem("forms.error.no_choice_name", {}, "choices", number)


@dataclass(slots=True)
class _Open:
    """A group or repeat that has begun, and the names inside it so far."""

    kind: str = ""
    row: int = 0
    name: str = ""
    names: set[str] = field(default_factory=set)


class _Survey:
    """The rows of a survey with their numbers, and the names of the lists that there are."""

    def __init__(self, rows: list[tuple[int, Row]], lists: set[str] | None) -> None:
        self._rows, self._lists = rows, lists
        self._names = {
            name + tail for _, row in rows for tail in ("", "_other", "_count") if (name := _cell(row, *_NAME))
        }
        self._around = [_Open()]

    def mistakes(self) -> Iterator[Problem]:
        for number, row in self._rows:
            if aliases.yes_no.get(_cell(row, "disabled")):
                continue
            kind, name = " ".join(_cell(row, "type", "command").split()), _cell(row, *_NAME)
            if ended := RE_END_CONTROL.search(kind):
                yield from self._end(aliases.control[ended["type"]], number)
                continue
            for one in dict.fromkeys(found for text in row.values() for found in _REFERENCE.findall(text)):
                if one not in self._names:
                    yield Problem("forms.error.no_such_question", {"name": one}, "survey", number, one)
            if kind and kind not in aliases.settings_header and kind != "audit":
                yield from self._row(kind, name, number)
            elif not kind and (name or _has_label(row)):
                yield Problem("forms.error.no_type", {}, "survey", number, name)
            if begun := RE_BEGIN_CONTROL.search(kind):
                self._around.append(_Open(aliases.control[begun["type"]], number, name))
        for still in self._around[1:]:
            yield self._unended(still)

    def _row(self, kind: str, name: str, number: int) -> Iterator[Problem]:
        if kind in _LISTLESS:
            yield Problem("forms.error.no_list_name", {"name": kind}, "survey", number, name)
        elif not _is_known(kind):
            yield Problem("forms.error.unknown_type", {"name": kind}, "survey", number, name)
        if (found := _LIST.match(kind)) and self._lists is not None and found[1] not in self._lists:
            yield Problem("forms.error.no_such_list", {"name": found[1]}, "survey", number, found[1])
        if not name and kind != "note":
            yield Problem("forms.error.no_name", {}, "survey", number)
        elif name and not is_xml_tag(name):
            yield Problem("forms.error.bad_name", {"name": name}, "survey", number, name)
        elif name and name in self._around[-1].names:
            yield Problem("forms.error.same_name", {"name": name}, "survey", number, name)
        self._around[-1].names.add(name)

    def _end(self, kind: str, number: int) -> Iterator[Problem]:
        """Close a group or repeat; those that were begun inside it have no end."""
        depth = next((at for at in range(len(self._around) - 1, 0, -1) if self._around[at].kind == kind), 0)
        if not depth:
            yield Problem("forms.error.unmatched_end", {"name": kind}, "survey", number)
            return
        for inner in self._around[depth + 1 :]:
            yield self._unended(inner)
        del self._around[depth:]

    def _unended(self, begun: _Open) -> Problem:
        return Problem("forms.error.unmatched_begin", {"name": begun.kind}, "survey", begun.row, begun.name)


def _is_known(kind: str) -> bool:
    """Tell whether pyxform knows a type."""
    written = aliases._type_alias_map.get(kind, kind)
    return written in QUESTION_TYPE_DICT or any(
        pattern.search(kind) for pattern in (RE_BEGIN_CONTROL, RE_SELECT, RE_OSM)
    )


def _has_label(row: Row) -> bool:
    return any(column.lower().strip().partition("::")[0].partition(":")[0] in ("label", "caption") for column in row)


def _cell(row: Row, *columns: str) -> str:
    return next((text.strip() for column, text in row.items() if column.lower().strip() in columns), "")
