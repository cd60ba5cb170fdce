"""People who have not sent a form that is asked of them, and the reminder that a secretary sends them now."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import exists, select
from sqlalchemy.ext.asyncio import AsyncSession

from domain.chat.screens import Button, Personal, Screen, T, Tap, Text
from domain.deadlines import DeadlineKind
from models.tables.agencies import Agency
from models.tables.forms import FilledForm, FormAssignment, FormRhythm
from models.tables.meetings import OPEN_STATES, Obligation
from services import audit
from services.context import ActionContext
from services.forms import assignments
from services.forms.assignments import OF_OBLIGATIONS
from services.messaging import buttons, outbox, recipients
from services.messaging.notify import PERSON, notify
from services.messaging.recipients import Recipient
from services.obligations import attached_forms
from services.reminders import form_periods, waiting_forms
from services.reminders.waiting_forms import Silent
from texts import wording
from texts.answer_summary import clip

MOST_BUTTONS = 5
"""The most buttons of one reminder; more are found in the list of forms."""
LABEL = 30


@dataclass(frozen=True, slots=True)
class Missing:
    """An agency, neighbourhood or person that a form is missing of: who is to send it, nobody for one out of reach.

    ``what`` names the target or the period that it is missing for, ``tap`` opens it.
    """

    what: Text
    place: str
    people: tuple[Recipient, ...]
    due: date | None
    tap: Tap

    def time_left(self, today: date) -> Text:
        """Return the last day with the time that is left."""
        return wording.due_date(self.due, DeadlineKind.DATE, today) if self.due else T("reminder.no_due")

    def line(self, today: date) -> Text:
        """Return the form as a line of the reminder."""
        due = self.time_left(today)
        return T("form_missing.for_place", place=self.place, due=due) if self.place else T("form_missing.own", due=due)


async def of_form(session: AsyncSession, form_id: int, today: date) -> list[Missing]:
    """Find who has not sent a form, target by target; nobody has to send one for whenever there is a need."""
    found: list[Missing] = []
    for assignment in await assignments.of_form(session, form_id):
        if assignment.target in OF_OBLIGATIONS:
            found += await _of_obligations(session, assignment)
        elif assignment.rhythm is not FormRhythm.ALWAYS:
            found += await _of_people(session, assignment, today)
    return found


async def _of_people(session: AsyncSession, assignment: FormAssignment, today: date) -> list[Missing]:
    found: dict[tuple[str, int, int], Missing] = {}
    for period, due in form_periods.periods(assignment, today):
        name = assignments.name_of(assignment)
        for one in await waiting_forms.silent(session, assignment, period, today):
            key = (period, one.agency_id, 0 if one.agency_id else one.person.id)
            people = (*(found[key].people if key in found else ()), one.person)
            found[key] = Missing(name, one.place, people, due, _tap(assignment, one, period))
    return list(found.values())


def _tap(assignment: FormAssignment, one: Silent, period: str) -> Tap:
    return Tap("fill", assignment.id, 0, f"0.{one.agency_id}{f'.{period}' if period else ''}")


async def _of_obligations(session: AsyncSession, assignment: FormAssignment) -> list[Missing]:
    sent = exists().where(
        FilledForm.assignment_id == assignment.id,
        FilledForm.obligation_id == Obligation.id,
        FilledForm.part.is_(False),
    )
    rows = await session.execute(
        select(Obligation.id, Obligation.due, Agency.id, Agency.name)
        .join(Agency, Agency.id == Obligation.agency_id)
        .join(FormAssignment, attached_forms.concerns())
        .where(FormAssignment.id == assignment.id, Obligation.state.in_(OPEN_STATES), ~sent)
        .order_by(Obligation.due, Agency.name_fold)
    )
    owed = rows.all()
    people = await recipients.of_agencies(session, {agency_id for _, _, agency_id, _ in owed})
    name = assignments.name_of(assignment)
    return [
        Missing(
            name,
            agency,
            tuple(people.get(agency_id, ())),
            due,
            Tap("fill", assignment.id, 0, f"{number}.{agency_id}"),
        )
        for number, due, agency_id, agency in owed
    ]


async def remind(context: ActionContext, form_id: int, title: str) -> int:
    """Remind each person who has not sent a form, at most once a day; return how many are reminded."""
    today = context.today
    owed = await _owed(context, form_id)
    written = await notify(
        context,
        [person for person, _ in owed.values()],
        lambda person: _screen(title, person, owed[person.id][1], today),
        group_key=_group_key(form_id),
        dedupe_key=f"{_group_key(form_id)}:{PERSON}:{today.isoformat()}",
        supersede=False,
    )
    audit.record(context, "remind", "form", form_id, people=len(written))
    return len(written)


async def refresh(context: ActionContext, form_id: int, title: str) -> None:
    """Rewrite the reminders of a form that wait to be sent after one was filled in; needless ones are taken back."""
    waiting = await outbox.waiting(context.session, [_group_key(form_id)])
    owed = await _owed(context, form_id) if waiting else {}
    still = {row.id: owed[row.person_id] for row in waiting if row.person_id in owed}
    await outbox.skip(context.session, [row.id for row in waiting if row.id not in still], "answered")
    screens = {row_id: _screen(title, person, some, context.today) for row_id, (person, some) in still.items()}
    await outbox.reword(context.session, screens)


def _group_key(form_id: int) -> str:
    return f"form_missing:{form_id}"


async def _owed(context: ActionContext, form_id: int) -> dict[int, tuple[Recipient, list[Missing]]]:
    """Each person who has not sent a form, by id, with all that they owe of it."""
    owed: dict[int, tuple[Recipient, list[Missing]]] = {}
    for one in await of_form(context.session, form_id, context.today):
        for person in one.people:
            owed.setdefault(person.id, (person, []))[1].append(one)
    return owed


def _screen(title: str, person: Recipient, owed: Sequence[Missing], today: date) -> Screen:
    greeting: Personal = wording.greeting("reminder.greeting", "reminder.greeting_bare", person.title, person.name)
    lines: list[Text | Personal] = [greeting, T("form_missing.still", form=title)]
    lines += [one.line(today) for one in owed[:MOST_BUTTONS]]
    lines.append(T("form_missing.please"))
    rows = []
    for one in owed[:MOST_BUTTONS]:
        label = T("form_attach.fill_for", place=clip(one.place, LABEL)) if len(owed) > 1 else T("form_fill.open")
        rows.append((Button(label, one.tap),))
    return Screen(T("form.lines", lines=lines), (*rows, (buttons.FORMS,)))
