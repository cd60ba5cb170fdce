"""The Jalali (solar Hijri) calendar of Iran, on top of jdatetime.

A date is always a `datetime.date`; a Jalali date is three numbers (year, month, day), month and day from 1.
"""

import re
from datetime import date, timedelta
from functools import lru_cache

import jdatetime

from domain.persian.text import fold, parse_number, parse_ordinal, persian_digits

MONTHS = (
    "فروردین",
    "اردیبهشت",
    "خرداد",
    "تیر",
    "مرداد",
    "شهریور",
    "مهر",
    "آبان",
    "آذر",
    "دی",
    "بهمن",
    "اسفند",
)
MONTHS_LATIN = (
    "Farvardin",
    "Ordibehesht",
    "Khordad",
    "Tir",
    "Mordad",
    "Shahrivar",
    "Mehr",
    "Aban",
    "Azar",
    "Dey",
    "Bahman",
    "Esfand",
)
WEEKDAYS = ("شنبه", "یکشنبه", "دوشنبه", "سه‌شنبه", "چهارشنبه", "پنجشنبه", "جمعه")

_FULL_YEAR = 1000
_LONGEST_MONTH = 31
_NUMERIC = re.compile(r"(\d{1,4})([/.\-])(\d{1,2})\2(\d{1,4})")
_FOLDED_MONTHS = tuple(map(fold, MONTHS))
_TENS = "بیست|سی|چهل|پنجاه|شصت|هفتاد|هشتاد|نود"
_UNITS = "یک|دو|سه|چهار|پنج|شش|هفت|هشت|نه|ده|یازده|دوازده|سیزده|چهارده|پانزده|شانزده|هفده|هجده|نوزده"
YEAR_IN_WORDS = rf"(?:یک ?)?هزار ?و ?(?:سیصد|چهارصد)(?: ?و ?(?:{_TENS}))?(?: ?و ?(?:{_UNITS}))?(?!\w)"
"""A pattern over folded text: «یکهزار و چهارصد و دو»."""

_IN_WORDS = re.compile(
    rf"(\d{{1,2}}|\D{{2,20}}?) ?({'|'.join(_FOLDED_MONTHS)})(?: ?ماه)?(?: (?:سال )?(\d{{4}}|\d{{2}}|{YEAR_IN_WORDS}))?"
)
_STROKES = re.compile(rf"(\d) ?([/\-]) ?({'|'.join(_FOLDED_MONTHS)}) ?\2 ?(?=\d)")
_BEFORE_AND = re.compile(rf"(هزار|سیصد|چهارصد|{_TENS}) ?و ?(?=\w)")
_COUNTED = {"1": "یک", "2": "دو", "3": "سه", "4": "چهار", "5": "پنج"}
_COUNTS = "|".join(_COUNTED.values())
WEEKDAY = rf"(?:{_COUNTS}|(?:(?<!\w)|(?<=روز))(?:{_COUNTS}) |(?<![\d/.-])(?<!ساعت )[1-5] ?)?شنبه|جمعه"
"""A pattern over folded text for the name of a weekday: «سه‌شنبه», «دو شنبه», «۵ شنبه»."""

_WEEKDAYS = {fold(name).replace(" ", ""): number for number, name in enumerate(WEEKDAYS)}
_WEEKDAY = re.compile(rf"(?:روز )?({WEEKDAY})\b[ ،]*")


@lru_cache(maxsize=4096)
def to_jalali(day: date) -> tuple[int, int, int]:
    """The Jalali year, month and day of a date."""
    jalali = jdatetime.date.fromgregorian(date=day)
    return jalali.year, jalali.month, jalali.day


@lru_cache(maxsize=4096)
def from_jalali(year: int, month: int, day: int) -> date:
    """The date of a Jalali year, month and day. Raises ValueError when the calendar has no such day."""
    gregorian: date = jdatetime.date(year, month, day).togregorian()
    return gregorian


def month_length(year: int, month: int) -> int:
    """The number of days in a Jalali month: 29, 30 or 31."""
    return (month_end(year, month) - from_jalali(year, month, 1)).days + 1


def month_end(year: int, month: int) -> date:
    """The last day of a Jalali month."""
    following = (year + 1, 1) if month == 12 else (year, month + 1)
    return from_jalali(*following, 1) - timedelta(days=1)


def add_months(day: date, months: int) -> date:
    """The same day of the month so many Jalali months later (earlier for a negative number).

    In a month that is too short, its last day.
    """
    year, month, of_month = to_jalali(day)
    years, month0 = divmod(month - 1 + months, 12)
    year, month = year + years, month0 + 1
    return from_jalali(year, month, min(of_month, month_length(year, month)))


