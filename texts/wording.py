"""Phrases that screens of several conversations share: which resolution, by when, how long still."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from functools import reduce
from typing import Any

from domain.chat.screens import Personal, T, Text
from domain.deadlines import Kind as DeadlineKind

_WITHOUT_DATE = {DeadlineKind.CONTINUOUS: "tasks.due.continuous", DeadlineKind.NEXT_MEETING: "tasks.due.next_meeting"}


def called(title: str, name: str) -> Personal:
    """A person's title and name, as letters have it."""
    return Personal(f"{title} {name}".strip())


def colleague(title: str, name: str) -> Personal:
    """A colleague of whom one hears, by name where it may stand."""
    return replace(called(title, name), instead=T("privacy.colleague"))


def greeted(key: str, bare: str, title: str, name: str, **params: Any) -> Personal:
    """The text of ``key``, which addresses a person by ``name``; ``bare`` is said where no name may stand."""
    return Personal(T(key, name=called(title, name), **params), T(bare, **params))


def named(number: int, item: str, meeting: int | None = None) -> Text:
    """«مصوبهٔ ۳، بند الف», or «مصوبهٔ ۳، بند الف، جلسهٔ ۵»."""
    title = T("tasks.named_item", number=number, item=item) if item else T("tasks.named", number=number)
    return title if meeting is None else T("tasks.named_of", title=title, meeting=meeting)


def numbered(kind: str, number: int) -> Text:
    """«گزارش شمارهٔ ۱۲»: a submission by its kind and its receipt number."""
    return T(f"answer.numbered.{kind}", number=number)


def due(day: date | None, kind: DeadlineKind, today: date) -> Text:
    """How long still, and the date: «۳ روز مانده، تا یکشنبه ۵ آبان ۱۳۹۸»."""
    if day is None:
        return _without_date(kind)
    return T(f"tasks.due.{_when(day, today)}", due=day, days=abs((day - today).days))


def left(day: date | None, kind: DeadlineKind, today: date) -> Text:
    """How long still, short enough for a button: «۳ روز مانده»."""
    if day is None:
        return _without_date(kind)
    return T(f"tasks.short.{_when(day, today)}", days=abs((day - today).days))


def _when(day: date, today: date) -> str:
    days = (day - today).days
    if days in (0, 1):
        return ("today", "tomorrow")[days]
    return "left" if days > 0 else "over"


def _without_date(kind: DeadlineKind) -> Text:
    return T(_WITHOUT_DATE.get(kind, "tasks.due.none"))


def listed(values: Sequence[Text | str | int]) -> Text | str | int:
    """Values on one line: «۴، ۵، ۱۵»; "" for none."""
    first, *rest = values or ("",)
    return reduce(lambda before, value: T("list.and", first=before, second=value), rest, first)
