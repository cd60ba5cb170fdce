"""Read and write Excel sheets of neighbourhoods and their facilitators. Imported only where long work runs."""

from typing import Any

from domain.access.neighbourhood_list import COLUMNS, Table, read_tables
from services.errors import Refused
from services.files import excel
from services.files.known_files import FileKind
from services.organisation import Store

MOST_ROWS = 1000
"""The most rows that are imported at once."""
_LAST_ROW = 20_000
_WIDTH = 28


def read(params: dict[str, Any], store: Store, language: str) -> dict[str, Any]:
    """Read ``{hash}``, a workbook; ``known`` are the names of the neighbourhoods that there are, by key.

    Returns ``NeighbourhoodList.to_json()``. Raises Refused for a file that is no Excel workbook, or has more rows than
    are imported at once.
    """
    with excel.opened(store.read(params["hash"]), "roster.not_a_sheet") as book:
        try:
            tables = [_table(book, sheet) for sheet in book.worksheets]
        except ValueError as error:
            raise Refused("roster.not_a_sheet") from error
    read_list = read_tables(tables, params["known"])
    if len(read_list.entries) > MOST_ROWS:
        raise Refused("roster.too_long", most=MOST_ROWS)
    return read_list.to_json()


def template(params: dict[str, Any], store: Store, language: str) -> dict[str, Any]:
    """Write an empty sheet to be filled; return its ``hash``."""
    heads = [names[0] if language == "fa" else names[-1] for names in COLUMNS.values()]
    book = excel.Book(language)
    book.kind = FileKind.NEIGHBOURHOODS
    sheet = book.sheet(book.say("hood_import.sheet"), heads, [_WIDTH] * len(heads))
    place = list(COLUMNS).index("phone")
    sheet.set_column(place, place, 20, book.style(num_format="@"))
    return {"hash": store.write(book.close())}


def _table(book: Any, sheet: Any) -> Table:
    rows = sheet.iter_rows(max_row=_LAST_ROW, values_only=True)
    return Table(sheet.title, [[excel.words(cell) for cell in row] for row in rows], excel.merged(book, sheet))
