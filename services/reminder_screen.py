"""What a reminder says: everything that has come due for one person, worst first, with a button for each."""

from collections.abc import Sequence
from datetime import date

from domain.deadlines import Kind
from domain.screens import Button, Rows, Screen, T, Tap, Text
from models.meetings import ObligationState
from services import checkins
from services.addressees import Addressee
from services.obligations import View
from texts import wording
from texts.answers import clip

MOST = 8
"""Obligations on one message; what a phone shows without scrolling."""
LONGEST = 140
"""Characters of one resolution's text."""


def screen(person: Addressee, views: Sequence[View], today: date) -> Screen:
    """The one message of a day. Continuous resolutions alone are asked about at once, among others by one button."""
    continuous = [view for view in views if view.kind is Kind.CONTINUOUS]
    dated = sorted((view for view in views if view.kind is not Kind.CONTINUOUS), key=_urgency)
    greeting = T("reminder.greeting", name=f"{person.title} {person.name}".strip())
    if not dated:
        return checkins.screen([checkins.Question(view) for view in continuous], greeting)
    lines = [greeting, *_list(dated, today)]
    if len(dated) > MOST:
        lines += ["", T("reminder.more", count=len(dated) - MOST)]
    if continuous:
        lines += ["", T("reminder.continuous", count=len(continuous))]
    lines += ["", T("reminder.next_step")]
    return Screen(T("reminder.lines", lines=lines), _buttons(dated, continuous))


def _urgency(view: View) -> tuple[str, date, int]:
    return view.agency, view.due or date.max, view.number


def _list(dated: Sequence[View], today: date) -> list[Text | str]:
    lines: list[Text | str] = []
    agency = ""
    for view in dated[:MOST]:
        if view.agency != agency:
            agency = view.agency
            lines += ["", T("reminder.of_agency", agency=clip(agency, LONGEST))]
        lines.append(
            T(
                "reminder.row_returned" if view.state is ObligationState.RETURNED else "reminder.row",
                title=view.title(dated),
                due=wording.due(view.due, view.kind, today),
                text=clip(view.text, LONGEST),
            )
        )
    return lines


def _buttons(dated: Sequence[View], continuous: Sequence[View]) -> Rows:
    rows = [
        (Button(T("reminder.report", title=view.title(dated)), Tap("report", view.id, view.version)),)
        for view in dated[:MOST]
    ]
    if continuous:
        rows.append((Button(T("reminder.check_in"), Tap("checkin")),))
    if len(dated) == 1:
        return (*rows, (Button(T("tasks.snooze"), Tap("snooze", dated[0].id, dated[0].version)),))
    return (*rows, (Button(T("menu.tasks"), Tap("tasks")),))
