"""Dates and moments of expressions: ISO texts, days since 1970, and formats. All dates are Gregorian."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone, tzinfo

_LIKE = re.compile(
    r"(\d{4})-(\d{2})-(\d{2})(?:T(\d{2})(?::(\d{2})(?::(\d{2})(?:\.(\d+))?)?)?(Z|[-+]\d{2}:\d{2})?)?\Z", re.ASCII
)
_UNPADDED = re.compile(r"(\d{4})-([1-9]|\d{2})-([1-9]|\d{2})(T.*)?\Z", re.ASCII)
_DATED = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_TIME = re.compile(r"(\d{2}):(\d{2})(?::([0-5]\d)(\.\d+)?)?(Z|[-+]\d{2}:\d{2})?\Z", re.ASCII)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_FORMAT = re.compile(r"%([YymnbdeaHhMS3])")
DAY = 86_400_000
"""Milliseconds of a day."""


def read(text: str, zone: tzinfo) -> datetime | None:
    """Read an ISO date or moment, one without an offset in the given zone; None when it is none."""
    found = _LIKE.match(text)
    if found is None:
        return None
    year, month, day, hour, minute, second, fraction, offset = found.groups()
    try:
        moment = datetime(  # noqa: DTZ001 - its zone follows
            int(year),
            int(month),
            int(day),
            int(hour or 0),
            int(minute or 0),
            int(second or 0),
            int((fraction or "0")[:6].ljust(6, "0")),
        )
        return moment.replace(tzinfo=_offset(offset) if offset else zone).astimezone(zone)
    except (ValueError, OverflowError):
        return None


def _offset(text: str) -> tzinfo:
    if text == "Z":
        return UTC
    hours, minutes = int(text[1:3]), int(text[4:6])
    if hours > 14 or minutes > 59:
        raise ValueError(text)
    delta = timedelta(hours=hours, minutes=minutes)
    return timezone(-delta if text[0] == "-" else delta)


def days(text: str, zone: tzinfo) -> float | None:
    """Return the days since 1970, in UTC, of an ISO date or moment; None when it is none."""
    moment = read(text, zone)
    return None if moment is None else days_of(moment)


def days_of(moment: datetime) -> float:
    """Return the days since 1970, in UTC; whole milliseconds count."""
    return (moment - _EPOCH) // timedelta(milliseconds=1) / DAY


def from_days(count: float, zone: tzinfo) -> datetime | None:
    """Return the moment that many days after 1970 began in UTC; None when there is no such moment."""
    try:
        return (_EPOCH + timedelta(milliseconds=int(count * DAY + (0.5 if count >= 0 else -0.5)))).astimezone(zone)
    except (OverflowError, ValueError):
        return None


def write(moment: datetime) -> str:
    """Write a moment as ISO with milliseconds and offset; as a date alone when it is midnight."""
    date = f"{moment.year:04d}-{moment.month:02d}-{moment.day:02d}"
    if not (moment.hour or moment.minute or moment.second or moment.microsecond // 1000):
        return date
    return f"{date}T{moment:%H:%M:%S}.{moment.microsecond // 1000:03d}{_write_offset(moment)}"


def _write_offset(moment: datetime) -> str:
    minutes = int((moment.utcoffset() or timedelta()).total_seconds() // 60)
    return f"{'-' if minutes < 0 else '+'}{abs(minutes) // 60:02d}:{abs(minutes) % 60:02d}"


def pad(text: str) -> str | None:
    """Return a date with its month and day in two digits; None when the text is no date."""
    if _DATED.match(text):
        return text
    found = _UNPADDED.match(text)
    return f"{found[1]}-{found[2]:0>2}-{found[3]:0>2}{found[4] or ''}" if found else None


def time_of_day(text: str, zone: tzinfo) -> float | None:
    """Return a time as a fraction of a day; None when the text is no time."""
    found = _TIME.match(text)
    if found is None or not (int(found[1]) < 24 and int(found[2]) < 60):
        return None
    moment = read(f"1970-01-01T{found[1]}:{found[2]}:{found[3] or '00'}{found[4] or ''}{found[5] or ''}", zone)
    if moment is None:
        return None
    wall = moment.replace(year=1970, month=1, day=1, tzinfo=UTC)
    return days_of(wall)


def formatted(moment: datetime, pattern: str) -> str:
    """Write a moment by a pattern of ``%Y %m %d %H …``."""
    parts = {
        "Y": f"{moment.year:04d}",
        "y": f"{moment.year:04d}"[2:],
        "m": f"{moment.month:02d}",
        "n": str(moment.month),
        "b": _MONTHS[moment.month - 1],
        "d": f"{moment.day:02d}",
        "e": str(moment.day),
        "a": _WEEKDAYS[moment.weekday()],
        "H": f"{moment.hour:02d}",
        "h": str(moment.hour),
        "M": f"{moment.minute:02d}",
        "S": f"{moment.second:02d}",
        "3": f"{moment.microsecond // 1000:03d}",
    }
    return _FORMAT.sub(lambda one: parts[one[1]], pattern)
