"""The sending of broadcasts in slices, each one transaction, so that a restart carries on where the last one ended.

A delivery says what of it is done, so nothing is written twice: a message has a dedupe key beside that. The same slices
write corrections, reminders and deletions, and take over the outcomes of messages from the outbox.
"""

import asyncio
from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select, update
from sqlalchemy.orm import aliased, joinedload

from domain.access.audience import Audience
from domain.chat.screens import Screen, T
from domain.dates.clock import within
from models.database import Database, insert_new
from models.tables.broadcasts import ARRIVED, Broadcast, BroadcastState, Delivery, DeliveryState
from models.tables.people import Account, Membership, Person
from models.tables.queues import PENDING, Lane, Operation, Outbox, OutboxState
from services.broadcast import audience, content, ledger, messages, next_work, outcomes, progress, rights
from services.broadcast.broadcasts import ENDED, group_key
from services.context import ActionContext
from services.messaging import outbox, recipients, sent_messages
from services.messaging.notify import PERSON, notify
from services.messaging.outbox import Written
from services.messaging.readdressing import ROLE_ENDED
from services.messaging.recipients import Recipient
from services.organisation import Organisation
from services.slices import slices

SLICE = 50
"""The deliveries in one transaction, so that no batch of updates waits long for it."""
PAUSE = 0.1
"""Seconds between two slices, in which answers to others are written and sent; no platform sends a slice as fast."""
AFTERWARDS = timedelta(minutes=1)
"""The time after a stop in which messages that were on their way still arrive, and are counted."""


async def run(db: Database, organisation: Organisation, now: datetime) -> int:
    """Go on with every broadcast that has something to do; returns the number of slices.

    The organisation knows afterwards from when on there will be something again.
    """
    # One that begins meanwhile writes its moment here, also when the query comes too early to see it.
    organisation.broadcast_at = None
    again: datetime | None = now  # what fails is tried again at the next tick
    try:
        slices = await _run(db, organisation, now)
        again = None
        return slices
    finally:
        async with db.read() as session:
            known = (organisation.broadcast_at, again, await next_work.next_work(session, now))
        organisation.broadcast_at = min((moment for moment in known if moment), default=None)


async def _run(db: Database, organisation: Organisation, now: datetime) -> int:
    async with db.read() as session:
        due = and_(Broadcast.state == BroadcastState.SCHEDULED, Broadcast.send_at <= now)
        ids = list(await session.scalars(select(Broadcast.id).where(or_(Broadcast.busy, due)).order_by(Broadcast.id)))
    slices, errors = 0, list[Exception]()
    for broadcast_id in ids:
        going_on = True
        try:
            while going_on:
                async with db.write() as session:
                    going_on = await step(ActionContext(session, organisation, None, now), broadcast_id)
                slices += going_on
                await asyncio.sleep(PAUSE * going_on)
        except Exception as error:
            # One that cannot go on must not hold up the others; the tick's report names the first.
            errors.append(error)
    if errors:
        raise errors[0]
    return slices


async def begin(context: ActionContext, broadcast_id: int) -> None:
    """Begin a broadcast at once, with its first slice; the ticks do the rest."""
    if await step(context, broadcast_id) and await step(context, broadcast_id):
        await progress.tell(context, await context.session.get_one(Broadcast, broadcast_id))


async def step(context: ActionContext, broadcast_id: int) -> bool:
    """Do the next slice of a broadcast; returns False when there is nothing more to do now."""
    broadcast = await context.session.scalar(
        select(Broadcast)
        .where(Broadcast.id == broadcast_id)
        .options(joinedload(Broadcast.author))
        .with_for_update(of=Broadcast)
        .execution_options(populate_existing=True)
    )
    if broadcast is None:
        return False
    if broadcast.state is BroadcastState.SCHEDULED and broadcast.send_at and broadcast.send_at <= context.now:
        return await _begin(context, broadcast)
    for part in (_write, _correct, _remind, _take_back, _leave, outcomes.settle):
        if await part(context, broadcast):
            return True
    await _end(context, broadcast)
    await progress.tell(context, broadcast)
    return False


async def _begin(context: ActionContext, broadcast: Broadcast) -> bool:
    """Work the audience out, and open the ledger with everybody in it."""
    found = await audience.ids(context, Audience.from_json(broadcast.audience))
    allowed = await rights.may_send(context.session, broadcast)
    if not found or not allowed:
        key = "broadcast.nobody_left" if allowed else "broadcast.right_ended"
        broadcast.state, broadcast.busy, broadcast.send_at = BroadcastState.DRAFT, False, None
        broadcast.version += 1
        screen = Screen(T(key, number=broadcast.id), ((progress.open_button(broadcast),),))
        told = await recipients.members(context.session, [broadcast.author_id, broadcast.decided_by or 0])
        told += [] if allowed else await recipients.secretaries(context.session, reachable=False)
        # Whoever pressed the button just now reads it there.
        others = {person.id: person for person in told if person.id != context.actor}
        await notify(context, list(others.values()), screen, lane=Lane.REMINDER)
        return False
    broadcast.state, broadcast.busy = BroadcastState.SENDING, True
    broadcast.started_at, broadcast.version = context.now, broadcast.version + 1
    for some in slices(sorted(found), audience.AT_ONCE):
        platforms = await audience.reachable(context.session, context.organisation, some)
        known = set(await context.session.scalars(select(Account.person_id).where(Account.person_id.in_(some))))
        rows = [_delivery(broadcast, person_id, person_id in platforms, person_id in known) for person_id in some]
        await context.session.execute(insert_new(context.session, Delivery), rows)
    await context.session.flush()
    return True


