"""Reminders that wait to be sent: for the end of someone's quiet, or of a platform's outage.

One that waits says only what is still owed, and one of an earlier day is not sent as it is: the tick takes it back and
what it said is on that person's one message of the day.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime, time, timedelta
from typing import Any

from sqlalchemy import or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from domain import reminder_plan
from models.meetings import OWED, Obligation
from models.queues import GROUPED, PENDING, Lane, Outbox, OutboxState
from services.context import ActionContext
from services.messaging import recipients
from services.obligations import obligations, responsibility
from services.organisation import Organisation
from services.reminders import message, reminder_recipients
from services.reminders.message import Digest

GROUP = "remind:"
FOR_THE_TICK = timedelta(minutes=1)
"""How long after an opening a reminder of an earlier day is left to the tick."""


def group_key(person_id: int) -> str:
    """The name in the outbox of one person's reminders."""
    return f"{GROUP}{person_id}"


def held_until(
    organisation: Organisation, settings: Mapping[str, Any], now: datetime, *, group_key: str, written: datetime
) -> datetime | None:
    """Until when a message that is no answer may not be sent after all, None when it may be sent now.

    ``settings`` are those of the person it goes to.
    """
    local = now.astimezone(organisation.zone)
    if group_key.startswith(GROUP) and written.astimezone(organisation.zone).date() < local.date():
        return reminder_plan.next_opening(local, organisation.calendar, organisation.reminder_settings) + FOR_THE_TICK
    return recipients.awake(organisation, settings, now)


async def late(context: ActionContext) -> list[int]:
    """The ids of the people to whom a reminder of an earlier day was not sent yet."""
    midnight = datetime.combine(context.today, time(), context.organisation.zone)
    rows = await context.session.scalars(
        select(Outbox.person_id).where(
            # An order of its own would keep the partial index from being used.
            PENDING,
            Outbox.lane == Lane.REMINDER,
            Outbox.group_key.startswith(GROUP),
            Outbox.created_at < midnight,
        )
    )
    return sorted({person_id for person_id in rows if person_id})


async def withdraw(context: ActionContext, person_ids: Iterable[int]) -> dict[int, Digest]:
    """Takes back what waits for some people; by person what of it is still owed."""
    rows = await _waiting(context.session, person_ids)
    lists = await _still_said(context, rows)
    await _skip(context.session, rows)
    return lists


async def refresh(context: ActionContext, changed: Collection[Obligation]) -> None:
    """Rewrite queued reminders after obligations were closed, snoozed or reassigned."""
    if not changed:
        return
    partners = await responsibility.partners(context.session, {one.resolution_id for one in changed})
    helping = (partners.get((one.resolution_id, one.item), set()) for one in changed)
    people = await recipients.of_agencies(context.session, {one.agency_id for one in changed}.union(*helping))
    rows = await _waiting(context.session, {person.id for of_agency in people.values() for person in of_agency})
    lists = await _still_said(context, rows)
    # Of two that wait for one person, such as after a joining, one says it all.
    kept = {row.person_id: row for row in reversed(rows) if row.person_id and row.person_id in lists}
    await _skip(context.session, [row for row in rows if row not in kept.values()])
    today = context.today
    for person_id, row in kept.items():
        row.screen = message.screen(lists[person_id], today).to_json()


async def _waiting(session: AsyncSession, person_ids: Iterable[int]) -> Sequence[Outbox]:
    names = [group_key(person_id) for person_id in person_ids]
    rows = await session.scalars(
        select(Outbox).where(PENDING, GROUPED, Outbox.group_key.in_(names)).order_by(Outbox.id)
    )
    return rows.all()


async def _skip(session: AsyncSession, rows: Collection[Outbox]) -> None:
    ids = [row.id for row in rows]
    if ids:
        await session.execute(
            update(Outbox).where(Outbox.id.in_(ids)).values(state=OutboxState.SKIPPED, reason="superseded")
        )


async def _still_said(context: ActionContext, rows: Collection[Outbox]) -> dict[int, Digest]:
    """By person what their waiting reminders said, without what was answered or put off since."""
    if not rows:
        return {}
    today = context.today
    written = {
        (row.person_id, row.created_at.astimezone(context.organisation.zone).date()): row.created_at for row in rows
    }
    agencies = await recipients.answered_for(context.session, {row.person_id for row in rows if row.person_id})
    helped = {resolution_id for resolution_id, _ in await responsibility.helped_by(context.session, agencies)}
    views = await obligations.views(
        context.session,
        or_(Obligation.agency_id.in_(agencies), Obligation.resolution_id.in_(helped)),
        Obligation.state.in_(OWED),
        Obligation.reminded_on.in_({day for _, day in written}),
        or_(Obligation.snoozed_until.is_(None), Obligation.snoozed_until <= today),
    )
    who = await reminder_recipients.of(context.session, views)
    lists: dict[int, Digest] = {}
    for view in views:
        since = [
            person_id
            for (person_id, day), at in written.items()
            if person_id and day == view.reminded_on and (view.answered_at is None or view.answered_at < at)
        ]
        message.add(lists, view, who[view.id], since)
    return lists
