"""Fixtures: the meeting of 13 Mehr 1398 (a Saturday), and resolved phrases written as one line."""

from collections.abc import Callable
from datetime import date

import pytest

from domain.dates.jalali import format_machine, from_jalali
from domain.dates.working_days import Calendar, official_holidays
from domain.deadlines import Deadline, DeadlineKind, resolve


@pytest.fixture(scope="session")
def meeting() -> date:
    return from_jalali(1398, 7, 13)


@pytest.fixture(scope="session")
def calendar() -> Calendar:
    return Calendar({holiday.date: holiday for holiday in official_holidays(1398, 1410)})


@pytest.fixture
def read(meeting: date, calendar: Calendar) -> Callable[[str], str]:
    """A function that resolves a phrase of that meeting and writes the deadline by `in_a_line`."""
    return lambda phrase: in_a_line(resolve(phrase, meeting, calendar))


def in_a_line(deadline: Deadline) -> str:
    """Write a deadline as one line: `1398-08-05`, `1 month day 10 from 1398-08-10`, `unknown: past`, `next_meeting`."""
    due = format_machine(deadline.due) if deadline.due else ""
    until = f" until {format_machine(deadline.until)}" if deadline.until else ""
    if deadline.kind is DeadlineKind.DATE:
        return due
    if deadline.rhythm:
        day = f" day {deadline.rhythm.day}" if deadline.rhythm.day else ""
        day += f" weekday {deadline.rhythm.weekday}" if deadline.rhythm.weekday else ""
        return f"{deadline.rhythm.every} {deadline.rhythm.unit.value}{day} from {due}{until}"
    if deadline.kind is DeadlineKind.UNKNOWN:
        return f"unknown: {deadline.code}"
    lead = f" less {deadline.lead_days}" if deadline.lead_days else ""
    return f"{deadline.kind.value}{lead}{until}{' ' + due if due else ''}"
