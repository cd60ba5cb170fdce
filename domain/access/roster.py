"""Read a roster of agencies and people, from a sheet or from pasted lines, into entries and problems."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from difflib import get_close_matches
from typing import Any

from domain.access import merged_cells
from domain.access.member import Role
from domain.access.merged_cells import Range
from domain.access.roster_several import each_person
from domain.persian import phones
from domain.persian.text import ZWNJ, fold, normalise
from domain.spreadsheet import cell_name

COLUMNS: dict[str, tuple[str, ...]] = {
    "agency": ("نام دستگاه", "دستگاه", "نام مجموعه", "مجموعه", "نام سازمان", "سازمان", "agency"),
    "kind": ("نوع دستگاه", "نوع", "kind"),
    "groups": ("گروه‌ها", "گروه", "groups", "group"),
    "aliases": ("نام‌های دیگر", "نام دیگر", "aliases"),
    "agency_phone": ("تلفن دستگاه", "تلفن", "agency phone"),
    "title": ("عنوان", "title"),
    "name": ("نام و نام خانوادگی", "نام نماینده", "نماینده", "نام", "name"),
    "post": ("سمت", "پست سازمانی", "پست", "post"),
    "role": ("نقش", "role"),
    "phone": ("تلفن همراه", "شماره همراه", "همراه", "موبایل", "mobile", "phone"),
}
"""The columns of a sheet, each with the headings that it may have; the template uses the first one."""

LONGEST = {
    **dict.fromkeys(COLUMNS, 500),
    "agency": 300,
    "kind": 300,
    "agency_phone": 40,
    "title": 60,
    "name": 200,
    "post": 200,
    "phone": 40,
}
"""The most characters of each column's cells."""

ROLES = {
    "نماینده": Role.REPRESENTATIVE,
    "جانشین": Role.DEPUTY,
    "رابط": Role.CONTACT,
    "مدیر": Role.HEAD,
    "مدیر دستگاه": Role.HEAD,
}
"""The words for a role that a cell may hold."""

_TITLES = ("جناب", "سرکار", "آقای", "خانم", "دکتر", "مهندس", "حاج", "حجت")
_SEVERAL = re.compile(r"[/؛;+]|،|,")
_BULLET = re.compile(r"^\s*(?:[0-9۰-۹٠-٩]{1,3}\s*[-.)ـ–]|[•*–-])\s*")


@dataclass(frozen=True, slots=True)
class Entry:
    """One agency and, with a ``name``, one of its people; ``row`` is the row of the sheet or the line, from 1.

    ``places`` are the cells of agency, kind, name, role and phone, or the number of the line; no role, no cell of it.
    """

    row: int
    agency: str
    kind: str = ""
    groups: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    agency_phone: str = ""
    title: str = ""
    name: str = ""
    post: str = ""
    role: Role = Role.REPRESENTATIVE
    phone: str = ""
    places: Mapping[str, str] = field(default_factory=dict, compare=False)


@dataclass(frozen=True, slots=True)
class Problem:
    """A fault at a place of the roster: ``where`` is a cell such as ``C7`` or the number of a line.

    ``what`` is the code of the fault, ``said`` the words at the place, ``hint`` the words that would be right.
    """

    where: str
    what: str
    said: str = ""
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Roster:
    """The entries of a roster in order, its problems, and what people should know of the reading.

    A row with a problem is no entry.
    """

    entries: tuple[Entry, ...]
    problems: tuple[Problem, ...]
    notes: tuple[Problem, ...] = ()

    @property
    def headless(self) -> bool:
        """True for a sheet without a column for the agency's name."""
        return any(problem.what == "no_head" for problem in self.problems)

    def to_json(self) -> dict[str, Any]:
        return asdict(self)


def entry_from_json(raw: dict[str, Any]) -> Entry:
    """Restore an entry that ``Roster.to_json`` wrote."""
    many = {name: tuple(raw[name]) for name in ("groups", "aliases")}
    return Entry(**{**raw, **many, "role": Role(raw["role"])})


def read_table(table: Sequence[Sequence[str]], kinds: Sequence[str], merged: Sequence[Range] = ()) -> Roster:
    """Read a sheet. Its headings may stand in any of the first 20 rows, the columns in any order.

    ``kinds`` are the names of the actor kinds known so far; a name that only resembles one is a problem. The words of
    ``merged`` cells count for all their rows, which is noted.
    """
    rows = [list(row) for row in table]
    head, columns = _head(rows)
    if head is None:
        return Roster((), (Problem("A1", "no_head"),))
    spread = merged_cells.spread(rows, merged, head, columns.values())
    notes = tuple(Problem(where, code, words) for where, code, words in spread)
    problems = [
        Problem(cell_name(head, place), "unknown_column", words)
        for place, words in enumerate(rows[head])
        if words.strip() and place not in columns.values()
    ]
    entries: list[Entry] = []
    for number in range(head + 1, len(rows)):
        cells = {
            name: normalise(rows[number][place]).strip() if place < len(rows[number]) else ""
            for name, place in columns.items()
        }
        if any(cells.values()):
            places = {name: cell_name(number, columns.get(name, 0)) for name in COLUMNS}
            row = _row(number + 1, cells, places, kinds)
            problems += row.problems
            notes += row.notes
            entries += row.entries
    return Roster(tuple(entries), tuple(problems), notes)


