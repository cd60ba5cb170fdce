"""Find the day of a meeting among the dates that stand in the opening of its minutes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from domain.dates.jalali import (
    WEEKDAY,
    YEAR_IN_WORDS,
    format_short,
    from_jalali,
    full_year,
    parse,
    to_jalali,
    weekday,
    weekday_number,
)
from domain.minutes.doubts import Doubt
from domain.minutes.language.numbers import ORDINAL
from domain.minutes.language.patterns import MONTH
from domain.minutes.structure.messages import head_of
from domain.persian.text import fold

_DAY = (
    rf"(?:(?:\d{{1,2}} ?(?:ام|م)?|{ORDINAL}) ?(?:{MONTH}) ?(?:ماه)? ?[،,]? ?(?:سال )?(?:\d{{2,4}}|{YEAR_IN_WORDS})"
    rf"|\d{{1,2}} ?[/-] ?(?:{MONTH}) ?[/-] ?\d{{2,4}}"
    r"|\d{1,4} ?(?P<mark>[/.-]) ?\d{1,2} ?(?P=mark) ?\d{1,4})"
)
_DATED = re.compile(rf"(?:(?P<weekday>{WEEKDAY})\s*(?:،|مورخ|مورخه|تاریخ|-)?\s*:?\s*)?(?P<day>{_DAY})")
_YEARLESS = re.compile(
    rf"(?:(?P<weekday>{WEEKDAY})|\b(?:روز|مورخه?|تاریخ))\s*(?:،|مورخه?|-)?\s*"
    rf"(?P<day>(?:\d{{1,2}}|{ORDINAL}) ?(?:{MONTH}))(?: ?ماه(?!\w))?(?! ?ماه ?\d| ?\d|\w)"
)
_LABELS = (
    r"تاریخ\s*(?:و\s*(?:ساعت|زمان|محل)\s*)?(?:برگزاری|تشکیل|جلسه|نشست)(?:\s*جلسه)?|(?:زمان|روز)\s*(?:برگزاری|تشکیل|جلسه)(?:\s*جلسه)?",
    r"مورخ|مورخه|جلسه\s+روز|تشکیل|برگزار|منعقد|(?:جلسه|نشست|کمیسیون|مجمع)\s[^.]{0,60}(?:روز|تاریخ)",
    r"تاریخ|زمان",
)
"""Words before the meeting's date, the surest first."""

_ONLY_A_DATE = 2
"""From this rank on nothing says that a date is the meeting's."""

_MEETING = r"(?:صورت ?)?(?:جلسه|نشست)(?! (?:قبل|گذشته|پیش|بعد|اینده|اتی))"
_NUMBERED = re.compile(
    rf"(?:{_MEETING}|شماره {_MEETING})(?:\s+شماره)?\s*:?\s*\(?\d{{1,4}}\)?"
    rf"|{_MEETING}(?:\s+[^\s\d:]+){{1,4}}\s+شماره\s*:?\s*\d{{1,4}}(?![\d/-])"
)
_HELD = re.compile(
    rf"{_MEETING}(?!\s*(?:مورخه?|تاریخ)\s*$)|[،.][^،.]*\b(?:مجمع|شورای?|کمیته|کمیسیون|هیات \w+|ستاد|انجمن|گردهمایی)\b"
)
_ANOTHERS = re.compile(
    r"\b(?:(?:پیرو ?)?(?:دعوت(?: ?نامه|(?: کتبی| قبلی| شفاهی)(?!.*\bساعت))|اطلاعیه)|اگهی|نامه"
    r"|ابلاغ|ابلاغیه|بخشنامه|مصوبه|بند \d|گزارش|لایحه|قرارداد|درخواست|بعدی|اتی|اینده|تا\s*$|لغایت"
    r"|(?:جلسه|نشست) (?:قبل|گذشته|پیشین)|از تاریخ|مهلت|چاپ|ثبت|پیرو|دستور ?کار ?اعلام|تاییدیه)(?!\w)"
    r"|شماره\s*:\s*[\w/-]+|پیرو ?دستور"
)
"""Words before a date that is a letter's, a report's, another meeting's or a deadline."""

