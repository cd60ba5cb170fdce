"""Rules for single days: dates in numbers, today and tomorrow, and days with a name of their own.

Source of the days of the moon: the holidays table of the calendar.
"""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

from domain.dates.jalali import from_jalali, full_year, to_jalali
from domain.deadlines.grammar.rules import YEAR, Context, DateRule, Span, UnclearPhrase, assuming, pattern
from domain.deadlines.model import days
from domain.persian.text import fold, persian_digits

_YEARS = r"1[345]\d\d|19\d\d|20\d\d|\d\d?"
_LONGEST_MONTH = 31
_MONTHS = 12
_FIRST_GREGORIAN_YEAR = 1900
# A year of two digits could be a day as well: it is taken for a year only when the date is this near.
_NEAR = days(2 * 366)

_NEARBY = {"امروز": 0, "همین امروز": 0, "امشب": 0, "پایان وقت کاری": 0, "eod": 0, "فردا": 1, "پسفردا": 2}

# Days of fixed Jalali date: the words, then (month, day) of the first and of the last day.
_FIXED = {
    r"(?:عید |جشن )?نوروز|عید باستانی نوروز|سال نو|تحویل سال": ((1, 1), (1, 1)),
    r"(?:ایام )?تعطیلات (?:عید |عید باستانی )?نوروز|تعطیلات سال نو": ((1, 1), (1, 13)),
    r"روز جمهوری اسلامی": ((1, 12), (1, 12)),
    r"(?:روز )?طبیعت|13 (?:به در|بدر)": ((1, 13), (1, 13)),
    r"روز (?:جهانی )?کارگر": ((2, 11), (2, 11)),
    r"روز معلم": ((2, 12), (2, 12)),
    r"(?:سالگرد )?رحلت (?:حضرت )?امام خمینی(?: \( ره \))?|(?:سالگرد )?رحلت امام \( ره \)": ((3, 14), (3, 14)),
    r"قیام 15 خرداد": ((3, 15), (3, 15)),
    r"روز (?:ملی )?صنعت و معدن": ((4, 10), (4, 10)),
    r"روز خبرنگار": ((5, 17), (5, 17)),
    r"هفته دولت": ((6, 2), (6, 8)),
    r"روز (?:ملی )?تعاون": ((6, 13), (6, 13)),
    r"هفته دفاع مقدس": ((6, 31), (7, 6)),
    r"روز دانشجو": ((9, 16), (9, 16)),
    r"(?:شب )?یلدا|شب چله": ((9, 30), (9, 30)),
    r"(?:ایام |ایام الله )?دهه (?:مبارک )?فجر": ((11, 12), (11, 22)),
    r"(?:سالگرد |سالروز )?پیروزی انقلاب(?: اسلامی)?": ((11, 22), (11, 22)),
    r"روز (?:ملی )?مهندس": ((12, 5), (12, 5)),
    r"روز درختکاری": ((12, 15), (12, 15)),
    r"(?:روز )?ملی شدن (?:صنعت )?نفت": ((12, 29), (12, 29)),
}

# Days of the moon: the words, then the beginning of the holiday's name in the table and the days to add to its date.
_LUNAR = {
    r"تاسوعا(?: حسینی)?|9(?:th)? محرم": ("تاسوعا", 0),
    r"عاشورا(?: حسینی)?|10(?:th)? محرم": ("عاشورا", 0),
    r"اربعین(?: حسینی)?|20(?:th)? صفر": ("اربعین", 0),
    r"28(?:th)? صفر|رحلت (?:حضرت )?(?:رسول|پیامبر)(?: اکرم)?|شهادت امام حسن مجتبی": ("رحلت رسول", 0),
    r"(?:پایان|اخر) (?:ماه )?صفر|شهادت امام رضا": ("شهادت امام رضا", 0),
    r"8(?:th)? ربیع الاول|شهادت امام حسن عسکری": ("شهادت امام حسن عسکری", 0),
    r"17(?:th)? ربیع الاول|(?:میلاد|ولادت) (?:حضرت )?(?:رسول|پیامبر)(?: اکرم)?": ("میلاد رسول", 0),
    r"3(?:th)? جمادی الثانی|شهادت حضرت (?:فاطمه|زهرا)": ("شهادت حضرت فاطمه", 0),
    r"13(?:th)? رجب|روز پدر|ولادت (?:امام|حضرت) علی": ("ولادت امام علی", 0),
    r"27(?:th)? رجب|مبعث": ("مبعث", 0),
    r"نیمه شعبان|15(?:th)? شعبان": ("ولادت حضرت قایم", 0),
    r"21(?:th)? (?:ماه )?رمضان|شهادت (?:امام|حضرت) علی": ("شهادت حضرت علی", 0),
    r"(?:پایان|اخر) (?:ماه )?(?:مبارک )?رمضان": ("عید سعید فطر", -1),
    r"(?:عید )?(?:سعید )?فطر|1(?:th)? شوال": ("عید سعید فطر", 0),
    r"25(?:th)? شوال|شهادت امام (?:جعفر )?صادق": ("شهادت امام جعفر صادق", 0),
    r"(?:عید )?(?:سعید )?قربان|10(?:th)? ذی ?الحجه": ("عید سعید قربان", 0),
    r"(?:عید )?(?:سعید )?غدیر(?: خم)?|18(?:th)? ذی ?الحجه": ("عید سعید غدیر", 0),
}


