"""Forms on no obligation that are soon due or late: who has not sent which.

A form that fails stops nobody's message: it is passed over here, and the tick of form reminders parks it.
"""

from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, NamedTuple

import structlog
from sqlalchemy import Row, Select, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from domain import reminder_plan
from domain.access.member import ANSWERING, OF_AGENCY, Role
from domain.chat.screens import T, Text
from domain.deadlines import DeadlineKind
from models.database import DatabaseError
from models.tables.agencies import Agency
from models.tables.forms import FilledForm, FormAssignment, FormRhythm, FormState, FormTarget, OfficeForm
from models.tables.meetings import Verdict
from models.tables.parking import ParkedRow
from models.tables.people import Membership, Person
from services.context import ActionContext
from services.messaging.recipients import Recipient
from services.organisation import Organisation
from services.reminders import form_periods, leaves
from texts import wording
from texts.answer_summary import clip

log = structlog.get_logger()

PARKED = "remind_form"
"""The kind of the parked rows: forms that are attached."""
OF_PEOPLE = (FormTarget.ROLE, FormTarget.NEIGHBOURHOOD, FormTarget.EVERYONE)
"""The targets whose form is on no obligation."""
MOST = 8
"""The most forms on one message."""
LONGEST = 100
"""The most characters of a form's title."""


@dataclass(frozen=True, slots=True)
class WaitingForm:
    """A form that a person has not sent: its title, the agency or neighbourhood, "" for their own, and its last day."""

    title: str
    place: str
    due: date | None

    def line(self, today: date) -> Text:
        """Return the form with the time that is left."""
        key = "reminder.form_of" if self.place else "reminder.form"
        due = wording.due_date(self.due, DeadlineKind.DATE, today) if self.due else T("reminder.no_due")
        return T(key, title=clip(self.title, LONGEST), place=clip(self.place, LONGEST), due=due)


class Silent(NamedTuple):
    """A person who has not sent a form, and the agency or neighbourhood it is for: 0 and "" for the person's own."""

    person: Recipient
    agency_id: int = 0
    place: str = ""


Waiting = dict[int, tuple[Recipient, list[WaitingForm]]]
"""The forms that people have not sent, by the person's id."""


async def waiting(context: ActionContext, among: Collection[int] = ()) -> Waiting:
    """The forms that are soon due or late and that people have not sent; of ``among`` some people, else of all."""
    today, found = context.today, Waiting()
    for assignment, title in await attached(context.session):
        with passing_over(assignment.id):
            asked = [
                (one, due)
                for period, due in form_periods.periods(assignment, today)
                if is_soon_due(context.organisation, assignment, due, today)
                for one in await silent(context.session, assignment, period, today, among)
            ]
            for (person, _, place), due in asked:
                found.setdefault(person.id, (person, []))[1].append(WaitingForm(title, place, due))
    return found


@contextmanager
def passing_over(assignment_id: int) -> Iterator[None]:
    """Pass over a form that fails in the block. An error of the database is nobody's fault, and is raised."""
    try:
        yield
    except DatabaseError:
        raise
    except Exception as error:
        log.error("a form is passed over", kind=PARKED, row=assignment_id, error=type(error).__name__)


def is_soon_due(organisation: Organisation, assignment: FormAssignment, due: date | None, today: date) -> bool:
    """Tell whether a form is soon due or late; one without a last day, whether it is in the weeks of its reminders."""
    if due:
        return first_reminder(organisation, due) <= today
    weeks = form_periods.weeks(assignment)
    return bool(weeks) and weeks[0] <= today < weeks[-1] + form_periods.WEEK


async def count_of(session: AsyncSession, person_id: int, today: date) -> int:
    """Count the forms on no obligation that are asked of a person; one for whenever there is a need is not."""
    count = 0
    for assignment, _ in await attached(session):
        if assignment.rhythm is not FormRhythm.ALWAYS:
            with passing_over(assignment.id):
                for period, _ in form_periods.periods(assignment, today):
                    count += len(await silent(session, assignment, period, today, {person_id}))
    return count


def listed(forms: Iterable[WaitingForm], today: date) -> list[Text]:
    """Return a line for each form, the one that is due first at the top."""
    ordered = sorted(forms, key=lambda form: (form.due or date.max, form.title, form.place))
    more = [T("reminder.more_forms", count=len(ordered) - MOST)] if len(ordered) > MOST else []
    return [*(form.line(today) for form in ordered[:MOST]), *more]


