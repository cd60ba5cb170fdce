"""Days ahead in the words of deadlines: «دو هفته دیگر»، «تا ۱۵ آبان»، «شنبه»، «پایان ماه»."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from domain.chat.screens import T
from domain.dates.working_days import Calendar
from domain.deadlines import DeadlineKind, resolve
from domain.forms.answer_types import AnswerInput, Day, InvalidAnswer
from domain.forms.coming_day import near_day


def worded_day(text: str, today: date, calendar: Calendar) -> date | None:
    """Return the day that a text names, counted from today; «از» may stand before it.

    None when it names none, or no single one.
    """
    text = text.strip().removeprefix("از ")
    day = near_day(text, today)
    if day is None:
        deadline = resolve(text, today, calendar)
        day = deadline.due if deadline.kind is DeadlineKind.DATE else None
    return day


@dataclass(frozen=True, slots=True)
class LaterDay(Day):
    """A day after today in the words of deadlines, kept as ISO; with ``today_too`` today is one."""

    today_too: bool = False

    def read(self, given: AnswerInput, before: Any) -> str:
        day = worded_day(given.text, given.today, given.calendar)
        if day is None:
            raise InvalidAnswer(T("form.later_day_needed", today=given.today))
        if day < given.today or (day == given.today and not self.today_too):
            raise InvalidAnswer(T("form.day_gone" if self.today_too else "form.day_past", day=day))
        return day.isoformat()