_BY_AGENCY = re.compile(r"\bبه گزارش [^،؛]{2,60}[،؛]")
"""The agency that reports a meeting, whose word gives no date to a report."""

_OWN_NUMBER = re.compile(r"^\W*شماره\s*:?\s*\d{1,3}\W+(?:تاریخ|مورخه?)\s*:?\s*$")
"""The number and the day at the head of minutes: «شماره: ۲۳ تاریخ: …»; a letter's number is longer."""

_REGISTERED = re.compile(rf"\W*شماره\s*:?\s*[\w/-]+(?: [^\W\d_]{{1,2}})?\s+(?:تاریخ|مورخه?)\s*:?\s*(?P<day>{_DAY})")
_BESIDE_ITS_NUMBER = re.compile(r"^\W*شماره\s*:?\s*[\w/-]+(?: [^\W\d_]{1,2})?\W+(?:تاریخ|مورخه?)\s*:?\s*$")
_SESSION_BEHIND = re.compile(r"\W*(?:ساعت\W{0,3}\d|(?:محل|مکان)\b)")
"""An hour or a place behind number and day, which no letter has: «شماره: ۹۸/م تاریخ: … ساعت ۲۰:۳۰ محل: …»."""

_ON_A_DAY = re.compile(r"\b(?:در|طی)\s+(?:روز|تاریخ|مورخه?)?\s*$")
_MET = re.compile(r"[^.]*?(?<![^\W\d])(?:جلسه|نشست)[^.]*?\b(?:تشکیل|برگزار|منعقد|برپا)")
"""Words around a date on which a meeting was held that somebody had asked for: «در روز شنبه ۹۸/۶/۹ جلسه‌ای …»."""

_HOUR = re.compile(r"ساعت ?\d")
_HELD_AT = 30
"""So near beside its day stands the hour at which a meeting was held."""

_PUBLISHED = re.compile(
    r"\W*(?:(?:تاریخ|زمان)\s*(?:و (?:ساعت|زمان))?\s*(?:انتشار|درج|ارسال|مخابره|بارگذاری)"
    r"|(?:منتشر|نوشته|ارسال|درج|ثبت|بارگذاری) شده|به ?روز ?رسانی)\b"
)
_CLOCK = re.compile(r"[\W_]*(?:ساعت\W*)?\d{1,2}:\d\d(?::\d\d)?\W*")
_DAY_BEFORE = r"\b(?<!شبانه )(?<! دو )(?<! سه )(?<! چند )(?<!\d )(?:(?:روز|صبح|ظهر|عصر|شب|شامگاه) گذشته|دیروز|دیشب)\b"
_YESTERDAY = re.compile(
    rf"(?:جلسه|نشست|مجمع|گردهمایی)\b[^.]{{0,150}}{_DAY_BEFORE}"
    rf"|{_DAY_BEFORE}[^.]{{0,80}}(?:جلسه|نشست|مجمع|گردهمایی|کارگروه|کمیته|کمیسیون|شورای?|ستاد|انجمن|هیات)\b"
    r"[^.]{0,150}(?:برگزار|تشکیل)"
)
"""A meeting of the day before a page was published."""

_ON_WEEKDAY = re.compile(
    rf"\b(?:صبح|ظهر|عصر|شامگاه|بعدازظهر|شب|روز) (?:روز )?(?P<weekday>{WEEKDAY})\b"
    rf"(?!\W*(?:\d|{ORDINAL}|گذشته|هفته|اینده))"
    r"[^.]{0,80}\b(?:جلسه|نشست|مجمع|گردهمایی|کارگروه|کمیته|کمیسیون|شورای?|ستاد|برگزار|تشکیل)\b"
)
"""The weekday on which a page says a meeting was held: «استاندار ظهر شنبه در جلسه شورای هماهنگی …»."""

