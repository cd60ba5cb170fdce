"""Calendar files (RFC 5545): one meeting as it stands now, or one person's deadlines."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

MOST_OCTETS = 75
"""The longest line of a calendar file, without its line break."""


@dataclass(frozen=True, slots=True)
class Event:
    """One event. ``begins`` is a date for one that lasts the whole day; ``hours`` is the length of any other.

    Of two files with the same ``uid`` a calendar keeps the one of the higher ``sequence``.
    """

    uid: str
    begins: date | datetime
    title: str
    sequence: int = 0
    hours: int = 2
    place: str = ""
    details: str = ""
    organiser: str = ""
    cancelled: bool = False


def write(events: Iterable[Event], now: datetime, *, cancels: bool = False) -> bytes:
    """Write a calendar file; one that ``cancels`` takes its events out of the calendars that have them."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Dabir//Dabir//FA",
        "CALSCALE:GREGORIAN",
        f"METHOD:{'CANCEL' if cancels else 'PUBLISH'}",
    ]
    for event in events:
        lines += _event(event, now)
    lines.append("END:VCALENDAR")
    return "".join(f"{_folded(line)}\r\n" for line in lines).encode()


def _event(event: Event, now: datetime) -> list[str]:
    lines = [
        "BEGIN:VEVENT",
        f"UID:{event.uid}",
        f"DTSTAMP:{_moment(now)}",
        f"SEQUENCE:{event.sequence}",
        *_span(event),
        f"SUMMARY:{_escaped(event.title)}",
        f"STATUS:{'CANCELLED' if event.cancelled else 'CONFIRMED'}",
    ]
    if event.place:
        lines.append(f"LOCATION:{_escaped(event.place)}")
    if event.details:
        lines.append(f"DESCRIPTION:{_escaped(event.details)}")
    if event.organiser:
        # The secretariat has no address of its own in here, and a published event must name its organiser.
        lines.append(f'ORGANIZER;CN="{event.organiser.replace(chr(34), "")}":invalid:nomail')
    return [*lines, "END:VEVENT"]


def _span(event: Event) -> list[str]:
    if isinstance(event.begins, datetime):
        ends = event.begins + timedelta(hours=event.hours)
        return [f"DTSTART:{_moment(event.begins)}", f"DTEND:{_moment(ends)}"]
    ends_before = event.begins + timedelta(days=1)
    return [
        f"DTSTART;VALUE=DATE:{event.begins:%Y%m%d}",
        f"DTEND;VALUE=DATE:{ends_before:%Y%m%d}",
        "TRANSP:TRANSPARENT",
    ]


def _moment(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _escaped(words: str) -> str:
    escaped = words.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return "\\n".join(escaped.splitlines())


def _folded(line: str) -> str:
    """Fold a line after at most 75 octets, never within a letter."""
    parts, part, size = [], "", 0
    for letter in line:
        octets = len(letter.encode())
        if size + octets > MOST_OCTETS:
            parts.append(part)
            part, size = "", 1
        part, size = part + letter, size + octets
    return "\r\n ".join([*parts, part])
