"""Reminders of forms on no obligation: one before the end of the period, one after it, to whoever has not sent them.
Of a form for once that has no last day there is one a week, three times.

They stand on the reminder of obligations where a person has one that day, else on a message of their own.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import partial

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from domain import reminder_plan
from domain.chat.screens import Screen, T
from models.database import Database
from models.tables.forms import FormAssignment
from models.tables.people import Membership
from models.tables.queues import Lane
from services.context import ActionContext
from services.isolation import isolated
from services.messaging import buttons, outbox
from services.messaging.notify import PERSON, notify
from services.messaging.recipients import Recipient
from services.organisation import Organisation
from services.reminders import form_periods, unsent_reminders, waiting_forms
from services.reminders.waiting_forms import WaitingForm
from services.slices import slices
from texts import wording

LAST_DAY_OF_WEEK = form_periods.WEEK - form_periods.ONE_DAY
PARKED_PEOPLE = "remind_form_people"
"""The kind of the parked rows of people whose message about forms fails."""
FORMS = 20
"""The most forms that one transaction looks at."""
READ_AT_ONCE = 200
"""The most forms on obligations that one transaction reads."""
PEOPLE = 100
"""The most people to whom one transaction writes."""
NOBODY = (0,)
GROUP = "forms:"
"""The beginning of the group keys of reminders of forms alone."""
WITHDRAWN = "withdrawn"
"""The reason of a reminder that was taken back because its forms are filled in no more."""
BEGUN = " "
"""The mark between the stage and the day of a reminder that not everybody has had."""


@dataclass(frozen=True, slots=True)
class _Due:
    """A form whose reminder is due: the stage, the day since which people are told, and who has not sent it."""

    assignment_id: int
    stage: str
    since: date
    people: frozenset[int]


async def remind(db: Database, organisation: Organisation, now: datetime) -> int:
    """Remind of the forms whose moment has come, each once before its last day and once after; called by a tick.

    Returns the number of people reminded. A form or a person that fails stops no other. Messages go some people at a
    time, and a form is marked as reminded of after the last: who has heard is known by the key of the message, also
    when the program ended in between. Raises ExceptionGroup of what failed.
    """
    local = now.astimezone(organisation.zone)
    if not reminder_plan.may_send(local, organisation.calendar, organisation.reminder_settings):
        return 0
    written = 0
    async with isolated(db, waiting_forms.PARKED, now) as forms, isolated(db, PARKED_PEOPLE, now) as people:
        async with db.read() as session:
            ids = (await session.scalars(waiting_forms.whole().with_only_columns(FormAssignment.id))).all()
            of_tasks = (await session.scalars(waiting_forms.of_obligations())).all()
            context = ActionContext(session, organisation, None, now)
        for part in slices(of_tasks, READ_AT_ONCE):
            await forms.run(part, _read)
        due: list[_Due] = []
        for part in slices(ids, FORMS):
            due += [one for found in await forms.run(part, partial(_find_due, context)) for one in found]
        untold = {person for one in due for person in one.people}
        for part in slices(sorted(untold), PEOPLE):
            for count, told in await people.run(part, partial(_tell, context, due)):
                written += count
                untold -= set(told)
        stages = {one.assignment_id: one.stage for one in due if not one.people & untold}
        for part in slices(stages, FORMS):
            await forms.run(part, partial(_mark, context, stages))
    return written


async def next_due(db: Database, organisation: Organisation) -> datetime | None:
    """The moment at which a tick will next remind of a form, None when nothing is planned."""
    now = organisation.clock.now().astimezone(organisation.zone)
    settings, calendar = organisation.reminder_settings, organisation.calendar
    async with db.read() as session:
        attached = await waiting_forms.attached(session)
    days: list[date] = []
    for one, _ in attached:
        with waiting_forms.passing_over(one.id):
            days += [
                max(first, now.date())
                for stage, _, first, last in _stages(organisation, one, now.date())
                if stage != one.reminded and last >= now.date()
            ]
    if not days:
        return None
    opens = datetime.combine(min(days), settings.opens(min(days)), organisation.zone)
    return reminder_plan.next_opening(max(opens, now), calendar, settings)


async def _read(session: AsyncSession, ids: Sequence[int]) -> None:
    """Read forms on obligations: one that can't be read is passed over for everybody, and shall be parked."""
    (await session.scalars(select(FormAssignment).where(FormAssignment.id.in_(ids)))).all()


async def _find_due(context: ActionContext, session: AsyncSession, ids: Sequence[int]) -> list[_Due]:
    """Find the forms whose reminder is due. One that could not be listed in anybody's message fails here."""
    organisation, today = context.organisation, context.today
    found = []
    for assignment in await _loaded(session, ids):
        stage = _stage(organisation, assignment, today)
        for period, due in form_periods.periods(assignment, today):
            told = stage is not None and stage[1] == period
            if told or waiting_forms.is_soon_due(organisation, assignment, due, today):
                asked = await waiting_forms.silent(session, assignment, period, today, () if told else NOBODY)
                if stage and told:
                    since = _begin(assignment, stage[0], today)
                    found.append(_Due(assignment.id, stage[0], since, frozenset(one.person.id for one in asked)))
    return found


async def _tell(
    context: ActionContext, due: Iterable[_Due], session: AsyncSession, person_ids: Sequence[int]
) -> tuple[int, Sequence[int]]:
    """Write to those of some people who have not heard of a form since its reminder began; return their number."""
    context = replace(context, session=session)
    today, among = context.today, set(person_ids)
    # Whoever sends one of them meanwhile waits, and takes back the reminder.
    await _loaded(session, [one.assignment_id for one in due])
    keys = {(person, one.since): _keys(person, one.since, today) for one in due for person in one.people & among}
    known = await outbox.known_keys(session, {key for some in keys.values() for key in some})
    told = {person for (person, _), some in keys.items() if known.isdisjoint(some)}
    forms = await waiting_forms.waiting(context, told) if told else {}
    written = await notify(
        context,
        [person for person, _ in forms.values()],
        lambda person: screen(person, forms[person.id][1], today),
        group_key=_group_key(PERSON),
        dedupe_key=_key(PERSON, today),
    )
    return len(written), person_ids


