"""Periods of every Jalali year: two (month, day) pairs, both included, which may span the new year."""

import re
from collections.abc import Iterable

from domain.dates.jalali import MONTHS, from_jalali, parse, to_jalali
from domain.persian.text import fold, persian_digits

OfYear = tuple[int, int]
"""A (month, day) of any Jalali year, from 1 on."""
Yearly = tuple[OfYear, OfYear]

DAYS_IN_MONTHS = (31,) * 6 + (30,) * 6
LEAST_OPEN_DAYS = 30
"""The fewest days of the year that silent periods have to leave open: the search for the next one has to end."""
LONGEST = 183
"""The most days of a period that is typed: a longer one has its end before its beginning."""
_SEASONS = {
    "بهار": ((1, 1), (3, 31)),
    "تابستان": ((4, 1), (6, 31)),
    "پاییز": ((7, 1), (9, 30)),
    "زمستان": ((10, 1), (12, 30)),
}
_YEAR = [(month, day) for month, days in enumerate(DAYS_IN_MONTHS, 1) for day in range(1, days + 1)]
_A_LEAP_YEAR = from_jalali(1399, 6, 1)


def within(period: Yearly, day: OfYear) -> bool:
    """Tell whether a period has a day of the year."""
    start, end = period
    return start <= day <= end if start <= end else day >= start or day <= end


def length(period: Yearly) -> int:
    """The number of a period's days in a leap year."""
    return sum(within(period, day) for day in _YEAR)


def open_days(periods: Iterable[Yearly]) -> int:
    """The number of days of a leap year that lie in none of the periods."""
    known = list(periods)
    return sum(not any(within(period, day) for period in known) for day in _YEAR)


def read(text: str) -> Yearly | None:
    """Read «۲۸ اسفند تا ۱۴ فروردین» or a season, «تابستان»; None for anything else."""
    words = fold(text).removeprefix("از ").strip()
    if words in _SEASONS:
        return _SEASONS[words]
    ends = [parse(part.strip(), _A_LEAP_YEAR) for part in re.split(r" تا ", words)]
    if len(ends) != 2 or ends[0] is None or ends[1] is None:
        return None
    return (to_jalali(ends[0])[1:], to_jalali(ends[1])[1:])


def words(period: Yearly) -> str:
    """A period as «۲۸ اسفند تا ۱۴ فروردین»."""
    return " تا ".join(persian_digits(f"{day} {MONTHS[month - 1]}") for month, day in period)
