"""The blocks of a file of minutes: paragraphs and tables, in reading order."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from domain.minutes.doubts import Doubt
from domain.minutes.language.markup import clean
from domain.minutes.language.numbers import ORDINAL
from domain.persian.text import fold, latin_digits

_HEADER_LABEL = re.compile(r"(?:تاریخ|شماره|زمان|روز|نوبت|مورخ)(?:[\s\u200c][^\d:]{0,25})?\s*:?|(?:جلسه|نشست)\s*:?")


@dataclass(frozen=True)
class Paragraph:
    """A paragraph. `number` is the one that Word counts and does not write into the text; `level` its depth, from 0.

    A paragraph of the `margin` stands at the foot of each page.
    """

    text: str
    number: int | None = None
    level: int = 0
    margin: bool = False


@dataclass(frozen=True)
class Cell:
    """A table's cell: its lines joined by newlines, and the tables inside it.

    A `merged` cell continues the one above it and has its text.
    """

    text: str
    children: tuple[Table, ...] = ()
    merged: bool = False


@dataclass(frozen=True)
class Table:
    """Rows of cells, one for each column of the grid: a cell that spans several is followed by empty ones."""

    rows: tuple[tuple[Cell, ...], ...]


Block = Paragraph | Table


@dataclass(frozen=True)
class Document:
    """The blocks of a file, with the doubts of the reader that opened it."""

    blocks: tuple[Block, ...]
    doubts: tuple[Doubt, ...] = ()

    def texts(self) -> Iterator[str]:
        """Every text in the document, cells included, in reading order."""
        for block in self.blocks:
            if isinstance(block, Paragraph):
                yield block.text
            else:
                yield from _texts_of(block)


def labelled_texts(document: Document) -> Iterator[str]:
    """Every cleaned text, with the label in a cell joined to the value beside it: «تاریخ» · «1403/01/25»."""
    for block in document.blocks:
        if isinstance(block, Paragraph):
            yield clean(block.text)
            continue
        for row in _upright(block.rows):
            texts = [clean(text) for text in _texts_of(Table((row,)))]
            joined = _joined(texts)
            yield from joined if len(joined) < len(texts) else texts


def _upright(rows: tuple[tuple[Cell, ...], ...]) -> Iterator[tuple[Cell, ...]]:
    """The rows of a table, with a first row of labels paired with the row of values below it."""
    first = [clean(cell.text) for cell in rows[0]] if len(rows) > 1 else []
    labels = [text for text in first if _HEADER_LABEL.fullmatch(text)]
    if len(labels) > 1 and len(rows[0]) == len(rows[1]) and not any(re.search(r"\d", text) for text in first):
        yield tuple(cell for pair in zip(rows[0], rows[1], strict=True) for cell in pair)
        rows = rows[2:]
    yield from rows


def labels_header(row: tuple[Cell, ...]) -> bool:
    """Tell whether a row labels the meeting's number or day: «شماره جلسه:» · «۲» · «تاریخ:» · «۶/۸/۱۴۰۳»."""
    texts = [text for cell in row if (text := clean(cell.text))]
    return not any(cell.children for cell in row) and len(_joined(texts)) < len(texts)


def _joined(texts: list[str]) -> list[str]:
    """The texts of a row with each label of the meeting's header joined to the number or day behind it."""
    joined: list[str] = []
    for text in texts:
        if joined and _HEADER_LABEL.fullmatch(joined[-1]) and (re.search(r"\d", text) or _counts(joined[-1], text)):
            joined[-1] = f"{joined[-1].rstrip(' :')}: {text}"
        else:
            joined.append(text)
    return joined


def _counts(label: str, text: str) -> bool:
    """Tell whether a label of the meeting's number stands beside a number in words: «نوبت» · «سی‌وهشتم»."""
    return label.startswith(("نوبت", "شماره", "جلسه", "نشست")) and re.match(ORDINAL, fold(text)) is not None


def _texts_of(table: Table) -> Iterator[str]:
    for row in table.rows:
        for cell in row:
            if not cell.merged:
                yield cell.text
            for child in cell.children:
                yield from _texts_of(child)


_BAR = re.compile("[|←→⇐⇒]")


def bars_to_tables(blocks: Iterable[Block]) -> Iterator[Block]:
    """The blocks with lists whose lines have the same two bars or arrows as tables: «کار | مسئول | مهلت», «کار ← …»."""
    for bars, group in groupby(blocks, _bars):
        lines = list(group)
        if bars > 1 and len(lines) > 1:
            texts = [re.sub(r"^\s*[-–•*]\s+", "", line.text) for line in lines if isinstance(line, Paragraph)]
            yield Table(tuple(tuple(Cell(part.strip()) for part in _BAR.split(text)) for text in texts))
        else:
            yield from lines


def _bars(block: Block) -> int:
    if not isinstance(block, Paragraph) or block.margin or "\n" in block.text:
        return 0
    return len(_BAR.findall(block.text))


def row_text(row: tuple[Cell, ...]) -> str:
    """A row's cells as one line, each text once."""
    return " | ".join(" ".join(text.split()) for cell in row if not cell.merged and (text := clean(cell.text)))


def table_lines(table: Table) -> Iterator[str]:
    """The rows of a table and of the tables inside it, each as one line."""
    for row in table.rows:
        if line := row_text(row):
            yield line
        for cell in row:
            for child in cell.children:
                yield from table_lines(child)


def text_of(cell: Cell | None) -> str:
    """The cleaned text of a cell, "" where there is none."""
    return clean(cell.text) if cell is not None else ""


def said_cells(row: Iterable[Cell]) -> list[Cell]:
    """The cells of a row that say something, each once."""
    return [cell for cell in row if clean(cell.text) and not cell.merged]


def number_in(cell: Cell | None) -> int | None:
    """The number that a cell holds and nothing else, None for any other cell."""
    match = re.fullmatch(r"\W*(\d{1,3})\W*", latin_digits(text_of(cell)))
    return int(match[1]) if match else None
