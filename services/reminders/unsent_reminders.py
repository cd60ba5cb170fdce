"""Reminders that wait to be sent: for the end of someone's quiet hours, or of a platform's outage.

One that waits lists only obligations that are still open. One of an earlier day is not sent as it is: the tick takes it
back, and its obligations come on that person's one message of the day.
"""

from collections.abc import Collection, Iterable
from datetime import date, datetime, time

from sqlalchemy import or_
from sqlalchemy.ext.asyncio import AsyncSession

from models.tables.meetings import OPEN_STATES, Obligation
from models.tables.queues import Lane
from services.context import ActionContext
from services.messaging import outbox, recipients
from services.messaging.outbox import Waiting
from services.messaging.quiet_hours import DAILY
from services.obligations import obligations, responsibility
from services.reminders import message, reminder_recipients
from services.reminders.message import Digest


def group_key(person_id: int | str) -> str:
    """The group key of one person's reminders."""
    return f"{DAILY}{person_id}"


def day_key(person_id: int | str, today: date) -> str:
    """The key of a person's one message of a day."""
    return f"{group_key(person_id)}:{today.isoformat()}"


async def late(context: ActionContext) -> list[int]:
    """The ids of the people to whom a reminder of an earlier day was not sent yet."""
    midnight = datetime.combine(context.today, time(), context.organisation.zone)
    return sorted(await outbox.people_waiting(context.session, DAILY, Lane.REMINDER, before=midnight))


async def withdraw(context: ActionContext, person_ids: Iterable[int]) -> dict[int, Digest]:
    """Take back the reminders that wait for some people; return by person the obligations still open in them."""
    rows = await _waiting(context.session, person_ids)
    digests = await _still_said(context, rows)
    await outbox.skip(context.session, [row.id for row in rows], "superseded")
    return digests


async def refresh(context: ActionContext, changed: Collection[Obligation], *, left: Collection[int] = ()) -> None:
    """Rewrite queued reminders after obligations were closed, snoozed, reassigned or moved.

    ``left`` are the agencies that had them before.
    """
    if not changed:
        return
    partners = await responsibility.partners(context.session, {obligation.resolution_id for obligation in changed})
    helping = (partners.get((obligation.resolution_id, obligation.item), set()) for obligation in changed)
    people = await recipients.of_agencies(
        context.session, {obligation.agency_id for obligation in changed}.union(left, *helping)
    )
    rows = await _waiting(context.session, {person.id for of_agency in people.values() for person in of_agency})
    digests = await _still_said(context, rows)
    # Of two that wait for one person, such as after a merge, one is enough.
    row_ids = {row.person_id: row.id for row in reversed(rows) if row.person_id and row.person_id in digests}
    await outbox.skip(context.session, [row.id for row in rows if row.id not in row_ids.values()], "superseded")
    today = context.today
    await message.note_drafts(context.session, digests)
    screens = {
        row_id: message.screen(digests[person_id], today, context.organisation) for person_id, row_id in row_ids.items()
    }
    await outbox.reword(context.session, screens)


async def _waiting(session: AsyncSession, person_ids: Iterable[int]) -> list[Waiting]:
    return await outbox.waiting(session, [group_key(person_id) for person_id in person_ids])


async def _still_said(context: ActionContext, rows: Collection[Waiting]) -> dict[int, Digest]:
    """The content of waiting reminders by person, without the obligations that were answered or put off since."""
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
        Obligation.state.in_(OPEN_STATES),
        Obligation.reminded_on >= min(day for _, day in written),
        or_(Obligation.snoozed_until.is_(None), Obligation.snoozed_until <= today),
    )
    recipients_of = await reminder_recipients.of(context.session, views, today)
    digests: dict[int, Digest] = {}
    for view in views:
        since = [
            person_id
            for (person_id, day), at in written.items()
            # Where a colleague heard of it again meanwhile, it still stands in this one's message.
            if person_id
            and view.reminded_on
            and day <= view.reminded_on
            and (view.answered_at is None or view.answered_at < at)
        ]
        message.add(digests, view, recipients_of[view.id], since)
    await message.add_forms(context, digests)
    return digests