_SOON = timedelta(days=60)
"""So late at most are words about a meeting published."""

_PRINTED = timedelta(days=5)
"""So late at most does a paper of the next days come out."""

_NEAR = from_jalali(1400, 1, 1)
"""The day near which a year of two digits lies."""

_NEAR_YEAR, _FARTHEST = 1400, 20
_SHORT = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{1,2})")
_THREE_DIGITS = re.compile(r"(?<!\d)[34]\d\d(?!\d)")
"""A year without its first digit: «۴۰۲/۲/۲۴»."""

_WRITTEN = re.compile(r"تاریخ (?:تنظیم|صورت ?جلسه|نگارش|تهیه|ثبت)\s*:")
_CALENDAR = re.compile("\\W*?[📅📆🗓]")
"""The sign before the day at the foot of a channel's post: «📆 ۱۴ مهر ۱۴۰۲»."""

_FULL_YEAR = re.compile(r"(?<!\d)1[34]\d\d(?!\d)")


@dataclass(frozen=True)
class _WrittenDate:
    """A date as it stands in a line, with its weekday; `rank` 0 has the surest label before it.

    `other` is the day that it means when its year is the last number, where both orders are possible. Words are
    published on a `stamp`, which may not be the meeting's day.
    """

    day: date
    weekday: str | None
    phrase: str
    rank: int
    other: date | None = None
    at_an_hour: bool = False
    stamp: bool = False
    of_a_message: bool = False


def meeting_day(lines: Sequence[str], later: Sequence[str], title: str | None) -> tuple[date | None, tuple[Doubt, ...]]:
    """The date with the surest label; another one with an equally sure label or in the title is a doubt.

    In the `later` lines only a date that is labelled as the meeting's counts.
    """
    everywhere = [*lines, *later]
    found = [written for line in lines for written in _dates_in(line)]
    stamps, found = [one for one in found if one.stamp], [one for one in found if not one.stamp]
    sent = [one for one in stamps if one.of_a_message and _FULL_YEAR.search(one.phrase)][:1]
    # Of a meeting that is to come nobody tells what was decided.
    found = [one for one in found if not sent or one.day <= sent[0].day] or sent
    found = found or [written for line in later for written in _dates_in(line) if written.rank == 0]
    if all(written.rank == len(_LABELS) for written in found):
        yearless = list(_days_without_a_year(lines, everywhere))
        # The paper's own day stands some days behind that of the meeting.
        found = [one for one in yearless if not found or timedelta() < found[0].day - one.day <= _PRINTED] or found
    found = found or _of_the_page(lines, stamps or [one for line in later for one in _dates_in(line) if one.stamp])
    found = found or [one for line in later if _CALENDAR.match(line) for one in _dates_in(line)]
    found = found or _when_written(later) or list(_of_the_letterhead(lines))
    if not found:
        return None, (Doubt("meeting_date_missing"),)
    surest = min(written.rank for written in found)
    best = [written for written in found if written.rank == surest]
    first = next((written for written in best if written.at_an_hour), best[0])
    if (first.stamp or surest >= _ONLY_A_DATE) and any(_YESTERDAY.search(fold(line)) for line in lines):
        first = replace(first, day=first.day - timedelta(days=1), other=None, stamp=True)
        best = [first]
    rivals = [*best, *(_dates_in(title) if title else ())]
    day, order = _in_order(first, lines)
    doubts = list(order)
    other = next((written.day for written in rivals if written.day != first.day), None)
    if other is not None:
        doubts.append(Doubt("meeting_dates_differ", {"first": format_short(day), "second": format_short(other)}))
    if first.stamp:
        doubts.append(Doubt("meeting_date_of_page", {"phrase": first.phrase}))
    doubts += (
        Doubt("meeting_weekday", {"phrase": written.phrase})
        for written in found
        if written.day == day and written.weekday and weekday_number(written.weekday) != weekday(day)
    )
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
    start, said = 0, len(fold(line[: head_of(line)]))
    matches = list(_DATED.finditer(folded))
    for match, ends in zip(matches, [*(each.start() for each in matches[1:]), len(folded)], strict=False):
        before = _BY_AGENCY.sub("", folded[max(start, match.start() - 100) : match.start()])
        before = _NUMBERED.sub("جلسه", before)
        after = folded[match.end() : ends]
        day, other = _day(match["day"])
        start = match.end() if day else start  # «دعوتنامه شماره 3/41/6620 مورخ …»
        held = _ON_A_DAY.search(before) and _MET.match(after)
        held = held or (_BESIDE_ITS_NUMBER.match(before) and _SESSION_BEHIND.match(after))
        if day is not None and (held or not _is_anothers(before)):
            at_an_hour = _HOUR.search(before[-_HELD_AT:]) or _HOUR.search(after[:_HELD_AT])
            clocked = not before.strip(" -–|:") and _CLOCK.fullmatch(after)
            sent = match.end() <= said
            stamp = sent or _PUBLISHED.match(folded) or clocked
            rank = _rank(before, about_a_session)
            yield _WrittenDate(day, match["weekday"], match[0], rank, other, bool(at_an_hour), bool(stamp), sent)


