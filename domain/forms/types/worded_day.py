"""Days ahead in the words of deadlines: «دو هفته دیگر»، «تا ۱۵ آبان»، «شنبه»، «پایان ماه»."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from domain.chat.screens import T
from domain.dates.working_days import Calendar
from domain.deadlines import DeadlineKind, resolve
from domain.forms.expressions import Answers
from domain.forms.types.answer_types import AnswerInput, Day, InvalidAnswer
from domain.forms.types.coming_day import near_day


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


USUAL_DAYS = (1, 2, 3, 7)
"""The distances from today that are offered by buttons, as far as they are not beyond the latest day."""
LATEST = "latest"
"""The name of the answer that tells how many days ahead a form takes."""


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


@dataclass(frozen=True, slots=True)
class SoonDay(LaterDay):
    """A day of the next ``LATEST`` days, in words or by a button that tells its distance."""

    def offers(self, answers: Answers) -> tuple[int, ...]:
        return tuple(days for days in USUAL_DAYS if days <= int(answers.get(LATEST, 0)))

    def read(self, given: AnswerInput, before: Any) -> str:
        if given.choice.isdecimal() and len(given.choice) < 3:
            return (given.today + timedelta(days=int(given.choice))).isoformat()
        return super(SoonDay, self).read(given, before)
