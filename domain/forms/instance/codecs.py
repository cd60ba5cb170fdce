"""The written form of values by type, as XForms has it: what a question stores, and "" for what is none."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from math import isfinite, trunc

from domain.forms.compiled.model import Control, Element
from domain.forms.xpath.values import plain, read_number

_DATE = re.compile(r"(\d{4}-\d{2}-\d{2})(?:T\d{2}(?::\d{2}(?::\d{2}(?:\.\d+)?)?)?)?\Z", re.ASCII)
_TIME = r"(\d{2}):(\d{2}):(\d{2})(?:\.\d+)?([-+](?:0\d|1[0-4]):[0-5]\d|Z)?\Z"
_TIME_ALONE = re.compile(_TIME, re.ASCII)
_MOMENT = re.compile(rf"(\d{{4}}-\d{{2}}-\d{{2}})T{_TIME}", re.ASCII)
_INT = 2**31
Point = tuple[float, ...]


def canonical(element: Element, text: str) -> str:
    """Return a value as its field stores it; "" for one that is none of its type."""
    if not text:
        return ""
    if element.control is Control.TRIGGER:
        return "OK" if text.lower() == "ok" else ""
    if element.control in (Control.SELECT_MULTIPLE, Control.RANK):
        return " ".join(text.split())
    write = _WRITE.get(element.type)
    written = write(text) if write else text
    return _within(element, written) if element.control is Control.RANGE and element.bounds else written


def _within(element: Element, written: str) -> str:
    start, end, _ = element.bounds or ("", "", "")
    edges = sorted((read_number(start), read_number(end)))
    return written if written and edges[0] <= read_number(written) <= edges[1] else ""


def _int(text: str) -> str:
    number = read_number(text)
    if not isfinite(number) or not -_INT <= trunc(number) < _INT:
        return ""
    return str(trunc(number))


def _decimal(text: str) -> str:
    number = read_number(text)
    return write_decimal(number) if isfinite(number) else ""


def write_decimal(number: float) -> str:
    """Write a decimal with a digit after its point at least, and without an exponent."""
    written = plain(number)
    whole, _, fraction = written.partition(".")
    return f"{whole}.{fraction[:20] or '0'}"


def _date(text: str) -> str:
    found = _DATE.match(text)
    return found[1] if found and _is_date(found[1]) else ""


def _time(text: str) -> str:
    found = _TIME_ALONE.match(text)
    return text if found and _is_time(*found.groups()[:3]) else ""


def _moment(text: str) -> str:
    found = _MOMENT.match(text)
    return text if found and _is_date(found[1]) and _is_time(*found.groups()[1:4]) else ""


def _is_date(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _is_time(hour: str, minute: str, second: str) -> bool:
    try:
        datetime(1970, 1, 1, int(hour), int(minute), min(int(second), 59), tzinfo=UTC)
    except ValueError:
        return False
    return int(second) <= 60


def _point(text: str) -> Point | None:
    numbers = [read_number(part) for part in text.split()]
    if not 2 <= len(numbers) <= 4 or not all(map(isfinite, numbers)):
        return None
    latitude, longitude = numbers[:2]
    if abs(latitude) > 90 or abs(longitude) > 180 or (latitude == 0 and longitude == 0):
        return None
    return tuple(numbers)


def _write_point(point: Point) -> str:
    return " ".join(map(write_decimal, point))


def _geopoint(text: str) -> str:
    point = _point(text)
    return _write_point(point) if point else ""


def _points(text: str) -> list[Point]:
    parts = text.split(";")
    if parts and not parts[-1].strip():
        parts.pop()
    points = [_point(part) for part in parts]
    return [point for point in points if point] if all(points) else []


def _geotrace(text: str) -> str:
    points = _points(text)
    return ";".join(map(_write_point, points)) if len(points) >= 2 and points[0][:2] != points[-1][:2] else ""


def _geoshape(text: str) -> str:
    points = _points(text)
    return ";".join(map(_write_point, points)) if len(points) >= 3 and points[0][:2] == points[-1][:2] else ""


_WRITE = {
    "int": _int,
    "decimal": _decimal,
    "date": _date,
    "time": _time,
    "dateTime": _moment,
    "geopoint": _geopoint,
    "geotrace": _geotrace,
    "geoshape": _geoshape,
}
