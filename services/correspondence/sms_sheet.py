"""The Excel sheet of texts for the SMS panel. Imported only where jobs run: XlsxWriter is heavy."""

from typing import Any

from services.files import excel
from services.organisation import Store

WIDTHS = (16, 26, 36, 90, 10)


def write(params: dict[str, Any], store: Store, language: str) -> dict[str, Any]:
    """Write ``{rows}``, each (phone, name, agency, text), with the length of each text; return the sheet's ``hash``.

    Numbers are kept as words, for Excel takes the nought from the beginning of a number.
    """
    book = excel.Book(language)
    heads = [book.say(f"calls.sheet.{name}") for name in ("phone", "name", "agency", "text", "length")]
    sheet = book.sheet(book.say("calls.sheet.title"), heads, WIDTHS)
    wrapped = book.style(text_wrap=True, valign="top")
    for place, (phone, name, agency, text) in enumerate(params["rows"], 1):
        for column, words in enumerate((phone, name, agency, text)):
            sheet.write_string(place, column, words, wrapped)
        sheet.write_number(place, 4, len(text), wrapped)
    return {"hash": store.write(book.close())}
