"""The sheets of a workbook that came back, as lines under the questions that they answer."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

import openpyxl
from lxml import etree

from domain.chat.screens import T
from domain.persian.text import fold
from domain.spreadsheet import cell_name
from services.errors import Refused
from services.files import excel
from services.form_reading import guards
from services.form_reading.problems import Unreadable
from services.form_sheets import marks
from services.form_sheets.layout import Layout, Page
from services.form_sheets.marks import Marks
from services.form_sheets.reading.cell_values import as_words
from services.form_sheets.writing import lists
from texts.catalogue import LANGUAGES
from texts.format import Formatter

MOST_ROWS = 20_000
MOST_COLUMNS = 300
HEAD_WITHIN = 20
"""Rows among which the headings are looked for."""
NUMBER, PARENT = -2, -1
"""The columns of a row's own number, and that of the row around it."""


@dataclass(slots=True)
class Line:
    """One row of a sheet that has anything in it, with its number there, from 1 on."""

    row: int
    cells: list[object]


@dataclass(slots=True)
class FoundPage:
    """A page as it was found: where each of its columns stands, by the column's index, and all lines below the head.

    ``extras`` are the headings of columns that are none of the form's, ``renamed`` those that were taken for a column
    by their place alone.
    """

    page: Page
    title: str
    columns: dict[int, int]
    extras: dict[int, str]
    renamed: dict[int, str] = field(default_factory=dict)
    lines: list[Line] = field(default_factory=list)

    def cell(self, line: Line, column: int) -> object:
        """Return the cell of a column in a line."""
        at = self.columns.get(column, MOST_COLUMNS)
        return line.cells[at] if at < len(line.cells) else None


@dataclass(slots=True)
class Source:
    """A workbook that came back. ``unknown`` are the sheets that are none of the form's; of those that are ``cut`` or
    ``wide`` some rows or columns are not read.
    """

    marks: Marks
    pages: list[FoundPage] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)
    cut: list[str] = field(default_factory=list)
    wide: list[str] = field(default_factory=list)


def read_source(data: bytes, layout: Layout, voice: Formatter) -> Source:
    """Read a workbook against the layout of its form. Raises Refused for what is no workbook."""
    formulas = _has_formulas(data)
    with _opened(data) as book:
        source = Source(_marks(book))
        own = {marks.SHEET, lists.SHEET, *_in_each_language("form_sheet.instructions")}
        left = list(layout.pages)
        pages = [(sheet, _page(sheet.title, source.marks, layout)) for sheet in book.worksheets]
        # A copy that somebody made is not read in the place of the sheet that was sent.
        for sheet, page in sorted(pages, key=lambda one: one[1] is None):
            if sheet.title in own:
                continue
            found = _read_sheet(book, sheet, [page] if page in left else left, source)
            if found is None:
                source.unknown.append(sheet.title)
                continue
            left.remove(found.page)
            source.pages.append(found)
            _head_the_rest(found, voice)
    if formulas:
        _find_uncomputed(data, source)
    return source


def _opened(data: bytes) -> Any:
    try:
        guards.check(data)
    except Unreadable as unreadable:
        raise Refused(unreadable.problem.key, **unreadable.problem.params) from unreadable
    return excel.opened(data, "forms.broken")


def _marks(book: Any) -> Marks:
    if marks.SHEET not in book.sheetnames:
        return Marks()
    rows = book[marks.SHEET].iter_rows(max_row=marks.MOST_LINES, max_col=4, values_only=True)
    return marks.read(rows)


def _page(title: str, known: Marks, layout: Layout) -> Page | None:
    """Find the page that a sheet was written for, by its title; None for one that has another."""
    name = known.titles.get(title)
    return next((page for page in layout.pages if name == page.name or page.title == title), None)


