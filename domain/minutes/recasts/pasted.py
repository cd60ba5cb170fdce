"""Tables that lost their borders when they were pasted: each cell on a line, or all cells of a row in one."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import combinations

from domain.minutes.deadline_resolver import DeadlineResolver
from domain.minutes.language.markup import clean
from domain.minutes.language.organisations import HEADS, begins_with_name
from domain.minutes.recasts.roles import heading_of, is_day, is_short_name, opens_section
from domain.minutes.structure.answers import OPENS_TIME, is_time
from domain.minutes.structure.blocks import Block, Cell, Document, Paragraph, Table
from domain.minutes.structure.column_headings import ANSWERS, ColumnRole, heading_role, role_in_heading
from domain.minutes.structure.headings import aside_of
from domain.minutes.structure.headings import heading_of as section_of
from domain.persian.text import fold, latin_digits

_LEAST = 2
_MOST_COLUMNS = 8
_MOST_HEADERS = 14
"""So many words name the columns of a table at most."""

_LONGEST_HEADER = 3
_LONGEST_ANSWER = 7
_MOST_GAPS = 2
"""So many cells that are not its last ones may a row lack."""

_MOST_LINES = 4
"""So many lines more than it has columns may a row have, of which the text has several."""

_ENDS_IN_A_JOINT = re.compile(r"(?:[-–—،,/+]|\sو)\s*$")
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
    """The table whose cells stand on a line each, headers first; its rows are counted, or told by their contents."""
    names, roles, begin = _header_lines(texts, at)
    if ColumnRole.TEXT not in roles and ColumnRole.TOPIC in roles:
        roles[roles.index(ColumnRole.TOPIC)] = ColumnRole.TEXT
    if not _LEAST <= len(roles) <= _MOST_COLUMNS or ColumnRole.TEXT not in roles or not ANSWERS & set(roles):
        return None
    if roles[0] is ColumnRole.NUMBER:
        rows, end = _counted_rows(texts, begin, roles, resolver)
        if rows:
            return (_table(roles, rows, names), end) if len(rows) >= _LEAST or len(roles) > _LEAST else None
        names, roles = names[1:], roles[1:]
    if ColumnRole.NUMBER in roles:
        return None
    rows, end = _told_rows(texts, begin, roles, resolver)
    return (_table(roles, rows, names), end) if len(rows) >= _LEAST else None


def _header_lines(texts: Sequence[str], at: int) -> tuple[list[str], list[ColumnRole], int]:
    """The headers that stand on a line each, or on two: «مسئول» above «اجرا»; their roles and the place behind them."""
    names: list[str] = []
    roles: list[ColumnRole] = []
    while at < len(texts) and len(roles) <= _MOST_COLUMNS and "\n" not in texts[at]:
        role = role_in_heading(texts[at]) if roles[:1] == [ColumnRole.NUMBER] else heading_role(texts[at])
        if role:
            names.append(texts[at])
            roles.append(role)
        elif names and (whole := heading_role(f"{names[-1]} {texts[at]}")):
            names[-1], roles[-1] = f"{names[-1]} {texts[at]}", whole
        else:
            break
        at += 1
    return names, roles, at


def _counted_rows(
    texts: Sequence[str], begin: int, roles: Sequence[ColumnRole], resolver: DeadlineResolver
) -> tuple[list[list[str]], int]:
    """The rows that stand behind their numbers each, and the place behind them."""
    rows: list[list[str]] = []
    while begin < len(texts) and _number_in(texts[begin], _NUMBER) == len(rows) + 1:
        longest = min(len(texts), begin + len(roles) + _MOST_LINES)
        last = next((at for at in range(begin + 1, min(longest, begin + len(roles))) if _ends_table(texts[at])), None)
        last = last or min(len(texts), begin + len(roles))
        if roles[-1] is ColumnRole.DEADLINE and _is_owner_line(texts[last - 1]):
            # In the last row owners stand on lines of their own before its deadline.
            timed = (at for at in range(last, longest) if not _is_owner_line(texts[at]))
            last = at + 1 if (at := next(timed, 0)) and _is_time(texts[at], resolver) else last
        end = next((at for at in range(begin + 1, longest) if _number_in(texts[at], _NUMBER) == len(rows) + 2), last)
        rows.append(_fitted(texts[begin:end], roles, resolver))
        begin = end
    return rows, begin


def _told_rows(
    texts: Sequence[str], begin: int, roles: Sequence[ColumnRole], resolver: DeadlineResolver
) -> tuple[list[list[str]], int]:
    """The rows without numbers, as long as their lines are like what their columns hold; the place behind them."""
    rows: list[list[str]] = []
    width, place = len(roles), roles.index(ColumnRole.TEXT)
    while begin < len(texts):
        for lines in (width, width - 1, *range(width + 1, width + _MOST_LINES)):
            cells = _joined(texts[begin : begin + lines], place, max(0, lines - width))
            row = next(_with_gaps(cells, roles))
            behind = texts[begin + lines] if begin + lines < len(texts) else ""
            whole = lines > 1 and begin + lines <= len(texts) and not _is_time(behind, resolver)
            if whole and _is_row(row, roles, resolver) and (lines >= width or _names_owner(row, roles)):
                break
        else:
            break
        rows.append(row)
        begin += lines
    return rows, begin


def _is_row(row: Sequence[str], roles: Sequence[ColumnRole], resolver: DeadlineResolver) -> bool:
    """Tell whether each cell is like what its column holds: a time or nothing, a name, and a text that is neither."""
    return all(_is_like(cell, role, resolver) for cell, role in zip(row, roles, strict=True))


def _is_like(cell: str, role: ColumnRole, resolver: DeadlineResolver) -> bool:
    bare, timed = not re.search(r"\w", cell), _is_time(cell, resolver)
    if role is ColumnRole.DEADLINE:
        return bare or timed
    if _ends_table(cell) or opens_section(cell) or (role is ColumnRole.TEXT and aside_of(cell)):
        return False
    if role in {ColumnRole.OWNER, ColumnRole.FOLLOWER, ColumnRole.PARTNER}:
        return bare or (is_short_name(cell) and not timed)
    return role is not ColumnRole.TEXT or not (bare or timed)


def _names_owner(row: Sequence[str], roles: Sequence[ColumnRole]) -> bool:
    return ColumnRole.OWNER in roles and begins_with_name(row[roles.index(ColumnRole.OWNER)])


def _is_time(text: str, resolver: DeadlineResolver) -> bool:
    """Tell whether a text is nothing but a time, also one that has to be asked about: «تا اطلاع ثانوی»."""
    words = fold(text).split()
    return 0 < len(words) <= _LONGEST_ANSWER and (words[0] in OPENS_TIME or is_time(text, resolver))


def _ends_table(text: str) -> bool:
    heading = section_of(text, marked=False)
    return heading is not None and heading.known


def _fitted(cells: Sequence[str], roles: Sequence[ColumnRole], resolver: DeadlineResolver) -> list[str]:
    """A row's lines as its cells: further ones belong to its text or its owner, and what it lacks is left empty.

    Where a cell is then not like what its column holds, more lines are its text, and more cells empty.
    """
    row, place = list(cells), roles.index(ColumnRole.TEXT)
    row = _with_owners_joined(row, roles)
    more, owner = max(0, len(row) - len(roles)), roles.index(ColumnRole.OWNER) if ColumnRole.OWNER in roles else place
    if more and place < owner and begins_with_name(row[owner]) and not begins_with_name(row[owner + more]):
        row[owner : owner + more + 1] = [" ".join(row[owner : owner + more + 1])]
        return row
    if more and place < owner and all(map(_is_owner_line, row[owner : owner + more + 1])):
        row[owner : owner + more + 1] = ["\n".join(row[owner : owner + more + 1])]
        return row
    fitting = (one for lines in (more, more + 1) for one in _with_gaps(_joined(row, place, lines), roles))
    first, *others = fitting
    if len(roles) - len(row) > _MOST_GAPS or _is_row(first, roles, resolver):
        return first
    return next((one for one in others if _is_row(one, roles, resolver) and _names_owner(one, roles)), first)


def _is_owner_line(line: str) -> bool:
    """Tell whether a line is nothing but an owner, or a label with one: «(همکار: اورژانس)»."""
    return is_short_name(line) and begins_with_name(line)


def _with_owners_joined(row: list[str], roles: Sequence[ColumnRole]) -> list[str]:
    """The lines of a row with those as one whose list of owners goes on in the next: «آموزش و پرورش - بهداشت -»."""
    at = 1
    while at < len(row) - 1 and len(row) > len(roles):
        if _ENDS_IN_A_JOINT.search(row[at]) and begins_with_name(row[at]) and begins_with_name(row[at + 1]):
            row[at : at + 2] = [f"{row[at]} {row[at + 1]}"]
        else:
            at += 1
    return row


def _joined(row: Sequence[str], place: int, more: int) -> list[str]:
    return [*row[:place], " ".join(row[place : place + more + 1]), *row[place + more + 1 :]]


def _with_gaps(row: list[str], roles: Sequence[ColumnRole]) -> Iterator[list[str]]:
    """The row with empty cells for those that it lacks, first at its end, then wherever they may be."""
    lacking = len(roles) - len(row)
    for gaps in sorted(combinations(range(len(roles)), lacking), reverse=True):
        left = iter(row)
        yield ["" if at in gaps else next(left) for at in range(len(roles))]


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
