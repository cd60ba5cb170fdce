"""Read and write Excel sheets of agencies, people and their links. Imported only where long work runs."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from domain.access import roster_twins
from domain.access.roster import COLUMNS, ROLES, Problem, Roster, read_lines, read_table
from domain.chat.screens import T
from domain.minutes.language.name_matching import Known, Matcher, OwnerKind
from domain.persian.text import fold
from services.errors import Refused
from services.files import excel
from services.files.known_files import FileKind
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

    ``known`` are the agencies that there are, each with all its names: what only resembles one is noted. Every sheet of
    a workbook that has the agency's column counts. Returns ``Roster.to_json()``.
    Raises Refused for a file that is no Excel workbook, or has more rows than are imported at once.
    """
    whole = (
        _workbook(store.read(params["hash"]), params["kinds"])
        if "hash" in params
        else read_lines(params["text"], params["kinds"], params["groups"])
    )
    if len(whole.entries) > MOST_ROWS:
        raise Refused("roster.too_long", most=MOST_ROWS)
    whole = roster_twins.settled(whole)
    return replace(whole, notes=(*whole.notes, *_near(whole, params["known"]))).to_json()


def _workbook(data: bytes, kinds: Sequence[str]) -> Roster:
    with excel.opened(data, "roster.not_a_sheet") as book:
        try:
            rosters = [_sheet(book, sheet, kinds) for sheet in book.worksheets]
        except ValueError as error:
            raise Refused("roster.not_a_sheet") from error
    headed = [roster for roster in rosters if not roster.headless] or rosters[:1]
    return Roster(
        tuple(entry for roster in headed for entry in roster.entries),
        tuple(problem for roster in headed for problem in roster.problems),
        tuple(note for roster in headed for note in roster.notes),
    )


def _sheet(book: Any, sheet: Any, kinds: Sequence[str]) -> Roster:
    """A sheet's roster, with its title before its cells."""
    rows = [[excel.words(cell) for cell in row] for row in sheet.iter_rows(max_row=_LAST_ROW, values_only=True)]
    found = read_table(rows, kinds, excel.merged(book, sheet))
    problems, notes = (
        tuple(replace(one, where=f"{sheet.title}!{one.where}") for one in some)
        for some in (found.problems, found.notes)
    )
    entries = tuple(
        replace(entry, places={column: f"{sheet.title}!{cell}" for column, cell in entry.places.items()})
        for entry in found.entries
    )
    return Roster(entries, problems, notes)


def _near(roster: Roster, known: Sequence[Sequence[str]]) -> Iterator[Problem]:
    """Note the new agencies whose names are like one that is known, or that stands above; numbers tell names apart."""
    matcher = Matcher(Known(OwnerKind.AGENCY, 0, names[0], tuple(names)) for names in known)
    seen = set[str]()
    for entry in roster.entries:
        name = entry.agency
        if fold(name) in seen:
            continue
        seen.add(fold(name))
        match = matcher.find(name)
        if match and not match.sure and _numbers(match.known.name) == _numbers(name):
            yield Problem(entry.places["agency"], "near", name, match.known.name)
        if not (match and match.sure):
            matcher.add(Known(OwnerKind.AGENCY, 0, name, (name,)))


def _numbers(name: str) -> list[str]:
    return re.findall(r"\d+", fold(name))


def template(params: dict[str, Any], store: Store, language: str) -> dict[str, Any]:
    """Write an empty sheet to be filled, with lists of the known ``kinds`` and of the roles; return its ``hash``."""
    heads = [names[0] if language == "fa" else names[-1] for names in COLUMNS.values()]
    book = excel.Book(language)
    book.kind = FileKind.PEOPLE
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
    """Write a sheet of invitations, ``rows`` being (agency, role, name, phone, a link for each of ``platforms``, text).

    Return its ``hash``.
    """
    book = excel.Book(language)
    people = [book.say(f"roster.head.{name}") for name in ("agency", "role", "name", "phone")]
    addresses = [book.say("roster.head.link", platform=T(f"platform.{name}")) for name in params["platforms"]]
    widths = [WIDTH] * len(people) + [LINK_WIDTH] * (len(addresses) + 1)
    heads = [*people, *addresses, book.say("roster.head.text")]
    sheet = book.sheet(book.say("roster.links_sheet"), heads, widths)
    for number, row in enumerate(params["rows"], 1):
        for place, words in enumerate(row):
            sheet.write_string(number, place, words)
    return {"hash": store.write(book.close())}
