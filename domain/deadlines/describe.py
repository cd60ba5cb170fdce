"""Deadlines and rhythms as one Persian line."""

from domain.dates.jalali import MONTHS, WEEKDAYS, format_long, from_jalali, to_jalali
from domain.deadlines.model import Deadline, DeadlineKind, Rhythm, Unit, days
from domain.persian.text import persian_digits

_UNIT_NAMES = {
    Unit.DAY: "روز",
    Unit.WEEK: "هفته",
    Unit.MONTH: "ماه",
    Unit.QUARTER: "فصل",
    Unit.HALF_YEAR: "نیم‌سال",
    Unit.YEAR: "سال",
}
_ORDINALS = ("نخستین", "دومین", "سومین", "چهارمین")
_COMMON_YEAR = 1398


def describe(deadline: Deadline) -> str:
    """Say a deadline in Persian, its assumptions in brackets: «تا یکشنبه ۵ آبان ۱۳۹۸»."""
    meaning = _meaning(deadline)
    return f"{meaning} ({' '.join(deadline.assumed)})" if deadline.assumed else meaning


def describe_rhythm(rhythm: Rhythm) -> str:
    """Say a rhythm in Persian: «هر ماه، تا روز ۱۰ ماه» or «هر ۲ هفته»."""
    unit = _UNIT_NAMES[rhythm.unit]
    every = f"هر {rhythm.every} {unit}" if rhythm.every > 1 else f"هر {unit}"
    return persian_digits(f"{every}{_day(rhythm, unit)}")


def _day(rhythm: Rhythm, unit: str) -> str:
    if rhythm.weekday:
        nth = "آخرین" if rhythm.day is None else _ORDINALS[rhythm.day - 1]
        return f"، {nth} {WEEKDAYS[rhythm.weekday - 1]}"
    if rhythm.day is None:
        return ""
    if rhythm.unit is Unit.WEEK:
        return f"، {WEEKDAYS[rhythm.day - 1]}"
    if rhythm.unit is Unit.YEAR:
        _, month, day = to_jalali(from_jalali(_COMMON_YEAR, 1, 1) + days(rhythm.day - 1))
        return f"، تا {day} {MONTHS[month - 1]}"
    return f"، تا روز {rhythm.day} {unit}"


def _meaning(deadline: Deadline) -> str:
    due = format_long(deadline.due) if deadline.due else ""
    if deadline.rhythm:
        return f"{describe_rhythm(deadline.rhythm)}؛ نخستین نوبت {due}"
    return {
        DeadlineKind.DATE: f"تا {due}",
        DeadlineKind.CONTINUOUS: "مستمر",
        DeadlineKind.NEXT_MEETING: "تا جلسهٔ آینده",
        DeadlineKind.IMMEDIATE: f"در اسرع وقت، تا {due}",
        DeadlineKind.NONE: "بدون مهلت",
        DeadlineKind.UNKNOWN: f"روشن نیست: {deadline.reason}",
    }[deadline.kind]
