"""Rules for lengths of time, counted from the meeting or from a date, forwards or back."""

import re
from dataclasses import dataclass, replace
from datetime import date

from domain.dates.jalali import add_months, to_jalali
from domain.deadlines.grammar.rules import NEXT, Context, DateRule, Span, UnclearPhrase, pattern
from domain.deadlines.model import days

_HALF = 0.5
_HALF_YEAR = "نیمسال"
_HOURS_A_DAY = 24
# The units from the smallest, by their first letters, because the ending («روز»، «روزه») says nothing about size.
_SIZES = {"ساع": 0, "روز": 1, "هفت": 2, "ماه": 3, "سال": 4}
_PIECE = r"(?:0\.5|0?[1-9]\d{0,2}(?:\.5)?) (?:روز کاری|روزه?|هفته(?:ای)?|ماهه?|ساله?|ساعت)|نیمسال"
_UNIT = r"روز کاری|روز|هفته|ماه|سال"
DURATION = rf"(?:{_PIECE})(?: و (?:{_PIECE}|0\.5))*"

# Ways to name the day of the meeting itself.
_THIS_MEETING = (
    r"(?:(?:تاریخ|زمان|روز|برگزاری|تشکیل|پایان) )*(?:این |همین )?(?:جلسه|صورتجلسه|صورت جلسه)(?: حاضر)?"
    r"|(?:این|همین) تاریخ|امروز|حالا|هم ?اکنون|الان"
)
_APPROVAL = r"(?:(?:تاریخ|زمان) )?تصویب(?: (?:این )?(?:مصوبه|بند|صورتجلسه))?|تاریخ (?:این )?مصوبه"


@dataclass(frozen=True)
class Duration:
    """A length of time, its parts added to a date in this order: Jalali months, days, working days."""

    months: int = 0
    days: int = 0
    working_days: int = 0

    def after(self, day: date, context: Context, sign: int = 1) -> date:
        """The day that is this long after a day, or before it when `sign` is -1."""
        day = add_months(day, sign * self.months) + days(sign * self.days)
        return context.calendar.add_working_days(day, sign * self.working_days)

    def __add__(self, other: "Duration") -> "Duration":
        return Duration(self.months + other.months, self.days + other.days, self.working_days + other.working_days)


def read_duration(text: str) -> Duration | None:
    """Read the length of tokens that DURATION matches; None for one that has no whole days.

    Raises UnclearPhrase for hours that make no whole day, and for a part that is not smaller than the one before it:
    «یک هفته و دو هفته» is two lengths.
    """
    total, unit = Duration(), ""
    for piece in text.split(" و "):
        count, _, named = ("0.5 سال" if piece == _HALF_YEAR else piece).partition(" ")
        if named and unit and _SIZES[named[:3]] >= _SIZES[unit[:3]]:
            raise UnclearPhrase("several")
        unit = named or unit
        length = _length(float(count), unit)
        if length is None:
            return None
        total += length
    return total


