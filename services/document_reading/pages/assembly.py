"""Pages as one document: paragraphs of whole sentences, and tables that go on over pages."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial

from domain.minutes import Block, Cell, Document, Doubt, Paragraph, Table
from services.document_reading.pages.glyphs import Glyph, Shapes, is_letter
from services.document_reading.pages.lines import Line, is_mirrored, lines_of, text_of
from services.document_reading.pages.tables import Box, Grid, nested, table_of

_DIGITS = re.compile(r"\d+")
_ITEM = re.compile(r"\s*(?:[•▪◦●○*❖✓✔\-–]|[(\[]?\s*(?:\d{1,3}|[\u0621-\u06cc])\s*[-–.)\]ـ:]|تبصره|بند\s*\d|ماده\s*\d)")
"""The beginning of a line that is no other line's rest: a bullet, a number or a letter of a list."""
_LABEL = re.compile(r"[^.،:؛\d]{2,25}:")
_ENDS = re.compile(r"[.؟?!:؛]\s*$")
_EDGE = 0.09
"""The part of a page at its top and its bottom where what repeats is a running head."""

_MARGINS = 10.0
"""Points of a cell's width that its margins take."""


@dataclass
class Page:
    """A page: its tables' grids, and the lines outside of tables and in their cells, all in points."""

    height: float
    grids: list[Grid]
    lines: list[Line]
    in_cells: dict[Box, list[Line]] = field(default_factory=dict)

    def all_lines(self) -> Iterator[Line]:
        yield from self.lines
        for lines in self.in_cells.values():
            yield from lines


def page_of(height: float, glyphs: Sequence[Glyph], found: Sequence[Grid]) -> Page:
    """Put the glyphs of a page into lines, those in a table's cell into the cell's own."""
    grids = nested(found)
    placed: dict[Box, list[Glyph]] = {}
    free: list[Glyph] = []
    for glyph in glyphs:
        box = next((box for grid in grids if (box := _box_of(grid, glyph))), None)
        (free if box is None else placed.setdefault(box, [])).append(glyph)
    return Page(height, grids, lines_of(free), {box: lines_of(inside) for box, inside in placed.items()})


def _box_of(grid: Grid, glyph: Glyph) -> Box | None:
    for child in grid.children:
        if box := _box_of(child, glyph):
            return box
    return grid.cell_at(glyph.middle, glyph.height)


def assembled(pages: Sequence[Page]) -> Document:
    """Make one document of pages; words that were put together by a guess are its doubts."""
    text = _Text([line for page in pages for line in page.all_lines()])
    blocks = tuple(_blocks(pages, text))
    return Document(blocks, tuple(Doubt("word_repaired", {"word": word}) for word in dict.fromkeys(text.guesses)))


class _Text:
    """The words of a document's lines. ``guesses`` are those that were put together without being sure."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self._shapes, self._mirrored = Shapes.learnt(line.glyphs for line in lines), is_mirrored(lines)
        self.guesses: list[str] = []

    def of(self, line: Line) -> str:
        return text_of(line, self._shapes, mirrored=self._mirrored)

    def joined(self, words: str, rest: str, above: Line, line: Line, width: float) -> str:
        """Put the rest of a line after it, without a space where the line broke within a word or a number."""
        last, first = above.glyphs[-1], line.glyphs[0]
        if is_letter(first.text[0]) and self._shapes.joins_next(last):
            return f"{words}{rest}"
        alone = all(glyph.text.strip() for glyph in above.glyphs)
        full = width - (above.right - above.left) < 0.6 * line.size
        if first.text.isdigit():
            cut = alone and (last.text in "-/" or (full and last.text.isdigit()))
        else:
            letters = is_letter(last.text[0]) and is_letter(first.text[0])
            cut = alone and full and letters and not self._shapes.ends_word(last)
        if cut:
            self.guesses.append(f"{words.rsplit(' ', 1)[-1]}{rest.split(' ', 1)[0]}")
            return f"{words}{rest}"
        return f"{words} {rest}"


def _blocks(pages: Sequence[Page], text: _Text) -> Iterator[Block]:
    """The blocks of all pages; a table at a page's end goes on in one of as many columns on the next page."""
    _drop_running_heads(pages, text.of)
    open_table: Table | None = None
    tail: list[tuple[Line, float]] = []
    for page in pages:
        width = _width(page.lines)
        places: list[tuple[float, Line | Grid]] = [(line.top, line) for line in page.lines]
        places += [(grid.box[1], grid) for grid in page.grids]
        for _, one in sorted(places, key=lambda place: place[0]):
            if isinstance(one, Line):
                if open_table:
                    yield open_table
                    open_table = None
                tail.append((one, width))
                continue
            yield from _paragraphs(tail, text)
            tail = []
            table = table_of(one, partial(_in_cell, page.in_cells, text))
            if open_table and len(open_table.rows[0]) == len(table.rows[0] if table.rows else ()):
                open_table = _continued(open_table, table)
            else:
                if open_table:
                    yield open_table
                open_table = table if table.rows else None
    if open_table:
        yield open_table
    yield from _paragraphs(tail, text)


