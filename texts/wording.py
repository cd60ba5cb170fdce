"""Phrases shared by several conversations: names of people and resolutions, due dates, time left."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from functools import reduce
from typing import Any

from domain.chat.screens import Personal, T, Text
from domain.dates.working_days import Calendar
from domain.deadlines import DeadlineKind

_CLOSING = {"answer.no_opinion": "no_opinion", "answer.no_experience": "no_experience"}
"""The kinds of answer that only their form tells apart from «فاقد عملکرد»."""
_WITHOUT_DATE = {DeadlineKind.CONTINUOUS: "tasks.due.continuous", DeadlineKind.NEXT_MEETING: "tasks.due.next_meeting"}


def full_name(title: str, name: str) -> Personal:
    """A person's title and name, as in a letter."""
    return Personal(f"{title} {name}".strip())


def colleague_name(title: str, name: str) -> Personal:
    """A colleague's title and name; «a colleague» where no name may be shown."""
    return replace(full_name(title, name), instead=T("privacy.colleague"))


def greeting(key: str, bare: str, title: str, name: str, **params: Any) -> Personal:
    """The text ``key``, which addresses a person by name; the text ``bare`` where no name may be shown."""
    return Personal(T(key, name=full_name(title, name), **params), T(bare, **params))


def resolution_name(number: int, item: str, meeting: int | None = None) -> Text:
    """A resolution's name: «مصوبهٔ ۳، بند الف», with its meeting «مصوبهٔ ۳، بند الف، جلسهٔ ۵»."""
    title = T("tasks.named_item", number=number, item=item) if item else T("tasks.named", number=number)
    return title if meeting is None else T("tasks.named_of", title=title, meeting=meeting)


def meeting_name(title: str, number: int | None) -> Text | str:
    """A meeting's name: its title, or its number where it has none."""
    if title:
        return title
    return T("meeting.numbered", number=number) if number else T("meeting.untitled")


def submission_kind(kind: str, form: str) -> Text:
    """A submission's kind: «گزارش»; one that closes without a report bears the words of its form."""
    return T(f"answer.kind.{_CLOSING.get(form, kind)}")


def submission_name(kind: str, number: int, form: str) -> Text:
    """A submission's name by its kind and receipt number: «گزارش شمارهٔ ۱۲»."""
    return T(f"answer.numbered.{_CLOSING.get(form, kind)}", number=number)


def filled_number(number: int, submission: int | None) -> Text | int:
    """A filled form's number: that of the report that it is, else one of its own, which is not taken for a report's."""
    return submission or T("form_fill.own_number", number=number)


def due_date(day: date | None, kind: DeadlineKind, today: date) -> Text:
    """A due date with the time left: «۳ روز مانده، تا یکشنبه ۵ آبان ۱۳۹۸»."""
    if day is None:
        return _without_date(kind)
    return T(f"tasks.due.{_when(day, today)}", due=day, days=abs((day - today).days))


def time_left(day: date | None, kind: DeadlineKind, today: date) -> Text:
    """The time left, short enough for a button: «۳ روز مانده»."""
    if day is None:
        return _without_date(kind)
    return T(f"tasks.short.{_when(day, today)}", days=abs((day - today).days))


def day_off(day: date, calendar: Calendar) -> Text | None:
    """The remark that a day is a holiday, by its name, for sure or not, or a part of the weekend; None for neither."""
    if not calendar.is_day_off(day):
        return None
    holiday = calendar.holidays.get(day)
    if holiday is None:
        return T("common.weekend", day=day)
    return T("common.holiday_estimated" if holiday.estimated else "common.holiday", day=day, name=holiday.name)


def _when(day: date, today: date) -> str:
    days = (day - today).days
    if days in (0, 1):
        return ("today", "tomorrow")[days]
    return "left" if days > 0 else "over"


def _without_date(kind: DeadlineKind) -> Text:
    return T(_WITHOUT_DATE.get(kind, "tasks.due.none"))


def comma_separated(values: Sequence[Text | str | int]) -> Text | str | int:
    """Values joined by commas: «۴، ۵، ۱۵»; "" for none."""
    first, *rest = values or ("",)
    return reduce(lambda before, value: T("list.and", first=before, second=value), rest, first)
