"""The answer to a workbook that came back: what was right, which cells are wrong, and a sheet with those marked."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from domain.chat.screens import T
from domain.forms.xpath.references import Place
from services.form_sheets.grids import Grid, GridLine
from services.form_sheets.layout import Column, Layout
from services.form_sheets.reading.cell_values import as_words
from services.form_sheets.reading.rows import ReadPage, Row, words_of_added
from services.form_sheets.reading.source import NUMBER, PARENT, Line, Uncomputed
from texts.format import Formatter

Drafted = Callable[[Row, Column], object]
"""Returns the cell of a column that a sheet does not have, from what its row has in the draft."""
MOST_CELLS = 200
"""Wrong cells that are told in words."""


def wrong_cells(pages: list[ReadPage], voice: Formatter) -> Iterator[dict[str, object]]:
    """Yield the wrong cells in order: the sheet, its row, the column's heading, what is wrong, and if it is blank."""
    for page in pages:
        for row in page.rows:
            for index, text in sorted(row.wrong.items()):
                yield {
                    "sheet": page.found.title,
                    "row": page.sheet_row(row, index),
                    "column": _head(page, index, voice),
                    "text": voice.plain(text),
                    "blank": not as_words(page.cell(row, index)),
                }


def _head(page: ReadPage, index: int, voice: Formatter) -> str:
    return voice.plain(T("form_sheet.head.parent_row")) if index < 0 else page.page.columns[index].head


def marked(layout: Layout, pages: list[ReadPage], voice: Formatter, drafted: Drafted) -> dict[Place, Grid]:
    """Return the grids of a fresh workbook: everything as it was typed, and what is wrong beside it.

    Columns that were missing have what the draft has in them.
    """
    read = {page.page.place: page for page in pages}
    grids = {}
    for page in layout.pages:
        if page.place in read:
            grids[page.place] = (
                _upright(read[page.place], voice) if page.upright else _table(read[page.place], voice, drafted)
            )
    return grids


def _upright(page: ReadPage, voice: Formatter) -> Grid:
    [row] = page.rows
    cells = [_typed(page.cell(row, index)) for index in range(len(page.page.columns))]
    below = [[_typed(cell) for cell in line.cells] for line in page.unplaced if _is_added(page, line)]
    for index, line in row.lines.items():
        head = page.page.columns[index].head
        below += [[f"{head}: {name}", words] for name, words in words_of_added(page.found, line).items() if words]
    return Grid([GridLine(cells, marks=_marks(row, voice))], below=below)


def _is_added(page: ReadPage, line: Line) -> bool:
    """Tell whether somebody added a line; the names of groups are written anew."""
    words = {str(cell).strip() for cell in line.cells if cell not in (None, "")}
    return not words <= {column.section for column in page.page.columns}


def _table(page: ReadPage, voice: Formatter, drafted: Drafted) -> Grid:
    found = page.found
    by_line = {row.line.row: row for row in page.rows}
    grid = Grid(extras=list(found.extras.values()))
    for line in sorted([*(row.line for row in page.rows), *page.unplaced], key=lambda one: one.row):
        row = by_line.get(line.row)
        cells = [
            drafted(row, column) if row and index not in found.columns else _typed(found.cell(line, index))
            for index, column in enumerate(page.page.columns)
        ]
        extras = [_typed(line.cells[at]) if at < len(line.cells) else None for at in found.extras]
        grid.lines.append(
            GridLine(
                cells,
                _typed(found.cell(line, NUMBER)),
                _typed(found.cell(line, PARENT)),
                extras,
                _marks(row, voice) if row else {},
                line.row,
            )
        )
    return grid


def _marks(row: Row, voice: Formatter) -> dict[int, str]:
    return {index: voice.plain(text) for index, text in row.wrong.items()}


def _typed(cell: object) -> object:
    return None if isinstance(cell, Uncomputed) else cell
