"""The hidden sheet of choices, from which cells get their drop-down lists; dependent ones follow another cell."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from domain.forms.xpath.references import Place
from domain.spreadsheet import cell_name
from services.form_sheets.layout import Column
from services.form_sheets.offers import Offers

SHEET = "dabir-lists"
MOST_ENTRIES = 30_000
"""Entries of a dependent list; a longer one is offered whole."""
_JOIN = "|"


class Lists:
    """Collects the lists while the pages are written, and writes them last."""

    def __init__(self, offers: Offers) -> None:
        self._offers = offers
        self._columns: list[Sequence[str]] = []
        self._known: dict[tuple[str, ...], str] = {}

    def source(self, column: Column, cell: Callable[[Place], str | None]) -> str:
        """Return the formula of a cell's list; ``cell`` finds the cell of another question. "" for no choices."""
        parents = self._offers.parents(column.place)
        cells = [cell(parent) for parent in parents]
        if parents and all(cells):
            dependent = self._dependent(column, parents, [one for one in cells if one])
            if dependent:
                return dependent
        labels = tuple(dict.fromkeys(self._offers.everything(column.place).labels.values()))
        return self._whole(labels) if labels else ""

    def _whole(self, labels: tuple[str, ...]) -> str:
        if labels not in self._known:
            at = self._add(labels)
            first, last = cell_name(0, at), cell_name(len(labels) - 1, at)
            self._known[labels] = f"='{SHEET}'!{_fixed(first)}:{_fixed(last)}"
        return self._known[labels]

    def _dependent(self, column: Column, parents: tuple[Place, ...], cells: list[str]) -> str:
        combinations = self._offers.combinations(column.place)
        if not combinations:
            return ""
        names = [self._offers.everything(parent) for parent in parents]
        keys: list[str] = []
        labels: list[str] = []
        for values, offered in combinations.items():
            key = _JOIN.join(one.label(value) for one, value in zip(names, values, strict=True))
            keys += [key] * len(offered.labels)
            labels += offered.labels.values()
        if not 0 < len(keys) <= MOST_ENTRIES:
            return ""
        at = self._known_pair(tuple(keys), tuple(labels))
        sought = f'&"{_JOIN}"&'.join(cells)
        key_column = f"'{SHEET}'!{_fixed(cell_name(0, at))}:{_fixed(cell_name(len(keys) - 1, at))}"
        first = f"'{SHEET}'!{_fixed(cell_name(0, at + 1))}"
        return f"=OFFSET({first},MATCH({sought},{key_column},0)-1,0,COUNTIF({key_column},{sought}),1)"

    def _known_pair(self, keys: tuple[str, ...], labels: tuple[str, ...]) -> int:
        pair = (*keys, *labels)
        if pair not in self._known:
            at = self._add(keys)
            self._add(labels)
            self._known[pair] = str(at)
        return int(self._known[pair])

    def _add(self, words: Sequence[str]) -> int:
        self._columns.append(words)
        return len(self._columns) - 1

    def write(self, sheet: Any) -> None:
        """Write the lists, row by row."""
        longest = max((len(column) for column in self._columns), default=0)
        for number in range(longest):
            for place, column in enumerate(self._columns):
                if number < len(column):
                    sheet.write_string(number, place, column[number])


def _fixed(name: str) -> str:
    """Make a cell's name absolute: C7 becomes $C$7."""
    letters = name.rstrip("0123456789")
    return f"${letters}${name[len(letters) :]}"
