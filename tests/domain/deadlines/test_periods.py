"""The periods of a recurring deadline."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.dates.jalali import format_machine, from_jalali, month_end, to_jalali
from domain.deadlines import DeadlineKind, periods


def recurring(every: int, unit: str, day: int | None = None, until: str | None = None) -> dict[str, Any]:
    return {"kind": "recurring", "rhythm": {"every": every, "unit": unit, "day": day}, "until": until}


def dates(deadline: dict[str, Any], first: str, count: int) -> list[str]:
    found: list[str] = []
    start = periods.parse_date(first)
    assert start
    due: date | None = start
    while due and len(found) < count:
        found.append(format_machine(due))
        due = periods.next_due_from(deadline, start, due + timedelta(days=1))
    return found


@pytest.mark.parametrize(
    ("deadline", "first", "expected"),
    [
        (recurring(1, "month", 10), "1398-08-10", ["1398-08-10", "1398-09-10", "1398-10-10"]),
        (recurring(1, "month"), "1398-11-30", ["1398-11-30", "1398-12-29", "1399-01-31"]),
        (recurring(1, "month", 30), "1398-12-29", ["1398-12-29", "1399-01-30", "1399-02-30"]),
        (recurring(2, "month"), "1398-08-14", ["1398-08-14", "1398-10-14", "1398-12-14"]),
        (recurring(1, "quarter"), "1398-09-30", ["1398-09-30", "1398-12-29", "1399-03-31"]),
        (recurring(1, "year", 286), "1398-10-10", ["1398-10-10", "1399-10-10", "1400-10-10"]),
        (recurring(1, "week", 1), "1398-07-20", ["1398-07-20", "1398-07-27", "1398-08-04"]),
        (recurring(10, "day"), "1398-07-20", ["1398-07-20", "1398-07-30", "1398-08-10"]),
        (recurring(1, "month", 10, until="1398-09-15"), "1398-08-10", ["1398-08-10", "1398-09-10"]),
    ],
)
def test_due_dates_follow_each_other(deadline: dict[str, Any], first: str, expected: list[str]) -> None:
    assert dates(deadline, first, 3) == expected


def test_a_period_is_called_by_its_month_or_by_its_day_when_a_month_has_several() -> None:
    due = from_jalali(1398, 8, 10)
    assert periods.name(recurring(1, "month", 10), due) == "1398-08"
    assert periods.name(recurring(1, "week", 1), due) == "1398-08-10"
    assert periods.name({"kind": "date"}, due) == ""


def test_a_resolution_without_a_deadline_has_none() -> None:
    assert periods.kind({}) is DeadlineKind.NONE
    assert periods.parse_date(None) is None


UNITS = st.sampled_from(["day", "week", "month", "quarter", "half_year", "year"])
DAYS = st.dates(from_jalali(1398, 1, 1), from_jalali(1402, 12, 29))


@given(UNITS, st.integers(1, 4), DAYS, DAYS)
def test_the_following_due_date_is_the_first_that_is_not_before_the_day(
    unit: str, every: int, first: date, day: date
) -> None:
    deadline = recurring(every, unit)
    due = periods.next_due_from(deadline, first, day)
    assert due
    assert due >= max(first, day)
    assert periods.next_due_from(deadline, first, due) == due
    earlier = periods.next_due_from(deadline, first, first)
    while earlier and earlier < due:
        assert earlier < day
        earlier = periods.next_due_from(deadline, first, earlier + timedelta(days=1))
    assert earlier == due


@given(DAYS, st.integers(1, 40))
def test_a_rule_of_last_days_stays_on_last_days(day: date, months: int) -> None:
    first = month_end(*to_jalali(day)[:2])
    due = periods.next_due_from(recurring(1, "month"), first, first + timedelta(days=29 * months))
    assert due
    assert due == month_end(*to_jalali(due)[:2])
