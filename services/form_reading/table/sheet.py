"""The table of a workbook: its title, its headings, the values below them and the validations of its cells."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from lxml import etree

from domain.persian.text import fold, normalise, parse_number
from domain.spreadsheet import cell_name
from services.errors import Refused
from services.files import excel
from services.form_reading import guards
from services.form_reading.problems import Problem, Unreadable
from services.form_reading.table import markup
from services.form_reading.table.column_types import NUMBERING
from services.form_reading.table.markup import MOST_COLUMNS, Markup, Validation

HEAD_WITHIN = 20
"""Rows among which the headings are looked for."""
SAMPLE = 300
"""Rows below the headings whose values are looked at."""
MOST_ROWS = 20_000
"""Rows that are counted."""
_LONGEST_HEAD = 200
_ERROR = re.compile(r"#(REF!|N/A|VALUE!|DIV/0!|NAME\?|NUM!|NULL!|SPILL!)")
_TOTALS = frozenset(map(fold, ("جمع", "جمع کل", "جمع کل:", "مجموع", "سرجمع", "total", "sum", "grand total")))
_SURVEY_TYPES = re.compile(
    r"(text|string|int(eger)?|decimal|date|time|datetime|note|calculate|image|photo|audio|video|file|geo(point|trace|shape)"
    r"|barcode|acknowledge|trigger|hidden|range|rank|start|end|today|username|deviceid|select(_(one|multiple))?|begin|add)"
    r"(?![^\W_])"
)

Area = tuple[int, int, int, int]
"""Merged cells: the first row and column, and the last row and column, from 0 on."""


@dataclass(slots=True)
class TableColumn:
    """A column: its heading, some of its values as Excel has them, and the validation of its cells.

    ``unasked`` says why nobody is asked for it: ``formula`` or ``hidden``.
    """

    head: str
    values: list[object] = field(default_factory=list)
    validation: Validation = field(default_factory=Validation)
    unasked: str = ""


@dataclass(slots=True)
class Table:
    """A table as it was found; ``title`` is what stands above it, or the sheet's name.

    ``rows`` are the first of its rows of values, each with its number in the sheet and a cell for each column;
    ``count`` counts all of them. ``left_out`` says what else the workbook holds and is not read.
    """

    title: str
    columns: list[TableColumn]
    rows: list[tuple[int, list[object]]] = field(default_factory=list)
    count: int = 0
    left_out: list[Problem] = field(default_factory=list)


def has_survey(data: bytes) -> bool:
    """Tell whether a workbook is an XLSForm, by the name of a sheet or by its columns. Raises Unreadable."""
    guards.check(data)
    try:
        with excel.opened(data, "forms.broken") as book:
            titles = {title.strip().lower() for title in book.sheetnames}
            return bool(titles & {"survey", "choices"}) or any(map(is_survey, book.worksheets))
    except Refused as refused:
        raise Unreadable(refused.text.key) from refused
    except (zipfile.BadZipFile, KeyError, ValueError, TypeError, SyntaxError, OSError) as error:
        raise Unreadable("forms.broken") from error


def read_table(data: bytes) -> Table:
    """Find the table of a workbook: the sheet with the most headings. Raises Unreadable."""
    guards.check(data)
    try:
        with excel.opened(data, "forms.broken") as book:
            begun = [(sheet, *_begun(sheet)) for sheet in book.worksheets if _is_seen(sheet)]
            filled = [one for one in begun if any(cell is not None for row in one[1] for cell in row)]
            read = [(sheet.title, _table(book, sheet, rows, rest)) for sheet, rows, rest in filled]
            found = [(title, table) for title, table in read if table is not None]
    except Refused as refused:
        raise Unreadable(refused.text.key) from refused
    except (zipfile.BadZipFile, KeyError, ValueError, TypeError, etree.XMLSyntaxError, SyntaxError, OSError) as error:
        raise Unreadable("forms.broken") from error
    if not found:
        raise Unreadable("forms.no_table")
    title, table = max(found, key=lambda one: len(one[1].columns))
    if others := [sheet.title for sheet, *_ in filled if sheet.title != title]:
        sheets = "، ".join(f"«{other}»" for other in others)
        table.left_out.append(Problem("forms.table.other_sheets", {"sheets": sheets}))
    return table


def is_survey(sheet: Any) -> bool:
    """Tell whether a sheet looks like the survey of an XLSForm: it has its columns, and its types below them."""
    if not hasattr(sheet, "iter_rows"):
        return False
    sheet.reset_dimensions()
    head, *rows = [[_words(cell).lower() for cell in row] for row in _first_rows(sheet)] or [[]]
    if "type" not in head:
        return False
    types = [row[head.index("type")] for row in rows if len(row) > head.index("type")]
    known = any(map(_SURVEY_TYPES.match, types))
    return known or (not any(types) and "name" in head)


def _first_rows(sheet: Any) -> Iterator[tuple[object, ...]]:
    return iter(sheet.iter_rows(max_row=HEAD_WITHIN, max_col=MOST_COLUMNS, values_only=True))


def _is_seen(sheet: Any) -> bool:
    return hasattr(sheet, "iter_rows") and sheet.sheet_state == "visible"


def _begun(sheet: Any) -> tuple[list[list[object]], Iterator[tuple[object, ...]]]:
    """Return the first rows of a sheet, and the rest of them as they are read."""
    sheet.reset_dimensions()
    rows = sheet.iter_rows(max_row=MOST_ROWS, max_col=MOST_COLUMNS + 1, values_only=True)
    return [list(cells) for _, cells in zip(range(HEAD_WITHIN + SAMPLE), rows, strict=False)], rows


def _table(book: Any, sheet: Any, rows: list[list[object]], rest: Iterator[tuple[object, ...]]) -> Table | None:
    at = _head(rows)
    if at is None:
        return None
    merged = excel.merged(book, sheet)
    heads, first = _heads(rows, at, merged)
    _spread(rows, first, merged)
    title = next((words for row in rows[:at] if (words := " ".join(filter(None, map(_words, row))))), sheet.title)
    marked = markup.read(book, sheet, len(rows), _words)
    data = [(number, row) for number, row in enumerate(rows[first:], first + 1) if not is_total(row)]
    columns = {
        place: TableColumn(head, validation=marked.validations.get(place, Validation()), unasked=unasked)
        for place, (head, unasked) in enumerate(zip(heads, _unasked(heads, data, marked), strict=True))
        if head and place < MOST_COLUMNS
    }
    aside = {place for place, one in columns.items() if one.unasked or fold(one.head) in NUMBERING}

    def is_filled(row: Sequence[object]) -> bool:
        return any(_words(cell) for place, cell in enumerate(row) if place not in aside)

    filled = [(number, row) for number, row in data if is_filled(row)]
    for place, column in columns.items():
        column.values = [row[place] for _, row in filled if place < len(row) and row[place] is not None]
    cells = [(number, [row[place] if place < len(row) else None for place in columns]) for number, row in filled]
    count, totals = len(filled), [number for number, row in enumerate(rows[first:], first + 1) if is_total(row)]
    for number, row in enumerate(rest, len(rows) + 1):
        if is_total(row):
            totals.append(number)
        else:
            count += is_filled(row)
    left_out = list(_left_out(heads, filled, totals, more=marked.more))
    return Table(title[:_LONGEST_HEAD], list(columns.values()), cells, count, left_out)


def _unasked(heads: Sequence[str], rows: Sequence[tuple[int, list[object]]], marked: Markup) -> Iterator[str]:
    """Yield for each column why it is not asked: it is hidden, or most of its cells are formulas."""
    computed = set()
    for place in range(len(heads)):
        formulas = {number for number, _ in rows if place in marked.formulas.get(number, ())}
        typed = sum(place < len(row) and bool(_words(row[place])) for number, row in rows if number not in formulas)
        if len(formulas) > typed:
            computed.add(place)
    asked = {place for place, head in enumerate(heads) if head and fold(head) not in NUMBERING} - marked.hidden
    if asked <= computed:
        # A table that mirrors another sheet is formulas throughout.
        computed = set()
    for place in range(len(heads)):
        yield "hidden" if place in marked.hidden else "formula" if place in computed else ""


def _left_out(
    heads: Sequence[str], rows: Sequence[tuple[int, list[object]]], totals: Sequence[int], *, more: bool
) -> Iterator[Problem]:
    """Yield what of a table does not become a question or an answer, and headings that are there twice."""
    if more:
        yield Problem("forms.table.more_columns", {"most": MOST_COLUMNS})
    filled = {place for _, row in rows for place, cell in enumerate(row[:MOST_COLUMNS]) if _words(cell)}
    for place in sorted(filled):
        if place >= len(heads) or not heads[place]:
            yield Problem("forms.table.headless", {"column": cell_name(0, place).rstrip("0123456789")})
    for number in totals:
        yield Problem("forms.table.total", {"row": number})
    for head in dict.fromkeys(head for head in heads if head and heads.count(head) > 1):
        yield Problem("forms.table.same_heads", {"head": head})


def is_total(row: Sequence[object]) -> bool:
    """Tell whether a row adds the others up."""
    words = [word for cell in row if (word := _words(cell))]
    return any(fold(word).rstrip(":") in _TOTALS for word in words[:2])


def _spread(rows: Sequence[list[object]], first: int, merged: Sequence[Area]) -> None:
    """Give the words of cells that are merged downwards to each of their rows that has any."""
    for top, left, last, _ in merged:
        if first <= top < last and top < len(rows) and left < len(rows[top]):
            for row in rows[top + 1 : last + 1]:
                if left < len(row) and any(map(_words, row)):
                    row[left] = rows[top][left]


def _head(rows: Sequence[Sequence[object]]) -> int | None:
    """Return the row of headings: the first that has two different words, unless a later one has half as many more.

    Headings may be there twice, and a column have none. Numbers are headings only where there are no others, as years.
    """
    for fits in (lambda word: parse_number(word) is None, bool):
        best, most = None, 1
        for at, row in enumerate(rows[:HEAD_WITHIN]):
            words = [_words(cell) for cell in row if cell is not None]
            if not all(isinstance(cell, str | None) for cell in row) or max(map(len, words), default=0) > _LONGEST_HEAD:
                continue
            count = sum(fits(word) for word in words if word)
            if count > most and len(set(words)) > 1 and (best is None or count * 2 > most * 3):
                best, most = at, count
        if best is not None:
            return best
    return None


def _heads(rows: Sequence[Sequence[object]], at: int, merged: Sequence[Area]) -> tuple[list[str], int]:
    """Return the headings and the first row of values; a heading over several columns stands before each of theirs."""
    while any(_has_below(rows, at, area, merged) for area in merged):
        at += 1
    heads = ["" if _ERROR.match(words) else words for words in map(_words, rows[at])]
    top = at
    while top and _is_level(rows[top - 1], top - 1, merged):
        top -= 1
    above: dict[int, str] = {}
    for level in range(top, at):
        spans = [area for area in merged if area[0] == area[2] == level and area[3] > area[1]]
        spanned = {place: left for _, left, _, right in spans for place in range(left, right + 1)}
        for place in range(len(heads)):
            # A narrow heading counts where it stands below a wide one.
            own = spanned.get(place, place if above.get(place) else -1)
            if 0 <= own < len(rows[level]) and (words := _words(rows[level][own])):
                above[place] = f"{above[place]}: {words}" if above.get(place) else words
    for first, left, last, right in merged:
        if left == right and first < at <= last and left < len(heads) and left < len(rows[first]):
            heads[left] = heads[left] or _words(rows[first][left])
            above.pop(left, None)
    return [f"{above[n]}: {head}" if head and above.get(n) else head for n, head in enumerate(heads)], at + 1


def _is_level(row: Sequence[object], at: int, merged: Sequence[Area]) -> bool:
    """Tell whether a row above the headings has some of its own, over several columns; a title is one alone."""
    wide = any(first == last == at and right > left for first, left, last, right in merged)
    return wide and len(set(filter(None, map(_words, row)))) > 1


def _has_below(rows: Sequence[Sequence[object]], at: int, area: Area, merged: Sequence[Area]) -> bool:
    """Tell whether an area of the row of headings spans columns that have headings of their own below it."""
    first, left, last, right = area
    if not (first == last == at and right > left and at + 1 < len(rows)):
        return False
    below = rows[at + 1][left : right + 1]
    covered = {place for top, begin, _, end in merged if top == at + 1 for place in range(begin + 1, end + 1)}
    own = [isinstance(cell, str) for place, cell in enumerate(below, left) if place not in covered or cell is not None]
    return len(below) > 1 and len(own) > 1 and all(own)


def _words(cell: object) -> str:
    return " ".join(normalise(str(cell)).split()) if cell is not None else ""
