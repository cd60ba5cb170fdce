"""The ruled lines of a picture, found by shrinking it along one axis: only what is long and dark stays dark."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from pdfplumber.table import cells_to_tables, edges_to_intersections, intersections_to_cells
from PIL.Image import Image, Transpose

from services.document_reading.pages.tables import Box, Grid

_SHARE = 0.02
"""The length of the pieces that lines are looked for in, as a share of the picture's width."""
_DARK = 225
"""The darkness from which a shrunk piece is of a line, of 255; text is lighter on the whole."""
_GAP = 2
"""The gap, in pieces, over which two parts of a line are one."""
_THICK = 4
"""The dots across its way by which a line's parts may stand apart."""
_MISS = 0.6
"""The length, in pieces, by which two lines that cross may miss each other."""


def grids_in(inked: Image) -> list[Grid]:
    """Find the tables of a picture in which ink is white on black; boxes are in dots."""
    piece = max(8, int(inked.width * _SHARE))
    edges = [*_edges(inked, piece, "h"), *_edges(inked, piece, "v")]
    edges += list(_ends(edges, piece))
    crossings = edges_to_intersections(edges, piece * _MISS, piece * _MISS)
    tables = cells_to_tables(intersections_to_cells(crossings))
    return [Grid(_hull(cells), cells) for cells in tables]


def _hull(cells: Sequence[Box]) -> Box:
    lefts, tops, rights, bottoms = zip(*cells, strict=True)
    return min(lefts), min(tops), max(rights), max(bottoms)


def _edges(inked: Image, piece: int, way: str) -> Iterator[dict[str, Any]]:
    """The straight lines of one way, ``h`` or ``v``, as pdfplumber's edges; thick and crooked ones count once."""
    small = inked.reduce((piece, 1)) if way == "h" else inked.reduce((1, piece)).transpose(Transpose.TRANSPOSE)
    lines: list[_Rule] = []
    for start, end, place in _runs(small, piece):
        near = next((one for one in reversed(lines) if one.meets(start, end, place, piece)), None)
        if near:
            near.start, near.end, near.last = min(near.start, start), max(near.end, end), place
        else:
            lines.append(_Rule(start, end, place, place))
    for one in lines:
        if one.end - one.start >= 2 * piece:
            middle = (one.first + one.last) / 2
            along, across = (("x0", "x1"), ("top", "bottom")) if way == "h" else (("top", "bottom"), ("x0", "x1"))
            sides = dict(zip(along, (one.start, one.end), strict=True)) | dict.fromkeys(across, middle)
            yield {**sides, "orientation": way}


def _ends(edges: Sequence[dict[str, Any]], piece: int) -> Iterator[dict[str, Any]]:
    """The lines that are missing where a table goes on over the page: along the ends of its upright lines."""
    upright = [edge for edge in edges if edge["orientation"] == "v"]
    for side in ("top", "bottom"):
        for place in {edge[side] for edge in upright}:
            level = [edge["x0"] for edge in upright if abs(edge[side] - place) <= piece]
            crossed = any(abs(edge["top"] - place) <= piece for edge in edges if edge["orientation"] == "h")
            if len(level) > 1 and not crossed:
                x0, x1 = min(level), max(level)
                yield {"x0": x0, "x1": x1, "top": place, "bottom": place, "orientation": "h"}


@dataclass
class _Rule:
    """A line from start to end along its way, and where across it its first and its last dots are."""

    start: int
    end: int
    first: int
    last: int

    def meets(self, start: int, end: int, place: int, piece: int) -> bool:
        apart = max(self.start, start) - min(self.end, end)
        return place - self.last <= _THICK and apart <= _GAP * piece


def _runs(small: Image, piece: int) -> Iterator[tuple[int, int, int]]:
    """The dark stretches of each row of a picture that was shrunk along its rows: start, end, and the row."""
    data, width = small.tobytes(), small.width
    for row in range(small.height):
        begin = None
        for place in range(width + 1):
            dark = place < width and data[row * width + place] >= _DARK
            if dark and begin is None:
                begin = place
            elif not dark and begin is not None:
                yield begin * piece, place * piece, row
                begin = None