def _width(lines: Sequence[Line]) -> float:
    """The width that text has on a page: from the leftmost line's end to the rightmost one's beginning."""
    return max((line.right for line in lines), default=0.0) - min((line.left for line in lines), default=0.0)


def _drop_running_heads(pages: Sequence[Page], say: Callable[[Line], str]) -> None:
    """Leave out what stands at the edge of every page after its first time, and page numbers every time."""
    if len(pages) < 2:
        return
    at_edge: dict[str, list[tuple[Page, Line]]] = {}
    for page in pages:
        for line in page.lines:
            if line.bottom < page.height * _EDGE or line.top > page.height * (1 - _EDGE):
                at_edge.setdefault(_DIGITS.sub("#", say(line)), []).append((page, line))
    for shape, found in at_edge.items():
        if len(found) > 1:
            for page, line in found if "#" in shape and len({say(line) for _, line in found}) > 1 else found[1:]:
                page.lines.remove(line)


def _paragraphs(lines: Sequence[tuple[Line, float]], text: _Text) -> Iterator[Paragraph]:
    """Join lines, each with the width that it had, into paragraphs.

    One is the rest of the line above when that had no room for its first word.
    """
    words, above = "", None
    for line, width in lines:
        said = text.of(line)
        if above is not None and _goes_on(above, line, width, words, said):
            words = text.joined(words, said, above, line, width)
        else:
            if words:
                yield Paragraph(words)
            words = said
        above = line
    if words:
        yield Paragraph(words)


def _goes_on(above: Line, line: Line, width: float, text: str, words: str) -> bool:
    if _ITEM.match(words) or _LABEL.match(words) or "\t" in words or "\t" in text:
        return False
    if line.top >= above.top and line.top - above.bottom > 1.2 * line.size:
        return False
    if abs(above.size - line.size) > 0.15 * line.size:
        return False
    return width - (above.right - above.left) < line.first_word + 0.5 * line.size


def _in_cell(in_cells: Mapping[Box, Sequence[Line]], text: _Text, box: Box) -> str:
    """The text of a cell: a line that is filled goes on in the next one, others end."""
    lines = in_cells.get(box, ())
    width = max([line.right - line.left for line in lines] + [box[2] - box[0] - _MARGINS])
    return "\n".join(paragraph.text for paragraph in _paragraphs([(line, width) for line in lines], text))


def _continued(table: Table, rest: Table) -> Table:
    """Add the rows of a table's part on the next page: its repeated head is dropped, a row that was cut is joined."""
    rows, more = list(table.rows), list(rest.rows)
    if more and [cell.text for cell in more[0]] == [cell.text for cell in rows[0]]:
        more = more[1:]
    if more and rows[-1][0].text and not more[0][0].text and any(cell.text for cell in more[0]):
        rows[-1] = tuple(_grown(above, below) for above, below in zip(rows[-1], more[0], strict=True))
        more = more[1:]
    return Table((*rows, *more))


def _grown(above: Cell, below: Cell) -> Cell:
    if not below.text or above.merged:
        return above
    gap = "\n" if _ENDS.search(above.text) else " "
    return Cell(f"{above.text}{gap}{below.text}" if above.text else below.text, above.children + below.children)
