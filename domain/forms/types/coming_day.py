"""Coming days in everyday words: «امروز»، «فردا»، «دوشنبه»، or a date."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from domain.chat.screens import T
from domain.dates import jalali
from domain.dates.jalali import named_weekday, weekday
from domain.dates.relative_days import relative_day
from domain.forms.types.answer_types import AnswerInput, Day, InvalidAnswer
from domain.persian.text import fold

_CLOSED = re.compile(r"(?: (?:هم|نیز))? تعطیل(?: (?:شد|شده|است|اعلام شد|میشود|می شود))?\.?$")


def near_day(text: str, today: date) -> date | None:
    """Return the day that a text names, also in an announcement of a day off: «فردا تعطیل شد».

    A weekday alone is the next one after today; beside a date it has to be that date's.
    """
    words = _CLOSED.sub("", fold(text)).removeprefix("روز ").strip()
    if day := relative_day(words, today):
        return day
    number, rest = named_weekday(words)
    if number is None or rest:
        return jalali.parse(words, today)
    return today + timedelta(days=(number - weekday(today) - 1) % 7 + 1)


@dataclass(frozen=True, slots=True)
class ComingDay(Day):
    """A day from today on, in everyday words; kept as ISO."""

    def read(self, given: AnswerInput, before: Any) -> str:
        day = near_day(given.text, given.today)
        if day is None:
            raise InvalidAnswer(T("form.coming_day_needed", today=given.today))
        if day < given.today:
            raise InvalidAnswer(T("holidays.past", day=day))
        return day.isoformat()


def says_closed(text: str) -> bool:
    """Tell whether a text declares a day off."""
    return bool(_CLOSED.search(fold(text)))
