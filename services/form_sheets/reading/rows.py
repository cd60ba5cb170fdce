"""The reading of a workbook that came back: cells become answers, row by row, or are wrong."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from domain.chat.screens import T, Text
from domain.forms.xpath.references import Place
from domain.persian.text import latin_digits
from services.form_reading.table.sheet import is_total
from services.form_sheets.choice_names import ChoiceNames, WrongCell
from services.form_sheets.grids import fingerprint
from services.form_sheets.layout import Page
from services.form_sheets.offers import Offers
from services.form_sheets.reading import source as source_
from services.form_sheets.reading.cell_values import CellReader, as_words
from services.form_sheets.reading.source import FoundPage, Line, Source, Uncomputed

_ERROR = re.compile(r"#(REF!|N/A|VALUE!|DIV/0!|NAME\?|NUM!|NULL!|SPILL!)")


@dataclass(slots=True)
class Row:
    """A row as it was read: its answers by place, and what is wrong by column; -1 is the number of the row around it.

    ``number`` and ``parent`` are the numbers that stand in it, 0 for none. ``key`` is the number that was written into
    it, else the line in which it stands, below zero: by it the row is known when the workbook comes again.
    """

    line: Line
    values: dict[Place, str]
    wrong: dict[int, Text] = field(default_factory=dict)
    number: int = 0
    parent: int = 0
    key: int = 0
    lines: dict[int, Line] = field(default_factory=dict)
    """Of single questions the line of each column."""
    added: dict[str, str] = field(default_factory=dict)
    """The words of each column that somebody added, "" for a blank cell."""

    @property
    def fingerprint(self) -> str:
        return fingerprint(self.values)


@dataclass(slots=True)
class ReadPage:
    """A page with its rows; an upright one has one. ``unplaced`` are lines of it that answer no question,
    ``totals`` the rows of those that add the others up.

    ``beside`` are words that belong to no row, each with its heading: what stands in added columns alone, or beside and
    below single questions.
    """

    found: FoundPage
    rows: list[Row] = field(default_factory=list)
    unplaced: list[Line] = field(default_factory=list)
    twins: list[tuple[int, int]] = field(default_factory=list)
    totals: list[int] = field(default_factory=list)
    beside: list[tuple[str, str]] = field(default_factory=list)

    @property
    def page(self) -> Page:
        return self.found.page

    def cell(self, row: Row, column: int) -> object:
        """Return the cell of a column in a row, as it was sent; of single questions it is their answer's."""
        if self.page.upright:
            return self.found.cell(row.lines[column], 0) if column in row.lines else None
        return self.found.cell(row.line, column)

    def sheet_row(self, row: Row, column: int) -> int:
        """Return the number of the sheet's row in which a column's cell stands."""
        return row.lines[column].row if column in row.lines else row.line.row


def read_pages(source: Source, reader: CellReader, offers: Offers, around: Mapping[Place, str]) -> list[ReadPage]:
    """Read the pages of a workbook, the single questions first; ``around`` are their answers so far."""
    pages: list[ReadPage] = []
    seen = dict(around)
    for found in sorted(source.pages, key=lambda one: len(one.page.place)):
        if found.page.upright:
            read = _upright(found, reader, offers)
            seen |= read.rows[0].values
        else:
            read = _table(found, reader, offers, seen, pages)
        pages.append(read)
    return pages


def _upright(found: FoundPage, reader: CellReader, offers: Offers) -> ReadPage:
    """Read single questions: each line is known by its code, or by its question's words."""
    by_code = {"/".join(column.place[1:]): index for index, column in enumerate(found.page.columns)}
    by_words = source_.heads_of(found.page)
    read = ReadPage(found)
    lines: dict[int, Line] = {}
    for line in found.lines:
        code = as_words(found.cell(line, 2))
        index = by_code.get(code, by_words.get(source_.bare_head(as_words(found.cell(line, 1)))))
        if index is None or index in lines:
            _put_beside(read, line)
        else:
            lines[index] = line
            head = found.page.columns[index].head
            read.beside += [(f"{head}: {name}", words) for name, words in words_of_added(found, line).items() if words]
    row = Row(Line(0, []), {}, lines=lines)
    for index, column in enumerate(found.page.columns):
        if index in lines:
            _read_cell(row, index, found.cell(lines[index], 0), column.place, found.page, reader, offers, row.values)
    read.rows.append(row)
    return read