def _of_the_page(lines: Sequence[str], stamps: Sequence[_WrittenDate]) -> list[_WrittenDate]:
    """The day of a page's first stamp, or a day before it that a line about a session names without its year."""
    stamp = stamps[0] if stamps else None
    if stamp is None:
        return []
    for match in _yearless_in(lines):
        day = parse(match["day"], stamp.day)
        if day and not match["weekday"] and stamp.day - _SOON <= day <= stamp.day:
            return [replace(stamp, day=day, weekday=None, phrase=match[0])]
    named = next((match["weekday"] for match in map(_ON_WEEKDAY.search, map(fold, lines)) if match), None)
    ago = (weekday(stamp.day) - weekday_number(named)) % 7 if named else 0
    return [replace(stamp, day=stamp.day - timedelta(days=ago), other=stamp.other if ago == 0 else None)]


def _when_written(lines: Sequence[str]) -> list[_WrittenDate]:
    """The only date below a document that is labelled as its own: «تاریخ تنظیم: …»."""
    found = [written for line in lines if _WRITTEN.match(fold(line)) for written in _dates_in(line)]
    return found if len({written.day for written in found}) == 1 else []


def _of_the_letterhead(lines: Sequence[str]) -> Iterator[_WrittenDate]:
    """The day beside the paper's number, «شماره: ۳/۴۰۲/۱۸ تاریخ: …», which may be later than the meeting's."""
    for match in filter(None, map(_REGISTERED.match, map(fold, lines))):
        day, _ = _day(match["day"])
        if day:
            yield _WrittenDate(day, None, match["day"], 0, stamp=True)


def _days_without_a_year(lines: Sequence[str], everywhere: Sequence[str]) -> Iterator[_WrittenDate]:
    """The days of lines about a session whose year stands elsewhere: «سه‌شنبه ۱۶ مرداد», where the weekday proves it."""
    years = {int(year) for line in everywhere for year in _FULL_YEAR.findall(fold(line))}
    for match in _yearless_in(lines):
        days = [parse(f"{match['day']} {year}", _NEAR) for year in sorted(years)]
        named = [day for day in days if day and match["weekday"] and weekday(day) == weekday_number(match["weekday"])]
        if len(named) == 1:
            yield _WrittenDate(named[0], match["weekday"], match[0], 1)


def _yearless_in(lines: Sequence[str]) -> Iterator[re.Match[str]]:
    """The days without a year in lines about a session."""
    about = (line for line in map(fold, lines) if re.search(r"جلسه|نشست|با حضور", line))
    return (match for line in about for match in _YEARLESS.finditer(line))


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