async def bring_back(context: ActionContext) -> None:
    """Let the reminders wait again that were taken back with a form which is filled in once more."""
    await outbox.bring_back(context.session, GROUP, WITHDRAWN, context.now - form_periods.WEEK)
    await refresh(context)


async def refresh(context: ActionContext, agency_id: int = 0, person_id: int = 0) -> None:
    """Rewrite the reminders that wait after a form was sent for an agency, or by a person, or is filled in no more.

    Without either they are everybody's.
    """
    people = {person_id} if person_id else set[int]()
    if agency_id:
        there = Membership.agency_id == agency_id, Membership.ended_at.is_(None)
        people |= set(await context.session.scalars(select(Membership.person_id).where(*there)))
    if not people:
        for prefix in (GROUP, unsent_reminders.group_key("")):
            people |= await outbox.people_waiting(
                context.session, prefix, Lane.REMINDER, context.now + form_periods.ONE_DAY
            )
    rows = await outbox.waiting(context.session, {_group_key(number) for number in people})
    asked = {row.person_id for row in rows if row.person_id}
    forms = await waiting_forms.waiting(context, asked) if asked else {}
    reason = "superseded" if agency_id or person_id else WITHDRAWN
    await outbox.skip(context.session, [row.id for row in rows if row.person_id not in forms], reason)
    screens = {row.id: screen(*forms[row.person_id], context.today) for row in rows if row.person_id in forms}
    await outbox.reword(context.session, screens)
    await unsent_reminders.refresh_of(context, people)


def _begin(assignment: FormAssignment, stage: str, today: date) -> date:
    """Return the day on which the first people were told at this stage, and keep it if that is today."""
    begun, _, day = assignment.reminded.partition(BEGUN)
    if begun == stage and day:
        return date.fromisoformat(day)
    assignment.reminded = f"{stage}{BEGUN}{today.isoformat()}"
    return today


async def _mark(context: ActionContext, stages: Mapping[int, str], session: AsyncSession, ids: Sequence[int]) -> None:
    for assignment in await _loaded(session, ids):
        stage = _stage(context.organisation, assignment, context.today)
        if stage and stage[0] == stages[assignment.id]:
            assignment.reminded = stage[0]


def _keys(person_id: int, since: date, today: date) -> list[str]:
    """The keys of the messages by which somebody heard of a form since a day; that of obligations lists forms, too."""
    days = [since + timedelta(days=number) for number in range((today - since).days + 1)]
    return [key for day in days for key in (_key(person_id, day), unsent_reminders.day_key(person_id, day))]


def _group_key(person_id: int | str) -> str:
    return f"{GROUP}{person_id}"


def _key(person_id: int | str, day: date) -> str:
    return f"{_group_key(person_id)}:{day.isoformat()}"


def screen(person: Recipient, forms: Sequence[WaitingForm], today: date) -> Screen:
    """Return the message about forms alone."""
    greeting = wording.greeting("reminder.greeting", "reminder.greeting_bare", person.title, person.name)
    lines = [T("reminder.forms_waiting", greeting=greeting), "", *waiting_forms.listed(forms, today)]
    return Screen(T("reminder.lines", lines=lines), ((buttons.FORMS,),))


async def _loaded(session: AsyncSession, ids: Collection[int]) -> list[FormAssignment]:
    query = waiting_forms.whole().where(FormAssignment.id.in_(ids)).with_for_update(of=FormAssignment)
    return [row[0] for row in await session.execute(query.execution_options(populate_existing=True))]


def _stage(organisation: Organisation, assignment: FormAssignment, today: date) -> tuple[str, str] | None:
    """Return the latest reminder whose day has come, and its period; None when it was sent or there is none."""
    latest = None
    for stage, period, first, last in _stages(organisation, assignment, today):
        if first <= today <= last:
            latest = stage, period
    return latest if latest and latest[0] != assignment.reminded else None


def _stages(
    organisation: Organisation, assignment: FormAssignment, today: date
) -> Iterator[tuple[str, str, date, date]]:
    """Yield the reminders of a form with their periods, and the first and last day on which each may go.

    Whoever was told of the form after the day of its first reminder is reminded after the last day alone.
    """
    for period, due in form_periods.periods(assignment, today):
        if due is None:
            for week, day in enumerate(form_periods.weeks(assignment), 1):
                first = _open_day(organisation, day)
                yield f"{period}:week{week}", period, first, day + LAST_DAY_OF_WEEK
            continue
        first, after = waiting_forms.first_reminder(organisation, due), _day_after(organisation, due)
        if assignment.attached_on < first:
            yield f"{period}:before", period, first, due
        if assignment.attached_on <= due:
            yield f"{period}:after", period, after, after + LAST_DAY_OF_WEEK


def _day_after(organisation: Organisation, due: date) -> date:
    """The day of the reminder after the last day: that of the weekly lists, on an open day."""
    day = due + form_periods.ONE_DAY
    return _open_day(organisation, day + timedelta(days=(organisation.reminder_settings.weekday - day.weekday()) % 7))


def _open_day(organisation: Organisation, day: date) -> date:
    """A day, or the next one on which reminders go."""
    settings, calendar = organisation.reminder_settings, organisation.calendar
    while not reminder_plan.is_open(day, calendar, settings):
        day += form_periods.ONE_DAY
    return day
