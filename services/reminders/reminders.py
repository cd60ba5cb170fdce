"""The reminders' tick: one message a person a day about unanswered obligations, at the moment that was planned.

Due reminders are found by the one indexed column ``next_reminder_at``, so the cost grows with their number and not with
that of all obligations. A slice is one transaction: its messages, the day of the reminder, and the next plan.
Obligations that share a person are in one slice, because that person gets one message for all of them.
"""

from collections.abc import Awaitable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import bindparam, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from domain import reminder_plan
from domain.deadlines import DeadlineKind
from models.database import Database
from models.tables.meetings import OPEN_STATES, Obligation, Resolution
from models.tables.parking import ParkedRow
from services.context import ActionContext
from services.isolation import NotNowError, isolated
from services.messaging import outbox
from services.messaging.notify import PERSON, notify
from services.obligations import obligations
from services.obligations.obligations import View
from services.organisation import Organisation
from services.reminders import message, reminder_recipients, unsent_reminders
from services.reminders.message import Digest
from services.reminders.reminder_recipients import ReminderRecipients

SLICE = 50
"""The number of obligations in one transaction, so that it stays short."""
PARKED, PARKED_LATE = "remind", "remind_late"
"""The kinds of parked rows: obligations, and people with a reminder of an earlier day."""


class ReminderCounts(NamedTuple):
    """Counts of a tick: messages written, obligations in them, and obligations that nobody could be reminded of."""

    people: int = 0
    obligations: int = 0
    unreached: int = 0


@dataclass(frozen=True, slots=True)
class _Due:
    """An obligation whose reminder is due, with its resolution's deadline and choice of check-ins."""

    view: View
    deadline: Mapping[str, Any]
    check_in: bool


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

    def remind_of(session: AsyncSession, ids: Collection[int]) -> Awaitable[ReminderCounts]:
        return _remind(ActionContext(session, organisation, None, now), ids)

    def write_anew(session: AsyncSession, ids: Collection[int]) -> Awaitable[ReminderCounts]:
        return _remind(ActionContext(session, organisation, None, now), late=ids)

    async with isolated(db, PARKED, now) as due, isolated(db, PARKED_LATE, now) as late:
        async with db.read() as session:
            recipients_of = await _due(ActionContext(session, organisation, None, now), due.parked)
        for ids in _slices(recipients_of):
            totals = _sum(totals, *await due.run(ids, remind_of))
        async with db.read() as session:
            waiting = await unsent_reminders.late(ActionContext(session, organisation, None, now))
        for start in range(0, len(waiting), SLICE):
            totals = _sum(totals, *await late.run(waiting[start : start + SLICE], write_anew))
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
    found = select(*columns).where(Obligation.next_reminder_at <= context.now).order_by(Obligation.next_reminder_at)
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
        held_until = await outbox.next_held(session, now)
    if planned:
        planned = reminder_plan.next_opening(
            max(planned, now).astimezone(organisation.zone), organisation.calendar, organisation.reminder_settings
        )
    return min((moment for moment in (planned, held_until) if moment), default=None)


def _sum(*counts: ReminderCounts) -> ReminderCounts:
    return ReminderCounts(*map(sum, zip(*counts, strict=True)))


def _slices(recipients_of: Mapping[int, ReminderRecipients]) -> Iterable[list[int]]:
    """Yield the ids of obligations in slices, those that share a person together."""
    heads: dict[int, int] = {}

    def head(number: int) -> int:
        while (above := heads.setdefault(number, number)) != number:
            number = above
        return number

    heard_by: dict[int, int] = {}
    for number, heard in recipients_of.items():
        for person in heard.all:
            heads[head(number)] = head(heard_by.setdefault(person.id, number))
    together: dict[int, list[int]] = {}
    for number in recipients_of:
        together.setdefault(head(number), []).append(number)
    ids: list[int] = []
    for group in together.values():
        ids += group
        if len(ids) >= SLICE:
            yield ids
            ids = []
    if ids:
        yield ids