def _read_sheet(book: Any, sheet: Any, pages: Sequence[Page], source: Source) -> FoundPage | None:
    if not hasattr(sheet, "iter_rows"):
        return None
    # Some programs write a wrong size of the sheet, which openpyxl would trust.
    sheet.reset_dimensions()
    try:
        merged = excel.merged(book, sheet)
        rows = sheet.iter_rows(max_row=MOST_ROWS + 1, max_col=MOST_COLUMNS + 1, values_only=True)
        begun = [list(cells) for _, cells in zip(range(HEAD_WITHIN), rows, strict=False)]
        found = _head(sheet.title, begun, pages, source.marks)
        if found is None:
            return None
        at, page = found
        for number, cells in enumerate(_all(begun[at + 1 :], rows), at + 2):
            if number > MOST_ROWS:
                source.cut.append(sheet.title)
                break
            if len(cells) > MOST_COLUMNS and cells[-1] is not None and sheet.title not in source.wide:
                source.wide.append(sheet.title)
            if any(cell is not None and cell != "" for cell in cells[:MOST_COLUMNS]):
                page.lines.append(Line(number, _trimmed(list(cells[:MOST_COLUMNS]))))
    except (ValueError, KeyError, zipfile.BadZipFile, etree.XMLSyntaxError, SyntaxError) as error:
        raise Refused("forms.broken") from error
    _spread(page, merged)
    return page


def _all(begun: list[list[object]], rows: Iterable[tuple[object, ...]]) -> Iterator[Sequence[object]]:
    yield from begun
    yield from rows


def _trimmed(cells: list[object]) -> list[object]:
    while cells and cells[-1] is None:
        cells.pop()
    return cells


def _head(title: str, rows: list[list[object]], pages: Sequence[Page], known: Marks) -> tuple[int, FoundPage] | None:
    """Find the row of headings, and the page that most of them belong to."""
    best: tuple[int, int, FoundPage] | None = None
    for at, cells in enumerate(rows):
        words = [as_words(cell) for cell in cells[:MOST_COLUMNS]]
        for page in pages:
            found = _columns(title, words, page, known)
            score = sum(index >= 0 for index in found.columns)
            if score and (best is None or score > best[0]):
                best = score, at, found
    if best is None:
        return None
    score, at, found = best
    alone = len(pages) == 1 or score * 2 >= len(found.page.columns)
    return (at, found) if alone or found.page.upright else None


def _columns(title: str, words: list[str], page: Page, known: Marks) -> FoundPage:
    """Find the columns of a page among headings: by their words, however typed; one with others keeps its place."""
    if page.upright:
        return _upright_columns(title, words, page)
    by_head = heads_of(page)
    names = {"/".join(column.place[1:]): index for index, column in enumerate(page.columns)}
    for head, name in known.heads.get(page.name, {}).items():
        if name in names:
            by_head.setdefault(bare_head(head), names[name])
    by_head |= dict.fromkeys(_said("row"), NUMBER) | dict.fromkeys(_said("parent_row"), PARENT)
    columns: dict[int, int] = {}
    extras: dict[int, str] = {}
    for place, word in enumerate(words):
        if not word:
            continue
        index = by_head.get(bare_head(word))
        if index is None or index in columns:
            extras[place] = word
        else:
            columns[index] = place
    return FoundPage(page, title, columns, extras, _renamed(page, columns, extras))


def heads_of(page: Page) -> dict[str, int]:
    """Return the columns of a page by their folded headings, and by their questions where these differ."""
    by_head = {bare_head(column.question): index for index, column in enumerate(page.columns)}
    return by_head | {bare_head(column.head): index for index, column in enumerate(page.columns)}


def _renamed(page: Page, columns: dict[int, int], extras: dict[int, str]) -> dict[int, str]:
    """Take columns with another heading that stand where they were written, if most others are where they were."""
    first = 1 if page.parent is None else 2
    in_place = sum(columns.get(index) == index + first for index in range(len(page.columns)))
    found: dict[int, str] = {}
    if in_place * 2 > len(page.columns):
        for index in range(len(page.columns)):
            if index not in columns and index + first in extras:
                found[index] = extras.pop(index + first)
                columns[index] = index + first
    return found


