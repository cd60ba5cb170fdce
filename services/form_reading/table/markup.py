"""Validations, hidden columns and formulas of a table's sheet: openpyxl tells them only of whole sheets in memory."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import openpyxl
from lxml import etree
from openpyxl.utils.cell import coordinate_to_tuple, range_boundaries

MOST_COLUMNS = 100


@dataclass(slots=True)
class Validation:
    """A rule for the cells of a column: ``options`` are the entries of a list of choices, ``kind`` is Excel's type
    of the validation, ``least`` and ``most`` are its bounds.
    """

    kind: str = ""
    options: list[str] = field(default_factory=list)
    least: str = ""
    most: str = ""


@dataclass(slots=True)
class Markup:
    """Columns are counted from 0 on. ``formulas`` are the columns with a formula by the number of their row, for the
    first rows; ``more`` tells that there are words beyond the columns that are read.
    """

    hidden: set[int] = field(default_factory=set)
    formulas: dict[int, set[int]] = field(default_factory=dict)
    validations: dict[int, Validation] = field(default_factory=dict)
    more: bool = False


def read(book: Any, sheet: Any, most_rows: int, words: Callable[[object], str]) -> Markup:
    """Read the markup of a sheet, formulas of its first rows alone; ``words`` are what a cell says."""
    found = Markup()
    with book._archive.open(sheet._worksheet_path) as part:
        for _, element in etree.iterparse(part, tag=("{*}col", "{*}row", "{*}dataValidation"), resolve_entities=False):
            match etree.QName(element).localname:
                case "col":
                    if element.get("hidden") in ("1", "true"):
                        first, last = int(element.get("min", 1)), int(element.get("max", 1))
                        found.hidden |= set(range(first - 1, min(last, MOST_COLUMNS)))
                case "row":
                    _read_row(element, found, most_rows)
                    element.clear()
                case _:
                    _read_validation(element, found, book, sheet, words)
    return found


def _read_row(row: Any, found: Markup, most_rows: int) -> None:
    number, place = int(row.get("r", 0)), -1
    for cell in row.iterchildren("{*}c"):
        place = coordinate_to_tuple(cell.get("r"))[1] - 1 if cell.get("r") else place + 1
        found.more = found.more or (place >= MOST_COLUMNS and len(cell) > 0)
        if number <= most_rows and place < MOST_COLUMNS and cell.find("{*}f") is not None:
            found.formulas.setdefault(number, set()).add(place)


def _read_validation(element: Any, found: Markup, book: Any, sheet: Any, words: Callable[[object], str]) -> None:
    validation = None
    # A list on another sheet stands in an extension, which has as elements what are attributes elsewhere.
    for area in (element.get("sqref") or element.findtext("{*}sqref") or "").split():
        left, _, right, _ = range_boundaries(area)
        for place in range((left or 1) - 1, min(right or 1, MOST_COLUMNS)):
            validation = validation or _validation(element, book, sheet, words)
            found.validations[place] = validation


def _validation(element: Any, book: Any, sheet: Any, words: Callable[[object], str]) -> Validation:
    parts = [element.find(f"{{*}}formula{number}") for number in (1, 2)]
    formulas = ["" if part is None else "".join(part.itertext()).strip() for part in parts]
    found = Validation(element.get("type") or "")
    if found.kind == "list":
        found.options = list(dict.fromkeys(filter(None, map(words, _entries(formulas[0], book, sheet)))))
        return found
    between = (element.get("operator") or "between") == "between"
    numbers = [formula if re.fullmatch(r"-?\d+(\.\d+)?", formula) else "" for formula in formulas]
    if between:
        found.least, found.most = numbers
    elif element.get("operator") in ("greaterThanOrEqual", "greaterThan"):
        found.least = numbers[0]
    elif element.get("operator") in ("lessThanOrEqual", "lessThan"):
        found.most = numbers[0]
    return found


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
