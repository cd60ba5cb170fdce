"""Read the meeting that minutes are of: title, number, date and body, from the text before the first resolution."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from domain.dates.jalali import MONTHS, WEEKDAYS, format_short, from_jalali, parse, weekday
from domain.minutes.doubts import Doubt
from domain.minutes.language.numbers import NUMERAL, ORDINAL, number_of
from domain.minutes.reading import Meeting
from domain.persian.text import fold

_MONTH = "|".join(fold(month) for month in MONTHS)
_WEEKDAY = "|".join(re.escape(fold(day)).replace(r"\ ", " ?") for day in WEEKDAYS)
_DAY = (
    rf"(?:\d{{1,2}} ?(?:ام|م)? ?(?:{_MONTH}) ?(?:ماه)? ?(?:سال )?\d{{2,4}}"
    r"|\d{1,4} ?(?P<mark>[/.-]) ?\d{1,2} ?(?P=mark) ?\d{1,4})"
)
_DATED = re.compile(rf"(?:(?P<weekday>{_WEEKDAY})\s*(?:،|مورخ|مورخه|تاریخ|-)?\s*:?\s*)?(?P<day>{_DAY})")
_LABELS = (
    r"تاریخ\s*(?:و\s*(?:ساعت|زمان|محل)\s*)?(?:برگزاری|تشکیل|جلسه|نشست)(?:\s*جلسه)?|(?:زمان|روز)\s*(?:برگزاری|تشکیل|جلسه)(?:\s*جلسه)?",
    r"مورخ|مورخه|جلسه\s+روز|تشکیل|برگزار|منعقد",
    r"تاریخ|زمان",
)
"""Words before the meeting's date, the surest first."""

_OTHER_DATE = re.compile(
    r"(?:دعوت ?نامه|نامه|ابلاغ|ابلاغیه|بخشنامه|شماره\s*\S*|مصوبه|مصوبات|جلسه (?:قبل|گذشته|قبلی)|تا|لغایت"
    r"|از تاریخ|بعدی|اتی|مهلت\S*|چاپ|ثبت|پیرو\s\S+)\s*:?\s*(?:مورخ|مورخه|تاریخ)?\s*:?\s*$"
)
_TITLE = re.compile(r"صورت ?جلسه|(?:جلسه|نشست)\s|(?:جلسه|نشست)$")
_NUMBER = (
    re.compile(rf"شماره\s*(?:جلسه|نشست|صورت ?جلسه)[^:\d]{{0,25}}:?\s*(?P<number>{NUMERAL})"),
    re.compile(rf"(?P<number>{ORDINAL})\s+(?:جلسه|نشست)"),
    re.compile(rf"(?:جلسه|نشست|صورت ?جلسه)\s+(?:شماره\s*:?\s*)?(?P<number>\(? ?\d{{1,3}} ?\)?(?![\d/])|{ORDINAL})"),
)
_SESSION_LINE = re.compile(
    rf"(?:جلسه|نشست)\s+(?:شماره\s*)?{NUMERAL}\s*(?:$|[-–—،:(])|{ORDINAL}\s+(?:جلسه|نشست)\b.{{0,60}}$"
)
"""A line with the meeting's number, under a title without it: «جلسه شانزدهم - شنبه …»."""
_BODY = re.compile(
    r"((?:کارگروه|کمیته|کمیسیون|شورای|ستاد|هیئت|هیات|مجمع|قرارگاه|انجمن|هسته|گروه کاری|دبیرخانه)\s.+?)"
    rf"(?=\s*(?:[(،,:؛.|\n]|$)|\s+(?:در\s+(?:سال|تاریخ|روز|محل)|مورخه?|به\s+(?:تاریخ|ریاست|شماره|میزبانی)|با\s+(?:حضور|موضوع|ریاست)"
    rf"|که\b|روز|شماره|تاریخ|برگزار|تشکیل|مقرر|مصوب|{_WEEKDAY}|[-–—]|\d))"
)
_LONG = 200
_NEAR = from_jalali(1400, 1, 1)
"""The day near which a year of two digits lies."""


def read_meeting(
    opening: Sequence[str], rest: Sequence[str] = (), on: date | None = None
) -> tuple[Meeting, tuple[Doubt, ...]]:
    """Read the meeting from cleaned texts, with the doubts about its date and number.

    `opening` are the texts before the first resolution. In the `rest` only a date that is labelled as the meeting's
    counts. `on` is the date when it is known from elsewhere.
    """
    lines, later = _lines(opening), _lines(rest)
    title = _title(lines)
    number, doubts_of_number = _number(lines, title)
    day, doubts_of_date = (on, ()) if on else _date(lines, later, title)
    return Meeting(title, number, day, _body(title, lines)), (*doubts_of_date, *doubts_of_number)


def _lines(texts: Sequence[str]) -> list[str]:
    return [line.strip() for text in texts for line in text.split("\n") if line.strip()]


