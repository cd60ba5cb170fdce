"""Hours of the day in everyday words: «۱۰:۳۰»، «ساعت ده و نیم صبح»، «۲ بعدازظهر»."""

import re
from dataclasses import dataclass
from datetime import time
from typing import Any

from domain.chat.screens import T
from domain.forms.types.answer_types import AnswerInput, InvalidAnswer, Type
from domain.persian.text import fold, parse_number

_DIGITS = re.compile(r"(\d{1,2})(?: ?[:.٫/] ?(\d{2}))?")
PARTS = {
    "صبح": range(13),
    "بامداد": range(7),
    "am": range(12),
    "ظهر": range(11, 15),
    "بعدازظهر": range(12, 20),
    "بعد از ظهر": range(12, 20),
    "عصر": range(15, 21),
    "شب": range(18, 24),
    "pm": range(12, 24),
}
"""The parts of a day, and the hours that each may mean; longer names stand before those that end them."""
_HALVES = {" و نیم": 30, " و ربع": 15}
_UNSAID = range(7, 24)
"""The hours that need no part of the day: «۲» alone may be at night or in the afternoon."""


def read_hour(text: str) -> time | None:
    """Read an hour; None for words that are none, and for an hour that may be two: «۲», «۱۲ شب»."""
    words = fold(text).removeprefix("ساعت").strip()
    part = max((name for name in PARTS if words.endswith(fold(name))), key=len, default="")
    words = words.removesuffix(fold(part)).strip() if part else words
    half = next((ending for ending in _HALVES if words.endswith(fold(ending))), "")
    hour, minute = _number(words.removesuffix(fold(half)).strip() if half else words)
    if hour is None or minute >= 60:
        return None
    meant = PARTS[part] if part else _UNSAID
    fits = [one for one in dict.fromkeys((hour, hour + 12 if part and hour < 12 else hour)) if one in meant]
    return time(fits[0], _HALVES[half] if half else minute) if len(fits) == 1 else None


def _number(words: str) -> tuple[int | None, int]:
    if digits := _DIGITS.fullmatch(words):
        return int(digits[1]), int(digits[2] or 0)
    number = parse_number(words)
    return (int(number.value), 0) if number and number.value == int(number.value) else (None, 0)


@dataclass(frozen=True, slots=True)
class HourOfDay(Type):
    """An hour of the day, kept as ``10:30``."""

    def read(self, given: AnswerInput, before: Any) -> str:
        hour = read_hour(given.text)
        if hour is None:
            raise InvalidAnswer(T("form.hour_needed"))
        return f"{hour:%H:%M}"
