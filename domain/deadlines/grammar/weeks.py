"""Rules for weeks, which begin on Saturday, and their days: «یکشنبهٔ هفتهٔ آینده»، «اواسط هفتهٔ آینده»، «شنبه ۲۰ مهر»."""

import re
from datetime import date, timedelta

from domain.dates.jalali import WEEKDAYS, format_long, from_jalali, month_end, week_start, weekday
from domain.deadlines.grammar.months import MONTH, months
from domain.deadlines.grammar.rules import (
    NEXT,
    Context,
    DateRule,
    Span,
    UnclearPhrase,
    any_of,
    assuming,
    number,
    pattern,
)
from domain.deadlines.model import days

WEEKDAY = rf"(?:روز )?(?P<weekday>{any_of(WEEKDAYS)})"
_NUMBERS = {any_of([name]): number for number, name in enumerate(WEEKDAYS)}
_THIS_WEEK = r"هفته جاری|همین هفته|این هفته"
_NEXT_WEEK = rf"هفته {NEXT}"
_WEEK = rf"(?:{_THIS_WEEK}|(?P<next>{_NEXT_WEEK}))"
_DATES = {"month_day", "numeric"}
_PARTS = {
    "ابتدا": (0, 0),
    "1th": (0, 0),
    "اوایل": (0, 1),
    "نیمه": (3, 3),
    "اواسط": (2, 3),
    "اواخر": (4, 6),
    "پایان": (6, 6),
    "اخر": (6, 6),
}


def weekday_number(name: str) -> int:
    """The number of a weekday whose name WEEKDAY has matched: 0 for Saturday to 6 for Friday."""
    return _NUMBERS[name]


def _saturday_of(match: re.Match[str], context: Context) -> date:
    return week_start(context.on) + days(7 if match["next"] else 0)


def _named_day(match: re.Match[str], context: Context) -> Span:
    ahead = (weekday_number(match["weekday"]) - weekday(context.on)) % 7
    if match["this"] and not ahead:
        raise UnclearPhrase("alternatives")
    day = context.on + timedelta(days=ahead or 7)
    return Span.day(day, f"نزدیک‌ترین {WEEKDAYS[weekday(day)]} فرض شد.")


def _near_weekday(match: re.Match[str], context: Context) -> Span | None:
    """The day that a sentence calls by its nearness and its weekday, and perhaps by its date: «فردا یکشنبه ۱۴ مهر»."""
    span, dated = context.span(match["word"]), context.span(match["date"]) if match["date"] else None
    if span is None or (match["date"] and dated is None):
        return None
    if weekday(span.last) != weekday_number(match["weekday"]) or (dated and dated.last != span.last):
        raise UnclearPhrase("weekday_mismatch")
    return span


def _day_of_week(match: re.Match[str], context: Context) -> Span:
    return Span.day(_saturday_of(match, context) + days(weekday_number(match["weekday"])))


def _nth_weekday(match: re.Match[str], context: Context) -> Span:
    wanted = weekday_number(match["weekday"])

    def in_month(year: int, month: int) -> Span:
        if match["nth"] == "اخر":
            last = month_end(year, month)
            return Span.day(last - days((weekday(last) - wanted) % 7))
        first = from_jalali(year, month, 1)
        return Span.day(first + days((wanted - weekday(first)) % 7 + 7 * (number(match["nth"]) - 1)))

    return context.first_ahead(in_month(year, month) for year, month in months(match, context))


def _week(match: re.Match[str], context: Context) -> Span:
    first = _saturday_of(match, context)
    if match["part"] is None:
        span = Span(first, first + days(6))
        return assuming(span, "پایان هفته فرض شد.")
    start, end = _PARTS[match["part"]]
    span = Span(first + days(start), first + days(end), boundary=match["part"] in {"پایان", "اخر"})
    return assuming(span, f"{format_long(span.last)} فرض شد.")


def _end_of_this_week(_: re.Match[str], context: Context) -> Span:
    day = week_start(context.on) + days(6)
    return Span(day, day, ("پایان هفته فرض شد.",), boundary=True)


def _within_week(match: re.Match[str], context: Context) -> Span:
    """The Saturday that comes, for the beginning of a week that is not said; no day for its middle."""
    if match["part"] not in {"ابتدا", "1th"}:
        raise UnclearPhrase("approximate")
    day = week_start(context.on) + days(7)
    return Span.day(day, f"{format_long(day)} فرض شد.")


def _dated(match: re.Match[str], context: Context) -> Span | None:
    span = context.span(match["date"])
    if span is None or span.rule not in _DATES:
        return None
    if weekday(span.last) != weekday_number(match["weekday"]):
        raise UnclearPhrase("weekday_mismatch")
    return span


RULES = (
    DateRule("weekday_of_week", pattern(rf"{WEEKDAY} {_WEEK}"), _day_of_week, "یکشنبهٔ هفتهٔ آینده"),
    DateRule("weekday_of_week", pattern(rf"{_WEEK} {WEEKDAY}"), _day_of_week, "هفتهٔ بعد روز دوشنبه"),
    DateRule(
        "weekday", pattern(rf"(?:(?:پایان|اخر) )?(?P<this>(?:همین|این) )?{WEEKDAY}(?: {NEXT})?"), _named_day, "چهارشنبه"
    ),
    DateRule(
        "nearby",
        pattern(rf"(?P<word>امروز|امشب|فردا|پسفردا)(?: \()? {WEEKDAY}(?: \))?(?: (?P<date>\d.+))?"),
        _near_weekday,
        "فردا یکشنبه ۱۴ مهر",
    ),
    DateRule("weekday_and_date", pattern(rf"{WEEKDAY} (?P<date>.+)"), _dated, "شنبه ۲۰ مهر"),
    DateRule("weekday_and_date", pattern(rf"(?P<date>.+?) \(? ?{WEEKDAY}(?: \))?"), _dated, "۲۹ مهر (دوشنبه)"),
    DateRule("nth_weekday", pattern(rf"(?P<nth>[1234]th|اخر) {WEEKDAY} {MONTH}"), _nth_weekday, "دومین شنبهٔ آبان"),
    DateRule("week", pattern(rf"(?:(?P<part>{'|'.join(_PARTS)}) )?{_WEEK}"), _week, "هفتهٔ آینده"),
    DateRule("week", pattern(r"(?:پایان|اخر) هفته|eow"), _end_of_this_week, "پایان هفته"),
    DateRule("week", pattern(r"(?P<part>ابتدا|1th|نیمه|اوایل|اواسط|اواخر) هفته"), _within_week, "اول هفته"),
)