def whole() -> Select[FormAssignment, str]:
    """The query of forms that are attached to no obligation, with their titles."""
    return (
        select(FormAssignment, OfficeForm.title)
        .join(OfficeForm, OfficeForm.id == FormAssignment.form_id)
        .where(
            FormAssignment.target.in_(OF_PEOPLE),
            FormAssignment.detached_at.is_(None),
            OfficeForm.state == FormState.PUBLISHED,
        )
        .order_by(FormAssignment.id)
    )


def of_obligations() -> Select[int]:
    """The query of the ids of forms that are attached to obligations."""
    return select(FormAssignment.id).where(
        FormAssignment.target.not_in(OF_PEOPLE), FormAssignment.detached_at.is_(None)
    )


async def attached(session: AsyncSession) -> list[tuple[FormAssignment, str]]:
    """The forms that are attached to no obligation, with their titles, but for parked ones."""
    return [(row[0], row[1]) for row in await readable(session, whole())]


async def readable(session: AsyncSession, query: Select[*tuple[Any, ...]]) -> list[Row[*tuple[Any, ...]]]:
    """The rows of a query of attached forms, but for parked ones and those that can't be read."""
    query = query.where(FormAssignment.id.not_in(select(ParkedRow.row_id).where(ParkedRow.kind == PARKED)))
    with passing_over(0):
        return list(await session.execute(query))
    found = list[Row[*tuple[Any, ...]]]()
    numbers = await session.scalars(query.with_only_columns(FormAssignment.id))
    for number in sorted(set(numbers)):
        with passing_over(number):
            found += await session.execute(query.where(FormAssignment.id == number))
    return found


async def is_passed_over(session: AsyncSession, assignment_id: int) -> bool:
    """Tell whether an attached form is parked or can't be read."""
    of_it = FormAssignment.id == assignment_id
    there = await session.scalar(select(FormAssignment.id).where(of_it))
    return bool(there) and not await readable(session, select(FormAssignment).where(of_it))


def first_reminder(organisation: Organisation, due: date) -> date:
    """The day of the first reminder, as that of an obligation: some days before, on an open day."""
    settings, calendar = organisation.reminder_settings, organisation.calendar
    day = due - timedelta(days=settings.days_before)
    while not reminder_plan.is_open(day, calendar, settings):
        day -= form_periods.ONE_DAY
    return day


async def silent(
    session: AsyncSession, assignment: FormAssignment, period: str, today: date, among: Collection[int] = ()
) -> list[Silent]:
    """The people who have not sent a form in a period, once for each agency or neighbourhood that it is for.

    Of ``among`` some people, else of all.
    """
    sent = FilledForm.assignment_id == assignment.id, FilledForm.period == period, FilledForm.part.is_(False)
    answered = *sent, FilledForm.verdict.in_((Verdict.WAITING, Verdict.ACCEPTED))
    people = (
        select(Person.id, Person.title, Person.name, Person.settings, Membership.agency_id, Agency.name)
        .join(Membership, Membership.person_id == Person.id)
        .outerjoin(Agency, Agency.id == Membership.agency_id)
        .where(Membership.ended_at.is_(None), Agency.retired_at.is_(None))
        .order_by(Membership.id)
    )
    if assignment.target is FormTarget.NEIGHBOURHOOD:
        people = people.where(Membership.agency_id == assignment.agency_id, Membership.role.in_(ANSWERING))
    elif assignment.role:
        people = people.where(Membership.role == assignment.role)
    else:
        people = people.where(Membership.role != Role.OUTSIDE)
    if among:
        # Whether a colleague is present decides about who stands in, so that the whole agency is looked at.
        theirs = select(Membership.agency_id).where(Membership.person_id.in_(among), Membership.ended_at.is_(None))
        people = people.where(or_(Person.id.in_(among), Membership.agency_id.in_(theirs)))
    if assignment.target is FormTarget.NEIGHBOURHOOD or assignment.role in OF_AGENCY:
        rows = await session.execute(
            people.where(Membership.agency_id.not_in(select(FilledForm.agency_id).where(*answered)))
        )
        found = [(Recipient(*person), agency_id, name) for *person, agency_id, name in rows]
        away = await leaves.substitutes(session, {agency_id for _, agency_id, _ in found}, today)
        present = {agency_id for person, agency_id, _ in found if (agency_id, person.id) not in away}
        return [
            Silent(person, agency_id, name)
            for person, agency_id, name in found
            if ((agency_id, person.id) not in away or agency_id not in present) and (not among or person.id in among)
        ]
    rows = await session.execute(people.where(Person.id.not_in(select(FilledForm.person_id).where(*answered))))
    own = {person[0]: Silent(Recipient(*person)) for *person, _, _ in rows if not among or person[0] in among}
    return list(own.values())
