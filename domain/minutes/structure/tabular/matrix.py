"""Tables with a column for each body, in which «●» answers and «○» helps, or with a column for each month."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from domain.minutes.deadline_resolver import DeadlineResolver
from domain.minutes.language.acts import Act, strongest_act
from domain.minutes.language.markup import clean
from domain.minutes.language.organisations import begins_with_name
from domain.minutes.structure.answers import is_time
from domain.minutes.structure.blocks import Cell, Table
from domain.minutes.structure.column_headings import ColumnRole, Row, heading_role, is_title
from domain.persian.text import fold

_OWNER, _PARTNER, _DEADLINE, _BOTH = "مسئول", "همکار", "مهلت", "مسئول و مهلت"
_SIGN = re.compile(r"(?:[^\w\s،.؛:/«»()\[\]\"'…–—ـ-]\ufe0f?){1,2}|[x×]|\(?[^\W\d_]\)?")
"""A sign or a letter alone."""

_WORD = re.compile(
    r"(?P<owner>مسیول|مسوول|مجری|متولی|اصلی|راهبر|اقدام|اقدام ?کننده|پاسخگو|lead|owner|responsible)"
    r"|(?P<partner>همکاری?|کمک|کمکی|پشتیبانی?|فرعی|مشارکت|مشاور|مشورت|ناظر|نظارت|support|partner|consulted)"
    r"|(?P<none>مطلع|اطلاع|جهت اطلاع|در جریان|informed)"
)
_LETTERS = {"م": _OWNER, "ه": _PARTNER, "r": _OWNER, "a": _PARTNER, "c": _PARTNER, "i": ""}
"""Letters whose meaning needs no legend: «م» for مسئول, «ه» for همکار, and those of RACI."""

_FAINT = frozenset("○◯□△▫◦◇☆⚪⬜+∘·")
_STRONG = frozenset("●■★◆⬤⚫⬛▪•✔✓✅☑*")
_NO_NAMES = re.compile(
    r"(?:انجام|اولویت|وضعیت|فوری|عادی|بلی|بله|خیر|اری|کم|زیاد|متوسط|بالا|پایین|موافق|مخالف|ممتنع|حضور|غیبت)\b"
)
_BESIDE = {ColumnRole.NUMBER, ColumnRole.TEXT, ColumnRole.TOPIC}
_PERIOD = re.compile(r"(?:هفته|ماه|فصل|روز|دهه|سه ماهه|نیمه) (?:\d{1,2}|\w+م|اول|دوم|سوم)|بهار|تابستان|پاییز|زمستان")
_NEED = 2
"""The least columns of bodies and marks in them."""

Legend = Mapping[str, str]
"""The role of each sign that a text explains: `مسئول`, `همکار`, or "" for one that is only informed."""


def legend_of(text: str) -> Legend:
    """The signs that a line explains: «● دستگاه مسئول ○ همکار», «م: مسئول، ه: همکار»; none for any other line."""
    found: dict[str, str] = {}
    parts = re.split(r"[،,؛;|\n]|\s{2,}|(?<=\w)\s+(?=[^\w\s،()«»]\s*\w)", re.sub(r"^[^:\n]{2,20}:\s", "", text))
    for part in filter(None, map(str.strip, parts)):
        sign, _, word = (
            part.partition(" ") if not re.match(r"\S+\s*[:=]", part) else re.split(r"(\s*[:=]\s*)", part, maxsplit=1)
        )
        turned = re.fullmatch(r"(.+?)\s*[:=(]?\s*(\S{1,2}?)\)?", part)
        if turned and not _SIGN.fullmatch(fold(sign)):
            word, sign = turned[1], turned[2]
        meant = _WORD.search(fold(word))
        if not meant or not _SIGN.fullmatch(fold(sign)) or len(word.split()) > 4:
            return {}
        found[_bare(sign)] = {"owner": _OWNER, "partner": _PARTNER}.get(str(meant.lastgroup), "")
    return found if len(found) > 1 else {}


@dataclass(frozen=True)
class Matrix:
    """The columns of a table that are bodies or times, by their names; the columns of times are `timed`."""

    names: Mapping[int, str]
    timed: frozenset[int]
    width: int


def matrix_of(table: Table, people: frozenset[str], resolver: DeadlineResolver) -> tuple[Matrix, int] | None:
    """The matrix of a table and the row of its names; None for a table of another kind.

    `people` are words of the document among which people's names are.
    """
    width = max(map(len, table.rows), default=0)
    for place in range(min(3, len(table.rows) - 1)):
        heading, below = (
            table.rows[place],
            [row for row in table.rows[place + 1 :] if not _is_like(row, table.rows[place])],
        )
        roles = {role for row in table.rows[: place + 1] for cell in row if (role := heading_role(cell.text))}
        if roles.isdisjoint(_BESIDE):
            continue
        names = {at: clean(cell.text) for at, cell in enumerate(heading) if clean(cell.text) and not cell.merged}
        free = {at: name for at, name in names.items() if heading_role(name) is None and not is_title(name)}
        cells = {at: [_blank(row[at].text) for row in below if at < len(row)] for at in free}
        marked = [at for at in free if any(cells[at]) and all(not text or _is_mark(text) for text in cells[at])]
        dated = [
            at
            for at in free
            if any(cells[at])
            and begins_with_name(free[at])
            and all(not _said(text) or _is_time(text, resolver) for text in cells[at])
        ]
        chosen = marked if len(marked) >= len(dated) else dated
        if len(chosen) < _NEED or not _are_bodies([free[at] for at in chosen], table.rows[:place], people, resolver):
            continue
        chosen = [at for at in free if at in chosen or (not any(cells[at]) and min(chosen) <= at <= max(chosen) + 1)]
        timed = frozenset(at for at in chosen if _is_time(free[at], resolver))
        return Matrix({at: free[at] for at in chosen}, timed, width), place
    return None


def goes_on(table: Table, matrix: Matrix) -> bool:
    """Tell whether a table without names of its own has marks where a matrix before it has them, and only there."""
    rows = table.rows
    if not rows or any(len(row) != matrix.width for row in rows):
        return False
    cells = [_blank(row[at].text) for row in rows for at in matrix.names]
    return any(map(_is_mark, cells)) and all(not text or _is_mark(text) for text in cells)


def plain_table(table: Table, matrix: Matrix, heading: int | None, legend: Legend, resolver: DeadlineResolver) -> Table:
    """The table with one column for who answers, who helps and until when; `heading` is the row of the names."""
    body = table.rows if heading is None else table.rows[heading + 1 :]
    roles = _roles(matrix, body, legend)
    kinds = [_BOTH] if _holds_times(matrix, body, resolver) else [_OWNER] * (len(matrix.timed) < len(matrix.names))
    kinds += [_PARTNER] * (_PARTNER in roles.values()) + [_DEADLINE] * bool(matrix.timed)
    heads: list[Row] = []
    if heading is not None:
        above = [
            [row[at] for row in table.rows[: heading + 1] if at < len(row) and clean(row[at].text)]
            for at in range(matrix.width)
        ]
        heads = [_placed(tuple(Cell(cells[-1].text if cells else "") for cells in above), matrix, map(Cell, kinds))]
    rows = [
        heads[0]
        if heading is not None and _is_like(row, table.rows[heading])
        else _placed(row, matrix, _answers(row, matrix, roles, kinds))
        for row in body
    ]
    return Table((*heads, *rows))


def _placed(row: Row, matrix: Matrix, cells: Iterable[Cell]) -> Row:
    """A row with cells in place of those of the matrix."""
    first = min(matrix.names)
    padded = (*row, *[Cell("")] * (matrix.width - len(row)))
    kept = [(at, cell) for at, cell in enumerate(padded) if at not in matrix.names]
    return (*(cell for at, cell in kept if at < first), *cells, *(cell for at, cell in kept if at > first))


def _answers(row: Row, matrix: Matrix, roles: Mapping[str, str], kinds: Sequence[str]) -> list[Cell]:
    """The cells of a row that say who answers, who helps and until when."""
    said: dict[str, list[str]] = {kind: [] for kind in kinds}
    for at, name in matrix.names.items():
        mark = _blank(row[at].text) if at < len(row) else ""
        if at in matrix.timed and mark:
            said[_DEADLINE] = [name]
        elif _BOTH in said and _said(mark):
            said[_BOTH].append(name if _is_mark(mark) else f"{name} - {mark}")
        elif mark and (role := roles.get(_bare(mark), _OWNER)) in said:
            said[role].append(name)
    return [Cell("\n".join(said[kind])) for kind in kinds]


def _roles(matrix: Matrix, rows: Sequence[Row], legend: Legend) -> dict[str, str]:
    """The role of each mark of a matrix: by the legend, by its word or letter, or by what stands out."""
    marks = {
        _bare(row[at].text) for row in rows for at in matrix.names if at < len(row) and _is_mark(row[at].text.strip())
    }
    roles = {mark: role for mark in marks if (role := _meant(mark, legend)) is not None}
    strong = any(mark[:1] in _STRONG for mark in marks)
    faint = any(mark[:1] in _FAINT for mark in marks)
    for mark in marks - roles.keys():
        helps = (mark[:1] in _FAINT and strong) or (mark[:1] not in _STRONG and not faint and strong)
        roles[mark] = _PARTNER if helps else _OWNER
    return (
        roles
        if _OWNER in roles.values()
        else {mark: _OWNER if role == _PARTNER else role for mark, role in roles.items()}
    )


def _meant(mark: str, legend: Legend) -> str | None:
    if mark in legend:
        return legend[mark]
    if word := _WORD.fullmatch(mark):
        return {"owner": _OWNER, "partner": _PARTNER}.get(str(word.lastgroup), "")
    return _LETTERS.get(mark)


def _holds_times(matrix: Matrix, rows: Sequence[Row], resolver: DeadlineResolver) -> bool:
    cells = (row[at].text.strip() for row in rows for at in matrix.names if at < len(row))
    return not matrix.timed and any(_said(text) and not _is_mark(text) and _is_time(text, resolver) for text in cells)


def _are_bodies(names: Sequence[str], above: Sequence[Row], people: frozenset[str], resolver: DeadlineResolver) -> bool:
    """Tell whether the names over marks are bodies, people or times, and no choices such as «فوری · عادی»."""
    if any(_NO_NAMES.match(fold(name)) or strongest_act(name) is not Act.NAMES for name in names):
        return False
    grouped = any(heading_role(cell.text) in {ColumnRole.OWNER, ColumnRole.DEADLINE} for row in above for cell in row)
    known = sum(
        begins_with_name(name) or _is_time(name, resolver) or people.issuperset(fold(name).split()) for name in names
    )
    return grouped or known * 2 > len(names) or (known > 0 and len(names) > _NEED)


def _is_time(text: str, resolver: DeadlineResolver) -> bool:
    """Tell whether a text is a time, also one that is told no day: «هفته سوم»."""
    return _PERIOD.fullmatch(fold(text)) is not None or is_time(text, resolver)


def _blank(text: str) -> str:
    """A cell's text, "" for one that has neither a word nor a sign: «-»."""
    return text.strip() if _said(text) or _is_mark(text.strip()) else ""


def _is_mark(text: str) -> bool:
    folded = _bare(text)
    return bool(folded) and (_SIGN.fullmatch(folded) is not None or _WORD.fullmatch(folded) is not None)


def _said(text: str) -> bool:
    return re.search(r"\w", text) is not None


def _bare(mark: str) -> str:
    return fold(mark).replace("\ufe0f", "").strip(" ()")


def _is_like(row: Row, heading: Row) -> bool:
    return [fold(cell.text) for cell in row] == [fold(cell.text) for cell in heading]
