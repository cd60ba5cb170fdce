"""A picture of a page as strips, a line of text each, and sheets on which they stand side by side.

Tesseract drops short lines and single words, or reads them backwards. In a long line it does not: of the words in
narrow cells, it finds three in four line by line, and nearly all when the lines of the cells follow one another.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

import PIL.Image
from PIL import ImageChops, ImageFilter, ImageOps
from PIL.Image import Image, Resampling

from services.document_reading.pages.tables import Box, Grid

DOTS = 200
"""Dots to an inch at which pages are read; Tesseract's Persian reads larger letters worse."""
WIDTH = 1654
"""The width in dots to which a picture of a page is brought: that of A4 at ``DOTS``."""
INKED = [255 if grey < 140 else 0 for grey in range(256)]
"""Makes ink white and paper black."""

_INSET = 5
"""Dots by which a cell is cut smaller than its rules, so that they are not read as letters."""
_LEAST = 12
"""The least dots, either way, of a cell or a line that can hold a word; what is less is a dot or a sign of a letter."""
_GAP = 24
"""Dots between two strips of a row."""
_BORDER = 12
_ROW = 2000
"""The dots from which a row of strips is long enough."""
_SHEET = 8000
"""The most dots of a sheet from top to bottom."""
_TEXT = 64
"""The most ink of a row of text, of 255."""
_ANGLES = [step / 4 for step in range(-12, 13)]
"""Degrees by which a photo may be turned."""