def _table(
    found: FoundPage, reader: CellReader, offers: Offers, seen: Mapping[Place, str], outer: list[ReadPage]
) -> ReadPage:
    read = ReadPage(found)
    page = found.page
    around = next((one for one in outer if one.page.place == page.parent), None)
    by_number = {row.number: row for row in around.rows} if around else {}
    prints: dict[tuple[int, str], int] = {}
    numbers: set[int] = set()
    for line in found.lines:
        cells = [found.cell(line, index) for index in range(len(page.columns))]
        # A repeat that the form counts has its blank rows, too, which hold the places of the others.
        holds_place = page.counted and _whole(found.cell(line, source_.NUMBER)) > 0
        if not holds_place and not any(as_words(cell) or isinstance(cell, Uncomputed) for cell in cells):
            if extra := [
                (f"{page.title}: {name}", words) for name, words in words_of_added(found, line).items() if words
            ]:
                read.unplaced.append(line)
                read.beside += extra
            continue
        if not _whole(found.cell(line, source_.NUMBER)) and is_total(line.cells) and read.rows:
            read.unplaced.append(line)
            read.totals.append(line.row)
            continue
        row = Row(line, {}, added=words_of_added(found, line))
        row.number = _whole(found.cell(line, source_.NUMBER))
        if row.number in numbers:
            row.number = 0
        numbers.add(row.number)
        row.key = row.number or -line.row
        context: dict[Place, str] = dict(seen)
        if page.parent is not None:
            row.parent = _whole(found.cell(line, source_.PARENT))
            if row.parent in by_number and row.parent:
                context |= by_number[row.parent].values
            else:
                row.wrong[-1] = T("form_sheet.wrong.parent")
        for index, column in enumerate(page.columns):
            _read_cell(row, index, cells[index], column.place, page, reader, offers, context)
            if column.place in row.values:
                context[column.place] = row.values[column.place]
        if not row.wrong and row.values:
            key = (row.parent, f"{row.fingerprint} {sorted(row.added.items())}")
            if key in prints:
                read.twins.append((prints[key], line.row))
            prints.setdefault(key, line.row)
        read.rows.append(row)
    if page.counted and all(row.number for row in read.rows):
        read.rows.sort(key=lambda row: row.number)
    if page.has_inner:
        _number(read.rows)
    return read


def words_of_added(found: FoundPage, line: Line) -> dict[str, str]:
    """Return the words of a line's added columns, "" for a blank cell."""
    return {head: as_words(line.cells[at]) if at < len(line.cells) else "" for at, head in found.extras.items()}


def _put_beside(read: ReadPage, line: Line) -> None:
    """Keep a line that answers no single question: its first words are the heading of the others."""
    read.unplaced.append(line)
    words = [one for one in map(as_words, line.cells) if one]
    if not set(words) <= {column.section for column in read.page.columns}:
        head, rest = (words[0], words[1:]) if len(words) > 1 else (read.page.title, words)
        read.beside.append((head, " | ".join(rest)))


def _number(rows: list[Row]) -> None:
    """Number rows without a number by their order, so that rows inside them can be told apart."""
    taken = {row.number for row in rows}
    free = 1
    for place, row in enumerate(rows, 1):
        if not row.number:
            free = place if place not in taken else free
            while free in taken:
                free += 1
            row.number = free
            taken.add(free)


def _read_cell(
    row: Row,
    index: int,
    cell: object,
    place: Place,
    page: Page,
    reader: CellReader,
    offers: Offers,
    context: Mapping[Place, str],
) -> None:
    """Read one cell into its row, as an answer or as wrong."""
    if isinstance(cell, Uncomputed):
        row.wrong[index] = T("form_sheet.wrong.not_computed")
        return
    if isinstance(cell, str) and _ERROR.match(cell.strip()):
        row.wrong[index] = T("form_sheet.wrong.formula", said=cell.strip())
        return

    def offered() -> ChoiceNames:
        return offers.of(place, context)

    try:
        try:
            value = reader.read(page.columns[index].element, cell, offered)
        except WrongCell as wrong:
            if wrong.key != "form_sheet.wrong.no_choices":
                raise
            # What the list depends on may be worked out by the engine alone, which looks at the answer afterwards.
            value = reader.read(page.columns[index].element, cell, lambda: offers.everything(place))
    except WrongCell as wrong:
        row.wrong[index] = T(wrong.key, **wrong.params)
        return
    if value:
        row.values[place] = value


def _whole(cell: Any) -> int:
    words = latin_digits(as_words(cell))
    return int(words) if words.isdecimal() and len(words) < 7 else 0
