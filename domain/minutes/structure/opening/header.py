"""Read the meeting that minutes are of: title, number, date and body, from the text before the first resolution."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from domain.dates.jalali import WEEKDAY, to_jalali
from domain.minutes.doubts import Doubt
from domain.minutes.language.acts import Act, act_of
from domain.minutes.language.numbers import NUMERAL, ORDINAL, number_of
from domain.minutes.language.patterns import as_typed
from domain.minutes.reading import Meeting
from domain.minutes.structure.opening.meeting_day import meeting_day
from domain.persian.text import fold, latin_digits

_TITLE = re.compile(r"صورت ?جلسه|(?:جلسه|نشست)\s|(?:جلسه|نشست)$")
_NAMED = re.compile(
    r"(?:.{0,40}[،:]\s*)?(?:(?:متن|فرم|خلاصه|گزارش(?: و)?) )?"
    r"(?:صورت ?جلسه|(?:مصوبات|تصمیمات)(?! (?:جلسه )?(?:قبل|پیش)))"
)
"""The beginning of a title: «صورتجلسه …», «خلاصه تصمیمات …»."""

_PRESENT = re.compile(r"\bن?می \w")
_BODIES = "کارگروه|کمیته|کمیسیون|شورای|ستاد|هیئت|هیات|مجمع|قرارگاه|انجمن|هسته|گروه کاری|دبیرخانه"
_SESSION = r"(?:جلسه|نشست|صورت ?جلسه)"
_OF_KIND = r"(?: (?:اضطراری|فوق ?العاده|عادی|رسمی|علنی|مشترک|ویژه|هفتگی|ماهانه|فصلی))?"
_LABELLED = re.compile(
    rf"(?:شماره|\bش)\s*(?:ردیف\s*)?{_SESSION}[^:\d]{{0,25}}:?\s*"
    rf"(?:1[34]\d\d ?[-/] ?(?!\d+[-/]))?(?:[a-z]{{1,6}}[-/ ]?){{0,3}}"
    rf"(?P<number>{NUMERAL})(?!\d|[-/](?:(?!1[34]\d\d)\d|[^\W\d]))"
)
_CODE = re.compile(
    rf"(?:(?:شماره|\bش|\bکد)\s*(?:ردیف\s*)?{_SESSION}\s*:?|\b{_SESSION} شماره\s*:?|(?:^|(?<=\d)\s+)شماره\s*:"
    rf"|^صورت ?جلسه\b[^:\d]{{0,60}}?\bشماره\s*:?|^{_SESSION}\s*:)\s*"
    r"(?P<code>(?:[a-z]{1,6}[-/ ]?){1,3}\d+(?:[-/]\d+)*|(?:\d+[-/])*[^\W\d_]{1,3}[-/]\d+(?:[-/]\d+)*"
    r"|\d+(?:[-/]\d+)*[-/][^\W\d_]{1,3}(?: [^\W\d_]{1,2})?\b|\d+(?:[-/]\d+)+)(?![-/\w])"
)
"""A number of the meeting that is a code of letters and numbers: «TS-MOM-027», «۱۳۹۹/آ/۲۷», «۹۶/۴۱/خ», «۳۲/۱۱۲۸»."""

_LETTERED = re.compile(r"(\d{1,2})[-/][^\W\d_]{1,3}[-/](\d{4})|(\d{4})[-/][^\W\d_]{1,3}[-/](\d{1,2})")
"""A number and a year with letters between them."""

_IN_TITLE = (
    re.compile(rf"(?P<number>{ORDINAL})(?<=ین)\s+(?:جلسه|نشست)"),
    re.compile(
        rf"{_SESSION}{_OF_KIND}(?:\s*:\s*|\s+)(?:شماره\s*:?\s*|\()?"
        rf"(?P<number>\(? ?\d{{1,3}} ?\)?(?!\d|/(?!1[34]\d\d)|-(?!1[34]\d\d)\d)|{ORDINAL})"
    ),
    re.compile(r"^(?:متن )?صورت ?جلسه\b[^:\d]{3,60}?\bشماره\s*:?\s*(?P<number>\d{1,4})(?![\d/])"),
)
_BARE_LABELS = (
    re.compile(
        rf"(?:^|[-–—|(]\s*|(?<=\d)\s+(?=شماره\s*:))(?:شماره\s*:?|نوبت\s*:)\s*(?P<number>\d{{1,3}}|{ORDINAL})(?:/1[34]\d\d)?"
        r"(?=\s*(?:$|[-–—|()]|تاریخ|مورخ|ساعت|روز\b|محل|مکان|پیوست))"
    ),
    re.compile(rf"صورت ?جلسه.*[-–—|]\s*نوبت\s+(?P<number>\d{{1,3}}|{ORDINAL})\s*$"),
    re.compile(r"^صورت ?جلسه\b.*\bشماره\s*:?\s*(?P<number>\d{1,3})\s*$"),
    re.compile(rf"^جلسه\b.{{0,60}}\bشماره\s*:\s*(?P<number>\d{{1,3}}(?![\d/])|{ORDINAL})"),
)
"""A number without a word for the meeting right beside it, which only counts where there is no other."""

_SESSION_LINE = re.compile(
    rf"\W*(?:(?:متن|خلاصه|گزیده|مشروح|اهم|مصوبات|تصمیمات) (?:و )?){{0,3}}(?:"
    rf"{_SESSION}{_OF_KIND}\s+(?:شماره\s*:?\s*\d{{1,3}}(?!\d|/(?!1[34]\d\d))"
    rf"|{NUMERAL}(?:/1[34]\d\d)?\s*(?:$|[-–—،:(]|مورخ|سال|{fold(_BODIES)}))"
    rf"|{_SESSION}\s*:\s*{NUMERAL}|(?:{ORDINAL})(?<=ین)\s+(?:جلسه|نشست)\b)(?!.{{0,40}}\b(?:قبل|پیشین|گذشته))"
)
"""A line with the meeting's number, under a title without it: «جلسه شانزدهم - شنبه …»."""

