"""The reminders' tick: one message a person a day about unanswered obligations, at the moment that was planned.

Due reminders are found by the one indexed column ``next_reminder_at``, so the cost grows with their number and not with
that of all obligations. A slice is one transaction: its messages, the day of the reminder, and the next plan.
Obligations that share a person are in one slice, because that person gets one message for all of them; where they are
too many for that, they go by ``large_groups``.
"""

from collections.abc import Awaitable, Collection
from datetime import datetime
from functools import partial

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from domain import reminder_plan
from models.database import Database
from models.tables.followup import Snooze
from models.tables.meetings import OPEN_STATES, Obligation
from models.tables.parking import ParkedRow
from services.context import ActionContext
from services.isolation import isolated
from services.messaging import outbox
from services.organisation import Organisation
from services.reminders import day_message, due_obligations, large_groups, reminder_recipients, unsent_reminders
from services.reminders.due_obligations import ReminderCounts
from services.reminders.large_groups import Group
from services.reminders.messages import message
from services.reminders.messages.message import Digest
from services.reminders.reminder_recipients import ReminderRecipients
from services.reminders.unsent_reminders import Read
from services.slices import slices

SLICE = 50
"""The number of obligations in one transaction, so that it stays short."""
PARKED, PARKED_LATE = "remind", unsent_reminders.PARKED
"""The kinds of parked rows: obligations, and people whose message fails apart from them."""


async def remind(db: Database, organisation: Organisation, now: datetime) -> ReminderCounts:
    """Write the reminders that are due, unless it is night or a day off; they then wait for the next opening.

    A reminder that an outage of a platform kept from being sent on an earlier day is written anew with today's. An
    obligation or a person at which this fails stops nobody else's; raises ExceptionGroup of what failed, at the end.
    """
    if not reminder_plan.may_send(
        now.astimezone(organisation.zone), organisation.calendar, organisation.reminder_settings
    ):
        return ReminderCounts()
    totals = ReminderCounts()

    def remind_of(known: Read, session: AsyncSession, ids: Collection[int]) -> Awaitable[ReminderCounts]:
        return _remind(ActionContext(session, organisation, None, now), known, ids)

    def write_anew(known: Read, session: AsyncSession, ids: Collection[int]) -> Awaitable[ReminderCounts]:
        return _remind(ActionContext(session, organisation, None, now), known, late=ids)

    async with isolated(db, PARKED, now) as due, isolated(db, PARKED_LATE, now) as late:
        async with db.read() as session:
            context = ActionContext(session, organisation, None, now)
            recipients_of = await _due(context, due.parked)
        small, large = _slices(recipients_of)
        for ids in small:
            people = {person.id for number in ids for person in recipients_of[number].all}
            known = await unsent_reminders.read(db, context, people)
            totals = _sum(totals, *await due.run(ids, partial(remind_of, known)))
        for group in large:
            totals = _sum(totals, await large_groups.remind(db, context, group, due, late))
        async with db.read() as session:
            waiting = await unsent_reminders.late(ActionContext(session, organisation, None, now))
        for ids in slices(waiting, SLICE):
            known = await unsent_reminders.read(db, context, ids)
            totals = _sum(totals, *await late.run(ids, partial(write_anew, known)))
    return totals


async def _due(context: ActionContext, parked: Collection[int]) -> dict[int, ReminderRecipients]:
    """The obligations that are due, the longest first, with who is reminded of each; without those that are parked."""
    columns = (
        Obligation.id,
        Obligation.agency_id,
        Obligation.resolution_id,
        Obligation.item,
        Obligation.assignee_id,
    )
    found = select(*columns).where(due_obligations.come_due(context.now)).order_by(Obligation.next_reminder_at)
    due = [row for row in await context.session.execute(found) if row.id not in parked]
    return await reminder_recipients.of(context.session, due, context.today) if due else {}


async def next_due(db: Database, organisation: Organisation) -> datetime | None:
    """The moment at which a tick will next send something, None when nothing is planned."""
    now = organisation.clock.now()
    async with db.read() as session:
        parked = select(ParkedRow.row_id).where(ParkedRow.kind == PARKED, ParkedRow.until > now)
        planned = await session.scalar(
            select(func.min(Obligation.next_reminder_at)).where(Obligation.id.not_in(parked))
        )
        over = await session.scalar(
            select(func.min(Snooze.ends_at))
            .join(Obligation, Obligation.id == Snooze.obligation_id)
            .where(Obligation.state.in_(OPEN_STATES), Obligation.id.not_in(parked))
        )
        held_until = await outbox.next_held(session, now)
    if planned := min((moment for moment in (planned, over) if moment), default=None):
        planned = reminder_plan.next_opening(
            max(planned, now).astimezone(organisation.zone), organisation.calendar, organisation.reminder_settings
        )
    return min((moment for moment in (planned, held_until) if moment), default=None)


def _sum(*counts: ReminderCounts) -> ReminderCounts:
    return ReminderCounts(*map(sum, zip(*counts, strict=True)))


def _slices(recipients_of: Group) -> tuple[list[list[int]], list[Group]]:
    """The ids of obligations in slices, those that share a person together; and the groups too large for a slice."""
    heads: dict[int, int] = {}

    def head(number: int) -> int:
        while (above := heads.setdefault(number, number)) != number:
            heads[number] = number = heads.setdefault(above, above)
        return number

    heard_by: dict[int, int] = {}
    for number, heard in recipients_of.items():
        for person in heard.all:
            heads[head(number)] = head(heard_by.setdefault(person.id, number))
    together: dict[int, dict[int, ReminderRecipients]] = {}
    for number, heard in recipients_of.items():
        together.setdefault(head(number), {})[number] = heard
    slices: list[list[int]] = [[]]
    large: list[Group] = []
    for group in together.values():
        if large_groups.is_large(group):
            large.append(group)
            continue
        slices[-1] += group
        if len(slices[-1]) >= SLICE:
            slices.append([])
    return [ids for ids in slices if ids], large


async def _remind(
    context: ActionContext,
    known: Read,
    ids: Collection[int] = (),
    late: Collection[int] = (),
) -> ReminderCounts:
    """Remind of the obligations among ``ids`` that are due, and write unsent reminders of people in ``late`` anew."""
    today, session = context.today, context.session
    due = await due_obligations.still_due(session, ids, context.now) if ids else []
    recipients_of = await reminder_recipients.of(session, [item.view for item in due], today)
    people = {*late, *(person.id for item in recipients_of.values() for person in item.all)}
    heard_today = await day_message.heard(session, people, today)
    digests: dict[int, Digest] = {}
    changes = []
    unreached = 0
    for item in due:
        heard = recipients_of[item.view.id]
        reminded = {person.id for person in heard.all if item.asked and item.due_for(person.id, context.now)}
        telling = reminded - heard_today
        message.add(digests, item.view, heard, telling)
        unreached += item.asked and not heard.own
        changes.append(item.after(context.organisation, context.now, reminded=bool(telling)))
    written = await day_message.write(context, digests, set(late) - heard_today, known)
    await due_obligations.plan_on(session, changes, context.now)
    return ReminderCounts(written, sum(change["reminded_on"] == today for change in changes), unreached)
