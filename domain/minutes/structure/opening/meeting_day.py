"""Find the day of a meeting among the dates that stand in the opening of its minutes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from domain.dates.jalali import (
    MONTHS,
    WEEKDAYS,
    YEAR_IN_WORDS,
    format_short,
    from_jalali,
    full_year,
    parse,
    to_jalali,
    weekday,
)
from domain.minutes.doubts import Doubt
from domain.minutes.language.numbers import ORDINAL
from domain.persian.text import fold

MONTH = "|".join(fold(month) for month in MONTHS)
WEEKDAY = "|".join(re.escape(fold(day)).replace(r"\ ", " ?") for day in WEEKDAYS)
_DAY = (
    rf"(?:(?:\d{{1,2}} ?(?:ام|م)?|{ORDINAL}) ?(?:{MONTH}) ?(?:ماه)? ?[،,]? ?(?:سال )?(?:\d{{2,4}}|{YEAR_IN_WORDS})"
    r"|\d{1,4} ?(?P<mark>[/.-]) ?\d{1,2} ?(?P=mark) ?\d{1,4})"
)
_DATED = re.compile(rf"(?:(?P<weekday>{WEEKDAY})\s*(?:،|مورخ|مورخه|تاریخ|-)?\s*:?\s*)?(?P<day>{_DAY})")
_YEARLESS = re.compile(
    rf"(?P<weekday>{WEEKDAY})\s*(?:،|مورخه?|-)?\s*(?P<day>(?:\d{{1,2}}|{ORDINAL}) ?(?:{MONTH}))(?! ?ماه ?\d| ?\d|\w)"
)
_LABELS = (
    r"تاریخ\s*(?:و\s*(?:ساعت|زمان|محل)\s*)?(?:برگزاری|تشکیل|جلسه|نشست)(?:\s*جلسه)?|(?:زمان|روز)\s*(?:برگزاری|تشکیل|جلسه)(?:\s*جلسه)?",
    r"مورخ|مورخه|جلسه\s+روز|تشکیل|برگزار|منعقد|(?:جلسه|نشست|کمیسیون|مجمع)\s[^.]{0,60}(?:روز|تاریخ)",
    r"تاریخ|زمان",
)
"""Words before the meeting's date, the surest first."""

_MEETING = r"(?:صورت ?)?(?:جلسه|نشست)(?! (?:قبل|گذشته|پیش|بعد|اینده|اتی))"
_NUMBERED = re.compile(
    rf"(?:{_MEETING}|شماره {_MEETING})(?:\s+شماره)?\s*:?\s*\(?\d{{1,4}}\)?"
    rf"|{_MEETING}(?:\s+[^\s\d:]+){{1,4}}\s+شماره\s*:?\s*\d{{1,4}}(?![\d/-])"
)
_HELD = re.compile(
    rf"{_MEETING}(?!\s*(?:مورخه?|تاریخ)\s*$)|[،.][^،.]*\b(?:مجمع|شورای?|کمیته|کمیسیون|هیات \w+|ستاد|انجمن|گردهمایی)\b"
)
_ANOTHERS = re.compile(
    r"\b(?:دعوت(?: ?نامه| کتبی| قبلی| شفاهی)|اگهی|نامه"
    r"|ابلاغ|ابلاغیه|بخشنامه|مصوبه|بند \d|گزارش|لایحه|قرارداد|درخواست|بعدی|اتی|اینده|تا\s*$|لغایت"
    r"|(?:جلسه|نشست) (?:قبل|گذشته|پیشین)|از تاریخ|مهلت|چاپ|ثبت|پیرو|دستور ?کار ?اعلام|تاییدیه)(?!\w)"
    r"|شماره\s*:\s*[\w/-]+|پیرو ?دستور"
)
"""Words before a date that is a letter's, a report's, another meeting's or a deadline."""

_OWN_NUMBER = re.compile(r"^\W*شماره\s*:?\s*\d{1,3}\W+(?:تاریخ|مورخه?)\s*:?\s*$")
"""The number and the day at the head of minutes: «شماره: ۲۳ تاریخ: …»; a letter's number is longer."""

_NEAR = from_jalali(1400, 1, 1)
"""The day near which a year of two digits lies."""

_NEAR_YEAR, _FARTHEST = 1400, 20
_SHORT = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{1,2})")
_THREE_DIGITS = re.compile(r"(?<!\d)[34]\d\d(?!\d)")
"""A year without its first digit: «۴۰۲/۲/۲۴»."""

_WRITTEN = re.compile(r"تاریخ (?:تنظیم|صورت ?جلسه|نگارش|تهیه|ثبت)\s*:")
_FULL_YEAR = re.compile(r"(?<!\d)1[34]\d\d(?!\d)")


@dataclass(frozen=True)
class _WrittenDate:
    """A date as it stands in a line, with its weekday; `rank` 0 has the surest label before it.

    `other` is the day that it means when its year is the last number, where both orders are possible.
    """

    day: date
    weekday: str | None
    phrase: str
    rank: int
    other: date | None = None


