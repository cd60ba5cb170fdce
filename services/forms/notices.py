"""The message to those who get a form: for which agency or neighbourhood, by when, with the buttons to it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from domain.chat.screens import Button, Screen, T, Tap, Text
from models.tables.agencies import Agency
from models.tables.forms import FormAssignment, FormRhythm
from models.tables.meetings import OPEN_STATES, Obligation
from services.context import ActionContext
from services.messaging import buttons, outbox, recipients
from services.messaging.notify import PERSON, notify
from services.messaging.recipients import Recipient
from services.obligations import attached_forms
from services.reminders import form_periods, waiting_forms
from services.reminders.waiting_forms import Silent
from texts import wording
from texts.answer_summary import clip

MOST_PLACES = 5
"""The most agencies or neighbourhoods with a button of their own."""
LABEL = 30
DETACHED = "detached"


def key(assignment_id: int, person: str = PERSON) -> str:
    """The key by which nobody is told twice of a form's being attached."""
    return f"form_told:{assignment_id}:{person}"


async def hold_back(session: AsyncSession, assignment_id: int) -> None:
    """Take back what was not sent yet of a form's being attached: it is no more."""
    await outbox.hold_back(session, key(assignment_id, ""), DETACHED)


async def let_go(session: AsyncSession, assignment_id: int) -> None:
    """Send what was held back of a form's being attached, for it is again."""
    await outbox.let_go(session, key(assignment_id, ""), DETACHED)


async def tell_people(context: ActionContext, assignment: FormAssignment, told: Collection[Recipient]) -> None:
    """Tell those who get a form that is on no obligation, but for whoever attached it."""
    period, among = form_periods.period_of(assignment.rhythm, context.today), {person.id for person in told}
    waiting: dict[int, list[Silent]] = {}
    for one in await waiting_forms.silent(context.session, assignment, period, context.today, among) if among else ():
        waiting.setdefault(one.person.id, []).append(one)
    when = _when(assignment, context.today)

    def screen(person: Recipient) -> Screen:
        return _screen(assignment, waiting.get(person.id, ()), period, when)

    others = [person for person in told if person.id != assignment.created_by]
    await notify(context, others, screen, dedupe_key=key(assignment.id))


def _screen(assignment: FormAssignment, waiting: Sequence[Silent], period: str, when: Text) -> Screen:
    title, places = assignment.form.title, [one for one in waiting if one.agency_id]
    names = wording.comma_separated([one.place for one in places])
    if len(places) > 1:
        head = T("form_attach.told_each", form=title, count=len(places), places=names)
    else:
        head = T("form_attach.told_for", form=title, place=names) if places else T("form_attach.told", form=title)
    rows: list[tuple[Button, ...]] = []
    for one in waiting[:MOST_PLACES]:
        open_form = Tap("fill", assignment.id, 0, f"0.{one.agency_id}{f'.{period}' if period else ''}")
        label = T("form_attach.fill_for", place=clip(one.place, LABEL)) if len(places) > 1 else T("form_fill.open")
        rows.append((Button(label, open_form),))
    return Screen(T("form.lines", lines=[head, when, T("form_attach.where")]), (*rows, (buttons.FORMS,)))


def _when(assignment: FormAssignment, today: date) -> Text:
    """Return the line that says by when, and how often, a form is filled in."""
    due = form_periods.last_day(assignment, today)
    match assignment.rhythm:
        case FormRhythm.ALWAYS:
            return T("form_attach.told_always_until", until=due) if due else T("form_attach.told_always")
        case FormRhythm.ONCE:
            return T("form_attach.told_due", due=due) if due else T("form_attach.told_soon")
    return T(f"form_attach.told_{assignment.rhythm}", due=due)


async def tell_agencies(
    context: ActionContext, assignment: FormAssignment, told: Collection[Recipient], what: Text
) -> None:
    """Tell those who answer for the open obligations that a form is attached to, but for whoever attached it."""
    among = {person.id for person in told} - {assignment.created_by}
    rows = await context.session.execute(
        select(Obligation.id, Obligation.agency_id, Obligation.due, Agency.name)
        .join(Agency, Agency.id == Obligation.agency_id)
        .join(FormAssignment, attached_forms.concerns())
        .where(
            FormAssignment.id == assignment.id,
            Obligation.state.in_(OPEN_STATES),
            Obligation.agency_id.in_(await recipients.answered_for(context.session, among)),
        )
        .order_by(Agency.name_fold, Obligation.id)
    )
    tasks = [(number, agency_id, due, name) for number, agency_id, due, name in rows]
    answering = await recipients.of_agencies(context.session, {agency_id for _, agency_id, _, _ in tasks})
    owed: dict[int, list[tuple[int, date | None, str]]] = {}
    people: dict[int, Recipient] = {}
    for number, agency_id, due, name in tasks:
        for person in answering.get(agency_id, ()):
            if person.id in among:
                people[person.id] = person
                owed.setdefault(person.id, []).append((number, due, name))

    def screen(person: Recipient) -> Screen:
        return _task_screen(assignment.form.title, what, owed[person.id])

    await notify(context, people.values(), screen, dedupe_key=key(assignment.id))


def _task_screen(title: str, what: Text, owed: Sequence[tuple[int, date | None, str]]) -> Screen:
    lines: list[Text] = [T("form_attach.told_task", form=title, what=what)]
    if len(owed) > 1:
        lines += [_due_line(due, name) for _, due, name in owed]
        return Screen(T("form.lines", lines=lines), buttons.TO_TASKS)
    [(number, due, _)] = owed
    lines += [T("form_attach.told_due", due=due)] if due else []
    return Screen(T("form.lines", lines=lines), ((buttons.to_task(number),),))


def _due_line(due: date | None, name: str) -> Text:
    return T("form_attach.told_due_of", agency=name, due=due) if due else T("form_attach.told_of", agency=name)
