"""Coming moments in everyday words: a day with its hour, «شنبه ساعت ۹»، «۱۵ آبان ۱۴:۳۰»، «فردا ۸ صبح»."""

import re
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any

from domain.chat.screens import T
from domain.forms.answer_types import AnswerInput, InvalidAnswer, Type
from domain.forms.worded_day import worded_day
from domain.persian.text import fold

_PARTS = {
    "صبح": (0, 12),
    "ظهر": (11, 15),
    "بعدازظهر": (12, 24),
    "بعد از ظهر": (12, 24),
    "عصر": (12, 24),
    "شب": (18, 24),
}
"""Words for a part of the day: the hours that it begins and ends at; «۲ بعدازظهر» is 14."""
_HOUR = re.compile(
    rf"(?P<word>ساعت ?)?(?P<hour>\d{{1,2}})(?:[:٫.](?P<minute>\d{{2}}))?(?: (?P<part>{'|'.join(map(fold, _PARTS))}))?$"
)
_FOLDED = {fold(name): hours for name, hours in _PARTS.items()}


def hour_in(words: str) -> tuple[time | None, str]:
    """Split folded words into the hour at their end, None without one, and the rest."""
    found = _HOUR.search(words)
    if found is None or not (found["word"] or found["minute"] or found["part"]):
        return None, words
    hour, minute = int(found["hour"]), int(found["minute"] or 0)
    first, last = _FOLDED.get(found["part"] or "", (0, 24))
    if hour < first and hour + 12 < last:
        hour += 12
    if not (first <= hour < last and minute < 60):
        return None, words
    return time(hour, minute), words[: found.start()].strip(" ،")


@dataclass(frozen=True, slots=True)
class ComingMoment(Type):
    """A day from today on with its hour, kept as ISO without a zone; an hour alone is today's."""

    def read(self, given: AnswerInput, before: Any) -> str:
        hour, rest = hour_in(fold(given.text))
        day = worded_day(rest, given.today, given.calendar) if rest else given.today
        if hour is None or day is None:
            raise InvalidAnswer(T("form.moment_needed"))
        if day < given.today:
            raise InvalidAnswer(T("form.moment_past", day=day))
        return datetime.combine(day, hour).isoformat()
