"""A reading as an Excel sheet that is corrected on a desktop and comes back. Imported only where long work runs."""

import io
import zipfile
from typing import Any
from zoneinfo import ZoneInfo

import openpyxl
import xlsxwriter
from openpyxl.utils.exceptions import InvalidFileException

from domain.chat.screens import T
from domain.persian.text import latin_digits
from services.errors import Refused
from services.organisation import Store
from texts.format import Formatter

COLUMNS = ("number", "text", "owners", "phrase", "due", "doubts", "code")
"""From A on. ``due`` and ``doubts`` are for reading only; ``code`` tells which row is which resolution."""
WIDTHS = (8, 70, 38, 24, 26, 44, 10)
MARK = "dabir-reading"
"""The name of the hidden sheet whose first cell says which meeting a workbook is of."""
MOST_ROWS = 2000


def write(params: dict[str, Any], store: Store, language: str) -> dict[str, Any]:
    """Writes ``rows``, each a list in the order of ``COLUMNS``, of ``meeting``; returns the file's ``hash``."""
    data = io.BytesIO()
    book = xlsxwriter.Workbook(data, {"in_memory": True})
    voice = Formatter(language, ZoneInfo("UTC"))
    sheet = book.add_worksheet(voice.plain(T("sheet.name")))
    if language == "fa":
        sheet.right_to_left()
    head = book.add_format({"bold": True, "bg_color": "#E8EEF4", "border": 1, "valign": "vcenter"})
    cell = book.add_format({"text_wrap": True, "valign": "top", "border": 1})
    fixed = book.add_format({"text_wrap": True, "valign": "top", "border": 1, "font_color": "#5F6B76"})
    for place, (column, width) in enumerate(zip(COLUMNS, WIDTHS, strict=True)):
        sheet.set_column(place, place, width)
        sheet.write_string(0, place, voice.plain(T(f"sheet.head.{column}")), head)
    for number, row in enumerate(params["rows"], 1):
        for place, words in enumerate(row):
            sheet.write_string(
                number, place, str(words), fixed if COLUMNS[place] in ("due", "doubts", "code") else cell
            )
    sheet.freeze_panes(1, 1)
    mark = book.add_worksheet(MARK)
    mark.write_string(0, 0, str(params["meeting"]))
    mark.hide()
    book.close()
    return {"hash": store.write(data.getvalue())}


def read(params: dict[str, Any], store: Store, language: str) -> dict[str, Any]:
    """Reads the workbook ``hash`` back: ``{meeting, rows}``, each row ``{row, number, text, owners, phrase, code}``.

    ``row`` is the line in the sheet. Raises Refused for a file that is no workbook, or none that ``write`` made.
    """
    try:
        book = openpyxl.load_workbook(io.BytesIO(store.read(params["hash"])), read_only=True, data_only=True)
    except (InvalidFileException, zipfile.BadZipFile, KeyError, ValueError, OSError) as error:
        raise Refused("sheet.not_a_sheet") from error
    if MARK not in book.sheetnames:
        raise Refused("sheet.not_ours")
    mark = next(book[MARK].iter_rows(max_row=1, max_col=1, values_only=True), (None,))[0]
    rows = []
    sheet = next(one for one in book.worksheets if one.title != MARK)
    for line, cells in enumerate(
        sheet.iter_rows(min_row=2, max_row=MOST_ROWS, max_col=len(COLUMNS), values_only=True), 2
    ):
        words = [_words(cell) for cell in (*cells, *[None] * len(COLUMNS))][: len(COLUMNS)]
        row = dict(zip(COLUMNS, words, strict=True))
        if row["text"] or row["code"] or row["owners"]:
            rows.append({"row": line, **{name: row[name] for name in ("number", "text", "owners", "phrase", "code")}})
    book.close()
    return {"meeting": int(_words(mark)) if _words(mark).isdecimal() else 0, "rows": rows}


def _words(cell: object) -> str:
    """A cell as it was typed; Excel keeps a whole number as 12.0."""
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    words = str(cell).strip()
    return latin_digits(words) if latin_digits(words).isdecimal() else words