_CONVENED = re.compile(
    rf"(?P<number>{ORDINAL})(?<=ین)\s+(?:جلسه|نشست)\b(?!.{{0,20}}\b(?:قبل|پیشین|گذشته))"
    r"[^.]*\b(?:(?:تشکیل|برگزار|منعقد|برپا) (?:شد|گردید|کرد|نمود|داد)|رسمیت یافت|با حضور)\b"
    rf"|\bبرای (?P<times>{ORDINAL})(?<=ین) بار\b[^.]{{0,40}}\b(?:نشست|(?:دور|گرد) هم|تشکیل جلسه)\b"
    rf"|\b(?:تصویر|متن|نسخه|رونوشت|اصل) (?:\w+ )?(?:مصوبات |تصمیمات )?{_SESSION}"
    r"\s+شماره\s*:?\s*(?P<sent>\d{1,3})(?![\d/])"
    rf"|(?P<told>{ORDINAL})(?<=ین)\s+(?:جلسه|نشست)\b(?!.{{0,20}}\b(?:قبل|پیشین|گذشته))"
    r"[^:.]{0,300}\b(?:گفت|افزود|کرد|داشت|نمود|داد|شد)\s*:"
    rf"|\bدر (?P<held>{ORDINAL})(?<=ین)\s+(?:جلسه|نشست)\b(?!.{{0,20}}\b(?:قبل|پیشین|گذشته|خود)\b)"
    r"[^.]{0,300}\b(?:بررسی|تصمیم|تصویب|مصوب|موافقت)\b.{0,40}\b(?:شد|گردید|رسید|کردند)\b"
    rf"|^\W*(?:{fold(_BODIES)})\b[^.]{{2,90}}? در (?:جلسه|نشست)(?: شماره)? "
    rf"(?P<by>\d{{1,3}}) (?:مورخه?|به تاریخ|تاریخ|روز)\b"
)
"""The number in the sentence that opens the minutes, in the letter that brings them, or before who tells of them.

Counts where no other does.
"""