async def _remind(
    context: ActionContext,
    ids: Collection[int] = (),
    late: Collection[int] = (),
) -> ReminderCounts:
    """Remind of the obligations among ``ids`` that are due, and write unsent reminders of people in ``late`` anew."""
    today = context.today
    due = await _still_due(context.session, ids, context.now) if ids else []
    recipients_of = await reminder_recipients.of(context.session, [item.view for item in due], today)
    heard_today = await _heard(
        context.session, {*late, *(person.id for item in recipients_of.values() for person in item.all)}, today
    )
    digests: dict[int, Digest] = {}
    changes: list[dict[str, Any]] = []
    unreached = 0
    for item in due:
        asked = item.view.kind is not DeadlineKind.CONTINUOUS or item.check_in
        heard = recipients_of[item.view.id]
        telling = {person.id for person in heard.all} - heard_today if asked else set()
        message.add(digests, item.view, heard, telling)
        unreached += asked and not heard.own
        changes.append(_after(context.organisation, item, context.now, reminded=bool(telling)))
    withdrawn = await unsent_reminders.withdraw(context, {*digests, *late} - heard_today)
    for person_id, digest in withdrawn.items():
        digests.setdefault(person_id, Digest(digest.person)).join(digest)
    await message.add_forms(context, digests)
    await message.note_drafts(context.session, digests)
    written = await notify(
        context,
        [digest.person for digest in digests.values()],
        lambda person: message.screen(digests[person.id], today, context.organisation),
        group_key=unsent_reminders.group_key(PERSON),
        dedupe_key=unsent_reminders.day_key(PERSON, today),
        # The earlier reminder is withdrawn above already, because its obligations are taken over.
        supersede=False,
    )
    if {one.person_id for one in written} != digests.keys():
        # Somebody else wrote one of them meanwhile: nothing of this slice may count as said, and it is done again.
        raise NotNowError("a reminder of today was written beside this tick")
    await _write(context.session, changes)
    await _heard_anew(context.session, withdrawn.values(), today)
    return ReminderCounts(len(written), sum(change["reminded_on"] == today for change in changes), unreached)


async def _still_due(session: AsyncSession, ids: Collection[int], now: datetime) -> list[_Due]:
    """Lock and load those of the ids that are still due.

    An answered one loses its plan. One that was planned from an older version of its deadline is left to the tick that
    realigns it.
    """
    rows = await session.execute(
        select(
            *obligations.VIEW_COLUMNS,
            Resolution.deadline,
            Resolution.check_in,
            Obligation.deadline_version == Resolution.deadline_version,
        )
        .select_from(Obligation)
        .join(Obligation.resolution)
        .join(Resolution.meeting)
        .join(Obligation.agency)
        .where(Obligation.id.in_(ids), Obligation.next_reminder_at <= now)
        .order_by(Obligation.id)
        .with_for_update(of=Obligation)
    )
    due = []
    for *columns, deadline, check_in, current in rows:
        view = obligations.view(columns)
        if view.state in OPEN_STATES and current:
            due.append(_Due(view, deadline, check_in))
        elif view.state not in OPEN_STATES:
            await session.execute(update(Obligation).where(Obligation.id == view.id).values(next_reminder_at=None))
    return due


def _after(organisation: Organisation, item: _Due, now: datetime, *, reminded: bool) -> dict[str, Any]:
    """The columns of an obligation's row after its reminder.

    A person who had today's message already gets no second one, and the plan goes on.
    """
    today = now.astimezone(organisation.zone).date()
    following = obligations.planned(
        organisation, item.deadline, item.view.due, now, check_in=item.check_in, reminded_on=today
    )
    return {
        "row": item.view.id,
        "reminded_on": today if reminded else item.view.reminded_on,
        "snoozed_until": None,
        "next_reminder_at": following,
    }


async def _heard(session: AsyncSession, person_ids: Collection[int], today: date) -> set[int]:
    keys = {unsent_reminders.day_key(person_id, today): person_id for person_id in person_ids}
    return {keys[key] for key in await outbox.known_keys(session, keys)}


async def _heard_anew(session: AsyncSession, digests: Iterable[Digest], today: date) -> None:
    ids = {view.id for digest in digests for view in (*digest.own, *digest.helping)}
    if ids:
        await session.execute(update(Obligation).where(Obligation.id.in_(ids)).values(reminded_on=today))


async def _write(session: AsyncSession, changes: list[dict[str, Any]]) -> None:
    if changes:
        connection = await session.connection()
        await connection.execute(update(Obligation).where(Obligation.id == bindparam("row")), changes)
