"""Reminders of forms on no obligation: one before the end of the period, one after it, to whoever has not sent them.
Of a form for once that has no last day there is one a week, three times.

They stand on the reminder of obligations where a person has one that day, else on a message of their own.
"""

from collections.abc import Awaitable, Collection, Iterator, Sequence
from datetime import date, datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from domain import reminder_plan
from domain.chat.screens import Screen, T
from models.database import Database
from models.tables.forms import FormAssignment
from services.context import ActionContext
from services.isolation import isolated
from services.messaging import buttons, outbox
from services.messaging.notify import PERSON, notify
from services.messaging.recipients import Recipient
from services.organisation import Organisation
from services.reminders import form_periods, unsent_reminders, waiting_forms
from services.reminders.waiting_forms import WaitingForm
from texts import wording

LAST_DAY_OF_WEEK = form_periods.WEEK - form_periods.ONE_DAY
PARKED = "remind_form"
"""The kind of the parked rows: forms that are attached."""


async def remind(db: Database, organisation: Organisation, now: datetime) -> int:
    """Remind of the forms whose moment has come, each once before its last day and once after; called by a tick.

    Returns the number of people reminded. A form that fails stops no other. Raises ExceptionGroup of what failed.
    """
    local = now.astimezone(organisation.zone)
    if not reminder_plan.may_send(local, organisation.calendar, organisation.reminder_settings):
        return 0

    def remind_of(session: AsyncSession, ids: Sequence[int]) -> Awaitable[int]:
        return _remind(ActionContext(session, organisation, None, now), ids)

    async with isolated(db, PARKED, now) as isolation:
        async with db.read() as session:
            ids = [
                one.id for one, _ in await waiting_forms.attached(session) if _stage(organisation, one, local.date())
            ]
        return sum(await isolation.run(ids, remind_of))


async def next_due(db: Database, organisation: Organisation) -> datetime | None:
    """The moment at which a tick will next remind of a form, None when nothing is planned."""
    now = organisation.clock.now().astimezone(organisation.zone)
    settings, calendar = organisation.reminder_settings, organisation.calendar
    async with db.read() as session:
        attached = await waiting_forms.attached(session)
    days = [
        max(first, now.date())
        for one, _ in attached
        for stage, _, first, last in _stages(organisation, one, now.date())
        if stage != one.reminded and last >= now.date()
    ]
    if not days:
        return None
    opens = datetime.combine(min(days), settings.opens(min(days)), organisation.zone)
    return reminder_plan.next_opening(max(opens, now), calendar, settings)


async def _remind(context: ActionContext, ids: Collection[int]) -> int:
    today, session = context.today, context.session
    told: set[int] = set()
    for assignment in await _locked(session, ids):
        if stage := _stage(context.organisation, assignment, today):
            assignment.reminded, period = stage
            told |= {one.person.id for one in await waiting_forms.silent(session, assignment, period, today)}
    await session.flush()
    # Who has had a reminder of obligations today has read of the forms there.
    keys = {unsent_reminders.day_key(person, today): person for person in told}
    told -= {keys[key] for key in await outbox.known_keys(session, keys)}
    forms = await waiting_forms.waiting(context, told) if told else {}
    written = await notify(
        context,
        [person for person, _ in forms.values()],
        lambda person: screen(person, forms[person.id][1], today),
        dedupe_key=f"forms:{PERSON}:{today.isoformat()}",
    )
    return len(written)


def screen(person: Recipient, forms: Sequence[WaitingForm], today: date) -> Screen:
    """Return the message about forms alone."""
    greeting = wording.greeting("reminder.greeting", "reminder.greeting_bare", person.title, person.name)
    lines = [T("reminder.forms_waiting", greeting=greeting), "", *waiting_forms.listed(forms, today)]
    return Screen(T("reminder.lines", lines=lines), ((buttons.FORMS,),))


async def _locked(session: AsyncSession, ids: Collection[int]) -> list[FormAssignment]:
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
    attached = assignment.created_at.date()
    for period, due in form_periods.periods(assignment, today):
        if due is None:
            for week, day in enumerate(form_periods.weeks(assignment), 1):
                first = _open_day(organisation, day)
                yield f"{period}:week{week}", period, first, day + LAST_DAY_OF_WEEK
            continue
        first, after = waiting_forms.first_reminder(organisation, due), _day_after(organisation, due)
        if attached < first:
            yield f"{period}:before", period, first, due
        if attached <= due:
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