def _title(lines: Sequence[str]) -> str | None:
    candidates = [line for line in lines if len(line) < _LONG and _TITLE.search(fold(line))]
    named = [
        line
        for line in candidates
        if re.match(r"(?:.{0,40}[،:]\s*)?(?:متن )?(?:صورت ?جلسه|مصوبات)", fold(line)) and " " in fold(line)
    ]
    numbered = [line for line in candidates if _NUMBER[1].search(fold(line)) or _BODY.search(fold(line))]
    title = next(iter([*named, *numbered, *candidates]), None)
    greeted = re.match(r".{0,40}[،:]\s*((?:صورت[\u200c ]?جلسه|مصوبات).*)", title or "")
    return (greeted[1] if greeted else title or "").strip(" :.،*") or None


def _number(lines: Sequence[str], title: str | None) -> tuple[int | None, tuple[Doubt, ...]]:
    found: list[int] = []
    own_line = next((line for line in lines if _SESSION_LINE.match(fold(line))), None)
    titles = [line for line in dict.fromkeys((title, own_line)) if line]
    for source, patterns in ((lines, _NUMBER[:1]), (titles, _NUMBER[1:])):
        for line in source:
            matches = (match for pattern in patterns for match in pattern.finditer(fold(line)))
            found += [number for match in matches if (number := number_of(match["number"])) is not None][:1]
    distinct = list(dict.fromkeys(found))
    if not distinct:
        return None, (Doubt("meeting_number_missing"),)
    if len(distinct) > 1:
        return distinct[0], (Doubt("meeting_numbers_differ", {"first": distinct[0], "second": distinct[1]}),)
    return distinct[0], ()


def _body(title: str | None, lines: Sequence[str]) -> str | None:
    for line in [title or "", *lines]:
        match = _BODY.search(line)
        if match and len(match[1]) < _LONG:
            return match[1].strip(" -–")
    return None


@dataclass(frozen=True)
class _WrittenDate:
    """A date as it stands in a line, with its weekday; `rank` 0 has the surest label before it."""

    day: date
    weekday: str | None
    phrase: str
    rank: int


def _date(lines: Sequence[str], later: Sequence[str], title: str | None) -> tuple[date | None, tuple[Doubt, ...]]:
    """The date with the surest label; another one with an equally sure label or in the title is a doubt."""
    found = [written for line in lines for written in _dates_in(line)]
    found = found or [written for line in later for written in _dates_in(line) if written.rank == 0]
    if not found:
        return None, (Doubt("meeting_date_missing"),)
    surest = min(written.rank for written in found)
    best = [written for written in found if written.rank == surest]
    rivals = [*best, *(_dates_in(title) if title else ())]
    day = best[0].day
    doubts = []
    other = next((written.day for written in rivals if written.day != day), None)
    if other is not None:
        doubts.append(Doubt("meeting_dates_differ", {"first": format_short(day), "second": format_short(other)}))
    for written in found:
        right = fold(WEEKDAYS[weekday(written.day)]).replace(" ", "")
        if written.day == day and written.weekday and written.weekday.replace(" ", "") != right:
            doubts.append(Doubt("meeting_weekday", {"phrase": written.phrase}))
    return day, tuple(doubts[:2])


def _dates_in(line: str) -> list[_WrittenDate]:
    folded = fold(line)
    about_a_session = re.search(r"جلسه|برگزار|تشکیل", folded) is not None
    found = []
    for match in _DATED.finditer(folded):
        before = folded[max(0, match.start() - 80) : match.start()]
        day = _day(match["day"])
        if day is not None and not _OTHER_DATE.search(before):
            found.append(_WrittenDate(day, match["weekday"], match[0], _rank(before, about_a_session)))
    return found


def _rank(before: str, about_a_session: bool) -> int:
    for rank, label in enumerate(_LABELS):
        tail = before[-25:] if rank == 2 else before[-45:]
        if re.search(rf"(?:{label})\s*:?\s*(?:روز\s*)?$" if rank != 1 else rf"\b(?:{label})\b", tail):
            return rank
    return 1 if about_a_session else len(_LABELS)


def _day(text: str) -> date | None:
    """Read a Jalali date, or a Gregorian one by its year; None for a day that does not exist."""
    plain = re.sub(r" ?([/.-]) ?", r"\1", text)
    numbers = [int(number) for number in re.findall(r"\d+", plain)]
    gregorian = next((number for number in numbers if 1900 < number < 2200), None)
    if gregorian is not None and len(numbers) == 3:
        try:
            return date(gregorian, numbers[1], numbers[2] if numbers[0] == gregorian else numbers[0])
        except ValueError:
            return None
    return parse(re.sub(r"(?<=\d) ?(?:ام|م)\b| سال\b|(?<=\S) ?ماه\b", "", plain), _NEAR)
