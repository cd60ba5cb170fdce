"""What any file of minutes comes down to: paragraphs and tables, in the order in which they are read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from domain.minutes.doubts import Doubt


@dataclass(frozen=True)
class Paragraph:
    """A paragraph. `number` is what Word counts by itself and does not write into it; `level` its depth, from 0."""

    text: str
    number: int | None = None
    level: int = 0


@dataclass(frozen=True)
class Cell:
    """A table's cell: its lines joined by newlines, and the tables inside it.

    `merged` says that the cell continues the one above it; its text is then that one's text.
    """

    text: str
    children: tuple[Table, ...] = ()
    merged: bool = False


@dataclass(frozen=True)
class Table:
    """Rows of cells by grid column: a cell that spans several columns is followed by empty ones."""

    rows: tuple[tuple[Cell, ...], ...]


Block = Paragraph | Table


@dataclass(frozen=True)
class Document:
    """The blocks of a file, and what its reader could not be sure of."""

    blocks: tuple[Block, ...]
    doubts: tuple[Doubt, ...] = ()

    def texts(self) -> Iterator[str]:
        """Every text in the document, cells included, in reading order."""
        for block in self.blocks:
            if isinstance(block, Paragraph):
                yield block.text
            else:
                yield from _texts_of(block)


def _texts_of(table: Table) -> Iterator[str]:
    for row in table.rows:
        for cell in row:
            if not cell.merged:
                yield cell.text
            for child in cell.children:
                yield from _texts_of(child)
