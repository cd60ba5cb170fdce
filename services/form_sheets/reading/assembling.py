"""Rows of a workbook put together with what a draft has: the answers and row counts of one instance."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field

from domain.forms import added
from domain.forms.xpath.references import Place
from services.form_sheets.layout import Page
from services.form_sheets.reading.origins import Origins, around_of
from services.form_sheets.reading.rows import ReadPage, Row
from services.form_sheets.reading.source import PARENT

_ROW = re.compile(r"\[\d+\]")


@dataclass(slots=True)
class Assembled:
    """Answers and counts of rows by reference below the root, with the reference of each row of the workbook."""

    answers: dict[str, str] = field(default_factory=dict)
    rows: dict[str, int] = field(default_factory=dict)
    places: list[tuple[ReadPage, Row, str]] = field(default_factory=list)


class Assembler:
    """Puts rows together. ``origins`` say which row of the draft each is; ``kept`` counts the rows of the draft that
    are not of the workbook, and stay after its own, ``stayed`` those that stay as they are, being wrong there.
    """

    def __init__(
        self, pages: Iterable[ReadPage], answers: Mapping[str, str], rows: Mapping[str, int], origins: Origins
    ) -> None:
        self._pages = list(pages)
        self._answers, self._rows = answers, rows
        self.origins = origins
        self.kept = self.stayed = 0
        self._brought_back: dict[tuple[str, str], list[str]] = {}
        self._by_row: dict[str, tuple[dict[str, str], dict[str, int]]] = {}
        self._by_parent: dict[Place, dict[int, list[Row]]] = {}
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
        made = Assembler(left, answers, rows, self.origins)
        made._beside = self._beside
        return made

    def assemble(self, chosen: Mapping[Place, list[Row]], *, alone: bool = False) -> Assembled:
        """Put together the chosen rows of each page and the rest of the draft; ``alone`` without other rows of it.

        Of a page that is not among the chosen all rows are.
        """
        made = Assembled()
        ids = {place: {id(row) for row in rows} for place, rows in chosen.items()}
        self.kept = self.stayed = 0
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
                rows = chosen.get(page.page.place, page.rows) if alone else page.rows
                self._table(page, page.page.name, rows, ids, made, "", alone=alone)
        return made

    @contextmanager
    def bringing_back(self) -> Iterator[int]:
        """Put the rows of the draft that were deleted in the sheet after all others; give their number."""
        for page in self._tables:
            for around, row in self.origins.removed(page):
                self._brought_back.setdefault((page.page.name, around), []).append(row)
        try:
            yield sum(map(len, self._brought_back.values()))
        finally:
            self._brought_back = {}

    def left_behind(self, page: ReadPage) -> list[dict[str, str]]:
        """Return the answers inside each outermost row of the draft that stays, by reference within the row."""
        return [self.before(row) for row in self.origins.others(page, "")]

    def before(self, row: str) -> dict[str, str]:
        """Return the answers inside an outermost row of the draft, by reference within the row."""
        return {name.removeprefix(f"{row}/"): value for name, value in self._inside(row)[0].items()}

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
        chosen: Mapping[Place, set[int]],
        made: Assembled,
        around: str | None,
        *,
        alone: bool,
    ) -> None:
        """Number the rows of a repeat anew, each with what the draft has of it beside the sheet's questions.

        ``chosen`` are the ids of the rows that are taken over, and ``around`` is what the row around them is in the
        draft, None for a new one.
        """
        depth, place = len(page.page.place), 0
        inner = [one for one in self._tables if one.page.parent == page.page.place]
        for row, stays in self._in_order(page, rows, chosen, alone=alone):
            before = self.origins.of(row)
            if self.origins.is_passed_over(row):
                # Where the form counts its rows each has its place.
                before = f"{reference}[{row.number}]" if page.page.counted else ""
                if not before:
                    continue
                stays = True
            place += 1
            here = f"{reference}[{place}]"
            if stays:
                self.stayed += bool(row.wrong)
                self._carry_over(page.page, before, here, made, columns=True)
                continue
            made.places.append((page, row, here))
            if before:
                self._carry_over(page.page, before, here, made)
            for index, column in enumerate(page.page.columns):
                name = "/".join(column.place[depth:])
                if page.page.counted and index in row.wrong:
                    if before and (had := self._answers.get(f"{before}/{name}")):
                        made.answers[f"{here}/{name}"] = had
                elif column.place in row.values:
                    made.answers[f"{here}/{name}"] = row.values[column.place]
            for head, words in row.added.items():
                name = added.reference(here, head)
                made.answers.pop(name, None)
                if words:
                    made.answers[name] = words
            for one in inner:
                tail = "/".join(one.page.place[depth:])
                below = self._inner(one, page).get(row.number, [])
                self._table(one, f"{here}/{tail}", below, chosen, made, before or None, alone=alone)
        if around is not None and not (alone and around == ""):
            back = self._brought_back.get((page.page.name, around), [])
            for other in [*self.origins.others(page, around), *back]:
                place += 1
                self.kept += around == ""
                self._carry_over(page.page, other, f"{reference}[{place}]", made, columns=True)
        made.rows[reference] = place if alone else max(place, page.page.least)

    def _in_order(
        self, page: ReadPage, rows: list[Row], chosen: Mapping[Place, set[int]], *, alone: bool
    ) -> Iterator[tuple[Row, bool]]:
        """Yield the chosen rows, and between them wrong ones that the draft has: these stay as they are there."""
        ids = chosen.get(page.page.place)
        for row in rows:
            if ids is None or id(row) in ids:
                yield row, False
            elif not alone and self.origins.of(row):
                yield row, True

    def _inner(self, page: ReadPage, outer: ReadPage) -> Mapping[int, list[Row]]:
        """Return the rows of a page by the number of the row around them.

        One that names no such row is where the draft has it, until that is mended.
        """
        found = self._by_parent.get(page.page.place)
        if found is None:
            found = self._by_parent[page.page.place] = {}
            numbers = {self.origins.of(row): row.number for row in outer.rows if self.origins.of(row)}
            for row in page.rows:
                before = self.origins.of(row) if PARENT in row.wrong else ""
                number = numbers.get(around_of(before), 0) if before else row.parent
                found.setdefault(number, []).append(row)
        return found

    def _carry_over(self, page: Page, before: str, here: str, made: Assembled, *, columns: bool = False) -> None:
        """Copy what the draft has inside a row; of the sheet's own questions only with ``columns``."""
        answers, rows = self._inside(before)
        for reference, value in answers.items():
            if columns or not self._is_column(page, reference):
                made.answers[here + reference[len(before) :]] = value
        for reference, count in rows.items():
            if columns or _ROW.sub("", reference) not in self._names:
                made.rows[here + reference[len(before) :]] = count

    def _inside(self, row: str) -> tuple[Mapping[str, str], Mapping[str, int]]:
        """Return the answers and the counts of rows inside a row of the draft."""
        if not self._by_row:
            for reference, value in self._answers.items():
                for end in _ROW.finditer(reference):
                    self._by_row.setdefault(reference[: end.end()], ({}, {}))[0][reference] = value
            for reference, count in self._rows.items():
                for end in _ROW.finditer(reference):
                    self._by_row.setdefault(reference[: end.end()], ({}, {}))[1][reference] = count
        return self._by_row.get(row, ({}, {}))

    def _is_column(self, page: Page, reference: str) -> bool:
        """Tell whether a question has a column, or stands in a repeat of the sheet that is inside a page's."""
        bare = _ROW.sub("", reference)
        inner = (f"{name}/" for name in self._names if name.startswith(f"{page.name}/"))
        return bare in self._columns or any(map(bare.startswith, inner))


def _is_below(reference: str, names: Iterable[str]) -> bool:
    bare = _ROW.sub("", reference)
    return any(bare == name or bare.startswith(f"{name}/") for name in names)
