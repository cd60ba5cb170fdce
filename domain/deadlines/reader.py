"""From a phrase to its deadline, and from a sentence to the deadlines in it."""

import re
from datetime import date, timedelta

from domain.calendar import Calendar
from domain.deadlines.model import DEFAULT_SETTINGS, Deadline, DeadlineSettings, Kind, Rhythm, Unit
from domain.jalali import MONTHS, add_months, from_jalali, month_end, to_jalali
from domain.persian import fold

_NUMBERS = {"یک": 1, "دو": 2, "سه": 3, "چهار": 4, "پنجم": 5, "دهم": 10}
_MONTHS = {fold(name): number for number, name in enumerate(MONTHS, 1)}
_MONTH = "|".join(_MONTHS)


def resolve(
    phrase: str, on: date, calendar: Calendar, settings: DeadlineSettings = DEFAULT_SETTINGS
) -> Deadline:
    """What a phrase means for a meeting on a date. What no rule covers is `unknown`."""
    text = fold(phrase)
    for word, number in _NUMBERS.items():
        text = re.sub(rf"\b{word}\b", str(number), text)
    text = re.sub(r"(\w)ماه\b", r"\1 ماه", text)
    if text in {"-", "ندارد"}:
        return Deadline(Kind.NONE, rule="none")
    if text == "مستمر":
        return Deadline(Kind.CONTINUOUS, rule="continuous")
    if "اسرع وقت" in text:
        due = calendar.add_working_days(on, settings.immediate_days)
        return Deadline(Kind.IMMEDIATE, due, "at_once", ("سه روز کاری در نظر گرفته شد.",))
    if "جلسه" in text:
        return Deadline(Kind.NEXT_MEETING, rule="next_meeting")
    if match := re.search(r"\b(\d+) هر ماه", text):
        day = int(match[1])
        year, month, today = to_jalali(on)
        first = from_jalali(year, month, day)
        return Deadline(
            Kind.RECURRING,
            first if today < day else add_months(first, 1),
            "monthly",
            rhythm=Rhythm(1, Unit.MONTH, day),
        )
    if match := re.search(r"\b(\d+) (روز|هفته)$", text):
        return Deadline(
            Kind.DATE, on + timedelta(days=int(match[1]) * {"روز": 1, "هفته": 7}[match[2]]), "offset"
        )
    if match := re.search(rf"\b(\d+) ({_MONTH})\b", text):
        return Deadline(
            Kind.DATE, from_jalali(to_jalali(on)[0], _MONTHS[match[2]], int(match[1])), "month_day"
        )
    if match := re.search(rf"\b({_MONTH})\b", text):
        return Deadline(Kind.DATE, month_end(to_jalali(on)[0], _MONTHS[match[1]]), "month")
    return Deadline(Kind.UNKNOWN, rule="unknown", code="leftover", reason="معنای این مهلت روشن نیست.")


def find(
    sentence: str, on: date, calendar: Calendar, settings: DeadlineSettings = DEFAULT_SETTINGS
) -> list[tuple[tuple[int, int], Deadline]]:
    """The deadlines inside a sentence, each with its span (start, end) in the sentence as given."""
    return [
        (match.span(), resolve(match[0], on, calendar, settings))
        for match in re.finditer(r"در اسرع وقت|(?:حداکثر )?(?:تا|ظرف(?: مدت)?) \S+ \S+", sentence)
    ]