def weekday(day: date) -> int:
    """The number of a day in the Iranian week: 0 is Saturday, 6 is Friday."""
    return (day.weekday() + 2) % 7


def week_start(day: date) -> date:
    """The Saturday on or before a date."""
    return day - timedelta(days=weekday(day))


def format_short(day: date) -> str:
    """Format a date as «۱۳۹۸/۰۷/۱۳»; such strings sort as their dates do."""
    return persian_digits("{:04}/{:02}/{:02}".format(*to_jalali(day)))


def format_long(day: date) -> str:
    """Format a date as «شنبه ۱۳ مهر ۱۳۹۸»."""
    return f"{WEEKDAYS[weekday(day)]} {format_day(day)}"


def format_day(day: date) -> str:
    """Format a date as «۱۳ مهر ۱۳۹۸»."""
    year, month, of_month = to_jalali(day)
    return persian_digits(f"{of_month} {MONTHS[month - 1]} {year}")


def format_machine(day: date) -> str:
    """Format a date as `1398-07-13`, the Jalali date of Dabir's JSON."""
    return "{:04}-{:02}-{:02}".format(*to_jalali(day))


def full_year(year: int, near: int) -> int:
    """Complete a year of one or two digits in the century that brings it nearest to `near`, a full year.

    Near 1398, 98 is 1398 and 5 is 1405. A full year stays as it is.
    """
    if year >= _FULL_YEAR:
        return year
    century = near - near % 100
    return min((century + shift + year for shift in (-100, 0, 100)), key=lambda full: abs(full - near))


def parse(text: str, today: date) -> date | None:
    """Read «۱۳۹۸/۷/۱۳», «۹۸/۰۷/۱۳», «۱۳/۷/۱۳۹۸», «شنبه ۱۳ مهر ۹۸» or «سیزدهم مهر», in any digits; else None.

    A year of two digits and a day without a year are taken nearest to `today`. None, too, for a day that does not exist
    and for a weekday that is not the date's own.
    """
    number, rest = named_weekday(text)
    day = _date(rest, today)
    return day if day and number in (None, weekday(day)) else None


def named_weekday(text: str) -> tuple[int | None, str]:
    """The weekday at the start of a text (0 is Saturday, None for none) and the folded rest of the text."""
    plain = fold(text)
    named = _WEEKDAY.match(plain)
    return (weekday_number(named[1]), plain[named.end() :]) if named else (None, plain)


def weekday_number(name: str) -> int:
    """The number of the weekday whose name `WEEKDAY` has matched: 0 for Saturday to 6 for Friday."""
    plain = name.replace(" ", "")
    return _WEEKDAYS[_COUNTED.get(plain[0], plain[0]) + plain[1:]]


def _date(plain: str, today: date) -> date | None:
    if numeric := _NUMERIC.fullmatch(plain):
        first, month, last = int(numeric[1]), int(numeric[3]), int(numeric[4])
        year, day = (last, first) if first <= _LONGEST_MONTH < last else (first, last)
        return _existing(full_year(year, to_jalali(today)[0]), month, day)
    if in_words := _IN_WORDS.fullmatch(_STROKES.sub(r"\1 \3 ", plain)):
        day, month = _day_of_month(in_words[1]), _FOLDED_MONTHS.index(in_words[2]) + 1
        this_year = to_jalali(today)[0]
        if in_words[3]:
            return _existing(full_year(_year(in_words[3]), this_year), month, day)
        around = [_existing(year, month, day) for year in (this_year - 1, this_year, this_year + 1)]
        return min((found for found in around if found), key=lambda found: abs(found - today), default=None)
    return None


def _year(written: str) -> int:
    """Read «1402», «02» or «یکهزار و چهارصد و دو»; 0 for other words."""
    if written.isdecimal():
        return int(written)
    number = parse_number(_BEFORE_AND.sub(r"\1 و ", written))
    return int(number.value) if number else 0


def _day_of_month(words: str) -> int:
    """Read «۱۳», «سیزده» or «سیزدهم»; 0 for words that are no whole number."""
    number = parse_number(words)
    if number and number.unit is None and number.value == int(number.value):
        return int(number.value)
    return parse_ordinal(words) or 0


def _existing(year: int, month: int, day: int) -> date | None:
    try:
        return from_jalali(year, month, day)
    except ValueError:
        return None