def _delivery(broadcast: Broadcast, person_id: int, reachable: bool, known: bool) -> dict[str, Any]:
    state = DeliveryState.WAITING if reachable else DeliveryState.FAILED
    reason = "" if reachable else "blocked" if known else "no_account"
    return {"broadcast_id": broadcast.id, "person_id": person_id, "state": state, "reason": reason, "revision": 0}


async def _write(context: ActionContext, broadcast: Broadcast) -> bool:
    """Write the messages of the next slice of people."""
    if broadcast.state is not BroadcastState.SENDING:
        return False
    deliveries = await _next(context, broadcast, Delivery.state == DeliveryState.WAITING, Delivery.row_id.is_(None))
    if not deliveries:
        return False
    held = await _addressed(context, broadcast, [delivery.person_id for delivery in deliveries])
    for delivery in deliveries:
        if delivery.person_id not in held:
            delivery.state, delivery.reason = DeliveryState.FAILED, ROLE_ENDED
    deliveries = [delivery for delivery in deliveries if delivery.person_id in held]
    people = [Recipient.of(delivery.person) for delivery in deliveries]
    rows: list[dict[int, int]] = []
    for place, screen in enumerate(content.screens(broadcast)):
        written = await _send(context, broadcast, people, screen, str(place))
        rows.append({row.person_id: row.id for row in written if row.person_id})
    for delivery in deliveries:
        *lead, main = (of_person.get(delivery.person_id) for of_person in rows)
        delivery.row_id, delivery.lead_id = main, lead[0] if lead else None
        delivery.revision = broadcast.revision
        if main is None:
            # The key is taken: another delivery of the same person has had the message, before two became one.
            delivery.state, delivery.reason = DeliveryState.FAILED, "twice"
    await context.session.flush()
    return True


async def _send(
    context: ActionContext, broadcast: Broadcast, people: Sequence[Recipient], screen: Screen, what: str
) -> list[Written]:
    """Write one message of a broadcast to some people; who has had ``what`` gets none."""
    return await notify(
        context,
        people,
        screen,
        group_key=group_key(broadcast.id),
        dedupe_key=messages.dedupe_key(broadcast.id, what, PERSON),
        lane=Lane.BROADCAST,
        supersede=False,
    )


async def _correct(context: ActionContext, broadcast: Broadcast) -> bool:
    """Show the corrected words in the next slice of messages, delivered or waiting."""
    if broadcast.state not in (BroadcastState.SENDING, *ENDED):
        return False
    deliveries = await _next(
        context,
        broadcast,
        Delivery.state.in_((DeliveryState.WAITING, *ARRIVED)),
        Delivery.row_id.is_not(None),
        Delivery.revision < broadcast.revision,
    )
    held = await _addressed(context, broadcast, [delivery.person_id for delivery in deliveries])
    told = [delivery for delivery in deliveries if delivery.person_id in held]
    await sent_messages.revise(context, await messages.corrected(context, broadcast, told), Lane.BROADCAST)
    for delivery in deliveries:
        delivery.revision = broadcast.revision
    await context.session.flush()
    return bool(deliveries)


async def _remind(context: ActionContext, broadcast: Broadcast) -> bool:
    """Remind the next slice of those who have not acknowledged."""
    since = broadcast.remind_from
    if since is None or broadcast.state not in (BroadcastState.SENDING, *ENDED):
        return False
    deliveries = await _next(
        context,
        broadcast,
        ledger.WITH_BUTTONS,
        Delivery.acknowledged_at.is_(None),
        # Whoever gets the message only later is not meant.
        Delivery.delivered_at <= since,
        or_(Delivery.reminded_at.is_(None), Delivery.reminded_at < since),
    )
    if not deliveries:
        return False
    screen = content.reminder(broadcast, context.organisation.day(broadcast.started_at or context.now))
    held = await _addressed(context, broadcast, [delivery.person_id for delivery in deliveries])
    people = [Recipient.of(delivery.person) for delivery in deliveries if delivery.person_id in held]
    await _send(context, broadcast, people, screen, f"{messages.AGAIN}{since:%Y%m%d%H%M%S}")
    for delivery in deliveries:
        # A tick may have begun before the press, and must not meet the same people again.
        delivery.reminded_at = max(context.now, since)
    await context.session.flush()
    return True


