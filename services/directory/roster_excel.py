"""Read and write Excel sheets of agencies, people and their links. Imported only where long work runs."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from domain.access.roster import COLUMNS, ROLES, Roster, read_lines, read_table
from domain.chat.screens import T
from services import excel
from services.errors import Refused
from services.organisation import Store

MOST_ROWS = 1000
"""The most rows with an agency that are imported at once."""
_LAST_ROW = 20_000
WIDTH, LINK_WIDTH = 24, 60
"""The widths of columns, in characters."""
_LONGEST_LIST = 255
"""The most characters of a list of choices that Excel accepts in a cell's validation."""


def read(params: dict[str, Any], store: Store, language: str) -> dict[str, Any]:
    """Read ``{hash}``, a sheet, or ``{text}``, pasted lines; ``kinds`` and ``groups`` are the names known by now.

    Every sheet of a workbook that has the agency's column counts. Returns ``Roster.to_json()``.
    Raises Refused for a file that is no Excel workbook, or has more rows than are imported at once.
    """
    if "hash" not in params:
        return read_lines(params["text"], params["kinds"], params["groups"]).to_json()
    rosters = [_named(title, read_table(rows, params["kinds"])) for title, rows in _sheets(store.read(params["hash"]))]
    headed = [roster for roster in rosters if not roster.headless] or rosters[:1]
    whole = Roster(
        tuple(entry for roster in headed for entry in roster.entries),
        tuple(problem for roster in headed for problem in roster.problems),
    )
    if len(whole.entries) > MOST_ROWS:
        raise Refused("roster.too_long", most=MOST_ROWS)
    return whole.to_json()


def _named(title: str, read: Roster) -> Roster:
    """A sheet's roster, with its title before the cells that are wrong."""
    problems = tuple(replace(problem, where=f"{title}!{problem.where}") for problem in read.problems)
    return replace(read, problems=problems)


def template(params: dict[str, Any], store: Store, language: str) -> dict[str, Any]:
    """Write an empty sheet to be filled, with lists of the known ``kinds`` and of the roles; return its ``hash``."""
    heads = [names[0] if language == "fa" else names[-1] for names in COLUMNS.values()]
    book = excel.Book(language)
    sheet = book.sheet(book.say("roster.sheet"), heads, [WIDTH] * len(heads))
    text = book.style(num_format="@")
    for place, column in enumerate(COLUMNS):
        if column in ("phone", "agency_phone"):
            sheet.set_column(place, place, 20, text)
    for column, choices in (("kind", params["kinds"]), ("role", list(ROLES)[:4])):
        if choices and len(",".join(choices)) <= _LONGEST_LIST:
            place = list(COLUMNS).index(column)
            rule = {"validate": "list", "source": choices, "error_type": "warning"}
            sheet.data_validation(1, place, MOST_ROWS, place, rule)
    return {"hash": store.write(book.close())}


def links(params: dict[str, Any], store: Store, language: str) -> dict[str, Any]:
    """Write a sheet of invitations, ``rows`` being (agency, role, name, phone, a link for each of ``platforms``).

    Return its ``hash``.
    """
    book = excel.Book(language)
    people = [book.say(f"roster.head.{name}") for name in ("agency", "role", "name", "phone")]
    addresses = [book.say("roster.head.link", platform=T(f"platform.{name}")) for name in params["platforms"]]
    widths = [WIDTH] * len(people) + [LINK_WIDTH] * len(addresses)
    sheet = book.sheet(book.say("roster.links_sheet"), [*people, *addresses], widths)
    for number, row in enumerate(params["rows"], 1):
        for place, words in enumerate(row):
            sheet.write_string(number, place, words)
    return {"hash": store.write(book.close())}


def _sheets(data: bytes) -> list[tuple[str, list[list[str]]]]:
    """The title of each sheet with its rows."""
    with excel.opened(data, "roster.not_a_sheet") as book:
        return [(sheet.title, _rows(sheet.iter_rows(max_row=_LAST_ROW, values_only=True))) for sheet in book.worksheets]


def _rows(rows: Iterable[Iterable[object]]) -> list[list[str]]:
    return [[excel.words(cell) for cell in row] for row in rows]
