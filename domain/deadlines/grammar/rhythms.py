"""Rules for rhythms: «ماهانه»، «دهم هر ماه»، «هر دو هفته»."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from domain.dates.jalali import WEEKDAYS, from_jalali, month_end, to_jalali
from domain.deadlines.grammar.durations import DURATION, read_duration
from domain.deadlines.grammar.rules import BOUNDS, NEXT, Context, UnclearPhrase, any_of, number, pattern
from domain.deadlines.grammar.weeks import WEEKDAY, weekday_number
from domain.deadlines.model import Rhythm, Unit
from domain.persian.text import folded_words


@dataclass(frozen=True)
class RhythmRule:
    """One way to write a rhythm: `read` gives the rhythm of a match of `pattern`, `example` is such a phrase."""

    name: str
    pattern: re.Pattern[str]
    read: Callable[[re.Match[str], Context], Rhythm | None]
    example: str


_UNITS = {
    "روز": Unit.DAY,
    "هفته": Unit.WEEK,
    "ماه": Unit.MONTH,
    "فصل": Unit.QUARTER,
    "3 ماهه": Unit.QUARTER,
    "نیمسال": Unit.HALF_YEAR,
    "6 ماهه": Unit.HALF_YEAR,
    "سال": Unit.YEAR,
}
_ADVERBS = {
    "روزانه": Unit.DAY,
    "همه روزه": Unit.DAY,
    "هر شب": Unit.DAY,
    "هر شبانه روز": Unit.DAY,
    "هر صبح": Unit.DAY,
    "هفتگی": Unit.WEEK,
    "ماهانه": Unit.MONTH,
    "همه ماهه": Unit.MONTH,
    "ماه به ماه": Unit.MONTH,
    "فصلی": Unit.QUARTER,
    "نیمسالانه": Unit.HALF_YEAR,
    "سالانه": Unit.YEAR,
    "همه ساله": Unit.YEAR,
    "هر ساله": Unit.YEAR,
    "همه هفته": Unit.WEEK,
}
_PARTS = {
    "ابتدا": 1,
    "دهه 1th": 10,
    "10 روز 1th": 10,
    "10 روزه 1th": 10,
    "اوایل": 10,
    "نیمه 1th": 15,
    "نیمه": 15,
    "دهه 2th": 20,
    "اواسط": 20,
    "هفته 1th": 7,
    "پایان": None,
    "اخر": None,
    "روز اخر": None,
    "اخر روز": None,
    "اواخر": None,
    "دهه 3th": None,
    "دهه اخر": None,
    "هفته اخر": None,
    "نیمه 2th": None,
}
_LIMITS = r"(?:(?:و|،|-|حداکثر|تا|در|طی) )*"
_TIMES = r"(?:بار|مرتبه|نوبت|دفعه)"
_ONCE = rf"(?: 1 {_TIMES})"
_ANY_UNIT = "|".join(sorted(_UNITS, key=len, reverse=True))
_DAY = (
    rf"(?:روز (?:های )?)?(?P<day>\d{{1,2}}(?:th)?)(?: روز)?|(?P<part>{'|'.join(sorted(_PARTS, key=len, reverse=True))})"
)
_MONTHLY = rf"(?:ماهانه|هر ماه|همه ماهه|ماهی{_ONCE}){_ONCE}?"
_WEEKLY = rf"(?:هفتگی|هر هفته|هفتهای{_ONCE}){_ONCE}?"
_MONTHS = r"(?:هر ماه|همه ماهه|ماهانه)"
_SEVERAL_DAYS = rf"(?:{any_of(WEEKDAYS)})(?: (?:،|و) (?:{any_of(WEEKDAYS)}))*"
_NTH = r"(?P<nth>[1234]th|اخر)"
_YEARLY = rf"(?:هر ساله?(?:{_ONCE})?|همه ساله|سالانه|سال به سال|سالی{_ONCE})"
_LONGEST_MONTH = 31
_HOURS_A_DAY = 24
_SAFE_DAYS = 28


def _adverb(match: re.Match[str], _: Context) -> Rhythm:
    return Rhythm(1, _ADVERBS[match["adverb"]])


def _each(match: re.Match[str], _: Context) -> Rhythm:
    return Rhythm(1, _UNITS[match["unit"]])


def _every(match: re.Match[str], _: Context) -> Rhythm | None:
    every = int(match["every"])
    return Rhythm(every, _UNITS[match["unit"]]) if every > 0 else None


def _alternate(match: re.Match[str], _: Context) -> Rhythm:
    return Rhythm(int(match["skipped"]) + 1, _UNITS[match["unit"]])


def _spaced(match: re.Match[str], _: Context) -> Rhythm:
    """A rhythm of so many months: «به صورت سه‌ماهه» follows the quarters, «به صورت دوماهه» is every two months."""
    months = int(match["months"])
    if unit := _UNITS.get(f"{months} ماهه"):
        return Rhythm(1, unit)
    return Rhythm(months, Unit.MONTH)


def _times_a_year(match: re.Match[str], _: Context) -> Rhythm:
    unit = {2: Unit.HALF_YEAR, 4: Unit.QUARTER, 12: Unit.MONTH}.get(int(match["times"]))
    if unit is None:
        raise UnclearPhrase("rhythm_too_fine")
    return Rhythm(1, unit)


def _several(match: re.Match[str], _: Context) -> Rhythm:
    """A rhythm that comes several times in its unit is followed up once in each: «هفته‌ای دو بار» is every week."""
    return Rhythm(1, _UNITS[match["unit"] or match["within"]])


def _hourly(match: re.Match[str], _: Context) -> Rhythm:
    return Rhythm(max(1, int(match["hours"]) // _HOURS_A_DAY), Unit.DAY)


def _monthly(match: re.Match[str], _: Context) -> Rhythm:
    return Rhythm(1, Unit.MONTH, _day_of_month(match))


def _day_of_month(match: re.Match[str]) -> int | None:
    if match["part"]:
        return _PARTS[match["part"]]
    day = number(match["day"])
    if not 1 <= day <= _LONGEST_MONTH:
        raise UnclearPhrase("no_such_day")
    return day


def _edge(match: re.Match[str], _: Context) -> Rhythm:
    return Rhythm(1, _UNITS[match["unit"]], 1 if match["edge"] in {"ابتدا", "1th"} else None)


def _after_period(match: re.Match[str], _: Context) -> Rhythm | None:
    """A day after the end of a period, which is a day of the next: «ده روز پس از پایان هر ماه» is the tenth of each."""
    duration = read_duration(match["duration"])
    if duration is None or duration.months or duration.working_days or not 1 <= duration.days <= _SAFE_DAYS:
        return None
    return Rhythm(1, _UNITS[match["unit"]], duration.days)


def _weekly(match: re.Match[str], _: Context) -> Rhythm:
    return Rhythm(1, Unit.WEEK, weekday_number(match["weekday"]) + 1)


def _nth_weekday(match: re.Match[str], _: Context) -> Rhythm:
    nth = None if match["nth"] == "اخر" else number(match["nth"])
    return Rhythm(1, Unit.MONTH, nth, weekday_number(match["weekday"]) + 1)


def _yearly(match: re.Match[str], context: Context) -> Rhythm | None:
    span = context.span(match["date"])
    if span is None or not span.rule.startswith(("month", "named", "before")):
        return None
    year, month, day = to_jalali(span.last)
    if span.last == month_end(year, 12):
        return Rhythm(1, Unit.YEAR)
    return Rhythm(1, Unit.YEAR, (from_jalali(year, month, day) - from_jalali(year, 1, 1)).days + 1)


RULES = (
    RhythmRule("each", pattern(rf"(?P<adverb>{'|'.join(_ADVERBS)}){_ONCE}?"), _adverb, "ماهانه"),
    RhythmRule("each", pattern(rf"هر (?:1 )?(?P<unit>{_ANY_UNIT}){_ONCE}?"), _each, "هر هفته"),
    RhythmRule("each", pattern(rf"(?P<unit>روز|هفته|ماه|سال|فصل)(?:ای|ی)?{_ONCE}"), _each, "هفته‌ای یک بار"),
    RhythmRule("each", pattern(r"1 بار در (?:هر )?(?P<unit>روز|هفته|ماه|سال|فصل)"), _each, "یک بار در ماه"),
    RhythmRule(
        "several",
        pattern(
            rf"(?:هر )?(?P<unit>روز|هفته|ماه|فصل)(?:ای|ی)? (?:[2-9]|چند)(?: (?:تا|-) [3-9])? (?:{_TIMES}|روز)"
            rf"(?: \(? ?{_SEVERAL_DAYS}(?: \))?)?",
            rf"(?:[2-9]|چند) {_TIMES} در (?:هر )?(?P<within>روز|هفته|ماه|فصل)",
        ),
        _several,
        "هفته‌ای دو بار",
    ),
    RhythmRule(
        "several", pattern(r"روز های (?:زوج|فرد)(?: (?:هر )?هفته)?"), lambda *_: Rhythm(1, Unit.WEEK), "روزهای زوج"
    ),
    RhythmRule("several", pattern(rf"هر (?P<hours>\d{{1,2}}) ساعت{_ONCE}?"), _hourly, "هر شش ساعت"),
    RhythmRule("times_a_year", pattern(r"(?:سالی|هر سال) (?P<times>\d{1,2}) بار"), _times_a_year, "سالی دو بار"),
    RhythmRule("times_a_year", pattern(r"(?P<times>\d{1,2}) بار در سال"), _times_a_year, "چهار بار در سال"),
    RhythmRule(
        "every", pattern(rf"هر (?P<every>\d{{1,3}}) (?P<unit>روز|هفته|ماه|فصل|سال){_ONCE}?"), _every, "هر دو هفته"
    ),
    RhythmRule(
        "every",
        pattern(rf"(?P<every>\d{{1,3}}) (?P<unit>روز|هفته|ماه|فصل|سال)(?:ای|ه)?{_ONCE}"),
        _every,
        "سه ماه یک‌بار",
    ),
    RhythmRule(
        "every",
        pattern(r"(?P<every>\d{1,3}) (?P<unit>روز|هفته|ماه) به (?P=every) (?P=unit)"),
        _every,
        "سه ماه به سه ماه",
    ),
    RhythmRule(
        "alternate",
        pattern(r"(?:هر )?(?P<skipped>\d) (?P<unit>روز|هفته|ماه|سال) در میان"),
        _alternate,
        "یک هفته در میان",
    ),
    RhythmRule(
        "spaced",
        pattern(r"(?:بطور|مقاطع|بازه های|دوره های|گزارش های) (?P<months>\d{1,2}) ماهه"),
        _spaced,
        "به صورت سه‌ماهه",
    ),
    RhythmRule("monthly", pattern(rf"(?:{_DAY}) (?:از )?هر ماه"), _monthly, "دهم هر ماه"),
    RhythmRule(
        "monthly",
        pattern(rf"{_MONTHLY} (?:را )?{_LIMITS}(?:{_DAY})(?: (?:هر |همان |ان )?ماه(?: {NEXT})?)?"),
        _monthly,
        "هر ماه تا پنجم ماه بعد",
    ),
    RhythmRule(
        "edge", pattern(rf"(?P<edge>ابتدا|1th|پایان|اخر|اواخر) هر (?P<unit>{_ANY_UNIT})"), _edge, "پایان هر فصل"
    ),
    RhythmRule(
        "after_period",
        pattern(rf"(?P<duration>{DURATION}) بعد از (?:پایان )?هر (?P<unit>{_ANY_UNIT})"),
        _after_period,
        "ده روز پس از پایان هر ماه",
    ),
    RhythmRule("weekly", pattern(rf"(?:هر )?{WEEKDAY} (?:ها |های )?هر هفته"), _weekly, "شنبهٔ هر هفته"),
    RhythmRule("weekly", pattern(rf"هر {WEEKDAY}"), _weekly, "هر شنبه"),
    RhythmRule("weekly", pattern(rf"{WEEKDAY} ها"), _weekly, "دوشنبه‌ها"),
    RhythmRule("weekly", pattern(rf"روز های {WEEKDAY}"), _weekly, "روزهای سه‌شنبه"),
    RhythmRule(
        "weekly",
        pattern(rf"(?:(?:شب|صبح|ظهر|عصر) ?های|هر (?:شب|صبح|ظهر|عصر)) {WEEKDAY}"),
        _weekly,
        "شب‌های جمعه",
    ),
    RhythmRule(
        "weekly", pattern(rf"{_WEEKLY} {_LIMITS}(?:روز های )?{WEEKDAY}(?: ها)?"), _weekly, "هر هفته روز چهارشنبه"
    ),
    RhythmRule("nth_weekday", pattern(rf"{_NTH} {WEEKDAY} (?:های )?{_MONTHS}"), _nth_weekday, "آخرین پنجشنبهٔ هر ماه"),
    RhythmRule("nth_weekday", pattern(rf"{_MONTHS} (?:، )?{_NTH} {WEEKDAY}"), _nth_weekday, "هر ماه، اولین یکشنبه"),
    RhythmRule("nth_weekday", pattern(rf"{WEEKDAY} (?:های )?{_NTH} {_MONTHS}"), _nth_weekday, "یکشنبهٔ اول هر ماه"),
    RhythmRule("yearly", pattern(rf"(?P<date>.+) {_YEARLY}"), _yearly, "۱۵ خرداد هر سال"),
    RhythmRule("yearly", pattern(rf"{_YEARLY} {_LIMITS}(?P<date>.+)"), _yearly, "هر سال تا پایان مهر"),
)
# Words that may stand before a rhythm without changing it: «همراه با ارائهٔ گزارش عملکرد به دبیرخانه».
_HEADS = BOUNDS | folded_words(
    """حداقل لااقل بطور با همراه مقاطع گزارش گزارشات گزارشدهی دهی عملکرد پیشرفت کار اقدامات آمار منظم مرتب بازه دوره
    های زمانی ارائه ارسال اعلام به دبیرخانه و"""
)


def read_rhythm(text: str, context: Context) -> tuple[Rhythm, str] | None:
    """Read the rhythm of tokens, with the name of its rule; None when they mean none. Raises UnclearPhrase."""
    words = text.split()
    while words:
        rest = " ".join(words)
        for rule in RULES:
            match = rule.pattern.fullmatch(rest)
            if match and (rhythm := rule.read(match, context)):
                return rhythm, rule.name
        if words[0] not in _HEADS:
            return None
        del words[0]
    return None
