"""Functions of places: areas, lengths, and whether a point lies inside a shape."""

from __future__ import annotations

import math
import re
from itertools import pairwise

from domain.forms.xpath.context import Context
from domain.forms.xpath.registry import strict
from domain.forms.xpath.values import Value, read_number, texts, to_text

_RADIUS = 6_378_100
"""The earth's radius at the equator in metres, as JavaRosa has it."""
Point = tuple[float, float]


@strict("area", 1, 1)
def area(_context: Context, shape: Value) -> Value:
    """Return the square metres inside a shape."""
    points = _points([shape]) or []
    if len(points) < 3:
        return 0.0
    closed = points if points[0] == points[-1] else [*points, points[0]]
    total = sum(
        math.radians(end[1] - start[1]) * (2 + math.sin(math.radians(end[0])) + math.sin(math.radians(start[0])))
        for start, end in pairwise(closed)
    )
    return _rounded(total * _RADIUS * _RADIUS / 2)


@strict("distance", 1, None)
def distance(_context: Context, *places: Value) -> Value:
    """Return the metres along a line, or between points; NaN when any is no place."""
    points = _points(list(places))
    if points is None:
        return math.nan
    return _rounded(sum(_between(start, end) for start, end in pairwise(points)))


@strict("geofence", 2, 2)
def geofence(_context: Context, point: Value, shape: Value) -> Value:
    """Tell whether a point lies inside a closed shape."""
    place, corners = _point(to_text(point)), _points([to_text(shape)])
    if place is None or not corners or corners[0] != corners[-1]:
        return False
    y, x = place
    inside = False
    for (y1, x1), (y2, x2) in pairwise(corners):
        if (y2 > y) != (y1 > y) and x < (x1 - x2) * (y - y2) / (y1 - y2) + x2:
            inside = not inside
    return inside


def _points(values: list[Value]) -> list[Point] | None:
    """Read points: of one text with semicolons between them, or of several texts. None unless there are two."""
    parts = [text for value in values for text in texts(value)]
    if len(parts) == 1:
        parts = re.split(r"\s*;\s*", re.sub(r"(\s*;)+$", "", parts[0].strip()))
    points = [_point(part) for part in parts]
    found = [point for point in points if point is not None]
    return found if len(found) == len(points) >= 2 else None


def _point(text: str) -> Point | None:
    parts = text.split()
    if not 2 <= len(parts) <= 4:
        return None
    latitude, longitude = read_number(parts[0]), read_number(parts[1])
    return (latitude, longitude) if abs(latitude) <= 90 and abs(longitude) <= 180 else None


def _between(start: Point, end: Point) -> float:
    phi, psi = math.radians(start[0]), math.radians(end[0])
    turn = math.radians(start[1] - end[1])
    cosine = math.sin(phi) * math.sin(psi) + math.cos(phi) * math.cos(psi) * math.cos(turn)
    return math.acos(max(-1.0, min(1.0, cosine))) * _RADIUS


def _rounded(metres: float) -> float:
    return abs(math.floor(metres * 100 + 0.5) / 100)
