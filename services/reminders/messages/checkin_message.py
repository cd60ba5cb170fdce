"""The screen of the monthly check-in: a question about each continuous resolution of a person's agencies."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from domain.chat.screens import Button, Screen, T, Tap, Text
from services.messaging import buttons as ways
from services.obligations.obligations import View
from texts.answer_summary import clip

MOST = 8
"""The most questions on one screen; the next ones follow as these are answered."""
LONGEST = 140
"""The most characters of one resolution's text."""


class Status(StrEnum):
    """The answer about a continuous resolution: by a tap, or by a whole report."""

    GOING = "going"
    STOPPED = "stopped"
    REPORTED = "reported"


TAPS = (Status.GOING, Status.STOPPED)


@dataclass(frozen=True, slots=True)
class Question:
    """A continuous obligation with this month's answer, None while there is none."""

    view: View
    status: Status | None = None


def screen(asked: Sequence[Question], head: Text, reopened: int = 0) -> Screen:
    """The questions with three buttons each; an answered one shows its answer, and can be ``reopened`` by its id."""
    lines: list[Text | str] = [head]
    buttons = []
    waiting = [question for question in asked if question.status is None or question.view.id == reopened]
    answered = [question for question in asked if question not in waiting]
    for question in asked:
        if question not in waiting[:MOST] and question not in answered[:MOST]:
            continue
        title = question.view.title([other.view for other in asked])
        lines += ["", T("checkin.row", title=title, text=clip(question.view.text, LONGEST))]
        if question in waiting:
            buttons.append(_choices(question.view, asked))
        elif question.status:
            lines.append(T("checkin.answered", status=T(f"checkin.status.{question.status}")))
            buttons.append((Button(T("checkin.change", title=title), Tap("checkin", question.view.id, 0, "change")),))
    if len(answered) > MOST:
        lines += ["", T("checkin.answered_more", count=len(answered) - MOST)]
    if len(waiting) > MOST:
        lines += ["", T("checkin.more", count=len(waiting) - MOST)]
    lines += ["", T("checkin.next_step" if waiting else "checkin.done")]
    return Screen(T("checkin.lines", lines=lines), (*buttons, (ways.TASKS,)))


def _choices(view: View, asked: Sequence[Question]) -> tuple[Button, ...]:
    number: Text | int = view.number
    if sum(other.view.number == view.number for other in asked) > 1:
        number = view.title([other.view for other in asked])
    return (
        Button(T("checkin.going", number=number), Tap("checkin", view.id, 0, Status.GOING)),
        Button(T("checkin.report", number=number), Tap("report", view.id, view.version)),
        Button(T("checkin.stopped", number=number), Tap("checkin", view.id, 0, Status.STOPPED)),
    )