def meeting_day(lines: Sequence[str], later: Sequence[str], title: str | None) -> tuple[date | None, tuple[Doubt, ...]]:
    """The date with the surest label; another one with an equally sure label or in the title is a doubt.

    In the `later` lines only a date that is labelled as the meeting's counts.
    """
    found = [written for line in lines for written in _dates_in(line)]
    found = found or [written for line in later for written in _dates_in(line) if written.rank == 0]
    found = found or list(_days_without_a_year(lines, [*lines, *later]))
    found = found or _when_written(later)
    if not found:
        return None, (Doubt("meeting_date_missing"),)
    surest = min(written.rank for written in found)
    best = [written for written in found if written.rank == surest]
    rivals = [*best, *(_dates_in(title) if title else ())]
    day, order = _in_order(best[0], lines)
    doubts = list(order)
    other = next((written.day for written in rivals if written.day != best[0].day), None)
    if other is not None:
        doubts.append(Doubt("meeting_dates_differ", {"first": format_short(day), "second": format_short(other)}))
    for written in found:
        right = fold(WEEKDAYS[weekday(written.day)]).replace(" ", "")
        if written.day == day and written.weekday and written.weekday.replace(" ", "") != right:
            doubts.append(Doubt("meeting_weekday", {"phrase": written.phrase}))
    return day, tuple(doubts[:2])


def _in_order(written: _WrittenDate, lines: Sequence[str]) -> tuple[date, tuple[Doubt, ...]]:
    """The day of a date with two orders: the one that gives a year named elsewhere, else the first with a doubt."""
    if written.other is None:
        return written.day, ()
    years = {int(year) for line in lines for year in _FULL_YEAR.findall(fold(line))}
    fitting = [day for day in (written.day, written.other) if to_jalali(day)[0] in years]
    if len(fitting) == 1:
        return fitting[0], ()
    both = {"phrase": written.phrase, "first": format_short(written.day), "second": format_short(written.other)}
    return written.day, (Doubt("meeting_date_order", both),)


def _dates_in(line: str) -> Iterator[_WrittenDate]:
    """The dates of a line that may be the meeting's."""
    folded = fold(line)
    about_a_session = re.search(r"جلسه|برگزار|تشکیل", folded) is not None
    start = 0
    for match in _DATED.finditer(folded):
        before = _NUMBERED.sub("جلسه", folded[max(start, match.start() - 100) : match.start()])
        start = match.end()
        day, other = _day(match["day"])
        if day is not None and not _is_anothers(before):
            yield _WrittenDate(day, match["weekday"], match[0], _rank(before, about_a_session), other)


def _when_written(lines: Sequence[str]) -> list[_WrittenDate]:
    """The only date below a document that is labelled as its own: «تاریخ تنظیم: …»."""
    found = [written for line in lines if _WRITTEN.match(fold(line)) for written in _dates_in(line)]
    return found if len({written.day for written in found}) == 1 else []


def _days_without_a_year(lines: Sequence[str], everywhere: Sequence[str]) -> Iterator[_WrittenDate]:
    """The days of lines about a session whose year stands elsewhere: «سه‌شنبه ۱۶ مرداد», where the weekday proves it."""
    years = {int(year) for line in everywhere for year in _FULL_YEAR.findall(fold(line))}
    for line in map(fold, lines):
        for match in _YEARLESS.finditer(line) if re.search(r"جلسه|نشست", line) else ():
            days = [parse(f"{match['day']} {year}", _NEAR) for year in sorted(years)]
            named = [
                day
                for day in days
                if day and fold(WEEKDAYS[weekday(day)]).replace(" ", "") == match[1].replace(" ", "")
            ]
            if len(named) == 1:
                yield _WrittenDate(named[0], match[1], match[0], 1)


def _is_anothers(before: str) -> bool:
    """Tell whether words before a date give it to a letter or another meeting, and no meeting is held after them."""
    if _OWN_NUMBER.search(before):
        return False
    cue = max((match.end() for match in _ANOTHERS.finditer(before)), default=None)
    return cue is not None and _HELD.search(before, cue) is None


def _rank(before: str, about_a_session: bool) -> int:
    for rank, label in enumerate(_LABELS):
        tail = before[-25:] if rank == 2 else before[-45:] if rank == 0 else before[-70:]
        if re.search(rf"(?:{label})\s*:?\s*(?:روز\s*)?$" if rank != 1 else rf"\b(?:{label})\b", tail):
            return rank
    return 1 if about_a_session else len(_LABELS)


def _day(text: str) -> tuple[date | None, date | None]:
    """Read a Jalali date, or a Gregorian one by its year, with a second day where its order is open.

    None for a day that does not exist.
    """
    plain = _THREE_DIGITS.sub(r"1\g<0>", re.sub(r" ?([/.-]) ?", r"\1", text))
    numbers = [int(number) for number in re.findall(r"\d+", plain)]
    gregorian = next((number for number in numbers if 1900 < number < 2200), None)
    if gregorian is not None and len(numbers) == 3:
        try:
            return date(gregorian, numbers[1], numbers[2] if numbers[0] == gregorian else numbers[0]), None
        except ValueError:
            return None, None
    if short := _SHORT.fullmatch(plain):
        first, month, last = map(int, short.groups())
        year_first, year_last = (_short(year, month, day) for year, day in ((first, last), (last, first)))
        return (year_first, year_last) if year_first else (year_last, None)
    return parse(re.sub(r"(?<=\d) ?(?:ام|م)\b|(?<=\S) ?ماه\b| ?[،,]", "", plain), _NEAR), None


def _short(year: int, month: int, day: int) -> date | None:
    """The day of a year of two digits; None when there is none, or none for decades."""
    full = full_year(year, _NEAR_YEAR)
    return parse(f"{full}/{month}/{day}", _NEAR) if abs(full - _NEAR_YEAR) <= _FARTHEST else None
