"""The writer of a form's workbook: instructions, pages with lists and validations, and what it is known by."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

from domain.forms.compiled.model import CompiledForm, Control
from domain.forms.xforms.numbers import MOST_WHOLE
from domain.forms.xpath.references import Place
from domain.spreadsheet import cell_name
from services.files.excel import LargeBook
from services.form_sheets import marks, recognition
from services.form_sheets.grids import Grid, GridLine, Identity
from services.form_sheets.layout import Column, Layout, Page
from services.form_sheets.offers import Offers
from services.form_sheets.writing.formulas import Formulas, Target
from services.form_sheets.writing.instructions import Instructions, hint_of, print_on_one_width
from services.form_sheets.writing.lists import SHEET as LISTS
from services.form_sheets.writing.lists import Lists

LAST_ROW = 20_000
"""The last row that gets lists and validations."""
MOST_COMMENTS = 1000
"""Wrong cells that get a comment; the colour is enough for more."""
UPRIGHT = ("question", "answer", "hint", "code")
"""The columns of the page of single questions."""
ANSWER = 1
_WIDTHS = (46, 34, 52, 4)


class BookWriter:
    """Writes one workbook to a path."""

    def __init__(self, path: Path, language: str, form: CompiledForm, layout: Layout, offers: Offers) -> None:
        self._book = LargeBook(language, path)
        self._form, self._layout, self._offers, self._language = form, layout, offers, language
        self._lists = Lists(offers)
        cell = {"text_wrap": True, "valign": "top", "border": 1, "border_color": "#C9D2DA"}
        cell["reading_order"] = 2 if language == "fa" else 1
        self._plain = self._book.style(**cell)
        self._text = self._book.style(**cell, num_format="@")
        self._whole = self._book.style(**cell, num_format="[$-3000429]0" if language == "fa" else "0")
        self._code = self._book.style(num_format=";;;")
        self._day = self._book.style(**cell, num_format="yyyy-mm-dd")
        self._moment = self._book.style(**cell, num_format="yyyy-mm-dd hh:mm")
        self._fixed = self._book.style(**cell, font_color="#5F6B76", bg_color="#F4F6F8")
        self._section = self._book.style(**cell, bold=True, bg_color="#DCE6F0")
        wrong = {**cell, "bg_color": "#F9D2D2", "font_color": "#8A1C1C"}
        self._wrong = self._book.style(**wrong, num_format="@")
        self._wrong_day = self._book.style(**wrong, num_format="yyyy-mm-dd")
        self._grey = self._book.style(font_color="#9AA5AF", bg_color="#ECEFF2")
        self._comments = 0
        self._is_marked = False

    def write(self, grids: Mapping[Place, Grid], identity: Identity) -> None:
        """Write all sheets and close the file."""
        Instructions(self._book, self._layout, self._offers, self._language).write(self._form.title)
        for page in self._layout.pages:
            grid = grids.get(page.place, Grid())
            if page.upright:
                self._upright(page, grid)
            else:
                self._table(page, grid)
        lists = self._book.sheet(LISTS, (), ())
        self._lists.write(lists)
        lists.hide()
        hidden = self._book.sheet(marks.SHEET, (), ())
        for number, line in enumerate(marks.lines(self._layout, identity)):
            hidden.write_row(number, 0, line)
        hidden.very_hidden()
        if (sheet_id := identity.ids.get("sheet", "")).isdecimal():
            self._book.name(recognition.NAME, int(sheet_id))
        self._book.close()

    def _upright(self, page: Page, grid: Grid) -> None:
        """Write the questions below each other, the groups' names between them."""
        heads = [self._book.say(f"form_sheet.head.{name}") for name in UPRIGHT]
        sheet = self._book.sheet(page.title, [*heads, *grid.extras], [*_WIDTHS, *[20] * len(grid.extras)], frozen=1)
        sheet.set_column(len(UPRIGHT) - 1, len(UPRIGHT) - 1, 4, None, {"hidden": True})
        print_on_one_width(sheet)
        line = grid.lines[0] if grid.lines else GridLine([])
        places = upright_rows(page)
        sections = dict(_sections(page))
        cells = {column.place: f"$B${places[column.place] + 1}" for column in page.columns}
        for number, column in enumerate(page.columns):
            at = places[column.place]
            if column.section and column.place in sections:
                sheet.write_string(at - 1, 0, column.section, self._section)
                sheet.write_blank(at - 1, ANSWER, None, self._section)
                sheet.write_blank(at - 1, 2, None, self._section)
            sheet.write_string(at, 0, _starred(column, column.question), self._fixed)
            value = line.cells[number] if number < len(line.cells) else ""
            self._cell(sheet, at, ANSWER, value, self._style(column), line.marks.get(number, ""))
            sheet.write_string(at, 2, hint_of(self._book, column, self._language), self._fixed)
            sheet.write_string(at, 3, "/".join(column.place[1:]), self._code)
            self._validate(sheet, column, (at, ANSWER, at), cells)
        for number, cells_ in enumerate(grid.below, max(places.values(), default=0) + 2):
            for place, value in enumerate(cells_):
                self._cell(sheet, number, place, value, self._plain, "")

    def _table(self, page: Page, grid: Grid) -> None:
        """Write the rows of a repeat below each other."""
        first = ["row"] if page.parent is None else ["row", "parent_row"]
        heads = [self._book.say(f"form_sheet.head.{name}") for name in first]
        heads += [*(_starred(column, column.head) for column in page.columns), *grid.extras]
        widths = [7, 9][: len(first)] + [_width(column) for column in page.columns] + [20] * len(grid.extras)
        sheet = self._book.sheet(page.title, heads, widths, frozen=len(first) + 1)
        sheet.set_row(0, 48)
        print_on_one_width(sheet)
        for place, column in enumerate(page.columns, len(first)):
            sheet.set_column(place, place, _width(column), self._style(column))
            if column.question != column.head:
                sheet.write_comment(0, place, column.question, {"x_scale": 2})
        number = 0
        for line in grid.lines:
            number = max(number + 1, line.row - 1)
            self._cell(sheet, number, 0, line.number, self._fixed, "")
            if page.parent is not None:
                self._cell(sheet, number, 1, line.parent, self._plain, line.marks.get(-1, ""))
            for place, value in enumerate(line.cells):
                mark = line.marks.get(place, "")
                self._cell(sheet, number, place + len(first), value, self._style(page.columns[place]), mark)
            for place, value in enumerate(line.extras, len(first) + len(page.columns)):
                self._cell(sheet, number, place, value, self._plain, "")
        columns = {column.place: place for place, column in enumerate(page.columns, len(first))}
        cells = self._single_cells()
        cells |= {place: f"${cell_name(1, at)}" for place, at in columns.items()}
        for column in page.columns:
            self._validate(sheet, column, (1, columns[column.place], LAST_ROW), cells)

    def _single_cells(self) -> dict[Place, str]:
        """Return the cells of the single questions, as other pages name them."""
        page = next((page for page in self._layout.pages if page.upright), None)
        if page is None:
            return {}
        title = page.title.replace("'", "''")
        return {place: f"'{title}'!$B${row + 1}" for place, row in upright_rows(page).items()}

    def _cell(self, sheet: Any, row: int, place: int, value: object, style: Any, mark: str) -> None:
        if mark:
            if not self._is_marked:
                self._is_marked = True
                sheet.activate()
            style = self._wrong_day if isinstance(value, date) else self._wrong
            if self._comments < MOST_COMMENTS:
                self._comments += 1
                sheet.write_comment(row, place, mark, {"x_scale": 2, "y_scale": 1 + len(mark) / 120})
        match value:
            case None | "":
                sheet.write_blank(row, place, None, style)
            case bool():
                sheet.write_boolean(row, place, value, style)
            case int() | float():
                sheet.write_number(row, place, value, style)
            case datetime():
                sheet.write_datetime(row, place, value, style if mark else self._moment)
            case date():
                sheet.write_datetime(row, place, value, style if mark else self._day)
            case time():
                sheet.write_string(row, place, value.isoformat(), style)
            case _:
                sheet.write_string(row, place, str(value), style)

    def _style(self, column: Column) -> Any:
        kind = column.element.type
        if column.element.control is Control.SELECT_ONE:
            return self._plain
        return self._whole if kind == "int" else self._plain if kind == "decimal" else self._text

    def _validate(self, sheet: Any, column: Column, at: tuple[int, int, int], cells: Mapping[Place, str]) -> None:
        """Give cells their list or constraint, and say on choosing one what to write; another entry only warns."""
        first, place, last = at
        rule: dict[str, Any] = {
            "input_title": column.head[:31],
            "input_message": self._message(column)[:254],
            "error_type": "warning",
            "error_title": self._book.say("form_sheet.refused_title"),
            "error_message": self._refusal(column),
            "validate": "any",
        }
        formulas = Formulas(column.place, self._target(cells))
        element = column.element
        if element.control is Control.SELECT_ONE:
            source = self._lists.source(column, cells.get)
            rule |= {"validate": "list", "source": source} if source else {}
        elif element.control is Control.TRIGGER:
            rule |= {"validate": "list", "source": [self._book.say("form_sheet.yes")]}
        elif element.control is Control.RANGE and element.bounds:
            low, high = sorted(map(float, element.bounds[:2]))
            rule |= {"validate": "decimal", "criteria": "between", "minimum": low, "maximum": high}
        elif element.constraint is not None and (formula := formulas.constraint(element.constraint)):
            rule |= {"validate": "custom", "value": formula}
        elif element.type == "int":
            rule |= {"validate": "integer", "criteria": "between", "minimum": -MOST_WHOLE, "maximum": MOST_WHOLE}
        sheet.data_validation(first, place, last, place, rule)
        if element.relevant is not None and (formula := formulas.irrelevant(element.relevant)):
            grey = {"type": "formula", "criteria": formula, "format": self._grey}
            sheet.conditional_format(first, place, last, place, grey)

    def _message(self, column: Column) -> str:
        """Return what is said on choosing a cell: the question where its heading is short, and what to write."""
        hint = hint_of(self._book, column, self._language)
        return hint if column.question == column.head else f"{column.question}\n{hint}"

    def _refusal(self, column: Column) -> str:
        words = column.element.constraint_message.get(self._language) or []
        said = "".join(part for part in words if isinstance(part, str))
        return (said or self._book.say("form_sheet.refused"))[:225]

    def _target(self, cells: Mapping[Place, str]) -> Any:
        elements = dict(self._form.each())

        def target(place: Place) -> Target | None:
            if place not in cells:
                return None
            element = elements[place]
            labels = self._offers.everything(place).labels if element.control is Control.SELECT_ONE else {}
            return Target(cells[place], element, labels)

        return target


def upright_rows(page: Page) -> dict[Place, int]:
    """Return the row of each question of an upright page; a group's name stands before its first one."""
    found: dict[Place, int] = {}
    sections = dict(_sections(page))
    row = 0
    for column in page.columns:
        row += 2 if column.place in sections else 1
        found[column.place] = row
    return found


def _sections(page: Page) -> list[tuple[Place, str]]:
    """Return the questions before which a new group begins, with its name."""
    found, last = [], ""
    for column in page.columns:
        if column.section and column.section != last:
            found.append((column.place, column.section))
        last = column.section
    return found


def _starred(column: Column, words: str) -> str:
    return f"{words} *" if column.always_required else words


def _width(column: Column) -> int:
    if column.element.type in ("int", "decimal", "date", "time"):
        return 16
    return 26 if column.element.control else 20
