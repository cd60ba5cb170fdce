"""The ruled tables of a PDF page as grids that begin at the right."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from domain.minutes import Cell, Table

Box = tuple[float, float, float, float]
"""Left, top, right, bottom."""
_NEAR = 3.0
"""Points by which rules that mean the same edge may differ."""


@dataclass
class Grid:
    """A ruled table: its box, its cells' boxes, and the tables inside them."""

    box: Box
    cells: list[Box]
    children: list[Grid] = field(default_factory=list)

    @property
    def is_frame(self) -> bool:
        """True for a border round a text, which is no table."""
        return len(self.cells) < 2

    def inside(self, x: float, y: float) -> bool:
        return _holds(self.box, x, y)

    def cell_at(self, x: float, y: float) -> Box | None:
        return next((cell for cell in self.cells if _holds(cell, x, y)), None)


def _holds(box: Box, x: float, y: float) -> bool:
    return box[0] <= x <= box[2] and box[1] <= y <= box[3]


def nested(grids: Sequence[Grid]) -> list[Grid]:
    """Put grids that lie in a cell of another into that one; frames round them are dropped."""
    outer: list[Grid] = []
    for grid in sorted((grid for grid in grids if not grid.is_frame), key=_area, reverse=True):
        middle = ((grid.box[0] + grid.box[2]) / 2, (grid.box[1] + grid.box[3]) / 2)
        holder = next((one for one in outer if one.inside(*middle)), None)
        (holder.children if holder else outer).append(grid)
    return outer


def _area(grid: Grid) -> float:
    left, top, right, bottom = grid.box
    return (right - left) * (bottom - top)


def table_of(grid: Grid, words: Callable[[Box], str]) -> Table:
    """Make a table of a grid; ``words`` gives the text in a cell's box, without that of the grids inside it.

    A cell that spans columns is followed by empty ones; below one that spans rows stand merged ones.
    """
    columns = _edges([edge for cell in grid.cells for edge in (cell[0], cell[2])])[::-1]
    rows = _edges([edge for cell in grid.cells for edge in (cell[1], cell[3])])
    seen: dict[Box, tuple[int, int, Cell]] = {}
    table: list[tuple[Cell, ...]] = []
    for row, (top, bottom) in enumerate(pairwise(rows)):
        made: list[Cell] = []
        for column, (right, left) in enumerate(pairwise(columns)):
            box = grid.cell_at((left + right) / 2, (top + bottom) / 2)
            if box is None:
                made.append(Cell(""))
                continue
            if box not in seen:
                children = [child for child in grid.children if _holds(box, child.box[0] + 1, child.box[1] + 1)]
                tables = tuple(table_of(child, words) for child in children)
                seen[box] = (row, column, Cell(words(box), tables))
            first_row, first_column, cell = seen[box]
            if column != first_column:
                made.append(Cell(""))
            else:
                made.append(cell if row == first_row else Cell(cell.text, merged=True))
        table.append(tuple(made))
    return Table(tuple(row for row in table if any(cell.text or cell.children for cell in row)))


def _edges(values: Sequence[float]) -> list[float]:
    """The different edges among values, in order; those that are near each other count as one."""
    edges: list[float] = []
    for value in sorted(values):
        if not edges or value - edges[-1] > _NEAR:
            edges.append(value)
    return edges
