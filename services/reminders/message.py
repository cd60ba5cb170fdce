"""What a reminder says: everything that has come due for one person, worst first, with a button for each."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date

from domain.chat.screens import Button, Personal, Rows, Screen, T, Tap, Text
from domain.deadlines import Kind
from models.meetings import ObligationState
from services.messaging import buttons
from services.messaging.recipients import Recipient
from services.obligations.obligations import View
from services.reminders import checkin_message
from services.reminders.reminder_recipients import ReminderRecipients
from texts import wording
from texts.answers import clip

MOST = 8
"""Obligations on one message; what a phone shows without scrolling."""
MOST_HELPED = 4
"""Resolutions on it that others answer for."""
LONGEST = 140
"""Characters of one resolution's text."""
SHORT = 30
"""Characters of an agency's name on a button."""


@dataclass(slots=True)
class Digest:
    """What one person hears of on one day: what their own agencies owe, and what these help others with."""

    person: Recipient
    own: list[View] = field(default_factory=list)
    helping: list[View] = field(default_factory=list)

    def join(self, other: "Digest") -> None:
        """Takes in another list of the same person, each obligation once."""
        there = {view.id for view in (*self.own, *self.helping)}
        self.own += [view for view in other.own if view.id not in there]
        self.helping += [view for view in other.helping if view.id not in there]


def add(lists: dict[int, Digest], view: View, hearing: ReminderRecipients, among: Collection[int]) -> None:
    """Puts an obligation on the list of each person ``among`` some who hears of it.

    Only who owes a continuous one is asked about it.
    """
    for person in hearing.own:
        if person.id in among:
            lists.setdefault(person.id, Digest(person)).own.append(view)
    for person in hearing.helping if view.kind is not Kind.CONTINUOUS else ():
        if person.id in among:
            lists.setdefault(person.id, Digest(person)).helping.append(view)


def screen(day_list: Digest, today: date) -> Screen:
    """The one message of a day. Continuous resolutions alone are asked about at once, among others by one button."""
    continuous = [view for view in day_list.own if view.kind is Kind.CONTINUOUS]
    dated = sorted((view for view in day_list.own if view.kind is not Kind.CONTINUOUS), key=_urgency)
    helping = _shared(day_list.helping)
    person = day_list.person
    greeting = wording.greeting("reminder.greeting", "reminder.greeting_bare", person.title, person.name)
    waiting = T("reminder.waiting", greeting=greeting)
    if not dated and not helping:
        return checkin_message.screen([checkin_message.Question(view) for view in continuous], waiting)
    lines: list[Text | Personal | str] = [waiting, *_list(dated, today)] if dated else [greeting]
    if len(dated) > MOST:
        lines += ["", T("reminder.more", count=len(dated) - MOST)]
    if continuous:
        lines += ["", T("reminder.continuous", count=len(continuous))]
    if helping:
        lines += ["", T("reminder.helping"), *(_helped(parts, today) for parts in helping[:MOST_HELPED])]
    if len(helping) > MOST_HELPED:
        lines.append(T("reminder.more", count=len(helping) - MOST_HELPED))
    lines += ["", T("reminder.next_step" if dated or continuous else "reminder.next_step_helping")]
    return Screen(T("reminder.lines", lines=lines), _buttons(dated, continuous, helping, today))


def _shared(helping: Sequence[View]) -> list[list[View]]:
    """What several agencies owe of one resolution is one row for who helps them."""
    parts: dict[tuple[int, str, date | None], list[View]] = {}
    for view in sorted(helping, key=_urgency):
        parts.setdefault((view.resolution_id, view.item, view.due), []).append(view)
    return list(parts.values())


def _helped(owing: Sequence[View], today: date) -> Text:
    first = owing[0]
    agency = clip(first.agency, LONGEST)
    title, due = first.title(), wording.due_date(first.due, first.kind, today)
    who = T("reminder.and_others", agency=agency, count=len(owing) - 1) if len(owing) > 1 else agency
    return T("reminder.row_helping", title=title, due=due, agency=who, text=clip(first.text, LONGEST))


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
                due=wording.due_date(view.due, view.kind, today),
                text=clip(view.text, LONGEST),
            )
        )
    return lines


def _buttons(dated: Sequence[View], continuous: Sequence[View], helping: Sequence[Sequence[View]], today: date) -> Rows:
    several = len({view.agency for view in dated}) > 1
    rows = [(_report(view, dated, several=several),) for view in dated[:MOST]]
    if continuous:
        rows.append((Button(T("reminder.check_in"), Tap("checkin")),))
    if helping:
        rows.append((Button(T("tasks.helping"), Tap("helping")),))
    on = [buttons.TASKS]
    if len(dated) == 1 and not continuous and not helping and dated[0].due and dated[0].due > today:
        on.insert(0, Button(T("tasks.snooze"), Tap("snooze", dated[0].id, dated[0].version)))
    return (*rows, tuple(on))


def _report(view: View, dated: Sequence[View], *, several: bool) -> Button:
    """Who answers for ``several`` agencies sees for which one."""
    title = view.title(dated)
    told = T("reminder.report", title=title)
    if several:
        told = T("reminder.report_of", title=title, agency=clip(view.agency, SHORT))
    return Button(told, Tap("report", view.id, view.version))
