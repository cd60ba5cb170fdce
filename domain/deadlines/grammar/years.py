"""Rules for years and their parts: seasons, quarters, halves, the first months of a year."""

import re
from collections.abc import Callable

from domain.dates.jalali import from_jalali, month_end, to_jalali
from domain.deadlines.grammar.rules import NEXT, YEAR, Context, DateRule, Span, any_of, assuming, number, pattern

_SEASONS = ("بهار", "تابستان", "پاییز", "زمستان")
_FOLDED_SEASONS = tuple(any_of([season]) for season in _SEASONS)
_PART = r"(?:(?P<part>پایان|اخر|اخر روز|روز اخر|ابتدا|1th|اواخر) )?"
_IN_YEAR = rf"(?: (?P<year>{YEAR}))?"


def _months(year: int, first: int, last: int) -> Span:
    return Span(from_jalali(year, first, 1), month_end(year, last))


def _part(span: Span, part: str | None, name: str) -> Span:
    """The first or the last day of a period, as its words say; without them its end is assumed."""
    if part in {"ابتدا", "1th"}:
        return Span(span.first, span.first, span.assumed)
    if part in {None, "اواخر"}:
        return assuming(span, f"پایان {name} فرض شد.")
    return Span(span.last, span.last, span.assumed, boundary=True)


def _in_year(first: Callable[[re.Match[str]], int], length: int, name: str) -> Callable[[re.Match[str], Context], Span]:
    """Make the reader of a period of `length` months, from the month that `first` takes from the match."""

    def read(match: re.Match[str], context: Context) -> Span:
        start = first(match)
        years = context.years(match["year"])
        # The part is taken before a year is chosen: the beginning of a period may be over while the period is not.
        spans = (_part(_months(year, start, start + length - 1), match["part"], name) for year in years)
        return context.first_ahead(spans)

    return read


def _season_month(match: re.Match[str]) -> int:
    return 3 * _FOLDED_SEASONS.index(match["season"]) + 1


def _quarter_month(match: re.Match[str]) -> int:
    return 3 * _nth(match, 4) - 2


def _half_month(match: re.Match[str]) -> int:
    return 6 * _nth(match, 2) - 5


def _nth(match: re.Match[str], last: int) -> int:
    return last if match["nth"] == "اخر" else number(match["nth"])


def _first_months(match: re.Match[str], context: Context) -> Span | None:
    count = int(match["count"])
    if not 1 <= count <= 12:
        return None
    return _in_year(lambda _: 1, count, "دوره")(match, context)


def _year(match: re.Match[str], context: Context) -> Span:
    return _in_year(lambda _: 1, 12, "سال")(match, context)


def _middle(match: re.Match[str], context: Context) -> Span:
    half = context.first_ahead(_months(year, 1, 6) for year in context.years(match["year"]))
    return Span(half.last, half.last, (*half.assumed, "پایان شهریور فرض شد."))


def _relative_season(match: re.Match[str], context: Context) -> Span:
    year, month, _ = to_jalali(context.on)
    quarter = 4 * year + (month - 1) // 3 + (1 if match["next"] else 0)
    start = 3 * (quarter % 4) + 1
    return _part(_months(quarter // 4, start, start + 2), match["part"], "فصل")


RULES = (
    DateRule(
        "season",
        pattern(rf"{_PART}(?:فصل )?(?P<season>{any_of(_SEASONS)}){_IN_YEAR}"),
        _in_year(_season_month, 3, "فصل"),
        "پایان پاییز",
    ),
    DateRule(
        "season",
        pattern(rf"{_PART}(?:فصل جاری|همین فصل|این فصل|(?P<next>فصل {NEXT}))"),
        _relative_season,
        "فصل آینده",
    ),
    DateRule("season", pattern(r"(?P<part>پایان|اخر) فصل(?P<next>)"), _relative_season, "پایان فصل"),
    DateRule(
        "quarter",
        pattern(rf"{_PART}(?:3 ماهه?|فصل) (?P<nth>[1234]th|اخر){_IN_YEAR}"),
        _in_year(_quarter_month, 3, "سه‌ماهه"),
        "سه‌ماههٔ سوم",
    ),
    DateRule(
        "half_year",
        pattern(
            rf"{_PART}(?:نیمسال|6 ماهه?) (?P<nth>[12]th|اخر){_IN_YEAR}",
        ),
        _in_year(_half_month, 6, "نیم‌سال"),
        "نیم‌سال دوم",
    ),
    DateRule(
        "half_year",
        pattern(rf"{_PART}نیمه (?P<nth>[12]th|اخر) (?P<year>{YEAR})"),
        _in_year(_half_month, 6, "نیم‌سال"),
        "نیمهٔ اول سال آینده",
    ),
    DateRule(
        "first_months",
        pattern(rf"{_PART}(?P<count>\d{{1,2}}) ماهه? 1th{_IN_YEAR}"),
        _first_months,
        "۹ ماههٔ نخست سال ۱۳۹۸",
    ),
    DateRule("year_middle", pattern(rf"نیمه (?P<year>{YEAR})"), _middle, "نیمهٔ سال آینده"),
    DateRule(
        "year",
        pattern(rf"{_PART}(?=سال \S|امسال|همین سال|این سال)(?P<year>{YEAR})"),
        _year,
        "سال آینده",
    ),
    DateRule(
        "year",
        pattern(rf"(?P<part>پایان|اخر|اخر روز|روز اخر|اواخر|ابتدا|1th) (?P<year>{YEAR})"),
        _year,
        "پایان سال",
    ),
)