def _length(count: float, unit: str) -> Duration | None:
    whole = int(count)
    half = count - whole == _HALF
    if unit in {"ماه", "ماهه"}:
        return Duration(months=whole, days=15 if half else 0)
    if unit in {"سال", "ساله"}:
        return Duration(months=12 * whole + (6 if half else 0))
    if half:
        return None
    if unit == "ساعت":
        if whole % _HOURS_A_DAY or not whole:
            raise UnclearPhrase("hours")
        return Duration(days=whole // _HOURS_A_DAY)
    if unit == "روز کاری":
        return Duration(working_days=whole)
    return Duration(days=7 * whole if unit.startswith("هفته") else whole)


def _day_zero(context: Context) -> date:
    """The day after which a length of time is counted."""
    return context.on - days(1) if context.settings.day_zero_counts else context.on


def _from_meeting(match: re.Match[str], context: Context) -> Span | None:
    duration = read_duration(match["duration"])
    if duration is None:
        return None
    due = duration.after(_day_zero(context), context)
    assumed = "تاریخ تصویب همان تاریخ جلسه فرض شد."
    return Span.day(due, assumed) if match.groupdict().get("approval") else Span.day(due)


def _length_of_work(match: re.Match[str], context: Context) -> Span | None:
    """A length without a beginning: within a week, but «به مدت یک سال» says how long something lasts."""
    duration = read_duration(match["duration"])
    if duration and duration.months:
        raise UnclearPhrase("length")
    return _from_meeting(match, context)


def _after(match: re.Match[str], context: Context) -> Span | None:
    duration, span = read_duration(match["duration"]), context.span(match["date"])
    if duration is None or span is None:
        return None
    if span.rolled:
        raise UnclearPhrase("past")
    return Span.day(duration.after(span.last, context), *span.assumed)


def _counted_back(match: re.Match[str], context: Context) -> Span | None:
    duration, span = read_duration(match["duration"]), context.span(match["date"])
    if duration is None or span is None:
        return None
    return Span.day(duration.after(span.first, context, sign=-1), *span.assumed)


def _before(match: re.Match[str], context: Context) -> Span | None:
    span = context.span(match["date"])
    if span is None:
        return None
    if span.boundary:
        return Span.day(span.last, *span.assumed, "روز پایانی هم در مهلت به شمار آمد.")
    return Span.day(span.first - days(1), *span.assumed)


def _range_of_lengths(match: re.Match[str], context: Context) -> Span | None:
    unit, low, high = match["unit"], int(match["low"]), int(match["high"])
    duration = read_duration(f"{high} {unit}")
    if duration is None or low >= high:
        return None
    return Span.day(duration.after(_day_zero(context), context), "بیشترین مدت فرض شد.")


def _range(match: re.Match[str], context: Context) -> Span | None:
    end = context.span(match["end"])
    if end is None:
        return None
    start = match["start"]
    if end.rule.startswith("offset") and not start.isdecimal():
        return None
    if day := re.fullmatch(r"(?:روز )?(\d{1,2})(?:th)?", start):
        if not end.rule.startswith("offset") and int(day[1]) >= to_jalali(end.last)[2]:
            raise UnclearPhrase("range_reversed")
        if end.rule.startswith("offset"):
            return end
        return replace(end, first=end.last - days(to_jalali(end.last)[2] - int(day[1])), rule="range")
    if _MEETING.fullmatch(start):
        return Span(context.on, end.last, end.assumed)
    opening = context.span(start)
    if opening is None or opening.rule.startswith("offset"):
        return None
    if opening.rolled:
        # The range has begun already, so its start is the nearest one before its end.
        opening = replace(context, on=end.last - days(364)).span(start) or opening
    if opening.first > end.last:
        raise UnclearPhrase("range_reversed")
    return Span(opening.first, end.last, end.assumed, rolled=end.rolled)


_MEETING = pattern(_THIS_MEETING, _APPROVAL)
_FROM_MEETING = rf"(?:بعد )?از (?:{_THIS_MEETING}|(?P<approval>{_APPROVAL}))"

RULES = (
    DateRule("offset", pattern(rf"بمدت (?P<duration>{DURATION})"), _length_of_work, "به مدت یک هفته"),
    DateRule("offset", pattern(rf"(?P<duration>{DURATION})(?: {NEXT})?"), _from_meeting, "دو هفته"),
    DateRule("offset", pattern(rf"(?P<duration>{DURATION}) {_FROM_MEETING}"), _from_meeting, "ده روز پس از تاریخ جلسه"),
    DateRule(
        "offset",
        pattern(rf"{_FROM_MEETING} (?:(?:تا|ظرف|ب?مدت|حداکثر) )*(?P<duration>{DURATION})(?: {NEXT})?"),
        _from_meeting,
        "از امروز به مدت دو هفته",
    ),
    DateRule(
        "offset_range",
        pattern(rf"(?:بین )?(?P<low>\d{{1,3}}) (?:(?:{_UNIT}) )?(?:تا|-) (?P<high>\d{{1,3}}) (?P<unit>{_UNIT})"),
        _range_of_lengths,
        "۱۰ تا ۱۵ روز",
    ),
    DateRule(
        "offset_after", pattern(rf"(?P<duration>{DURATION}) (?:بعد )?از (?P<date>.+)"), _after, "یک هفته پس از ۵ آبان"
    ),
    DateRule(
        "offset_after",
        pattern(rf"از (?P<date>.+?) (?:(?:تا|ظرف|ب?مدت|حداکثر) )+(?P<duration>{DURATION})"),
        _after,
        "از اول آبان به مدت یک هفته",
    ),
    DateRule(
        "offset_before",
        pattern(rf"(?P<duration>{DURATION}) (?:قبل از|مانده به|مانده تا|به(?= پایان)) (?P<date>.+)"),
        _counted_back,
        "ده روز مانده به پایان سال",
    ),
    DateRule("before", pattern(r"قبل از (?P<date>.+)"), _before, "قبل از ۵ آبان"),
    DateRule("range", pattern(r"(?:از |بین )?(?P<start>.+?) تا (?P<end>.+)"), _range, "از ۱۵ لغایت ۳۰ مهر"),
)
