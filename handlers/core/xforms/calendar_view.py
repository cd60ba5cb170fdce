"""A month of the Jalali calendar as buttons, a week a row from Saturday on."""

from __future__ import annotations

from datetime import date, timedelta

from domain.chat.screens import Button, T
from domain.dates import jalali
from handlers.core.open_form import OpenForm
from handlers.core.turn import Turn

MONTHS = 12
YEARS = range(1250, 1500)
"""The years that are shown; the month of a forged button may be of any."""


def buttons(turn: Turn, opened: OpenForm, chosen: date | None) -> list[list[Button]]:
    """Return the month that the chat's notes point at, or the one of the answer or of today."""
    year, month = divmod(turn.notes.offset, MONTHS)
    if year not in YEARS:
        year, month = _month_of(chosen or turn.today)
    first = jalali.from_jalali(year, month + 1, 1)
    days = [first + timedelta(days=place) for place in range(jalali.month_length(year, month + 1))]
    cells: list[Button] = [_blank(opened) for _ in range(jalali.weekday(first))]
    cells += [opened.button(_label(turn, day), f"c={day.isoformat()}") for day in days]
    cells += [_blank(opened) for _ in range(-len(cells) % 7)]
    weeks = [cells[start : start + 7] for start in range(0, len(cells), 7)]
    at = year * MONTHS + month
    turns = [
        opened.button(T("xform.month_before"), f"p={at - 1}"),
        opened.button(T("xform.month", day=first), f"p={at}"),
        opened.button(T("xform.month_after"), f"p={at + 1}"),
    ]
    today = opened.button(T("xform.today"), f"c={turn.today.isoformat()}")
    names = [opened.button(T(f"xform.weekday.{place}"), "same") for place in range(7)]
    return [turns, names, *weeks, [today]]


def _month_of(day: date) -> tuple[int, int]:
    year, month, _ = jalali.to_jalali(day)
    return year, month - 1


def _label(turn: Turn, day: date) -> str:
    number = turn.voice.plain(T("list.number", number=jalali.to_jalali(day)[2]))
    return f"•{number}" if day == turn.today else number


def _blank(opened: OpenForm) -> Button:
    return opened.button("·", "same")
