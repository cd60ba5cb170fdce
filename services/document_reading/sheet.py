"""A reader of Excel workbooks in which resolutions stand as a table, as in a Word file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time
from typing import Any

from domain.dates.jalali import format_machine
from domain.minutes import Block, Cell, Document, Paragraph, Table, Unreadable
from services.document_reading.package import Package
from services.errors import Refused
from services.files import excel

MOST_UNPACKED = 64 * 1024 * 1024
MOST_ROWS, MOST_COLUMNS = 5000, 64
_REFUSED = "broken"


def read_sheet(data: bytes) -> Document:
    """Read the sheets that are shown into blocks. Raises Unreadable: password, too_large (limit_mb), broken, empty."""
    Package(data).check_unpacked(MOST_UNPACKED)
    try:
        with excel.opened(data, _REFUSED) as book:
            shown = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
            blocks = tuple(block for sheet in shown for block in _blocks(_rows(book, sheet)))
    except Refused as error:
        raise Unreadable("broken") from error
    except (ValueError, TypeError, KeyError, AttributeError, IndexError) as error:
        # openpyxl has no error of its own for much that a damaged workbook can hold.
        raise Unreadable("broken") from error
    if not blocks:
        raise Unreadable("empty")
    return Document(blocks)


def _rows(book: Any, sheet: Any) -> list[list[Cell]]:
    """The rows of a sheet; a cell that is merged over rows goes on in those below, one over columns is blank there."""
    values = sheet.iter_rows(max_row=MOST_ROWS, max_col=MOST_COLUMNS, values_only=True)
    rows = [[Cell(_words(value)) for value in row] for row in values]
    for first_row, first, last_row, last in excel.merged(book, sheet):
        if first_row >= len(rows) or first >= len(rows[first_row]):
            continue
        text = rows[first_row][first].text
        for row in rows[first_row + 1 : last_row + 1]:
            for column in range(first, min(last + 1, len(row))):
                row[column] = Cell(text, merged=True) if column == first else Cell("")
    return rows


def _words(value: object) -> str:
    """A cell's value as Persian minutes write it: days are Jalali."""
    if isinstance(value, datetime | date):
        day = format_machine(value.date() if isinstance(value, datetime) else value)
        return day.replace("-", "/")
    if isinstance(value, time):
        return f"{value:%H:%M}"
    return excel.words(value).strip()


def _blocks(rows: Sequence[Sequence[Cell]]) -> Iterator[Block]:
    """Paragraphs of the lines that stand alone above a table, and tables between blank rows."""
    run: list[Sequence[Cell]] = []
    for row in [*rows, []]:
        if any(cell.text for cell in row):
            run.append(row)
        elif run:
            yield from _run(run)
            run = []


def _run(rows: Sequence[Sequence[Cell]]) -> Iterator[Block]:
    begin = next((place for place, row in enumerate(rows) if _filled(row) > 1), len(rows))
    for row in rows[:begin]:
        yield from (Paragraph(cell.text) for cell in row if cell.text and not cell.merged)
    table = rows[begin:]
    columns = [
        column
        for column in range(max((len(row) for row in table), default=0))
        if any(column < len(row) and row[column].text for row in table)
    ]
    if columns:
        reach = range(columns[0], columns[-1] + 1)
        yield Table(tuple(tuple(row[column] if column < len(row) else Cell("") for column in reach) for row in table))


def _filled(row: Sequence[Cell]) -> int:
    return sum(bool(cell.text) for cell in row)
