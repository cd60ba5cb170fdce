"""Read a sheet of neighbourhoods with their facilitators into entries, problems that drop a row, and notes."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any, NamedTuple

from domain.access import merged_cells
from domain.access.merged_cells import Range
from domain.access.neighbourhoods import full_name, key, near_twin
from domain.access.roster import Problem
from domain.persian import phones
from domain.persian.text import fold, normalise
from domain.spreadsheet import cell_name

COLUMNS: dict[str, tuple[str, ...]] = {
    "name": ("محله", "نام محله", "neighbourhood"),
    "district": ("ناحیه", "منطقه", "ناحیه یا منطقه", "منطقه یا ناحیه", "نام ناحیه", "district"),
    "facilitator": ("تسهیلگر", "نام تسهیلگر", "نام و نام خانوادگی تسهیلگر", "نام و نام خانوادگی", "facilitator"),
    "phone": ("تلفن تسهیلگر", "همراه تسهیلگر", "شماره همراه تسهیلگر", "تلفن همراه", "تلفن", "همراه", "موبایل", "phone"),
}
"""The columns of a sheet, each with the headings that it may have; the template uses the first one."""

IGNORED = frozenset({"ردیف", "شماره", "شماره ردیف"})
"""Headings that number the rows."""
HEAD_WITHIN = 20
LONGEST = 200
_SEVERAL = re.compile(r"[،,؛;/\n]| و (?=\S+ \S)")


@dataclass(frozen=True, slots=True)
class Entry:
    """A neighbourhood and, where there is one, a facilitator of it; ``name`` is its full name."""

    name: str
    district: str = ""
    facilitator: str = ""
    phone: str = ""

    @property
    def person(self) -> str:
        """The key by which a facilitator of several rows is one: the number, else the folded name; "" for nobody."""
        return self.phone or fold(self.facilitator)


class Table(NamedTuple):
    """A sheet: its title, the words of its cells, and its merged cells."""

    title: str
    rows: Sequence[Sequence[str]]
    merged: Sequence[Range] = ()


@dataclass(slots=True)
class NeighbourhoodList:
    """The content of a workbook: right rows, faults of the others, and what people should know of the reading."""

    entries: list[Entry] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    notes: list[Problem] = field(default_factory=list)

    def to_json(self) -> dict[str, Any]:
        return asdict(self)


def read_tables(tables: Iterable[Table], known: Mapping[str, str]) -> NeighbourhoodList:
    """Read every sheet that has a column of neighbourhoods, headings in any of the first 20 rows.

    ``known`` are the names of the neighbourhoods that there are, by key.
    """
    reading, headless = _Reading(dict(known)), ""
    for table in tables:
        head, columns = _head(table.rows)
        if head is None:
            headless = headless or f"{table.title}!A1"
        else:
            reading.read(table, head, columns)
    if not reading.headed and headless:
        reading.found.problems.append(Problem(headless, "no_head"))
    return reading.found


def _head(rows: Sequence[Sequence[str]]) -> tuple[int | None, dict[str, int]]:
    names = {fold(name): column for column, heads in COLUMNS.items() for name in heads}
    for number, row in enumerate(rows[:HEAD_WITHIN]):
        columns: dict[str, int] = {}
        for place, words in enumerate(row):
            if column := names.get(fold(words)):
                columns.setdefault(column, place)
        if "name" in columns:
            return number, columns
    return None, {}


class _Reading:
    """The rows read so far, against which the next one is compared."""

    def __init__(self, known: dict[str, str]) -> None:
        self.found = NeighbourhoodList()
        self.headed = False
        self._known = known
        self._districts: dict[str, tuple[str, str]] = {}
        self._names: dict[str, tuple[str, str]] = {}
        self._phones: dict[str, tuple[str, str]] = {}
        self._rows: dict[tuple[str, str], str] = {}

    def read(self, table: Table, head: int, columns: dict[str, int]) -> None:
        """Take in one sheet whose headings stand in row ``head``."""
        self.headed = True
        rows = [list(row) for row in table.rows]
        for place, words in enumerate(rows[head]):
            if words.strip() and place not in columns.values() and fold(words) not in IGNORED:
                self._note(f"{table.title}!{cell_name(head, place)}", "unknown_column", words)
        for where, code, words in merged_cells.spread(rows, table.merged, head, columns.values()):
            self._note(f"{table.title}!{where}", code, words)
        for number in range(head + 1, len(rows)):
            row = rows[number]
            cells = {name: normalise(row[place]).strip() if place < len(row) else "" for name, place in columns.items()}
            places = {name: f"{table.title}!{cell_name(number, columns.get(name, 0))}" for name in COLUMNS}
            # Printed lists repeat their headings on each page.
            if any(cells.values()) and fold(cells["name"]) not in map(fold, COLUMNS["name"]):
                self._row(cells, places)

    def _row(self, cells: dict[str, str], places: dict[str, str]) -> None:
        said = {name: cells.get(name, "") for name in COLUMNS}
        phone = phones.e164(said["phone"]) if said["phone"] else ""
        entry = Entry(full_name(said["name"]), said["district"], said["facilitator"], phone or "")
        wrong = [*_faults(said, phone), *self._twins(entry, said)]
        if wrong:
            self.found.problems += [Problem(places[column], what, said[column], hint) for column, what, hint in wrong]
            return
        this = (key(entry.name), entry.person)
        if this in self._rows:
            self._note(places["name"], "repeated", entry.name, self._rows[this])
            return
        self._rows[this] = places["name"]
        self._known.setdefault(key(entry.name), entry.name)
        if entry.district:
            self._districts.setdefault(key(entry.name), (entry.district, places["district"]))
        if entry.phone:
            self._phones.setdefault(entry.phone, (fold(entry.facilitator), places["phone"]))
            self._names.setdefault(fold(entry.facilitator), (entry.phone, places["phone"]))
        self.found.entries.append(entry)

    def _twins(self, entry: Entry, said: Mapping[str, str]) -> list[tuple[str, str, str]]:
        """The faults of a row beside those before it and beside what is known, as (column, fault, hint)."""
        which, wrong = key(entry.name), []
        if which and which not in self._known and (like := near_twin(entry.name, self._known)):
            wrong.append(("name", "near", like))
        district, where = self._districts.get(which, (entry.district, ""))
        if entry.district and fold(district) != fold(entry.district):
            wrong.append(("district", "other_district", where))
        name, where = self._phones.get(entry.phone, (fold(said["facilitator"]), ""))
        if said["facilitator"] and name != fold(said["facilitator"]):
            wrong.append(("phone", "others_phone", where))
        phone, where = self._names.get(fold(said["facilitator"]), (entry.phone, ""))
        if entry.phone and phone != entry.phone:
            wrong.append(("phone", "two_phones", where))
        return wrong

    def _note(self, where: str, what: str, said: str, hint: str = "") -> None:
        self.found.notes.append(Problem(where, what, said, hint))


def _faults(said: Mapping[str, str], phone: str | None) -> list[tuple[str, str, str]]:
    """The faults of a row by itself, as (column, fault, hint)."""
    wrong = [(column, "formula", "") for column, words in said.items() if words.startswith("#")]
    if wrong:
        return wrong
    if not full_name(said["name"]):
        wrong.append(("name", "no_name", ""))
    if len(said["name"]) > LONGEST - len(full_name("ا")):
        wrong.append(("name", "long", ""))
    if phone is None:
        wrong.append(("phone", "no_phone", ""))
    if said["phone"] and not said["facilitator"]:
        wrong.append(("facilitator", "no_person", ""))
    if _SEVERAL.search(said["facilitator"]):
        wrong.append(("facilitator", "several", ""))
    return wrong