_BODY = re.compile(
    rf"((?:{_BODIES})\s.+?)"
    rf"(?=\s*(?:[(،,:؛.|\n]|$)|\s+(?:در\s+(?:سال|تاریخ|روز|محل)|مورخه?|به\s+(?:تاریخ|ریاست|شماره|میزبانی)"
    r"|با\s+(?:حضور|موضوع|ریاست|محوریت|اشاره|بیان|تأ?کید|تبریک)|در\s+(?:جلسه|نشست|گفت)|از\s+(?:بررسی|تصویب|برگزاری)"
    r"|(?:افزود|گفت|اظهار|عنوان|بیان|بررسی|صورت|ارائه|مطرح)\s+(?:شد|کرد|داشت|گرفت|گردید)|افزود|گفت|چه\s|درباره"
    rf"|که\b|روز|شماره|تاریخ|برگزار|تشکیل|مقرر|مصوب|خبر داد|{WEEKDAY}|[-–—]|\d))"
)
_SPOKEN = re.compile(r"\b(?:گفت|افزود|کرد|داشت|داد)\s*:")
"""The words of who speaks, in which a report names its meeting: «… در این نشست گفت: …»."""

_HELD = re.compile(r"\b(?:برگزاری?|تشکیل|صورت ?جلسه|خلاصه|گزارش|مشروح)\b")
_POINTS = re.compile(r"\W*(?:این|همین) (?:جلسه|نشست)\b")
"""The beginning of what is told of the meeting, which is no title: «این جلسه حدود سه ساعت طول کشید»."""

_LONG, _LONGEST_HEADLINE = 200, 16
_LABEL_ALONE = re.compile(
    r"(?:صورت ?جلسه )?(?:شماره|تاریخ)(?: ?ی)?(?: (?:و شماره|برگزاری|تشکیل))?(?: (?:صورت ?جلسه|جلسه|نشست))?\s*:?"
)
_VALUE = re.compile(rf"{ORDINAL}|(?:(?:{WEEKDAY})\s*،?\s*)?\d(?:[\d\s/.-]|[^\W\d_]){{0,24}}")


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
    day, doubts_of_date = (on, ()) if on else meeting_day(lines, later, title)
    if number is None and day and (counted := _of_the_year(doubts_of_number[0].params.get("code", ""), day)):
        number, doubts_of_number = counted, ()
    return Meeting(title, number, day, _body(title, lines)), (*doubts_of_date, *doubts_of_number)


def _of_the_year(code: object, day: date) -> int | None:
    """The number beside the year of the meeting in a code, «۵/۹۹» of 1399, unless it may be the month; else None.

    A letter between the number and the whole year is that of the office: «۷/ک/۱۴۰۴», «۱۴۰۴/ک/۷».
    """
    year, month, _ = to_jalali(day)
    lettered = _LETTERED.fullmatch(latin_digits(str(code)))
    if lettered and str(year) in lettered.groups():
        return int(lettered[1] or lettered[4])
    parts = re.fullmatch(r"(\d{1,3})[-/](\d+)", latin_digits(str(code)))
    if parts is None or parts[2] not in {str(year), f"{year % 100:02}"} or int(parts[1]) in {month, year % 100}:
        return None
    return int(parts[1])


def _lines(texts: Sequence[str]) -> list[str]:
    """The lines of some texts; a label that stands alone above its value takes it: «تاریخ جلسه», «۱۴۰۴/۰۹/۱۱»."""
    lines: list[str] = []
    for line in (line.strip() for text in texts for line in text.split("\n")):
        if lines and _VALUE.fullmatch(fold(line)) and _LABEL_ALONE.fullmatch(fold(lines[-1])):
            lines[-1] = f"{lines[-1].rstrip(' :')}: {line}"
        elif line:
            lines.append(line)
    return lines


