"""The Excel sheets of agencies, people and their links, read and written. Imported only where long work runs."""

import io
import zipfile
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import openpyxl
import xlsxwriter
from openpyxl.utils.exceptions import InvalidFileException

from domain.access.roster import COLUMNS, ROLES, Roster, read_lines, read_table
from domain.chat.screens import T
from services.errors import Refused
from services.organisation import Store
from texts.format import Formatter

MOST_ROWS = 1000
"""Rows with an agency that are taken in at once."""
_LAST_ROW = 20_000
_LONGEST_LIST = 255
"""Characters of a list of choices that Excel takes in a cell's validation."""


def read(params: dict[str, Any], store: Store, language: str) -> dict[str, Any]:
    """Reads ``{hash}``, a sheet, or ``{text}``, pasted lines; ``kinds`` and ``groups`` are the names known by now.

    Every sheet of a workbook that has the agency's column counts. Returns ``Roster.to_json()``.
    Raises Refused for a file that is no Excel workbook, or has more rows than are taken in at once.
    """
    if "hash" not in params:
        return read_lines(params["text"], params["kinds"], params["groups"]).to_json()
    rosters = [_named(title, read_table(rows, params["kinds"])) for title, rows in _sheets(store.read(params["hash"]))]
    headed = [one for one in rosters if not one.headless] or rosters[:1]
    whole = Roster(
        tuple(entry for one in headed for entry in one.entries),
        tuple(problem for one in headed for problem in one.problems),
    )
    if len(whole.entries) > MOST_ROWS:
        raise Refused("roster.too_long", most=MOST_ROWS)
    return whole.to_json()


def _named(title: str, read: Roster) -> Roster:
    """A sheet's roster, with its title before the cells that are wrong."""
    return replace(read, problems=tuple(replace(one, where=f"{title}!{one.where}") for one in read.problems))


def template(params: dict[str, Any], store: Store, language: str) -> dict[str, Any]:
    """Writes an empty sheet to be filled, with lists of the known ``kinds`` and of the roles; returns its ``hash``."""
    heads = [names[0] if language == "fa" else names[-1] for names in COLUMNS.values()]
    book, data = _workbook()
    sheet = _sheet(book, _say(language, "roster.sheet"), heads, language)
    text = book.add_format({"num_format": "@"})
    for place, column in enumerate(COLUMNS):
        if column in ("phone", "agency_phone"):
            sheet.set_column(place, place, 20, text)
    for column, choices in (("kind", params["kinds"]), ("role", list(ROLES)[:4])):
        if choices and len(",".join(choices)) <= _LONGEST_LIST:
            place = list(COLUMNS).index(column)
            rule = {"validate": "list", "source": choices, "error_type": "warning"}
            sheet.data_validation(1, place, MOST_ROWS, place, rule)
    book.close()
    return {"hash": store.write(data.getvalue())}


def links(params: dict[str, Any], store: Store, language: str) -> dict[str, Any]:
    """Writes a sheet of invitations, ``rows`` being (agency, role, name, phone, a link for each of ``platforms``).

    Returns its ``hash``.
    """
    heads = [_say(language, f"roster.head.{name}") for name in ("agency", "role", "name", "phone")]
    heads += [_say(language, "roster.head.link", platform=T(f"platform.{name}")) for name in params["platforms"]]
    book, data = _workbook()
    sheet = _sheet(book, _say(language, "roster.links_sheet"), heads, language)
    for number, row in enumerate(params["rows"], 1):
        for place, words in enumerate(row):
            sheet.write_string(number, place, words)
    sheet.set_column(4, len(heads) - 1, 60)
    book.close()
    return {"hash": store.write(data.getvalue())}


def _sheets(data: bytes) -> list[tuple[str, list[list[str]]]]:
    try:
        book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
    except (InvalidFileException, zipfile.BadZipFile, KeyError, ValueError) as error:
        raise Refused("roster.not_a_sheet") from error
    with_rows = [
        (sheet.title, [[_words(cell) for cell in row] for row in sheet.iter_rows(max_row=_LAST_ROW, values_only=True)])
        for sheet in book.worksheets
    ]
    book.close()
    return with_rows


def _words(cell: object) -> str:
    """A cell as it was typed: Excel keeps a phone number without its zero as a number, and a whole number as 12.0."""
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return cell.isoformat() if isinstance(cell, datetime | date) else str(cell)


def _workbook() -> tuple[Any, io.BytesIO]:
    data = io.BytesIO()
    return xlsxwriter.Workbook(data, {"in_memory": True}), data


def _sheet(book: Any, title: str, heads: Sequence[str], language: str) -> Any:
    sheet = book.add_worksheet(title)
    if language == "fa":
        sheet.right_to_left()
    bold = book.add_format({"bold": True, "bg_color": "#E8EEF4", "border": 1})
    sheet.write_row(0, 0, heads, bold)
    sheet.set_column(0, len(heads) - 1, 24)
    sheet.freeze_panes(1, 0)
    return sheet


def _say(language: str, key: str, **params: Any) -> str:
    return Formatter(language, ZoneInfo("UTC")).plain(T(key, **params))
