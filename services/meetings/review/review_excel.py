"""The Excel sheet of a reading: written to be corrected on a desktop, and read back.

Imported only where long work runs.
"""

from typing import Any

from domain.chat.screens import row_number
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
    """Write ``rows``, each a list in the order of ``COLUMNS``, of ``meeting``; return the file's ``hash``."""
    book = excel.Book(language)
    heads = [book.say(f"sheet.head.{column}") for column in COLUMNS]
    sheet = book.sheet(book.say("sheet.name"), heads, WIDTHS, frozen=1)
    cell = book.style(text_wrap=True, valign="top", border=1)
    fixed = book.style(text_wrap=True, valign="top", border=1, font_color="#5F6B76")
    for number, row in enumerate(params["rows"], 1):
        for place, (column, words) in enumerate(zip(COLUMNS, row, strict=True)):
            sheet.write_string(number, place, str(words), fixed if column in FIXED else cell)
    book.hidden(REVIEW_MARK, str(params["meeting"]))
    return {"hash": store.write(book.close())}


def read(params: dict[str, Any], store: Store, language: str) -> dict[str, Any]:
    """Read the workbook ``hash`` back: ``{meeting, rows}``, each row ``row``, its line in the sheet, and ``READ``.

    A sheet of an earlier version has no ``remark``. Raises Refused for a file that is no workbook, or none that
    ``write`` made.
    """
    with excel.opened(store.read(params["hash"]), "sheet.not_a_sheet") as book:
        if REVIEW_MARK not in book.sheetnames:
            raise Refused("sheet.not_ours")
        [mark] = next(book[REVIEW_MARK].iter_rows(max_row=1, max_col=1, values_only=True), (None,))
        sheet = next(candidate for candidate in book.worksheets if candidate.title != REVIEW_MARK)
        head = sheet.cell(1, COLUMNS.index("remark") + 1).value
        lines = sheet.iter_rows(min_row=2, max_row=MOST_ROWS, max_col=len(COLUMNS), values_only=True)
        rows = [{"row": number, **_row(cells)} for number, cells in enumerate(lines, 2)]
    if not head:
        for row in rows:
            del row["remark"]
    meeting = _words(mark)
    return {
        "meeting": row_number(meeting),
        "rows": [row for row in rows if row["text"] or row["code"] or row["owners"]],
    }


def _row(cells: tuple[object, ...]) -> dict[str, str]:
    """A line of the sheet by its columns; a short one ends in empty cells."""
    row = dict.fromkeys(COLUMNS, "") | {column: _words(cell) for column, cell in zip(COLUMNS, cells, strict=False)}
    return {column: row[column] for column in READ}


def _words(cell: object) -> str:
    """A cell's words; a number in Persian digits becomes one in Latin digits."""
    words = excel.words(cell).strip()
    return latin_digits(words) if latin_digits(words).isdecimal() else words
