"""The Excel sheet of a reading: written to be corrected on a desktop, and read back.

Imported only where long work runs.
"""

from hashlib import sha256
from typing import Any

from domain.chat.screens import row_number
from domain.json_text import dumps
from domain.persian.text import latin_digits
from services.errors import Refused
from services.files import excel
from services.files.known_files import REVIEW_MARK
from services.meetings.review.review_columns import COLUMNS
from services.organisation import Store

WIDTHS = (8, 70, 38, 24, 26, 44, 10, 40)
FIXED = ("due", "doubts", "code")
"""The columns that are not read back, or must stay as they are."""
READ = ("number", "text", "owners", "phrase", "code", "remark")
MOST_ROWS = 2000


def write(params: dict[str, Any], store: Store, language: str) -> dict[str, Any]:
    """Write ``rows``, each a list in the order of ``COLUMNS``, of ``meeting``; return the file's ``hash``.

    A hidden sheet has the code and the digest of each, by which a row that nobody changed is known.
    """
    book = excel.Book(language)
    heads = [book.say(f"sheet.head.{column}") for column in COLUMNS]
    sheet = book.sheet(book.say("sheet.name"), heads, WIDTHS, frozen=1)
    cell = book.style(text_wrap=True, valign="top", border=1)
    fixed = book.style(text_wrap=True, valign="top", border=1, font_color="#5F6B76")
    for number, row in enumerate(params["rows"], 1):
        for place, (column, words) in enumerate(zip(COLUMNS, row, strict=True)):
            sheet.write_string(number, place, str(words), fixed if column in FIXED else cell)
    written = (_row(tuple(row)) for row in params["rows"])
    book.hidden(REVIEW_MARK, str(params["meeting"]), *(f"{row['code']} {_digest(row)}" for row in written))
    return {"hash": store.write(book.close())}


def read(params: dict[str, Any], store: Store, language: str) -> dict[str, Any]:
    """Read the workbook ``hash`` back as ``{meeting, rows, known}``, a row has ``row``, its line, and ``READ``.

    ``known`` are the codes that were written, and an ``untouched`` row is as it was then. A sheet of an earlier version
    has neither, and an older one no ``remark``. Raises Refused for a file that is no workbook, or none that
    ``write`` made.
    """
    with excel.opened(store.read(params["hash"]), "sheet.not_a_sheet") as book:
        if REVIEW_MARK not in book.sheetnames:
            raise Refused("sheet.not_ours")
        marks = book[REVIEW_MARK].iter_rows(max_row=MOST_ROWS, max_col=1, values_only=True)
        meeting, *written = [_words(mark) for (mark,) in marks] or [""]
        sheet = next(candidate for candidate in book.worksheets if candidate.title != REVIEW_MARK)
        head = sheet.cell(1, COLUMNS.index("remark") + 1).value
        lines = sheet.iter_rows(min_row=2, max_row=MOST_ROWS, max_col=len(COLUMNS), values_only=True)
        rows: list[dict[str, Any]] = [{"row": number, **_row(cells)} for number, cells in enumerate(lines, 2)]
    known = dict(mark.split(" ", 1) for mark in written if " " in mark)
    for row in rows:
        row["untouched"] = known.get(row["code"]) == _digest(row)
    if not head:
        for row in rows:
            del row["remark"]
    return {
        "meeting": row_number(meeting),
        "rows": [row for row in rows if row["text"] or row["code"] or row["owners"]],
        "known": list(known),
    }


def _digest(row: dict[str, Any]) -> str:
    return sha256(dumps([row[column] for column in READ if column != "code"]).encode()).hexdigest()[:16]


def _row(cells: tuple[object, ...]) -> dict[str, str]:
    """A line of the sheet by its columns; a short one ends in empty cells."""
    row = dict.fromkeys(COLUMNS, "") | {column: _words(cell) for column, cell in zip(COLUMNS, cells, strict=False)}
    return {column: row[column] for column in READ}


def _words(cell: object) -> str:
    """A cell's words; a number in Persian digits becomes one in Latin digits."""
    words = excel.words(cell).strip()
    return latin_digits(words) if latin_digits(words).isdecimal() else words
