"""Pictures of pages: their ruled tables, and the words in their cells and between their tables."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import PIL.Image
import pillow_heif
from PIL import ImageOps, ImageSequence
from PIL.Image import Image

from domain.minutes import Unreadable
from services.document_reading.pages import tesseract
from services.document_reading.pages.assembly import Page
from services.document_reading.pages.glyphs import Glyph
from services.document_reading.pages.lines import Line
from services.document_reading.pages.rules import grids_in
from services.document_reading.pages.strips import DOTS, INKED, Strip, on_its_side, pieces, sheets, upright
from services.document_reading.pages.tables import Box, Grid, nested
from services.document_reading.pages.tesseract import Word

pillow_heif.register_heif_opener()

MOST_PAGES = 30
"""The most pages that are read from pictures: each takes seconds."""
MOST_DOTS = 60_000_000
_POINTS = 72 / DOTS
_SURE = 60.0
"""Tesseract's confidence, of 100, from which a word is easy to read."""
_LEGIBLE = 50.0
"""The confidence of a page's words, each letter counted, from which it stands the right way up: else it is near 20."""
_TAB = 2.6
"""The gap between two words, in sizes, that sets them apart."""


@dataclass(frozen=True, slots=True)
class ScannedLine:
    """A line that was read from a picture: its text and the words in it that are hard to read.

    ``page`` is counted from 0, ``top`` and ``bottom`` are shares of the page's height.
    """

    text: str
    unsure: tuple[str, ...]
    page: int
    top: float
    bottom: float


@dataclass
class _Look:
    """A page as it is read when it is held one way up."""

    grey: Image
    grids: list[Grid]
    strips: list[tuple[Strip, list[Word]]]
    blank: bool

    @property
    def legible(self) -> float:
        """The confidence with which its words were read, by their letters; nought where there are none."""
        words = [word for _, found in self.strips for word in found]
        letters = sum(len(word.text) for word in words)
        return sum(word.sure * len(word.text) for word in words) / letters if letters else 0.0


@dataclass
class Scanner:
    """Reads pictures of pages one after another; keeps them and their lines for whoever compares the two.

    A page that lies on its side or stands on its head is turned; the next page is expected to be held as the last was.
    """

    program: str
    pages: list[Image] = field(default_factory=list)
    lines: list[ScannedLine] = field(default_factory=list)
    held: int | None = None

    def page(self, picture: Image) -> Page:
        """Read a page. Raises Unreadable: too_many_pages (most), too_costly, broken."""
        if len(self.pages) >= MOST_PAGES:
            raise Unreadable("too_many_pages", most=MOST_PAGES)
        look = self._right_way_up(picture)
        self.pages.append(look.grey)
        in_cells: dict[Box, list[Line]] = {}
        free: list[Line] = []
        for strip, words in look.strips:
            (free if strip.cell is None else in_cells.setdefault(_in_points(strip.cell), [])).append(_line(words))
            self._note(words, look.grey.height)
        placed = [Grid(_in_points(grid.box), [_in_points(cell) for cell in grid.cells]) for grid in look.grids]
        return Page(look.grey.height * _POINTS, placed, free, in_cells)

    def _right_way_up(self, picture: Image) -> _Look:
        """Look at a page until its words are legible: first as it is likely to be held, then turned."""
        first = (90 if on_its_side(picture) else 0) if self.held is None else self.held
        looks: list[_Look] = []
        for turn in (0, 180, 90, 270):
            degrees = (first + turn) % 360
            look = self._look(upright(picture.rotate(degrees, expand=True) if degrees else picture))
            if look.legible >= _LEGIBLE:
                self.held = degrees
                return look
            looks.append(look)
            if look.blank:
                break
        return max(looks, key=lambda look: look.legible)

    def _look(self, grey: Image) -> _Look:
        grids = [Grid(grid.box, grid.cells) for grid in nested(grids_in(grey.point(INKED)))]
        strips = [strip for piece in pieces(grey, grids) for strip in piece]
        return _Look(grey, grids, list(self._read(strips)), blank=not strips)

    def _read(self, strips: Sequence[Strip]) -> Iterator[tuple[Strip, list[Word]]]:
        """The words of each strip that has any, with their places on the page."""
        for sheet in sheets(strips):
            found: dict[int, list[Word]] = {}
            for word in tesseract.words_in(self.program, sheet.picture):
                place = sheet.strip_at((word.left + word.right) / 2, (word.top + word.bottom) / 2)
                if place is not None and (_says_something(word)):
                    found.setdefault(place, []).append(word.moved(*sheet.strips[place].shift))
            yield from ((sheet.strips[place], words) for place, words in sorted(found.items()))

    def _note(self, words: Sequence[Word], height: int) -> None:
        text = " ".join(word.text for word in words)
        unsure = tuple(word.text for word in words if word.sure < _SURE)
        top, bottom = min(word.top for word in words), max(word.bottom for word in words)
        self.lines.append(ScannedLine(text, unsure, len(self.pages) - 1, top / height, bottom / height))


def opened(data: bytes) -> Iterator[Image]:
    """Open a picture, as its camera was held, each page of one that has several.

    Raises Unreadable: broken_picture, too_costly.
    """
    try:
        with PIL.Image.open(io.BytesIO(data)) as file:
            if file.width * file.height > MOST_DOTS:
                raise Unreadable("too_costly")
            for frame in ImageSequence.Iterator(file):
                yield ImageOps.exif_transpose(frame.convert("L"))
    except (OSError, ValueError, SyntaxError, EOFError, PIL.Image.DecompressionBombError) as error:
        raise Unreadable("broken_picture") from error


def _says_something(word: Word) -> bool:
    """Tell whether a word is no speck: letters and digits are words always, marks when they are clear."""
    return any(letter.isalnum() for letter in word.text) or word.sure >= _SURE


def _line(words: Sequence[Word]) -> Line:
    """A line whose glyphs are whole words with blanks between them, tabs where the gaps are wide."""
    top, bottom = min(word.top for word in words) * _POINTS, max(word.bottom for word in words) * _POINTS
    size = max(6.0, (bottom - top) * 0.7)
    glyphs: list[Glyph] = []
    for word in words:
        left, right = word.left * _POINTS, word.right * _POINTS
        if glyphs:
            gap = glyphs[-1].left - right
            glyphs.append(
                Glyph("\t" if gap > _TAB * size else " ", right, right + max(0.0, gap), top, bottom, bottom, size)
            )
        glyphs.append(Glyph(word.text, left, right, top, bottom, bottom, size))
    return Line(tuple(glyphs))


def _in_points(box: Box) -> Box:
    left, top, right, bottom = box
    return left * _POINTS, top * _POINTS, right * _POINTS, bottom * _POINTS
