"""Phrases that screens of several conversations share: which resolution, by when, how long still."""

from datetime import date

from domain.deadlines import Kind
from domain.screens import T, Text

_WITHOUT_DATE = {Kind.CONTINUOUS: "tasks.due.continuous", Kind.NEXT_MEETING: "tasks.due.next_meeting"}


def named(number: int, item: str) -> Text:
    """«مصوبهٔ ۳، بند الف»."""
    return T("tasks.named_item", number=number, item=item) if item else T("tasks.named", number=number)


def due(day: date | None, kind: Kind, today: date) -> Text:
    """How long still, and the date: «۳ روز مانده، تا یکشنبه ۵ آبان ۱۳۹۸»."""
    return _left("tasks.due", day, kind, today)


def left(day: date | None, kind: Kind, today: date) -> Text:
    """How long still, short enough for a button: «۳ روز مانده»."""
    return _left("tasks.short", day, kind, today)


def _left(section: str, day: date | None, kind: Kind, today: date) -> Text:
    if day is None:
        return T(_WITHOUT_DATE.get(kind, "tasks.due.none"))
    days = (day - today).days
    if days in (0, 1):
        return T(f"{section}.{('today', 'tomorrow')[days]}", due=day)
    return T(f"{section}.{'left' if days > 0 else 'over'}", due=day, days=abs(days))
