"""A list of the chat as an Excel sheet. Imported only where jobs run: XlsxWriter is heavy."""

from typing import Any

from services.files import excel
from services.organisation import Store

NARROWEST, WIDEST = 9, 60
"""Characters of a column."""


def write(params: dict[str, Any], store: Store, language: str) -> dict[str, Any]:
    """Write ``{title, heads, rows}``, of words and numbers, with a filter over its columns; return its ``hash``.

    Words stay words: a phone number keeps its nought, and what begins with «=» is no formula.
    """
    heads, rows = params["heads"], params["rows"]
    book = excel.Book(language)
    sheet = book.sheet(params["title"], heads, [_width(column) for column in zip(heads, *rows, strict=True)], frozen=1)
    wrapped = book.style(text_wrap=True, valign="top", reading_order=2 if language == "fa" else 1)
    for line, row in enumerate(rows, 1):
        for column, value in enumerate(row):
            if isinstance(value, int):
                sheet.write_number(line, column, value, wrapped)
            elif value:
                sheet.write_string(line, column, value, wrapped)
    sheet.autofilter(0, 0, len(rows), len(heads) - 1)
    return {"hash": store.write(book.close())}


def _width(column: tuple[Any, ...]) -> int:
    return min(WIDEST, max(NARROWEST, *(len(line) + 2 for value in column for line in str(value).split("\n"))))
