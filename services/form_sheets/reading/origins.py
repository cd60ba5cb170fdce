"""The rows of a draft that the rows of a workbook are: known again by their answers, their number or their line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from domain.forms.xpath.references import Place
from services.form_sheets.grids import fingerprint, values_of
from services.form_sheets.layout import Page, rows_of
from services.form_sheets.reading.rows import ReadPage, Row

Known = Mapping[str, list[tuple[int, str]]]
"""The key in the sheet and the fingerprint of each row that was taken over from a workbook, by page."""


class Origins:
    """The row of the draft that each row of a workbook is, with what the workbook has no column for.

    ``base`` are the fingerprints of the rows that the workbook was written with, by page, ``known`` those of the rows
    that were taken over from it before. The fingerprints of an ``old`` version say nothing of the rows that were
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
        self._answers, self._rows, self._base, self._old = answers, rows, base, old
        self._known_of = {name: dict(rows) for name, rows in known.items()}
        self._of: dict[int, str] = {}
        self._passed_over: set[int] = set()
        self._taken: dict[str, Row] = {}
        self._prints: dict[str, str] = {}
        self._drafted: dict[str, dict[str, list[str]]] = {}
        self._in_sheet: dict[str, set[str]] = {}
        self._numbered: dict[Place, dict[int, str]] = {}
        for page in pages:
            self._match(page)
            name, own = page.page.name, (one.fingerprint for one in page.rows)
            self._in_sheet[name] = {*own, *base.get(name, ()), *self._known_of.get(name, {}).values()}

    def of(self, row: Row) -> str:
        """Return the reference of the row of the draft that a row is, "" for a new one."""
        return self._of.get(id(row), "")

    def is_passed_over(self, row: Row) -> bool:
        """Tell whether nobody touched a row in the sheet, and it was changed or deleted in the draft since."""
        return id(row) in self._passed_over

    def known(self, page: ReadPage) -> Iterator[tuple[int, str]]:
        """Yield by which key and fingerprint each row that the draft has now is known next time."""
        for row in page.rows:
            if not row.wrong:
                yield row.key, row.fingerprint
            elif before := self.of(row):
                yield row.key, self._prints[before]

    def others(self, page: ReadPage, around: str) -> list[str]:
        """Return the rows of the draft, inside a row, that the sheet never had: they stay."""
        return [row for row in self._untaken(page.page, around) if not self._was_in_sheet(page, row)]

    def removed(self, page: ReadPage) -> Iterator[tuple[str, str]]:
        """Yield the rows of the draft that the sheet had, and has no more, each after the row around it, "" for none.

        Those that went with the row around them are not named.
        """
        for around in self._drafted.get(page.page.name, ()):
            if not around or (around in self._taken and not self._taken[around].wrong):
                yield from ((around, row) for row in self._untaken(page.page, around) if self._was_in_sheet(page, row))

    def _untaken(self, page: Page, around: str) -> Iterator[str]:
        for row in self._drafted.get(page.name, {}).get(around, ()):
            if row not in self._taken and (values_of(page, row, self._answers) or self._has_files(page, row)):
                yield row

    def _has_files(self, page: Page, row: str) -> bool:
        depth = len(page.place)
        return any(self._answers.get(f"{row}/{'/'.join(place[depth:])}") for place in page.without_cells)

    def _was_in_sheet(self, page: ReadPage, row: str) -> bool:
        # A row that has a photo alone is a blank line in the sheet.
        return self._prints[row] in self._in_sheet[page.page.name] and bool(values_of(page.page, row, self._answers))

    def _match(self, page: ReadPage) -> None:
        """Find the rows of a page, the surest ways first."""
        drafted = self._drafted[page.page.name] = {}
        for reference in rows_of(page.page, self._rows):
            drafted.setdefault(around_of(reference), []).append(reference)
            self._prints[reference] = fingerprint(values_of(page.page, reference, self._answers))
        free: dict[tuple[str, str], list[str]] = {}
        for around, references in drafted.items():
            for reference in reversed(references):
                free.setdefault((around, self._prints[reference]), []).append(reference)
        self._pass_over(page, {print_ for _, print_ in free})
        self._match_in_place(page, rows_of(page.page, self._rows))
        for row in page.rows:
            self._take(row, free.get((self._scope(page, row), row.fingerprint)))
        for row in page.rows:
            for one in self._prints_of(page, row):
                found = self._left(free.get((self._scope(page, row), one)))
                if found and (row.key > 0 or self._is_like(page.page, row, found[-1])):
                    self._take(row, found)
        missing = [column.place for at, column in enumerate(page.page.columns) if at not in page.found.columns]
        if missing:
            self._match_without(page, missing)
        if page.page.parent is not None:
            self._match_elsewhere(page)
        if missing:
            self._fill(page, missing)
        if self._old:
            self._match_within(page)
        numbered = self._numbered[page.page.place] = {}
        for row in page.rows:
            numbered.setdefault(row.number, self.of(row))

    def _scope(self, page: ReadPage, row: Row) -> str:
        """Return the row of the draft in which a row is to be found, "?" for one in a new row."""
        outer = self._numbered.get(page.page.parent or ())
        return "" if outer is None else outer.get(row.parent) or "?"

    def _left(self, found: list[str] | None) -> list[str]:
        """Return a list of rows of the draft without those at its end that were taken otherwise."""
        while found and found[-1] in self._taken:
            found.pop()
        return found or []

    def _take(self, row: Row, found: list[str] | None) -> None:
        if id(row) not in self._of and id(row) not in self._passed_over and (left := self._left(found)):
            self._of[id(row)] = left.pop()
            self._taken[self._of[id(row)]] = row

    def _match_in_place(self, page: ReadPage, drafted: list[str]) -> None:
        """Match rows that nobody changed by their number, which tells equal ones apart, if the draft is as it was."""
        if [self._prints[one] for one in drafted] == self._base.get(page.page.name):
            for row in page.rows:
                if 0 < row.key <= len(drafted) and row.fingerprint == self._prints[drafted[row.key - 1]]:
                    self._take(row, [drafted[row.key - 1]])

    def _match_elsewhere(self, page: ReadPage) -> None:
        """Match rows that stand in another row now: by their number, else by answers that only one of them has."""
        free: dict[str, list[str]] = {}
        drafted = [one for references in self._drafted[page.page.name].values() for one in references]
        for reference in reversed(drafted):
            free.setdefault(self._prints[reference], []).append(reference)
        alone = {print_ for print_, references in free.items() if len(references) == 1}
        for row in page.rows:
            for one in self._prints_of(page, row) if row.key > 0 else ():
                self._take(row, free.get(one))
        for row in page.rows:
            if row.values and row.fingerprint in alone:
                self._take(row, free[row.fingerprint])

    def _pass_over(self, page: ReadPage, now: set[str]) -> None:
        for row in page.rows:
            if row.fingerprint in self._prints_of(page, row) and row.fingerprint not in now:
                self._passed_over.add(id(row))

    def _prints_of(self, page: ReadPage, row: Row) -> list[str]:
        """Return the fingerprints that a row had when the sheet was written, and when it was read last."""
        base, known = self._base.get(page.page.name, []), self._known_of.get(page.page.name, {})
        written = base[row.key - 1 : row.key] if row.key > 0 else []
        return [*written, *([known[row.key]] if row.key in known else [])]

    def _is_like(self, page: Page, row: Row, reference: str) -> bool:
        """Tell whether half of what a row of the draft has stands in a row of the sheet."""
        had = values_of(page, reference, self._answers)
        return sum(row.values.get(place) == value for place, value in had.items()) * 2 >= len(had)

    def _match_without(self, page: ReadPage, missing: list[Place]) -> None:
        """Match rows by their other answers, where columns are missing."""
        free: dict[tuple[str, str], list[str]] = {}
        for around, references in self._drafted[page.page.name].items():
            for reference in reversed([one for one in references if one not in self._taken]):
                had = values_of(page.page, reference, self._answers)
                rest = {place: value for place, value in had.items() if place not in missing}
                free.setdefault((around, fingerprint(rest)), []).append(reference)
        for row in page.rows:
            self._take(row, free.get((self._scope(page, row), row.fingerprint)) if row.values else None)

    def _fill(self, page: ReadPage, missing: list[Place]) -> None:
        """Give rows what the draft has for columns that are not in the sheet: nobody has deleted these answers."""
        for row in page.rows:
            if before := self.of(row):
                had = values_of(page.page, before, self._answers)
                row.values |= {place: had[place] for place in missing if place in had}

    def _match_within(self, page: ReadPage) -> None:
        left = {
            reference: values_of(page.page, reference, self._answers)
            for references in self._drafted[page.page.name].values()
            for reference in references
            if reference not in self._taken
        }
        for row in page.rows:
            found = next((one for one, had in left.items() if had and had.items() <= row.values.items()), "")
            if found and not self.of(row):
                self._take(row, [found])
                del left[found]


def around_of(reference: str) -> str:
    """Return the row in which a row is, "" for none."""
    above, mark, _ = reference.rpartition("[")[0].rpartition("]")
    return above + mark
