"""Tables that lost their borders when they were pasted: each cell on a line, or all cells of a row in one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from domain.minutes.deadline_resolver import DeadlineResolver
from domain.minutes.language.markup import clean
from domain.minutes.language.organisations import HEADS, begins_with_name
from domain.minutes.recasts.roles import heading_of, is_day, is_short_name
from domain.minutes.structure.blocks import Block, Cell, Document, Paragraph, Table
from domain.minutes.structure.columns import ANSWERS, ColumnRole, heading_role
from domain.minutes.structure.headings import heading_of as section_of
from domain.persian.text import fold, latin_digits

_LEAST = 2
_MOST_COLUMNS = 8
_MOST_HEADERS = 14
"""So many words name the columns of a table at most."""

_LONGEST_HEADER = 3
_LONGEST_ANSWER = 7
_MOST_LINES = 4
"""So many lines more than it has columns may a row have, of which the text has several."""

_NUMBER = re.compile(r"\W*(\d{1,3})\W*\Z")
_COUNTED = re.compile(r"\W*(\d{1,3})\s*[-.)]?\s+(?=\S)")

Found = tuple[Table, int]
"""A table, and the place behind its last line."""


def pasted_to_tables(document: Document, resolver: DeadlineResolver) -> Document:
    """The document with the rows of tables that were pasted without their borders as tables again."""
    texts = [clean(one.text) if isinstance(one, Paragraph) and one.number is None else "" for one in document.blocks]
    blocks: list[Block] = []
    at = 0
    while at < len(texts):
        found = _cell_by_cell(texts, at, resolver) or _row_by_row(texts, at, resolver)
        blocks.append(found[0] if found else document.blocks[at])
        at = found[1] if found else at + 1
    return replace(document, blocks=tuple(blocks))


def _cell_by_cell(texts: Sequence[str], at: int, resolver: DeadlineResolver) -> Found | None:
    """The table whose cells stand on a line each, headers first, each row behind its number."""
    roles: list[ColumnRole] = []
    while at + len(roles) < len(texts) and (role := heading_role(texts[at + len(roles)])):
        roles.append(role)
        if len(roles) > _MOST_COLUMNS or "\n" in texts[at + len(roles) - 1]:
            return None
    if ColumnRole.TEXT not in roles and ColumnRole.TOPIC in roles:
        roles[roles.index(ColumnRole.TOPIC)] = ColumnRole.TEXT
    if roles[:1] != [ColumnRole.NUMBER] or ColumnRole.TEXT not in roles or not ANSWERS & set(roles):
        return None
    rows: list[list[str]] = []
    begin, number = at + len(roles), 1
    while begin < len(texts) and _number_in(texts[begin], _NUMBER) == number:
        longest = min(len(texts), begin + len(roles) + _MOST_LINES)
        last = next((at for at in range(begin + 1, min(longest, begin + len(roles))) if _ends_table(texts[at])), None)
        last = last or min(len(texts), begin + len(roles))
        end = next((at for at in range(begin + 1, longest) if _number_in(texts[at], _NUMBER) == number + 1), last)
        rows.append(_fitted(texts[begin:end], roles, resolver))
        begin, number = end, number + 1
    return (_table(roles, rows, texts[at : at + len(roles)]), begin) if len(rows) >= _LEAST else None


def _ends_table(text: str) -> bool:
    heading = section_of(text, marked=False)
    return heading is not None and heading.known


def _fitted(cells: Sequence[str], roles: Sequence[ColumnRole], resolver: DeadlineResolver) -> list[str]:
    """A row's lines as its cells: further ones belong to its text, and what it lacks is left empty."""
    row, place = list(cells), roles.index(ColumnRole.TEXT)
    if len(row) > len(roles):
        more = len(row) - len(roles)
        row[place : place + more + 1] = [" ".join(row[place : place + more + 1])]
    while len(row) < len(roles):
        timed = ColumnRole.DEADLINE in roles and is_day(row[-1], resolver)
        row.insert(len(row) - 1 if timed and roles[len(row) - 1] is not ColumnRole.DEADLINE else len(row), "")
    return row


def _row_by_row(texts: Sequence[str], at: int, resolver: DeadlineResolver) -> Found | None:
    """The table whose rows stand on a line each, their cells in one run: «۱ نصب چراغ … شهرداری ۱۵ روز»."""
    roles = _headers(texts[at].split())
    if ColumnRole.TEXT not in roles or not ANSWERS & set(roles):
        return None
    behind = roles[roles.index(ColumnRole.TEXT) + 1 :]
    if not behind or not ANSWERS.issuperset(behind):
        return None
    rows: list[list[str]] = []
    end = at + 1
    while end < len(texts) and _number_in(texts[end], _COUNTED) == len(rows) + 1:
        rows.append([str(len(rows) + 1), *_parted(_COUNTED.sub("", texts[end], count=1), behind, resolver)])
        end += 1
    columns = [ColumnRole.NUMBER, ColumnRole.TEXT, *behind]
    return (_table(columns, rows, [""] * len(columns)), end) if len(rows) >= _LEAST else None


def _headers(words: Sequence[str]) -> list[ColumnRole]:
    """The roles of the headers that a line is nothing but, each another one; none for any other line."""
    if not words or len(words) > _MOST_HEADERS:
        return []
    behind: list[list[ColumnRole] | None] = [None] * len(words) + [[]]
    for start in range(len(words) - 1, -1, -1):
        for end in range(start + 1, min(start + _LONGEST_HEADER, len(words)) + 1):
            rest = behind[end]
            role = _role(" ".join(words[start:end])) if rest is not None else None
            if role and rest is not None and role not in rest:
                behind[start] = [role, *rest]
                break
    return behind[0] or []


@lru_cache(maxsize=1024)
def _role(header: str) -> ColumnRole | None:
    return heading_role(header)


def _parted(line: str, roles: Sequence[ColumnRole], resolver: DeadlineResolver) -> list[str]:
    """A line as its text and the answers behind it, the longest end of its words that each may be."""
    words = line.split()
    answers: list[str] = []
    for role in reversed(roles):
        ends = [" ".join(words[start:]) for start in range(max(1, len(words) - _LONGEST_ANSWER), len(words))]
        if role is ColumnRole.DEADLINE:
            answer = next((end for end in ends if is_day(end, resolver)), "")
        else:
            names = [end for end in ends if begins_with_name(end) and is_short_name(end)]
            bodies = [name for name in names if fold(name).split()[0] in HEADS]
            known = [name for name in names if name not in bodies and len(name.split()) > 1]
            answer = next(iter([*bodies, *reversed(known), *names]), "")
        answers.insert(0, answer)
        words = words[: len(words) - len(answer.split())]
    return [" ".join(words), *answers]


def _table(roles: Sequence[ColumnRole], rows: Sequence[Sequence[str]], names: Sequence[str]) -> Table:
    return Table((heading_of(names, roles), *(tuple(map(Cell, row)) for row in rows)))


def _number_in(text: str, pattern: re.Pattern[str]) -> int | None:
    match = pattern.match(latin_digits(text))
    return int(match[1]) if match else None