def _title(lines: Sequence[str]) -> str | None:
    candidates = [line for line in lines if len(line) < _LONG and _TITLE.search(fold(line)) and not _is_told(line)]
    titles = [line for line in candidates if _is_title(line)]
    named = [line for line in titles if _NAMED.match(fold(line)) and " " in fold(line)]
    numbered = [line for line in titles if _IN_TITLE[0].search(fold(line)) or _BODY.search(fold(line))]
    told = [line for line in candidates if act_of(line) <= Act.PASSED]
    title = next(iter([*named, *numbered, *titles, *told, *candidates]), None)
    greeted = re.match(r".{0,40}[،:]\s*((?:صورت[\u200c ]?جلسه|مصوبات).*)", title or "")
    return (greeted[1] if greeted else title or "").strip(" :.،*") or None


def _is_told(line: str) -> bool:
    """Tell whether a line only speaks of the meeting: «مدیر گاز هم در این نشست از … خبر داد»."""
    long = len(line.split()) > _LONGEST_HEADLINE and not (_HELD.search(fold(line)) or _numbers_in([line], *_IN_TITLE))
    told = _SPOKEN.search(line) or _POINTS.match(fold(line))
    return told is not None or (long and not _is_title(line))


def _is_title(line: str) -> bool:
    """Tell whether a line is no sentence; the name of a body may sound like a charge: «کارگروه سرمایه‌گذاری»."""
    act = act_of(line)
    named = act is Act.CHARGES and _NAMED.match(fold(line)) is not None and not line.rstrip().endswith((".", "؛"))
    return (act is Act.NAMES or named) and not _PRESENT.search(fold(line))


def _number(lines: Sequence[str], title: str | None) -> tuple[int | None, tuple[Doubt, ...]]:
    own_line = next((line for line in lines if _SESSION_LINE.match(_plain(line))), None)
    titles = [line for line in dict.fromkeys((title, own_line)) if line]
    found = [*_numbers_in(lines, _LABELLED), *_numbers_in(titles, *_IN_TITLE)] or _numbers_in(lines, *_BARE_LABELS)
    code = next(filter(None, map(_code, lines)), None)
    distinct = list(dict.fromkeys(found)) or _only(_numbers_in(lines, _CONVENED))
    if not distinct:
        return None, (
            Doubt("meeting_number_code", {"code": code.upper()}) if code else Doubt("meeting_number_missing"),
        )
    if len(distinct) > 1:
        return distinct[0], (Doubt("meeting_numbers_differ", {"first": distinct[0], "second": distinct[1]}),)
    return distinct[0], ()


def _code(line: str) -> str | None:
    """The meeting's code as the line has it, if folding left its letters in their places."""
    match = _CODE.search(fold(line))
    return as_typed(line, match, "code") if match else None


def _plain(line: str) -> str:
    """A folded line without what only links or marks a number: «شماره‌ی جلسه», «شماره «۲۱»», «صورتجلسه ش ۲۱»."""
    linked = re.sub(r"\b(شماره|جلسه|نشست) ی\b", r"\1", fold(line))
    shortened = re.sub(r"(جلسه|نشست) ش\.? ?(?=\d)", r"\1 شماره ", linked)
    return re.sub(r"\b(شماره\s*:?)\s*[(«\"] ?(\d{1,4}) ?[)»\"]", r"\1 \2", shortened)


def _written(match: re.Match[str]) -> str:
    """The number as written, in the first of the groups that a pattern has for it."""
    return next(text for text in match.groups() if text)


def _only(found: Sequence[int]) -> list[int]:
    """The number that was found, none where there are several."""
    return [found[0]] if len(set(found)) == 1 else []


def _numbers_in(lines: Sequence[str], *patterns: re.Pattern[str]) -> list[int]:
    """The first number of each line, by the first pattern that finds one."""
    found: list[int] = []
    for line in lines:
        matches = (match for pattern in patterns for match in pattern.finditer(_plain(line)))
        found += [number for match in matches if (number := number_of(_written(match))) is not None][:1]
    return found


def _body(title: str | None, lines: Sequence[str]) -> str | None:
    for line in [title or "", *lines]:
        match = _BODY.search(line)
        if match and len(match[1]) < _LONG:
            return match[1].strip(" -–")
    return None
