"""Rules for days and parts of a month: «پنجم آبان»، «نیمهٔ اول مهر»، «دههٔ سوم ماه جاری»، «اواخر آذر»، «مهر»."""

import re
from collections.abc import Iterator

from domain.dates.jalali import MONTHS, from_jalali, month_length, to_jalali
from domain.deadlines.grammar.rules import (
    NEXT,
    ORDINAL,
    YEAR,
    Context,
    DateRule,
    Span,
    UnclearPhrase,
    any_of,
    assuming,
    number,
    pattern,
)
from domain.persian.text import fold, persian_digits

NAMES = any_of(MONTHS)
MONTH = (
    rf"(?:(?:ماه )?(?P<month>{NAMES})(?: ماه)?(?: (?P<year>{YEAR}))?"
    rf"|(?P<this>همین ماه|این ماه|ماه جاری)(?: سال جاری)?|(?P<next>ماه {NEXT})|(?P<any>ماه))"
)
_NUMBERS = {fold(name): month for month, name in enumerate(MONTHS, 1)}
_LAST = "اخر"
_LONGEST_MONTH = 31


def months(match: re.Match[str], context: Context) -> Iterator[tuple[int, int]]:
    """The Jalali months (year, month) that a match of MONTH allows, the likeliest first."""
    this = to_jalali(context.on)[:2]
    following = (this[0], this[1] + 1) if this[1] < 12 else (this[0] + 1, 1)
    if match["month"]:
        for year in context.years(match["year"]):
            yield year, _NUMBERS[match["month"]]
    if match["this"] or match["any"]:
        yield this
    if match["next"] or match["any"]:
        yield following


def _days(match: re.Match[str], context: Context, first: int, last: int | None) -> Span:
    """The days from `first` to `last` of the month that the match names, to its end when `last` is None."""
    return context.first_ahead(_days_of(year, month, first, last) for year, month in months(match, context))


def _days_of(year: int, month: int, first: int, last: int | None) -> Span:
    length = month_length(year, month)
    if max(first, last or 0) > length or first == 0:
        raise UnclearPhrase("no_such_day")
    return Span(from_jalali(year, month, first), from_jalali(year, month, last or length))


def _day(match: re.Match[str], context: Context) -> Span:
    day = number(match["day"])
    return _days(match, context, day, day)


def _last_day(match: re.Match[str], context: Context) -> Span:
    return assuming(_day(match, context), "روز آخر فرض شد.")


def _first(match: re.Match[str], context: Context) -> Span:
    return _days(match, context, 1, 1)


def _end(match: re.Match[str], context: Context) -> Span:
    month = _days(match, context, 1, None)
    return Span(month.last, month.last, month.assumed, boundary=True)


def _working_day(match: re.Match[str], context: Context) -> Span:
    month = _days(match, context, 1, None)
    if match["nth"] == _LAST:
        day = context.calendar.on_or_before(month.last)
    else:
        day = context.calendar.on_or_after(month.first)
    return Span.day(day, *month.assumed)


def _middle(match: re.Match[str], context: Context) -> Span:
    return _days(match, context, 15, 15)


def _early(match: re.Match[str], context: Context) -> Span:
    return assuming(_days(match, context, 1, 10), "«اوایل» تا دهم ماه فرض شد.")


def _amid(match: re.Match[str], context: Context) -> Span:
    return assuming(_days(match, context, 11, 20), "«اواسط» تا بیستم ماه فرض شد.")


def _late(match: re.Match[str], context: Context) -> Span:
    return assuming(_days(match, context, 21, None), "«اواخر» تا پایان ماه فرض شد.")


def _whole(match: re.Match[str], context: Context) -> Span:
    if (year := match["year"]) and year.isdecimal() and int(year) <= _LONGEST_MONTH:
        raise UnclearPhrase("ambiguous_date")
    return assuming(_days(match, context, 1, None), "پایان ماه فرض شد.")


def _half(match: re.Match[str], context: Context) -> Span:
    return _days(match, context, 1, 15) if match["nth"] == "1th" else _days(match, context, 16, None)


def _decade(match: re.Match[str], context: Context) -> Span:
    if match["nth"] in {"3th", _LAST}:
        return _days(match, context, 21, None)
    end = 10 * number(match["nth"])
    return _days(match, context, end - 9, end)


def _week(match: re.Match[str], context: Context) -> Span:
    nth = match["nth"] or match["first"]
    if nth == _LAST:
        return assuming(_days(match, context, 22, None), "پایان ماه فرض شد.")
    end = 7 * number(nth)
    return assuming(
        _days(match, context, end - 6, end), persian_digits(f"هفته‌های ماه از یکم آن شمرده شد؛ تا روز {end}.")
    )


RULES = (
    DateRule(
        "month_day",
        pattern(rf"(?:روز )?(?P<day>\d{{1,2}}) (?:از )?(?!ماه (?:اینده|بعد)|ماه$){MONTH}"),
        _day,
        "۵ آبان",
    ),
    DateRule(
        "month_day", pattern(rf"(?:روز )?(?P<day>{ORDINAL}) (?:روز )?(?:از )?{MONTH}"), _day, "بیست و پنجم مهرماه"
    ),
    DateRule("month_day", pattern(rf"روز (?P<day>\d{{1,2}}) {MONTH}"), _day, "روز ۲۰ ماه آینده"),
    DateRule(
        "month_day",
        pattern(rf"(?:روز (?:های )?)?(?:\d{{1,2}}(?:th)? (?:،|و) ){{1,4}}(?P<day>\d{{1,2}}(?:th)?) {MONTH}"),
        _last_day,
        "۱۲ و ۱۳ تیر",
    ),
    DateRule("month_start", pattern(rf"ابتدا {MONTH}"), _first, "ابتدای آبان"),
    DateRule("month_end", pattern(rf"(?:پایان|اخر|اخر روز|روز اخر|روز پایان) {MONTH}"), _end, "پایان مهرماه"),
    DateRule(
        "month_working_day",
        pattern(rf"(?P<nth>1th|اخر) روز کاری {MONTH}"),
        _working_day,
        "آخرین روز کاری مهر",
    ),
    DateRule("month_middle", pattern(rf"نیمه {MONTH}"), _middle, "نیمهٔ آبان"),
    DateRule("month_early", pattern(rf"اوایل {MONTH}"), _early, "اوایل آبان"),
    DateRule("month_amid", pattern(rf"اواسط {MONTH}"), _amid, "اواسط آبان"),
    DateRule("month_late", pattern(rf"اواخر {MONTH}"), _late, "اواخر آبان"),
    DateRule(
        "month_half",
        pattern(rf"(?:(?:پایان|اخر) )?(?:نیمه|15 روزه?) (?P<nth>1th|2th|اخر) {MONTH}"),
        _half,
        "نیمهٔ دوم آبان",
    ),
    DateRule(
        "month_decade",
        pattern(rf"(?:(?:پایان|اخر) )?(?:دهه|10 روزه?) (?P<nth>[123]th|اخر) {MONTH}"),
        _decade,
        "دههٔ اول آذر",
    ),
    DateRule(
        "month_week",
        pattern(rf"(?:(?:پایان|اخر) )?(?:هفته (?P<nth>[1234]th|اخر)|(?P<first>[1234]th|اخر) هفته) {MONTH}"),
        _week,
        "هفتهٔ دوم آبان",
    ),
    DateRule("month", pattern(rf"(?!ماه$){MONTH}"), _whole, "آبان‌ماه"),
)
