"""The ledger of a broadcast as an Excel workbook. Imported only where long work runs."""

from datetime import datetime
from typing import Any

from services.files import excel
from services.organisation import Store

COLUMNS = ("name", "roles", "outcome", "delivered", "seen", "answer", "answered", "reminded")
MOMENTS = ("delivered", "seen", "answered", "reminded")
"""The columns with a moment: each has its Jalali words, and beside them a true date."""
WIDTHS = {"name": 30, "roles": 60}
WIDTH = 26
"""Characters of every other column."""


def write(params: dict[str, Any], store: Store, language: str) -> dict[str, Any]:
    """Write ``rows`` as ``services.broadcast.ledger.rows`` makes them; return the ``hash``, and the ``broadcast``."""
    book = excel.Book(language)
    heads: list[str] = []
    widths: list[int] = []
    for column in COLUMNS:
        heads.append(book.say(f"ledger.head.{column}"))
        widths.append(WIDTHS.get(column, WIDTH))
        if column in MOMENTS:
            heads.append(book.say("ledger.head.date", column=book.say(f"ledger.head.{column}")))
            widths.append(WIDTH)
    sheet = book.sheet(book.say("ledger.sheet"), heads, widths, frozen=1)
    dated = book.style(num_format="yyyy-mm-dd hh:mm")
    for number, row in enumerate(params["rows"], 1):
        place = 0
        for column, words in zip(COLUMNS, row, strict=True):
            moment = datetime.fromisoformat(words) if words and column in MOMENTS else None
            sheet.write_string(number, place, excel.jalali_moment(moment) if moment else words)
            place += 1
            if column in MOMENTS:
                if moment:
                    sheet.write_datetime(number, place, moment, dated)
                place += 1
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.autofilter(0, 0, len(params["rows"]), len(heads) - 1)
    return {"hash": store.write(book.close()), "broadcast": params["broadcast"]}
