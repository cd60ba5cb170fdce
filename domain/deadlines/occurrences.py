"""Due dates of a rhythm."""

from collections.abc import Iterator
from datetime import date
from itertools import count

from domain.dates.jalali import add_months, from_jalali, month_end, to_jalali, week_start, weekday
from domain.deadlines.model import Rhythm, Unit, days

_MONTHS = {Unit.MONTH: 1, Unit.QUARTER: 3, Unit.HALF_YEAR: 6, Unit.YEAR: 12}


def first_due(rhythm: Rhythm, on: date) -> date:
    """The first due date of a rhythm after the day of a meeting."""
    if rhythm.every == 1 or (rhythm.unit is Unit.WEEK and rhythm.day is not None):
        return next(_due_days(rhythm, on))
    return _shifted(rhythm, on, 1)


def next_due(rhythm: Rhythm, first: date, after: date) -> date:
    """The earliest due date after `after` of a rhythm whose first one is `first`."""
    if after < first:
        return first
    if rhythm.every == 1:
        return next(_due_days(rhythm, after))
    passed = max(1, _times_between(rhythm, first, after))
    return next(day for times in count(passed) if (day := _shifted(rhythm, first, times)) > after)


def day_in_unit(unit: Unit, day: date) -> int | None:
    """The number of a day in its unit, from 1; None for the last day of a month or a longer unit."""
    start, end = next(_periods(unit, day))
    return None if day == end and unit is not Unit.WEEK else (day - start).days + 1


def _times_between(rhythm: Rhythm, first: date, after: date) -> int:
    """Count the rhythm's periods from one day to another, or one more where the last is not over yet."""
    if rhythm.unit in _MONTHS:
        year, month, _ = to_jalali(first)
        then_year, then_month, _ = to_jalali(after)
        return (12 * (then_year - year) + then_month - month) // (_MONTHS[rhythm.unit] * rhythm.every)
    return (after - first).days // (rhythm.every * (7 if rhythm.unit is Unit.WEEK else 1))


def _shifted(rhythm: Rhythm, day: date, times: int) -> date:
    """The day that is so many lengths of the rhythm later."""
    steps = rhythm.every * times
    if rhythm.unit in _MONTHS:
        return add_months(day, _MONTHS[rhythm.unit] * steps)
    return day + days(steps * (7 if rhythm.unit is Unit.WEEK else 1))


def _due_days(rhythm: Rhythm, after: date) -> Iterator[date]:
    """The due dates after a date, of a rhythm that falls in each unit."""
    for start, end in _periods(rhythm.unit, after):
        day = _day_in(rhythm, start, end)
        if day > after:
            yield day


def _day_in(rhythm: Rhythm, start: date, end: date) -> date:
    """The due day of a rhythm in its unit from `start` to `end`."""
    if rhythm.weekday is None:
        return end if rhythm.day is None else min(start + days(rhythm.day - 1), end)
    wanted = rhythm.weekday - 1
    if rhythm.day is None:
        return end - days((weekday(end) - wanted) % 7)
    return start + days((wanted - weekday(start)) % 7 + 7 * (rhythm.day - 1))


def _periods(unit: Unit, around: date) -> Iterator[tuple[date, date]]:
    """The first and last day of the unit that holds a date, then of each unit after it, without end."""
    if unit in _MONTHS:
        year, month, _ = to_jalali(around)
        length = _MONTHS[unit]
        start = from_jalali(year, month - (month - 1) % length, 1)
        for times in count():
            first = add_months(start, times * length)
            year, month, _ = to_jalali(first)
            yield first, month_end(year, month + length - 1)
    length = 7 if unit is Unit.WEEK else 1
    start = week_start(around) if unit is Unit.WEEK else around
    for times in count():
        yield start + days(times * length), start + days((times + 1) * length - 1)
