"""The table of a workbook: its title, its headings, the values below them and the validations of its cells."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import openpyxl
from lxml import etree
from openpyxl.utils.cell import range_boundaries

from domain.persian.text import fold, normalise, parse_number
from domain.spreadsheet import cell_name
from services import excel
from services.errors import Refused
from services.form_reading import guards
from services.form_reading.problems import Problem, Unreadable

HEAD_WITHIN = 20
"""Rows among which the headings are looked for."""
SAMPLE = 300
"""Rows below the headings whose values are looked at."""
MOST_COLUMNS = 100
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


@dataclass(slots=True)
class TableColumn:
    """A column: its heading, some of its values as Excel has them, and the validation of its cells.

    ``options`` are the entries of a list of choices, ``kind`` is Excel's type of the validation, ``least`` and ``most``
    are its bounds.
    """

    head: str
    values: list[object] = field(default_factory=list)
    kind: str = ""
    options: list[str] = field(default_factory=list)
    least: str = ""
    most: str = ""


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
        sheets = "، ".join(f"«{other}»" for other in others[:5])
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
    whole = [(number, row) for number, row in enumerate(rows[first:], first + 1) if any(map(_words, row))]
    filled = [(number, row) for number, row in whole if not is_total(row)]
    columns = {
        place: TableColumn(head, [row[place] for _, row in filled if place < len(row) and row[place] is not None])
        for place, head in enumerate(heads[:MOST_COLUMNS])
        if head
    }
    for place, validation in _validations(book, sheet):
        if place in columns:
            _take(columns[place], validation, book, sheet)
    cells = [(number, [row[place] if place < len(row) else None for place in columns]) for number, row in filled]
    count = len(filled) + sum(any(map(_words, row)) and not is_total(row) for row in rest)
    left_out = list(_left_out(heads, whole, [number for number, row in whole if is_total(row)]))
    return Table(title[:_LONGEST_HEAD], list(columns.values()), cells, count, left_out)


def _left_out(
    heads: Sequence[str], rows: Sequence[tuple[int, list[object]]], totals: Sequence[int]
) -> Iterator[Problem]:
    """Yield what of a table does not become a question or an answer, and headings that are there twice."""
    if any(_words(row[MOST_COLUMNS]) for _, row in rows if len(row) > MOST_COLUMNS):
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


def _spread(rows: Sequence[list[object]], first: int, merged: Sequence[tuple[int, int, int, int]]) -> None:
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


def _heads(
    rows: Sequence[Sequence[object]], at: int, merged: Sequence[tuple[int, int, int, int]]
) -> tuple[list[str], int]:
    """Return the headings and the first row of values; a heading over several columns stands before each of theirs."""
    at += any(_has_below(rows, at, *area) for area in merged)
    heads = ["" if _ERROR.match(words) else words for words in map(_words, rows[at])]
    several = at > 0 and len(set(filter(None, map(_words, rows[at - 1])))) > 1
    above: dict[int, str] = {}
    for first, left, last, right in merged:
        if several and first == last == at - 1 and right > left and left < len(rows[first]):
            above |= dict.fromkeys(range(left, right + 1), _words(rows[first][left]))
        elif left == right and first < at <= last and left < len(heads) and left < len(rows[first]):
            heads[left] = heads[left] or _words(rows[first][left])
    return [f"{above[n]}: {head}" if head and above.get(n) else head for n, head in enumerate(heads)], at + 1


def _has_below(rows: Sequence[Sequence[object]], at: int, first: int, left: int, last: int, right: int) -> bool:
    """Tell whether an area of the row of headings spans columns that have headings of their own below it."""
    if not (first == last == at and right > left and at + 1 < len(rows)):
        return False
    below = rows[at + 1][left : right + 1]
    return len(below) > 1 and all(isinstance(cell, str) for cell in below)


def _words(cell: object) -> str:
    return " ".join(normalise(str(cell)).split()) if cell is not None else ""


def _validations(book: Any, sheet: Any) -> Iterator[tuple[int, Any]]:
    """Yield the validations of a sheet by column, from 0 on; openpyxl tells them only of whole sheets in memory."""
    with book._archive.open(sheet._worksheet_path) as part:
        for _, element in etree.iterparse(part, tag=("{*}row", "{*}dataValidation"), resolve_entities=False):
            if element.tag.endswith("row"):
                element.clear()
                continue
            for area in (element.get("sqref") or "").split():
                left, _, right, _ = range_boundaries(area)
                for place in range((left or 1) - 1, min(right or 1, MOST_COLUMNS)):
                    yield place, element


def _take(column: TableColumn, validation: Any, book: Any, sheet: Any) -> None:
    """Take over what a validation says of a column."""
    formulas = [validation.findtext(f"{{*}}formula{number}") or "" for number in (1, 2)]
    column.kind = validation.get("type") or ""
    if column.kind == "list":
        column.options = list(dict.fromkeys(filter(None, map(_words, _entries(formulas[0], book, sheet)))))
        return
    between = (validation.get("operator") or "between") == "between"
    numbers = [formula if re.fullmatch(r"-?\d+(\.\d+)?", formula) else "" for formula in formulas]
    if between:
        column.least, column.most = numbers
    elif validation.get("operator") in ("greaterThanOrEqual", "greaterThan"):
        column.least = numbers[0]
    elif validation.get("operator") in ("lessThanOrEqual", "lessThan"):
        column.most = numbers[0]


def _entries(formula: str, book: Any, sheet: Any) -> list[object]:
    """Return the entries of a list: written out, or the cells of a range or of a name for one."""
    if formula.startswith('"'):
        return list(re.split(r"[,،;؛]", formula.strip('"')))
    if formula in book.defined_names:
        formula = book.defined_names[formula].attr_text or ""
    found = re.fullmatch(r"(?:'?([^'!]+)'?!)?(\$?[A-Z]+\$?\d+:\$?[A-Z]+\$?\d+)", formula)
    if found is None:
        return []
    named = found[1] or sheet.title
    if named not in book.sheetnames:
        return []
    left, top, right, bottom = range_boundaries(found[2].replace("$", ""))
    whole = openpyxl.load_workbook(io.BytesIO(book._archive.fp.getvalue()), read_only=True, data_only=True)
    try:
        rows = whole[named].iter_rows(top, min(bottom or 1, (top or 1) + 1000), left, right, values_only=True)
        return [cell for row in rows for cell in row]
    finally:
        whole.close()
