"""Coming moments in everyday words: a day with its hour, «شنبه ساعت ۹»، «۱۵ آبان ۱۴:۳۰»، «فردا ۸ صبح»."""

import re
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any

from domain.chat.screens import T
from domain.forms.types.answer_types import AnswerInput, InvalidAnswer, Type
from domain.forms.types.coming_day import near_day
from domain.forms.types.hour_of_day import PARTS, read_hour
from domain.forms.types.worded_day import worded_day
from domain.persian.text import fold

_LONGEST = 5
"""The most words of an hour: «ساعت ده و نیم صبح»."""
_MARKED = re.compile(rf"^ساعت |\d[:٫]\d|(?:{'|'.join(map(fold, PARTS))})$")


def split_hour(text: str) -> tuple[time | None, str]:
    """Split words into the hour at their end, None without one, and the rest.

    A number that nothing marks as an hour is none: in «شنبه ۲۰» it may be the day.
    """
    words = fold(text).split()
    for count in range(min(_LONGEST, len(words)), 0, -1):
        said = " ".join(words[-count:])
        if _MARKED.search(said) and (hour := read_hour(said)):
            return hour, " ".join(words[:-count]).rstrip("،, ")
    return None, text


@dataclass(frozen=True, slots=True)
class ComingMoment(Type):
    """A day from today on with its hour, kept as ISO without a zone; an hour alone is today's."""

    def read(self, given: AnswerInput, before: Any) -> str:
        hour, rest = split_hour(given.text)
        if hour is None:
            day = near_day(given.text, given.today)
        else:
            day = worded_day(rest, given.today, given.calendar) if rest else given.today
        if day is None:
            raise InvalidAnswer(T("form.moment_needed"))
        if day < given.today:
            raise InvalidAnswer(T("form.moment_past", day=day))
        if hour is None:
            raise InvalidAnswer(T("form.moment_hour_needed", day=day))
        return datetime.combine(day, hour).isoformat()