def read_lines(text: str, kinds: Sequence[str], groups: Sequence[str]) -> Roster:
    """Read lines of «نام دستگاه، گروه یا نوع، نام نماینده، همراه», parted by commas, or better by «|» or tabs.

    A comma may also be a part of an agency's name, so a line that could be read in two ways is a problem.
    """
    entries: list[Entry] = []
    problems: list[Problem] = []
    notes: list[Problem] = []
    for number, line in enumerate(text.splitlines(), 1):
        said = normalise(_BULLET.sub("", line)).strip()
        if not said:
            continue
        parts = _parts(said, [fold(name) for name in (*kinds, *groups)])
        if parts is None:
            problems.append(Problem(str(number), "unclear_line", said))
            continue
        agency, which, name, phone = parts
        kind = next((kind for kind in kinds if fold(kind) == fold(which)), "")
        cells = {"agency": agency, "kind": kind, "groups": "" if kind else which, "name": name, "phone": phone}
        row = _row(number, cells, dict.fromkeys(COLUMNS, str(number)), kinds)
        problems += row.problems
        notes += row.notes
        entries += row.entries
    return Roster(tuple(entries), tuple(problems), tuple(notes))


def _head(rows: Sequence[Sequence[str]]) -> tuple[int | None, dict[str, int]]:
    names = {fold(name): column for column, heads in COLUMNS.items() for name in heads}
    for number, row in enumerate(rows[:20]):
        columns: dict[str, int] = {}
        for place, words in enumerate(row):
            column = names.get(fold(words))
            if column:
                columns.setdefault(column, place)
        if "agency" in columns:
            return number, columns
    return None, {}


def _parts(said: str, known: Sequence[str]) -> tuple[str, str, str, str] | None:
    """The agency, group or kind, person and phone of a line, "" for an absent one.

    None for a line that could be read in two ways.
    """
    strong = next((mark for mark in "\t|؛;" if mark in said), None)
    parts = [part.strip(f" {ZWNJ}") for part in (said.split(strong) if strong else re.split("[،,]", said))]
    if strong:
        return _padded(parts) if len(parts) <= 4 else None
    phone = parts.pop() if len(parts) > 1 and _is_phone(parts[-1]) else ""
    match parts:
        case [agency]:
            return agency, "", "", phone
        case [agency, which, name] if phone or fold(which) in known or _is_title(name):
            return agency, which, name, phone
        case [agency, last] if fold(last) in known:
            return agency, last, "", phone
        case [agency, last] if phone or _is_title(last):
            return agency, "", last, phone
    return None


def _padded(parts: list[str]) -> tuple[str, str, str, str]:
    agency, which, name, phone = [*parts, "", "", ""][:4]
    return agency, which, name, phone


def _row(row: int, cells: dict[str, str], places: dict[str, str], kinds: Sequence[str]) -> Roster:
    """One row's entries: none with a problem, and one for each person whom it names, which is noted."""
    people = each_person(cells)
    if people is None:
        return Roster((), (Problem(places["name"], "several_names", cells["name"]),))
    entries: list[Entry] = []
    problems: dict[Problem, None] = {}
    for person in people:
        entry, wrong = _entry(row, person, places, kinds)
        entries += [entry] if entry else []
        problems |= dict.fromkeys(wrong)
    notes = (Problem(places["name"], "parted", cells["name"]),) if len(people) > 1 and entries else ()
    return Roster(tuple(entries), tuple(problems), notes)


def _entry(
    row: int, cells: dict[str, str], places: dict[str, str], kinds: Sequence[str]
) -> tuple[Entry | None, list[Problem]]:
    problems: list[Problem] = []

    def wrong(column: str, what: str, hint: str = "") -> None:
        problems.append(Problem(places[column], what, cells.get(column, ""), hint))

    def said(column: str) -> str:
        return cells.get(column, "")

    for column, words in cells.items():
        if words.startswith("#"):
            wrong(column, "formula")
        elif len(words) > LONGEST[column]:
            wrong(column, "long", str(LONGEST[column]))
    if problems:
        return None, problems
    if not said("agency"):
        wrong("agency", "no_agency")
    known = {fold(kind): kind for kind in kinds}
    kind = known.get(fold(said("kind")), said("kind"))
    if kind and fold(kind) not in known and (close := get_close_matches(fold(kind), known, 1, 0.8)):
        wrong("kind", "kind_like", known[close[0]])
    role = _role(said("role"))
    if role is None:
        wrong("role", "no_such_role", "، ".join(list(ROLES)[:4]))
    phone = phones.e164(said("phone")) if said("phone") else ""
    if phone is None:
        wrong("phone", "no_phone")
    if not said("name") and (said("phone") or said("role")):
        wrong("name", "no_name")
    if problems or role is None or phone is None:
        return None, problems
    return (
        Entry(
            row,
            said("agency"),
            kind,
            _several(said("groups")),
            _several(said("aliases")),
            said("agency_phone"),
            said("title"),
            said("name"),
            said("post"),
            role,
            phone,
            {
                name: places[name]
                for name in ("agency", "kind", "name", "role", "phone")
                if name != "role" or said(name)
            },
        ),
        [],
    )


def _role(words: str) -> Role | None:
    if not words:
        return Role.REPRESENTATIVE
    return next((role for name, role in ROLES.items() if fold(name) == fold(words)), None)


def _is_phone(words: str) -> bool:
    return sum(letter.isdecimal() for letter in words) >= 8 and not any(letter.isalpha() for letter in words)


def _is_title(words: str) -> bool:
    return fold(words).split()[:1] in [[fold(title)] for title in _TITLES]


def _several(words: str) -> tuple[str, ...]:
    found = (part.strip(f" {ZWNJ}") for part in _SEVERAL.split(words))
    return tuple(part for part in found if part)