async def _take_back(context: ActionContext, broadcast: Broadcast) -> bool:
    """Delete the messages of a broadcast that was undone, and its reminders, for the next slice of people."""
    if broadcast.state is not BroadcastState.UNDONE:
        return False
    there = Delivery.state.in_((DeliveryState.WAITING, *ARRIVED))
    deliveries = await _next(context, broadcast, there, Delivery.row_id.is_not(None))
    if not deliveries:
        return False
    people = [delivery.person_id for delivery in deliveries]
    rows = await context.session.execute(
        select(Outbox.id, Outbox.person_id, Outbox.state == OutboxState.SENT).where(
            Outbox.person_id.in_(people),
            Outbox.group_key == group_key(broadcast.id),
            Outbox.operation == Operation.SEND,
        )
    )
    sent: list[tuple[int, int]] = []
    withdrawn: list[tuple[int, int]] = []
    known = set[int | None]([None])
    for row_id, person_id, was_sent in rows:
        known.add(row_id)
        (sent if was_sent else withdrawn).append((row_id, person_id or 0))
    notice = Screen(T("receipt.taken_back"))
    await sent_messages.take_back(context, sent, notice, Lane.BROADCAST)
    # A message that was withdrawn may have been on its way already.
    later = context.now + outbox.IN_HAND
    await sent_messages.take_back(context, withdrawn, notice, Lane.BROADCAST, not_before=later)
    for delivery in deliveries:
        if not {delivery.lead_id, delivery.row_id} <= known:
            # Its messages were forgotten long ago, with the numbers by which they could be deleted.
            delivery.state, delivery.reason = DeliveryState.STANDING, ""
            continue
        withheld = delivery.state is DeliveryState.WAITING
        delivery.state = DeliveryState.WITHHELD if withheld else DeliveryState.TAKEN_BACK
        delivery.reason = "undone"
    await context.session.flush()
    return True


async def _end(context: ActionContext, broadcast: Broadcast) -> None:
    """End the sending when nobody waits any more, and the work on an ended broadcast when all has been counted."""
    waiting = await context.session.scalar(
        select(func.count()).where(Delivery.broadcast_id == broadcast.id, Delivery.state == DeliveryState.WAITING)
    )
    if broadcast.state is BroadcastState.SENDING and not waiting:
        broadcast.state, broadcast.ended_at = BroadcastState.SENT, context.now
        broadcast.version += 1
    if broadcast.state is not BroadcastState.SENDING and not waiting:
        broadcast.busy = bool(broadcast.ended_at and within(AFTERWARDS, broadcast.ended_at, context.now))
    await context.session.flush()


async def _leave(context: ActionContext, broadcast: Broadcast) -> bool:
    """Take back what waits for those who have left the agency, or the office, to whose people it was sent."""
    waiting = and_(PENDING, Outbox.group_key == group_key(broadcast.id), Outbox.operation == Operation.SEND)
    left = select(Outbox.person_id).where(waiting, Outbox.person_id.in_(_left_since(broadcast)))
    people = {person_id for person_id in await context.session.scalars(left) if person_id}
    gone = people - await _addressed(context, broadcast, people)
    of_gone = update(Outbox).where(waiting, Outbox.person_id.in_(gone))
    await context.session.execute(of_gone.values(state=OutboxState.SKIPPED, reason=ROLE_ENDED))
    return bool(gone)


async def _addressed(context: ActionContext, broadcast: Broadcast, person_ids: Collection[int]) -> set[int]:
    """Those of some people who have a role still: whoever was removed since is told nothing new.

    Neither is whoever left an agency or the office since, unless the audience has them all the same.
    """
    people = {person.id for person in await recipients.members(context.session, person_ids)}
    left = set(await context.session.scalars(_left_since(broadcast).where(Membership.person_id.in_(people))))
    return people - (left - await audience.ids(context, Audience.from_json(broadcast.audience)) if left else left)


def _left_since(broadcast: Broadcast) -> Select[int]:
    """The query for the people who left an agency or a role of no agency since a broadcast began."""
    now = aliased(Membership)
    same = or_(now.agency_id == Membership.agency_id, and_(now.agency_id.is_(None), now.role == Membership.role))
    stays = exists().where(now.person_id == Membership.person_id, now.ended_at.is_(None), same)
    return select(Membership.person_id).where(Membership.ended_at >= broadcast.started_at, ~stays)


async def _next(context: ActionContext, broadcast: Broadcast, *which: ColumnElement[bool]) -> Sequence[Delivery]:
    """The next slice of a broadcast's deliveries, with their people."""
    rows = await context.session.scalars(
        select(Delivery)
        .where(Delivery.broadcast_id == broadcast.id, *which)
        .join(Delivery.person)
        .options(joinedload(Delivery.person).load_only(Person.title, Person.name, Person.settings, Person.language))
        .order_by(Delivery.id)
        .limit(SLICE)
        .execution_options(populate_existing=True)
    )
    return rows.all()
