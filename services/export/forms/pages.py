"""Sheets of answers as they are written: headings and widths, cells by their type, rows of a bearable height."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime
from math import ceil
from typing import Any

from services.export.forms.cells import GROUPED, Cell, Column
from services.files.excel import LargeBook

FORMULA = ("=", "+", "-", "@")
"""The first characters of what Excel would take for a formula when the cell is edited."""
PRINTED = 280
"""The characters across one printed page, A4 on its side; a wider sheet goes over several beside each other."""
HEAD_HEIGHT, LINE_HEIGHT, MOST_LINES = 34, 15, 4
"""Heights in points, and the lines of a row that are seen; the cell has the rest."""
DAY, MOMENT = "yyyy-mm-dd", "yyyy-mm-dd hh:mm"
SECOND = "yyyy-mm-dd hh:mm:ss.000"


class Styles:
    """The formats of a workbook's cells: bare by names, with borders and wrapped words otherwise."""

    def __init__(self, book: LargeBook, language: str, *, names: bool) -> None:
        made: dict[str, Any] = {}
        if not names:
            made = {"text_wrap": True, "valign": "top", "border": 1, "border_color": "#C9D2DA"}
            made["reading_order"] = 2 if language == "fa" else 1
        digits = "[$-3000429]" if language == "fa" else ""
        self.plain, self.quoted = book.style(**made), book.style(**made, quote_prefix=True)
        self.number = self.plain if names else book.style(**made, num_format=f"{digits}General")
        self.grouped = self.plain if names else book.style(**made, num_format=f"{digits}#,##0")
        self.day = book.style(**made, num_format=DAY)
        self.moment = book.style(**made, num_format=SECOND if names else MOMENT)


class Page:
    """A sheet that is being written, with the number of its rows so far. By names it is bare, as programs read it."""

    def __init__(
        self,
        book: LargeBook,
        title: str,
        columns: Sequence[Column],
        styles: Styles,
        *,
        names: bool,
        hidden: Collection[int] = (),
    ) -> None:
        self.index = 0
        self._styles, self._names = styles, names
        self._widths = [max(column.width, min(30, len(column.head) + 2)) for column in columns]
        heads = [column.head for column in columns]
        self._hidden = frozenset(hidden)
        if names:
            self._page = book.plain_sheet(title, heads)
            return
        self._page = book.sheet(title, heads, self._widths)
        for place, column in enumerate(columns):
            if column.question and column.question != column.head:
                self._page.write_comment(0, place, column.question, {"x_scale": 2})
        for place in hidden:
            self._page.set_column(place, place, self._widths[place], None, {"hidden": True})
        self._set_up()

    def _set_up(self) -> None:
        """Set the sheet up for A4 on its side, with the head on each page."""
        seen = sum(width for place, width in enumerate(self._widths) if place not in self._hidden)
        self._page.set_landscape()
        self._page.set_paper(9)
        self._page.fit_to_pages(ceil(seen / PRINTED), 0)
        self._page.set_margins(0.3, 0.3, 0.4, 0.4)
        self._page.repeat_rows(0)
        self._page.set_row(0, HEAD_HEIGHT)

    def add(self, values: Sequence[Cell]) -> None:
        """Write the next row."""
        self.index += 1
        if not self._names:
            # A row of the usual height is as high as its longest cell, hidden or not, when the file is opened.
            self._page.set_row(self.index, LINE_HEIGHT * self._lines(values) + 1)
        for place, value in enumerate(values):
            self._write(place, value)

    def close(self) -> None:
        """Put a filter over the columns."""
        if not self._names:
            self._page.autofilter(0, 0, self.index, len(self._widths) - 1)

    def _lines(self, values: Sequence[Cell]) -> int:
        """Return how many lines of a row are seen."""
        lines = 1
        for place, value in enumerate(values):
            if isinstance(value, str) and place not in self._hidden:
                wrapped = (ceil(len(line) * 1.1 / self._widths[place]) for line in value.split("\n"))
                lines = max(lines, sum(max(1, one) for one in wrapped))
        return min(lines, MOST_LINES)

    def _write(self, place: int, value: Cell) -> None:
        page, styles = self._page, self._styles
        match value:
            case None | "":
                if not self._names:
                    page.write_blank(self.index, place, None, styles.plain)
            case str():
                style = styles.quoted if value.startswith(FORMULA) else styles.plain
                page.write_string(self.index, place, value, style)
            case int() | float():
                whole = isinstance(value, int) or value.is_integer()
                style = styles.grouped if whole and abs(value) >= GROUPED else styles.number
                page.write_number(self.index, place, value, style)
            case datetime():
                page.write_datetime(self.index, place, value, styles.moment)
            case date():
                page.write_datetime(self.index, place, value, styles.day)
