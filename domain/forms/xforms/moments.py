"""Dates, times and moments of XForms in everyday words: «فردا», «۱۵ مهر», «1398/7/15», «مهر ۹۸», «شنبه ساعت ۹»."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from domain.chat.screens import T
from domain.dates import jalali
from domain.forms.types.answer_types import AnswerInput, InvalidAnswer, Type
from domain.forms.types.coming_moment import split_hour
from domain.forms.types.hour_of_day import read_hour
from domain.forms.types.worded_day import worded_day
from domain.persian.text import fold, latin_digits

_GREGORIAN = re.compile(r"((?:19|20)\d\d)[-/.](\d{1,2})[-/.](\d{1,2})")
_CLOCK = re.compile(r"\d{2}:\d{2}(?::\d{2})?", re.ASCII)
_YEAR = re.compile(r"(?:سال )?(\d{2}|\d{4})")
_MONTHS = "|".join(map(fold, jalali.MONTHS))
_MONTH = re.compile(rf"({_MONTHS})(?: ?ماه)?(?: (\d{{2}}|\d{{4}}))?")
_DAY = re.compile(rf"(\d{{1,2}}) (?:ام )?({_MONTHS})(?: ?ماه)?(?: (?:سال )?(\d{{2}}|1[34]\d\d))?")
_DAY_NUMBERS = re.compile(r"(1[34]\d\d)[/.\-](\d{1,2})[/.\-](\d{1,2})")
_MONTH_NUMBERS = re.compile(r"(\d{2}|\d{4})[/.\-](\d{1,2})")


def read_day(given: AnswerInput) -> date | None:
    """Read a day, past or coming: words of every day, a Jalali date, or a Gregorian one of this age."""
    words = fold(given.text)
    if found := _GREGORIAN.fullmatch(words):
        return _existing(int(found[1]), int(found[2]), int(found[3]))
    return worded_day(given.text, given.today, given.calendar)


def _no_such_day(text: str, today: date) -> InvalidAnswer | None:
    """Return the refusal of a Jalali date that no calendar has, «۳۱ مهر» or «۱۳۹۸/۱۳/۵»; None for other words."""
    words = fold(text)
    if found := _DAY.fullmatch(words):
        day, month, written = int(found[1]), [*map(fold, jalali.MONTHS)].index(found[2]) + 1, found[3]
    elif found := _DAY_NUMBERS.fullmatch(words):
        day, month, written = int(found[3]), int(found[2]), found[1]
    else:
        return None
    if not 1 <= month <= len(jalali.MONTHS):
        return InvalidAnswer(T("xform.no_such_month", said=text.strip(), month=month))
    this_year, _, _ = jalali.to_jalali(today)
    year = jalali.full_year(int(written), this_year) if written else this_year
    days = jalali.month_length(year, month)
    if 1 <= day <= days:
        return None
    return InvalidAnswer(T("xform.no_such_day", said=text.strip(), month=jalali.from_jalali(year, month, 1), days=days))


def _existing(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


@dataclass(frozen=True, slots=True)
class Date(Type):
    """A date, or a ``year`` or ``month`` alone, which is its first day; a tapped one is ISO already."""

    whole_of: str = ""

    def read(self, given: AnswerInput, before: Any) -> str:
        if given.choice:
            return given.choice
        day = self._first_of(fold(given.text), given.today) if self.whole_of else read_day(given)
        if day is None:
            if not self.whole_of and (refused := _no_such_day(given.text, given.today)):
                raise refused
            key = f"xform.{self.whole_of}_needed" if self.whole_of else "xform.date_needed"
            raise InvalidAnswer(T(key, today=given.today))
        return day.isoformat()

    def _first_of(self, words: str, today: date) -> date | None:
        this_year, this_month, _ = jalali.to_jalali(today)
        if self.whole_of == "year":
            found = _YEAR.fullmatch(words)
            return _first(jalali.full_year(int(found[1]), this_year), 1) if found else None
        if found := _MONTH.fullmatch(words):
            month = list(map(fold, jalali.MONTHS)).index(found[1]) + 1
            year = jalali.full_year(int(found[2]), this_year) if found[2] else this_year - (month > this_month)
            return _first(year, month)
        if found := _MONTH_NUMBERS.fullmatch(words):
            return _first(jalali.full_year(int(found[1]), this_year), int(found[2]))
        return None


def _first(year: int, month: int) -> date | None:
    try:
        return jalali.from_jalali(year, month, 1)
    except ValueError:
        return None


@dataclass(frozen=True, slots=True)
class Hour(Type):
    """An hour of the day, stored with seconds: ``10:30:00``."""

    def read(self, given: AnswerInput, before: Any) -> str:
        hour = _clock(given.text) or read_hour(given.text)
        if hour is None:
            raise InvalidAnswer(T("form.hour_needed"))
        return f"{hour:%H:%M:%S}"


@dataclass(frozen=True, slots=True)
class Moment(Type):
    """A day with its hour, stored with the organisation's offset; an hour alone is today's."""

    def read(self, given: AnswerInput, before: Any) -> str:
        if exact := _exact(given):
            return written(exact)
        hour, rest = split_hour(given.text)
        day = given.today
        if rest and hour:
            found = read_day(AnswerInput(given.today, rest, calendar=given.calendar))
            if found is None:
                raise InvalidAnswer(T("form.moment_needed"))
            day = found
        if hour is None:
            raise InvalidAnswer(T("form.moment_needed"))
        return written(datetime.combine(day, hour, given.zone))


def _clock(text: str) -> time | None:
    """Read an hour of two digits with its minutes, at any time of the day: «۰۳:۴۵», "22:15:00"."""
    written_hour = latin_digits(text).strip()
    try:
        return time.fromisoformat(written_hour) if _CLOCK.fullmatch(written_hour) else None
    except ValueError:
        return None


def _exact(given: AnswerInput) -> datetime | None:
    """Read a moment that a program wrote, ISO with a «T»; one without an offset is the organisation's."""
    text = latin_digits(given.text).strip()
    if "T" not in text:
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=given.zone)


def written(moment: datetime) -> str:
    """Write a moment as XForms does: ``2019-10-05T09:30:00.000+03:30``."""
    return moment.isoformat(timespec="milliseconds")