def upright(picture: Image) -> Image:
    """The picture in grey without its shadows, as wide as a page and with its lines level."""
    grey = ImageOps.grayscale(picture)
    ratio = WIDTH / max(1, min(grey.size))
    if not 0.97 < ratio < 1.03:
        grey = grey.resize((max(1, round(grey.width * ratio)), max(1, round(grey.height * ratio))), Resampling.LANCZOS)
    grey = _evenly_lit(grey)
    small = grey.point(INKED).resize((grey.width // 3, grey.height // 3))
    angle = max(_ANGLES, key=lambda degrees: (_levelness(small.rotate(degrees)), -abs(degrees)))
    return grey.rotate(angle, Resampling.BICUBIC, fillcolor=255) if angle else grey


def on_its_side(picture: Image) -> bool:
    """Tell whether the lines of a page seem to run from top to bottom.

    Rules count as little more than text does, or those of a table could outweigh its lines.
    """
    grey = _evenly_lit(ImageOps.grayscale(picture))
    inked = grey.point(INKED).resize((max(1, grey.width // 3), max(1, grey.height // 3)))
    across, down = (_levelness(one, _TEXT) for one in (inked, inked.rotate(90, expand=True)))
    return down > 1.5 * across


def _evenly_lit(grey: Image) -> Image:
    """The picture with white paper and black ink, wherever shadows fell on it."""
    paper = grey.reduce(8).filter(ImageFilter.MaxFilter(9)).filter(ImageFilter.BoxBlur(4)).resize(grey.size)
    return ImageOps.invert(ImageOps.autocontrast(ImageChops.subtract(paper, grey), cutoff=(0, 0.05)))


def _levelness(inked: Image, most: int = 255) -> int:
    """The higher, the more clearly the ink stands in rows; more ink than ``most`` in a row counts as that."""
    rows = [min(row, most) for row in inked.reduce((inked.width, 1)).tobytes()]
    return sum((below - above) ** 2 for above, below in pairwise(rows))


@dataclass
class Strip:
    """A line of text cut from a page: its cell, None outside of tables, and its left and top on the page, in dots.

    ``at`` is the place of its left and its top on a sheet.
    """

    cell: Box | None
    picture: Image
    left: int
    top: int
    at: tuple[int, int] = (0, 0)

    @property
    def shift(self) -> tuple[int, int]:
        """The way from a place on the sheet to the one on the page."""
        return self.left - self.at[0], self.top - self.at[1]

    @property
    def base(self) -> int:
        """The row with the most ink, on which Persian letters stand."""
        rows = self.picture.point(INKED).reduce((self.picture.width, 1)).tobytes()
        return rows.index(max(rows))


def pieces(grey: Image, grids: Sequence[Grid]) -> Iterator[list[Strip]]:
    """The strips of what is outside of tables, then those of each cell."""
    free = grey.copy()
    for grid in grids:
        left, top, right, bottom = (int(side) for side in grid.box)
        free.paste(255, (left - _INSET, top - _INSET, right + _INSET, bottom + _INSET))
    yield list(_strips(None, free, 0, 0))
    for cell in (cell for grid in grids for cell in grid.cells):
        left, top, right, bottom = (int(side) for side in cell)
        box = (left + _INSET, top + _INSET, right - _INSET, bottom - _INSET)
        if box[2] - box[0] > _LEAST and box[3] - box[1] > _LEAST:
            yield list(_strips(cell, grey.crop(box), box[0], box[1]))


def _strips(cell: Box | None, picture: Image, left: int, top: int) -> Iterator[Strip]:
    inked = picture.point(INKED)
    for above, below in _rows(inked):
        box = inked.crop((0, above, picture.width, below)).getbbox()
        if box:
            part = picture.crop((box[0], above, box[2], below))
            yield Strip(cell, part, left + box[0], top + above)


def _rows(inked: Image) -> list[tuple[int, int]]:
    """The rows of text between blank ones; dots that stand alone belong to the nearest row."""
    runs, begin = list[tuple[int, int]](), -1
    ink = bytes(1 if inked.crop((0, y, inked.width, y + 1)).getbbox() else 0 for y in range(inked.height))
    for place in range(len(ink) + 1):
        dark = place < len(ink) and ink[place] > 0
        if dark and begin < 0:
            begin = place
        elif not dark and begin >= 0:
            runs.append((begin, place))
            begin = -1
    rows = [run for run in runs if run[1] - run[0] >= _LEAST]
    tall = 0.4 * median(row[1] - row[0] for row in rows) if rows else 0
    for run in runs:
        if run in rows:
            continue
        near = min(range(len(rows)), key=lambda one: max(rows[one][0] - run[1], run[0] - rows[one][1]), default=None)
        if near is not None and max(rows[near][0] - run[1], run[0] - rows[near][1]) < max(tall, 6):
            rows[near] = min(rows[near][0], run[0]), max(rows[near][1], run[1])
        else:
            rows.append(run)
    return sorted(rows)


@dataclass(frozen=True, slots=True)
class Sheet:
    """Strips side by side in long rows, as one picture."""

    picture: Image
    strips: list[Strip]

    def strip_at(self, x: float, y: float) -> int | None:
        """The number of the strip at a place."""
        for number, strip in enumerate(self.strips):
            left, top = strip.at
            width, height = strip.picture.size
            if left - _GAP / 2 <= x <= left + width + _GAP / 2 and top - _BORDER <= y <= top + height + _BORDER:
                return number
        return None


def sheets(strips: Sequence[Strip]) -> Iterator[Sheet]:
    """Put strips on sheets, in rows that begin at the right."""
    rows: list[list[Strip]] = [[]]
    for strip in strips:
        rows[-1].append(strip)
        if sum(one.picture.width for one in rows[-1]) > _ROW:
            rows.append([])
    waiting: list[list[Strip]] = []
    for row in [*rows, []]:
        if waiting and (not row or sum(map(_height, [*waiting, row])) > _SHEET):
            yield _sheet(waiting)
            waiting = []
        if row:
            waiting.append(row)


def _height(row: Sequence[Strip]) -> int:
    return max(strip.base for strip in row) + max(strip.picture.height - strip.base for strip in row) + 2 * _BORDER


def _sheet(rows: Sequence[Sequence[Strip]]) -> Sheet:
    width = max(sum(strip.picture.width + _GAP for strip in row) for row in rows) + 2 * _BORDER
    picture = PIL.Image.new("L", (width, sum(map(_height, rows))), 255)
    top = 0
    for row in rows:
        base, right = top + _BORDER + max(strip.base for strip in row), width - _BORDER
        for strip in row:
            right -= strip.picture.width
            strip.at = right, base - strip.base
            picture.paste(strip.picture, strip.at)
            right -= _GAP
        top += _height(row)
    return Sheet(picture, [strip for row in rows for strip in row])
