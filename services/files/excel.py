"""Reading and writing of Excel workbooks. Imported only where long work runs, as the two libraries are heavy."""

import io
import zipfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import openpyxl
import xlsxwriter
from lxml import etree
from openpyxl.utils.cell import range_boundaries
from openpyxl.utils.exceptions import InvalidFileException
from xlsxwriter.utility import xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from domain.chat.screens import T
from domain.dates import jalali
from domain.persian.text import persian_digits
from services.errors import Refused
from services.files.known_files import MARK, FileKind
from texts.format import Formatter

AS_WORDS = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
"""Nothing that somebody typed becomes a formula or a link, neither in a cell nor in a heading."""
LONGEST_CELL = 32_000
"""The letters of a cell, as UTF-16 counts them; Excel takes 32,767. The rest goes to a sheet of its own."""
HEAD = {"bold": True, "bg_color": "#E8EEF4", "border": 1, "valign": "vcenter", "text_wrap": True}


@contextmanager
def opened(data: bytes, refusal: str) -> Iterator[openpyxl.Workbook]:
    """Open a workbook for reading, its formulas as the values that Excel last computed.

    Raises Refused with the text ``refusal`` for what is no Excel workbook.
    """
    try:
        book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
    except (InvalidFileException, zipfile.BadZipFile, KeyError, ValueError, OSError) as error:
        raise Refused(refusal) from error
    try:
        yield book
    finally:
        book.close()


def merged(book: Any, sheet: Any) -> list[tuple[int, int, int, int]]:
    """The merged cells of an opened workbook's sheet, as (first row, column, last row, column) counted from 0.

    openpyxl tells them only where it loads whole sheets into memory, so they are read from the sheet's part.
    Raises ValueError for a part that is broken.
    """
    ranges = []
    try:
        with book._archive.open(sheet._worksheet_path) as part:
            for _, element in etree.iterparse(part, tag=("{*}row", "{*}mergeCell"), resolve_entities=False):
                if element.tag.endswith("mergeCell"):
                    left, first, right, last = (int(edge or 1) - 1 for edge in range_boundaries(element.get("ref", "")))
                    ranges.append((first, left, last, right))
                element.clear()
                while element.getprevious() is not None:
                    del element.getparent()[0]
    except etree.XMLSyntaxError as error:
        raise ValueError("the sheet is broken") from error
    return ranges


def words(cell: object) -> str:
    """A cell's value as it was typed.

    Excel keeps whole numbers as 12.0, and a phone number without its zero as a number.
    """
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return cell.isoformat() if isinstance(cell, datetime | date) else str(cell)


def jalali_moment(moment: datetime) -> str:
    """A moment in Jalali words, with Persian digits throughout: «شنبه ۱۳ مهر ۱۳۹۸، ۱۸:۱۲»."""
    return f"{jalali.format_long(moment.date())}، {persian_digits(f'{moment:%H:%M}')}"


class _Sheet(Worksheet):  # type: ignore[misc]
    """A sheet that gives the rest of a text that is too long for its cell to ``keep``, which says what stands there."""

    keep: Callable[[str, str, str], str] | None = None

    def _write_string(self, row: int, col: int, string: str, cell_format: Any = None) -> Any:
        if len(string) > LONGEST_CELL // 2 and self.keep:
            string = self.keep(self.name, xl_rowcol_to_cell(row, col), string)
        return super()._write_string(row, col, string, cell_format)


def _pieces(text: str) -> list[str]:
    """Part a text into pieces that a cell holds."""
    units = text.encode("utf-16-le", "surrogatepass")
    pieces, start = [], 0
    while start < len(units):
        end = start + 2 * LONGEST_CELL
        # Both halves of a letter stay together.
        end -= 2 * (end < len(units) and units[end + 1] & 0xFC == 0xDC)
        pieces.append(units[start:end].decode("utf-16-le", "surrogatepass"))
        start = end
    return pieces