def _numeric(match: re.Match[str], context: Context) -> Span:
    words = match[0].split("/")
    first, month, last = map(int, words)
    if max(first, last) >= _FIRST_GREGORIAN_YEAR:
        year, day = max(first, last), min(first, last)
        return Span.day(_existing(date, year, month, day), "تاریخ میلادی فرض شد.")
    if first > _LONGEST_MONTH or len(words[0]) == 4:
        return Span.day(_jalali(context, first, month, last))
    if last > _LONGEST_MONTH or len(words[2]) == 4:
        return Span.day(_jalali(context, last, month, first))
    near = [day for day in _both_orders(context, first, month, last) if context.on <= day <= context.on + _NEAR]
    if len(near) != 1:
        raise UnclearPhrase("ambiguous_date")
    return Span.day(near[0], persian_digits(f"سال {to_jalali(near[0])[0]} فرض شد."))


def _both_orders(context: Context, first: int, month: int, last: int) -> set[date]:
    found = set()
    for year, day in ((first, last), (last, first)):
        try:
            found.add(_jalali(context, year, month, day))
        except UnclearPhrase:
            continue
    return found


def _jalali(context: Context, year: int, month: int, day: int) -> date:
    return _existing(from_jalali, full_year(year, context.year), month, day)


def _existing(make: Callable[[int, int, int], date], year: int, month: int, day: int) -> date:
    try:
        return make(year, month, day)
    except ValueError as error:
        raise UnclearPhrase("no_such_day") from error


def _month_and_day(match: re.Match[str], context: Context) -> Span:
    first, second = map(int, match[0].split("/"))
    if first != second and max(first, second) <= _MONTHS:
        raise UnclearPhrase("ambiguous_date")
    month, day = min(first, second), max(first, second)
    years = (context.year, context.year + 1)
    return context.first_ahead(Span.day(_jalali(context, year, month, day)) for year in years)


def _nearby(match: re.Match[str], context: Context) -> Span:
    return Span.day(context.on + days(_NEARBY[match["word"]]))


def _named(match: re.Match[str], context: Context) -> Span | None:
    words, years = match["name"], match["year"]
    for names, (first, last) in _FIXED_NAMES:
        if names.fullmatch(words):
            spans = (Span(from_jalali(year, *first), from_jalali(year, *last)) for year in context.years(years))
            return _edge(context.first_ahead(spans), match["part"])
    for names, (holiday, shift) in _LUNAR_NAMES:
        if names.fullmatch(words):
            return _lunar_day(holiday, days(shift), set(context.years(years)) if years else None, context)
    return None


def _edge(span: Span, part: str | None) -> Span:
    if part is None:
        return span
    day = span.first if part == "ابتدا" else span.last
    return replace(span, first=day, last=day, boundary=part != "ابتدا")


def _lunar_day(name: str, shift: timedelta, years: set[int] | None, context: Context) -> Span:
    """The first holiday of a name on or after the meeting, or in one of the given Jalali years.

    Raises UnclearPhrase when the table has none.
    """
    for holiday in sorted(context.calendar.holidays.values(), key=lambda each: each.date):
        day = holiday.date + shift
        named = any(part.strip().startswith(name) for part in re.split("[;؛]", fold(holiday.name)))
        if named and (day >= context.on if years is None else to_jalali(day)[0] in years):
            span = Span.day(day)
            return assuming(span, "تاریخ این مناسبت تخمینی است.") if holiday.estimated else span
    raise UnclearPhrase("unknown_named_day")


_FIXED_NAMES = [(pattern(names), days_of) for names, days_of in _FIXED.items()]
_LUNAR_NAMES = [(pattern(names), place) for names, place in _LUNAR.items()]
_ANY_NAME = "|".join([*_FIXED, *_LUNAR])


def _of_meeting(match: re.Match[str], context: Context) -> Span | None:
    """A later meeting's day. The meeting that decides is named by its own day, too, which is no deadline."""
    span = context.span(match["date"])
    if span is None or not span.rule.startswith(("numeric", "month_day", "weekday")):
        return None
    if span.last == context.on:
        raise UnclearPhrase("past")
    return span


RULES = (
    DateRule("meeting_day", pattern(r"(?:جلسه|نشست) (?P<date>.+)"), _of_meeting, "جلسهٔ روز شنبه ۲۰ مهر"),
    DateRule("numeric", pattern(rf"(?:{_YEARS})/\d\d?/\d\d?", rf"\d\d?/\d\d?/(?:{_YEARS})"), _numeric, "۱۳۹۸/۰۷/۳۰"),
    DateRule("numeric", pattern(r"\d{1,2}/\d{1,2}"), _month_and_day, "۷/۳۰"),
    DateRule("nearby", pattern(rf"(?P<word>{'|'.join(_NEARBY)})"), _nearby, "فردا"),
    DateRule(
        "named_day",
        pattern(rf"(?:(?P<part>ابتدا|پایان|اخر) )?(?P<name>{_ANY_NAME})(?: (?P<year>{YEAR}))?"),
        _named,
        "عید فطر",
    ),
)
