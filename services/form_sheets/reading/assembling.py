"""Rows of a workbook put together with what a draft has: the answers and row counts of one instance."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from domain.forms import added
from domain.forms.xpath.references import Place
from services.form_sheets.grids import fingerprint, values_of
from services.form_sheets.layout import Page
from services.form_sheets.reading.rows import ReadPage, Row

_ROW = re.compile(r"\[\d+\]")
Known = Mapping[str, list[tuple[int, str]]]
"""The number in the sheet and the fingerprint of each row that was taken over from a workbook, by page."""


@dataclass(slots=True)
class Assembled:
    """Answers and counts of rows by reference below the root, with the reference of each row of the workbook."""

    answers: dict[str, str] = field(default_factory=dict)
    rows: dict[str, int] = field(default_factory=dict)
    places: list[tuple[ReadPage, Row, str]] = field(default_factory=list)


class Assembler:
    """Puts rows together. ``base`` are the fingerprints of the rows that the workbook was written with, by page,
    ``known`` those of the rows that were taken over from it before. ``kept`` counts the rows of the draft that are not
    of the workbook, and stay after its own. The fingerprints of an ``old`` version say nothing of the rows that were
    carried over from it: such a row is known by its answers.
    """

    def __init__(
        self,
        pages: Iterable[ReadPage],
        answers: Mapping[str, str],
        rows: Mapping[str, int],
        base: Mapping[str, list[str]],
        known: Known,
        *,
        old: bool = False,
    ) -> None:
        self._pages = list(pages)
        self._answers, self._rows = answers, rows
        self._base = {name: list(prints) for name, prints in base.items()}
        self._known, self._old = known, old
        self.kept = 0
        self._taken: set[str] = set()
        self._by_row: dict[str, tuple[dict[str, str], dict[str, int]]] = {}
        self._tables = [page for page in self._pages if not page.page.upright]
        self._names = {page.page.name for page in self._tables}
        self._rest = {name: value for name, value in answers.items() if not self._is_of_table(name)}
        self._columns = {"/".join(column.place[1:]) for page in self._pages for column in page.page.columns}
        self._beside = [one for page in self._pages for one in page.beside]

    def without(self, pages: Iterable[ReadPage]) -> Assembler:
        """Return an assembler that puts no rows of some outermost repeats together, nor those of the draft."""
        gone = [page.page.place for page in pages]
        left = [page for page in self._pages if not any(page.page.place[: len(one)] == one for one in gone)]
        names = ["/".join(place[1:]) for place in gone]
        answers = {name: value for name, value in self._answers.items() if not _is_below(name, names)}
        rows = {name: count for name, count in self._rows.items() if not _is_below(name, names)}
        made = Assembler(left, answers, rows, self._base, self._known, old=self._old)
        made._beside = self._beside
        return made

    def assemble(self, chosen: Mapping[Place, list[Row]], *, alone: bool = False) -> Assembled:
        """Put together the chosen rows of each page and the rest of the draft; ``alone`` without other rows of it."""
        made = Assembled()
        self.kept = 0
        self._taken = set()
        made.answers |= self._rest
        for reference, count in self._rows.items():
            if not self._is_of_table(reference):
                made.rows[reference] = count
        self._add_beside(made)
        for page in self._pages:
            if page.page.upright:
                self._single(page, made)
        for page in self._tables:
            if page.page.parent is None:
                self._table(page, page.page.name, chosen.get(page.page.place, []), chosen, made, alone=alone)
        return made

    def _is_of_table(self, reference: str) -> bool:
        return _is_below(reference, self._names)

    def _add_beside(self, made: Assembled) -> None:
        """Take over words that belong to no row. A heading that is known and has none any more is dropped."""
        found: dict[str, dict[str, None]] = {}
        for head, words in self._beside:
            emptied = added.reference("", words)
            if emptied in self._answers and added.reference("", head) != emptied and "\n" not in words:
                made.answers.pop(emptied, None)
            else:
                found.setdefault(added.reference("", head), {}).update(dict.fromkeys(words.split("\n")))
        made.answers |= {name: "\n".join(lines) for name, lines in found.items()}

    def _single(self, page: ReadPage, made: Assembled) -> None:
        """Take over single answers; a cell that is not there, or wrong, leaves the draft's."""
        [row] = page.rows
        made.places.append((page, row, ""))
        for index, column in enumerate(page.page.columns):
            if index in row.lines and index not in row.wrong:
                name = "/".join(column.place[1:])
                made.answers.pop(name, None)
                if column.place in row.values:
                    made.answers[name] = row.values[column.place]

    def _table(
        self,
        page: ReadPage,
        reference: str,
        rows: list[Row],
        chosen: Mapping[Place, list[Row]],
        made: Assembled,
        *,
        alone: bool,
    ) -> None:
        """Number the rows of a repeat anew, each with what the draft has of it beside the sheet's questions."""
        depth = len(page.page.place)
        own = rows if alone or page.page.parent is not None else self._without_changed(page, rows)
        inner = [one for one in self._tables if one.page.parent == page.page.place]
        origins = {} if alone or page.page.parent is not None else self._origins(page.page, own)
        for place, row in enumerate(own, 1):
            here = f"{reference}[{place}]"
            made.places.append((page, row, here))
            if id(row) in origins:
                self._carry_over(origins[id(row)], here, made)
            for index, column in enumerate(page.page.columns):
                if column.place in row.values and not (page.page.counted and index in row.wrong):
                    made.answers[f"{here}/{'/'.join(column.place[depth:])}"] = row.values[column.place]
            for head, words in row.added.items():
                name = added.reference(here, head)
                made.answers.pop(name, None)
                if words:
                    made.answers[name] = words
            for one in inner:
                below = [each for each in chosen.get(one.page.place, []) if each.parent == row.number]
                tail = "/".join(one.page.place[depth:])
                self._table(one, f"{here}/{tail}", below, chosen, made, alone=alone)
        made.rows[reference] = len(own) if alone else max(len(own), page.page.least)
        if page.page.parent is None and not alone:
            self._keep_others(page.page, reference, own, made)

    def _origins(self, page: Page, rows: list[Row]) -> dict[int, str]:
        """Find the row of the draft that each row of the sheet is: as it was written, or taken over before."""
        free: dict[str, list[str]] = {}
        for reference in self._references(page):
            free.setdefault(fingerprint(values_of(page, reference, self._answers)), []).append(reference)
        base, known = self._base.get(page.name, []), self._known.get(page.name, [])
        found: dict[int, str] = {}
        for row in rows:
            prints = [row.fingerprint]
            if row.number:
                prints += base[row.number - 1 : row.number] + [one for number, one in known if number == row.number]
            origin = next((one for one in prints if free.get(one)), None)
            if origin is not None:
                found[id(row)] = free[origin].pop(0)
        if self._old:
            left = {one: values_of(page, one, self._answers) for references in free.values() for one in references}
            for row in rows:
                origin = next((one for one, had in left.items() if had and had.items() <= row.values.items()), None)
                if id(row) not in found and origin is not None:
                    found[id(row)] = origin
                    del left[origin]
        self._taken |= set(found.values())
        return found

    def _without_changed(self, page: ReadPage, rows: list[Row]) -> list[Row]:
        """Leave out rows that nobody touched in the sheet, and that were changed or deleted in the draft since."""
        base = self._base.get(page.page.name, [])
        now = {fingerprint(values_of(page.page, row, self._answers)) for row in self._references(page.page)}

        def is_untouched(row: Row) -> bool:
            return 0 < row.number <= len(base) and base[row.number - 1] == row.fingerprint

        return [row for row in rows if row.fingerprint in now or not is_untouched(row)]

    def _keep_others(self, page: Page, reference: str, own: list[Row], made: Assembled) -> None:
        """Append the rows of the draft that neither came from this workbook nor stand in it."""
        taken = {one for _, one in self._known.get(page.name, ())}
        known = taken.union(self._base.get(page.name, ()), (row.fingerprint for row in own))
        count = len(own)
        for row in self._references(page):
            values = values_of(page, row, self._answers)
            if values and row not in self._taken and fingerprint(values) not in known:
                count += 1
                self.kept += 1
                self._carry_over(row, f"{reference}[{count}]", made, columns=True)
        made.rows[reference] = max(count, page.least)

    def _references(self, page: Page) -> Iterator[str]:
        return (f"{page.name}[{number}]" for number in range(1, self._rows.get(page.name, 0) + 1))

    def _carry_over(self, before: str, here: str, made: Assembled, *, columns: bool = False) -> None:
        """Copy what the draft has inside a row; of the sheet's own questions only with ``columns``."""
        answers, rows = self._inside(before)
        for reference, value in answers.items():
            if columns or not self._is_column(reference):
                made.answers[here + reference[len(before) :]] = value
        for reference, count in rows.items():
            if columns or _ROW.sub("", reference) not in self._names:
                made.rows[here + reference[len(before) :]] = count

    def _inside(self, row: str) -> tuple[Mapping[str, str], Mapping[str, int]]:
        """Return the answers and the counts of rows inside an outermost row of the draft."""
        if not self._by_row:
            for reference, value in self._answers.items():
                self._by_row.setdefault(_outermost(reference), ({}, {}))[0][reference] = value
            for reference, count in self._rows.items():
                self._by_row.setdefault(_outermost(reference), ({}, {}))[1][reference] = count
        return self._by_row.get(row, ({}, {}))

    def _is_column(self, reference: str) -> bool:
        """Tell whether a question has a column, or stands in a repeat of the sheet that is inside another."""
        bare = _ROW.sub("", reference)
        return bare in self._columns or sum(bare.startswith(f"{name}/") for name in self._names) > 1


def _outermost(reference: str) -> str:
    """Return the outermost row in which a reference is, "" for none."""
    row, mark, _ = reference.partition("]")
    return row + mark if mark else ""


def _is_below(reference: str, names: Iterable[str]) -> bool:
    bare = _ROW.sub("", reference)
    return any(bare == name or bare.startswith(f"{name}/") for name in names)