class Workbook:
    """A workbook that is being written in one language; its sheets run from right to left where the language does.

    ``kind`` is by what it is known again; by default it is one that only people read.
    """

    def __init__(self, language: str, book: Any) -> None:
        self._book = book
        self._language = language
        self.kind = FileKind.MADE
        self._formatter = Formatter(language, ZoneInfo("UTC"))
        self._rest: list[tuple[str, str, str]] = []

    def say(self, key: str, **params: Any) -> str:
        """A text in the book's language."""
        return self._formatter.plain(T(key, **params))

    def style(self, **properties: Any) -> Any:
        """A cell's format, by XlsxWriter's names of properties."""
        return self._book.add_format(properties)

    def sheet(self, title: str, heads: Sequence[str], widths: Sequence[int], *, frozen: int = 0) -> Any:
        """Add a sheet whose head, and the first ``frozen`` columns, stay in sight; ``widths`` are in characters."""
        sheet = self._add(title)
        if self._language == "fa":
            sheet.right_to_left()
        sheet.write_row(0, 0, heads, self.style(**HEAD, reading_order=2 if self._language == "fa" else 1))
        for place, width in enumerate(widths):
            sheet.set_column(place, place, width)
        sheet.freeze_panes(1, frozen)
        return sheet

    def plain_sheet(self, title: str, heads: Sequence[str]) -> Any:
        """Add a sheet from left to right with its head in bold, as other programs read it."""
        sheet = self._add(title)
        sheet.write_row(0, 0, heads, self.style(bold=True))
        sheet.freeze_panes(1, 0)
        return sheet

    def _add(self, title: str) -> Any:
        sheet = self._book.add_worksheet(title, worksheet_class=_Sheet)
        sheet.keep = self._keep
        return sheet

    def _keep(self, title: str, cell: str, text: str) -> str:
        """Return what of a text its cell holds, with a mark where there is more, which is kept for the last sheet."""
        first, *others = _pieces(text)
        self._rest += [(title, cell, piece) for piece in others]
        return first + (self.say("book.rest.mark", sheet=self.say("book.rest.title")) if others else "")

    def _write_rest(self) -> None:
        """Add the sheet of what found no room in its cell, each piece with its place."""
        title = self.say("book.rest.title")
        while title.casefold() in (name.casefold() for name in self._book.sheetnames):
            title += "+"
        heads = [self.say(f"book.rest.{head}") for head in ("sheet", "cell", "text")]
        sheet, wrapped = self.sheet(title, heads, (30, 10, 100)), self.style(text_wrap=True, valign="top")
        for number, line in enumerate(self._rest, 1):
            for place, words in enumerate(line):
                sheet.write_string(number, place, words, wrapped)

    def name(self, name: str, number: int) -> None:
        """Give a number a name that no sheet shows."""
        self._book.define_name(name, f"={number}")

    def _finish(self) -> None:
        """Give the workbook the name by which its kind is known when it is sent back, and write it."""
        if self._rest:
            self._write_rest()
        self._book.define_name(MARK, f'="{self.kind}"')
        self._book.close()

    def hidden(self, title: str, *words: str) -> None:
        """Add a hidden sheet with words in its first column."""
        sheet = self._book.add_worksheet(title)
        for row, word in enumerate(words):
            sheet.write_string(row, 0, word)
        sheet.hide()


class Book(Workbook):
    """A workbook that is written in memory."""

    def __init__(self, language: str) -> None:
        self._data = io.BytesIO()
        super().__init__(language, xlsxwriter.Workbook(self._data, {"in_memory": True, **AS_WORDS}))

    def close(self) -> bytes:
        """Finish the workbook and return the file's bytes."""
        self._finish()
        return self._data.getvalue()


class LargeBook(Workbook):
    """A workbook of any number of rows, which go to the disk row by row: no cell above the last row can be written."""

    def __init__(self, language: str, path: Path) -> None:
        super().__init__(language, xlsxwriter.Workbook(path, {"constant_memory": True, **AS_WORDS}))

    def close(self) -> None:
        """Finish the file."""
        self._finish()
