"""The sheets of an XLSForm as rows of texts, whole: no row is passed over, however many blank ones stand before it."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any

import openpyxl
from lxml import etree
from openpyxl.utils.exceptions import InvalidFileException

from services.form_reading import guards
from services.form_reading.problems import Findings, Problem, Unreadable

SHEETS = ("survey", "choices", "settings", "external_choices", "entities", "osm")
Row = dict[str, str]
"""A row's texts by column; its place in the list is its row in the sheet, less two."""


@dataclass(slots=True)
class Sheet:
    """One sheet: its columns and rows. Those that are blank are there too, up to the last that is not."""

    name: str
    columns: list[str]
    rows: list[Row] = field(default_factory=list)


def read_sheets(data: bytes, found: Findings) -> dict[str, Sheet]:
    """Read the sheets that mean something, by their standard name. Raises Unreadable."""
    try:
        book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
    except (
        InvalidFileException,
        zipfile.BadZipFile,
        KeyError,
        ValueError,
        TypeError,
        OSError,
        AttributeError,
    ) as error:
        raise Unreadable("forms.broken") from error
    try:
        read = _sheets(book, found)
        if not found.errors and _has_formulas(data):
            _find_not_computed(data, read, found)
        return read
    except (zipfile.BadZipFile, KeyError, ValueError, TypeError, etree.XMLSyntaxError, SyntaxError, OSError) as error:
        raise Unreadable("forms.broken") from error
    finally:
        book.close()


def _has_formulas(data: bytes) -> bool:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        names = [name for name in archive.namelist() if name.startswith("xl/worksheets/") and name.endswith(".xml")]
        return any(b"<f" in archive.read(name) for name in names)


def _find_not_computed(data: bytes, read: dict[str, Sheet], found: Findings) -> None:
    """Look for formulas without the value that Excel would have kept: to any reader those cells are empty."""
    book = openpyxl.load_workbook(io.BytesIO(data), read_only=True)
    try:
        for title in book.sheetnames:
            sheet = read.get(title.strip().lower())
            if sheet is None:
                continue
            book[title].reset_dimensions()
            rows = book[title].iter_rows(max_row=len(sheet.rows) + 60, max_col=guards.MOST_COLUMNS, values_only=True)
            columns = [" ".join(_text(cell).split()) for cell in next(rows, ())]
            for number, cells in enumerate(rows, 2):
                row = sheet.rows[number - 2] if number - 2 < len(sheet.rows) else {}
                for column, cell in zip(columns, cells, strict=False):
                    if column in sheet.columns and str(cell or "").startswith("=") and column not in row:
                        params = {"column": column}
                        found.errors.append(Problem("forms.error.not_computed", params, sheet.name, number))
    finally:
        book.close()


def _sheets(book: Any, found: Findings) -> dict[str, Sheet]:
    named: dict[str, Any] = {}
    for title in book.sheetnames:
        name = title.strip().lower()
        if name in SHEETS and name not in named:
            named[name] = book[title]
            if title != name:
                found.repairs.append(Problem("forms.repair.sheet", {"sheet": title, "name": name}, name))
    alone = len(book.sheetnames) == 1
    for title in [title for title in book.sheetnames if title.strip().lower() not in SHEETS]:
        name = "survey" if alone else _by_columns(book[title])
        if name and name not in named:
            named[name] = book[title]
            found.repairs.append(Problem("forms.repair.sheet", {"sheet": title, "name": name}, name))
    if "survey" not in named:
        raise Unreadable("forms.no_survey", sheets="، ".join(book.sheetnames[:10]))
    return {name: _sheet(name, sheet, found) for name, sheet in named.items()}


def _by_columns(sheet: Any) -> str:
    """Return the standard name of a sheet that has another one, by its columns; "" for any other sheet."""
    if not hasattr(sheet, "iter_rows"):
        return ""
    sheet.reset_dimensions()
    head = {_text(cell).lower() for row in sheet.iter_rows(max_row=1, max_col=50, values_only=True) for cell in row}
    if {"type", "name"} <= head:
        return "survey"
    if {"list_name", "name"} <= head or {"list name", "name"} <= head:
        return "choices"
    return "settings" if head & {"form_id", "form_title", "id_string"} else ""


def _sheet(name: str, sheet: Any, found: Findings) -> Sheet:
    if not hasattr(sheet, "iter_rows"):
        raise Unreadable("forms.no_survey", sheets=name)
    # Some programs write a wrong size of the sheet, which openpyxl would trust.
    sheet.reset_dimensions()
    rows = sheet.iter_rows(max_row=guards.MOST_ROWS, max_col=guards.MOST_COLUMNS, values_only=True)
    columns = _columns(next(rows, ()), name, found)
    read = Sheet(name, [column for column in columns if column])
    last = 0
    for number, cells in enumerate(rows, 2):
        row = _row(columns, cells, name, number, found)
        read.rows.append(row)
        last = len(read.rows) if row else last
    del read.rows[last:]
    if len(read.rows) >= guards.MOST_ROWS - 1:
        found.errors.append(Problem("forms.error.too_many_rows", {"limit": guards.MOST_ROWS}, name))
    return read


def _columns(cells: Iterable[Any], sheet: str, found: Findings) -> list[str]:
    columns: list[str] = []
    for cell in cells:
        column = " ".join(_text(cell).split())
        if column and column in columns:
            found.repairs.append(Problem("forms.repair.same_column", {"column": column}, sheet, 1))
            column = ""
        columns.append(column)
    return columns


def _row(columns: list[str], cells: Iterable[Any], sheet: str, number: int, found: Findings) -> Row:
    row: Row = {}
    for column, cell in zip(columns, cells, strict=False):
        if cell is None or not column:
            continue
        text = _text(cell)
        if not text:
            continue
        if len(text) > guards.MOST_CELL:
            params = {"column": column, "limit": guards.MOST_CELL}
            found.errors.append(Problem("forms.error.long_cell", params, sheet, number))
            text = text[:20]
        if isinstance(cell, datetime | date) and column.lower() in ("default", "calculation"):
            found.repairs.append(Problem("forms.repair.date_cell", {"column": column, "value": text}, sheet, number))
        row[column] = text
    return row


def _text(cell: Any) -> str:
    """A cell as the text that its writer saw: whole numbers without a point, dates as ISO."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time() else cell.isoformat(timespec="seconds")
    if isinstance(cell, date):
        return cell.isoformat()
    return str(cell).replace("\u00a0", " ").strip()