def _upright_columns(title: str, words: list[str], page: Page) -> FoundPage:
    """Find where the questions, answers and codes of single questions stand; column 0 here is the answer's."""
    wanted = {0: _said("answer"), 1: _said("question"), 2: _said("code"), 3: _said("hint")}
    columns = {
        index: place for index, names in wanted.items() for place, word in enumerate(words) if bare_head(word) in names
    }
    if 0 not in columns or not {1, 2} & set(columns):
        columns = {}
    taken = set(columns.values())
    extras = {place: word for place, word in enumerate(words) if word and place not in taken}
    return FoundPage(page, title, columns, extras)


@cache
def _said(name: str) -> frozenset[str]:
    return frozenset(bare_head(words) for words in _in_each_language(f"form_sheet.head.{name}"))


def _in_each_language(key: str) -> Iterator[str]:
    return (Formatter(language, ZoneInfo("UTC")).plain(T(key)) for language in LANGUAGES)


def bare_head(words: str) -> str:
    """Fold a heading for comparing: without marks at its end."""
    return fold(words).rstrip(" *:؟?").replace(" ", "")


def _spread(page: FoundPage, merged: Iterable[tuple[int, int, int, int]]) -> None:
    """Give the words of cells that are merged downwards to each of their rows."""
    if page.page.upright:
        return
    by_row = {line.row - 1: line for line in page.lines}
    for first, left, last, _ in merged:
        top = by_row.get(first)
        if last == first or top is None or left >= len(top.cells):
            continue
        for row in range(first + 1, last + 1):
            line = by_row.get(row)
            if line is not None:
                line.cells += [None] * (left + 1 - len(line.cells))
                line.cells[left] = top.cells[left]


def _head_the_rest(page: FoundPage, voice: Formatter) -> None:
    """Give a heading to columns without one that have words, and another to those of a heading that is taken."""
    headed = {*page.columns.values(), *page.extras}
    places = {place for line in page.lines for place, cell in enumerate(line.cells) if as_words(cell)}
    for place in places - headed:
        letters = cell_name(0, place).rstrip("0123456789")
        page.extras[place] = voice.plain(T("form_sheet.head.unnamed", column=letters))
    page.extras = dict(sorted(page.extras.items()))
    taken: set[str] = set()
    for place, head in page.extras.items():
        name, number = head, 2
        while fold(name) in taken:
            name, number = f"{head} ({number})", number + 1
        taken.add(fold(name))
        page.extras[place] = name


def _has_formulas(data: bytes) -> bool:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = [name for name in archive.namelist() if name.startswith("xl/worksheets/sheet")]
            return any(b"<f>" in archive.read(name) or b"<f " in archive.read(name) for name in names)
    except (zipfile.BadZipFile, KeyError, OSError):
        return False


class Uncomputed:
    """A formula without the value that Excel would have kept."""

    def __str__(self) -> str:
        return ""


def _find_uncomputed(data: bytes, source: Source) -> None:
    """Put ``Uncomputed`` into the cells with a formula that has no value."""
    book = openpyxl.load_workbook(io.BytesIO(data), read_only=True)
    try:
        for page in source.pages:
            by_row = {line.row: line for line in page.lines}
            sheet = book[page.title]
            sheet.reset_dimensions()
            rows = sheet.iter_rows(max_row=MOST_ROWS, max_col=MOST_COLUMNS, values_only=True)
            for number, cells in enumerate(rows, 1):
                for place, cell in enumerate(cells):
                    if isinstance(cell, str) and cell.startswith("=") and (line := by_row.get(number)):
                        line.cells += [None] * (place + 1 - len(line.cells))
                        if line.cells[place] is None:
                            line.cells[place] = Uncomputed()
    finally:
        book.close()
