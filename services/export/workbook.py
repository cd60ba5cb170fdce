"""The workbook of an export, written row by row as the rows are read. Imported only where jobs run."""

from collections.abc import AsyncIterator, Callable, Iterable
from datetime import date, datetime
from math import ceil
from pathlib import Path
from typing import Any

from sqlalchemy import Row, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from domain.chat.screens import Text
from domain.dates import jalali
from domain.persian.text import persian_digits
from services.export.attachments import Attachments
from services.export.tables import Column, ExportContext, Line, Shape, Sheet, Value
from services.files.excel import LargeBook

SLICE = 500
"""Rows that are read at once."""
DATED = (Shape.DAY, Shape.MOMENT)
DATE_WIDTH = 12
PRINTED = 280
"""The characters across one printed page, A4 on its side; a wider sheet goes over several beside each other."""
HEAD_HEIGHT = 34
"""The height of the head in points, for two lines."""
FORMULA = ("=", "+", "-", "@")
"""The first characters of what Excel would take for a formula when the cell is edited."""


class Writer:
    """The writer of one workbook. ``read`` is called with the number of rows after each slice."""

    def __init__(
        self, path: Path, language: str, export: ExportContext, attachments: Attachments, *, personal: bool
    ) -> None:
        self.book = LargeBook(language, path)
        self._persian = language == "fa"
        self._export, self._attachments, self._personal = export, attachments, personal
        cell = {"text_wrap": True, "valign": "top", "border": 1, "border_color": "#C9D2DA"}
        cell["reading_order"] = 2 if self._persian else 1
        self._words = self.book.style(**cell)
        self._quoted = self.book.style(**cell, quote_prefix=True)
        from_left = {**cell, "reading_order": 1, "align": "center"}
        self._code, self._quoted_code = (self.book.style(**from_left, quote_prefix=quoted) for quoted in (False, True))
        digits = "[$-3000429]#,##0" if self._persian else "#,##0"
        self._number = self.book.style(**cell, num_format=digits)
        self._day = self.book.style(**cell, num_format="yyyy-mm-dd")
        self._moment = self.book.style(**cell, num_format="yyyy-mm-dd hh:mm")

    async def write(self, session: AsyncSession, sheet: Sheet, read: Callable[[int], None]) -> None:
        """Write one sheet, its head frozen and with a filter on every column."""
        columns = [column for column in sheet.columns if self._personal or not column.personal]
        heads, widths = zip(*self._heads(columns), strict=True)
        page = self.book.sheet(self.book.say(f"book.sheet.{sheet.name}"), heads, widths)
        page.set_landscape()
        page.set_paper(9)
        page.fit_to_pages(ceil(sum(widths) / PRINTED), 0)
        page.set_margins(0.3, 0.3, 0.4, 0.4)
        page.repeat_rows(0)
        page.set_row(0, HEAD_HEIGHT)
        number = 0
        async for slice_ in _slices(session, sheet, self._export):
            beside = await sheet.beside(session, slice_, self._export)
            for row in slice_:
                number += 1
                line = Line(row, {**beside.get(row.id, {}), **self._filed(sheet, row)}, self._export.today)
                self._write_row(page, number, (self._cells(column, line) for column in columns))
            read(len(slice_))
        page.autofilter(0, 0, number, len(heads) - 1)

    def titles(self, sheets: Iterable[Sheet]) -> set[str]:
        """Return the titles of some sheets."""
        return {self.book.say(f"book.sheet.{sheet.name}") for sheet in sheets}

    def close(self) -> None:
        """Finish the file."""
        self.book.close()

    def _heads(self, columns: Iterable[Column]) -> Iterable[tuple[str, int]]:
        for column in columns:
            head = self.book.say(f"book.head.{column.name}")
            yield head, max(column.width, len(head) + 3)
            if column.shape in DATED:
                yield self.book.say("book.true_date", head=head), DATE_WIDTH + 4 * (column.shape is Shape.MOMENT)

    def _filed(self, sheet: Sheet, row: Row[Any]) -> dict[str, str]:
        """Put a row's files into the archive, and name them.

        What a hidden author sent goes to the secretariat alone, without its own name: it could tell who that is.
        """
        files = getattr(row, "attachments", None)
        if not files:
            return {}
        if getattr(row, "anonymous", False):
            if not self._personal:
                return {"files": self.book.say("book.hidden_files", count=len(files))}
            files = [{**file, "name": ""} for file in files]
        kind = self.book.say(f"book.file.{sheet.name}")
        return {"files": "\n".join(self._attachments.add(kind, row.id, getattr(row, "agency", ""), files))}

    def _write_row(self, page: Any, number: int, values: Iterable[list[tuple[Any, Any]]]) -> None:
        place = 0
        for cells in values:
            for value, style in cells:
                match value:
                    case None | "":
                        page.write_blank(number, place, None, style)
                    case str():
                        page.write_string(number, place, value, style)
                    case int():
                        page.write_number(number, place, value, style)
                    case _:
                        page.write_datetime(number, place, value, style)
                place += 1

    def _cells(self, column: Column, line: Line) -> list[tuple[Any, Any]]:
        """The one or two cells of a column in a line, each a value with its style."""
        value = column.value(line)
        if column.shape is Shape.NUMBER:
            return [(value, self._number)]
        if column.shape is Shape.DAY:
            return [(self._jalali(value) if isinstance(value, date) else "", self._words), (value, self._day)]
        if column.shape is Shape.MOMENT:
            if not isinstance(value, datetime):
                return [("", self._words), (None, self._moment)]
            # Excel knows no zones: the hour is the organisation's.
            local = value.astimezone(self._export.zone).replace(tzinfo=None)
            clock = f"{local:%H:%M}"
            words = f"{self._jalali(local.date())} {persian_digits(clock) if self._persian else clock}"
            return [(words, self._words), (local, self._moment)]
        words = self._say(value)
        styles = (self._code, self._quoted_code) if column.code else (self._words, self._quoted)
        return [(words, styles[words.startswith(FORMULA)])]

    def _jalali(self, day: date) -> str:
        return jalali.format_short(day) if self._persian else "{:04}/{:02}/{:02}".format(*jalali.to_jalali(day))

    def _say(self, value: Value) -> str:
        return self.book.say(value.key, **value.params) if isinstance(value, Text) else str(value or "")


async def count(session: AsyncSession, sheet: Sheet, export: ExportContext) -> int:
    """Count the rows of a sheet."""
    rows = sheet.query(export).order_by(None).subquery()
    return await session.scalar(select(func.count()).select_from(rows)) or 0


async def _slices(session: AsyncSession, sheet: Sheet, export: ExportContext) -> AsyncIterator[list[Row[Any]]]:
    """Read a sheet's rows in slices by their ids, so that no more than one slice is in memory."""
    query = sheet.query(export)
    key = query.selected_columns[0]
    last = 0
    while rows := list(await session.execute(query.where(key > last).order_by(key).limit(SLICE))):
        yield rows
        last = rows[-1].id
