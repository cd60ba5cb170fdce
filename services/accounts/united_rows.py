"""Rows of two persons that become one line of one person: invitations to a meeting, deliveries, leaves."""

from collections.abc import Callable, Iterable
from itertools import groupby
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from models.tables.broadcasts import ARRIVED, Delivery
from models.tables.followup import Leave, NoticeReceipt, Snooze
from models.tables.planning import Invitee, Rsvp
from models.tables.queues import OutboxState
from services.context import ActionContext
from services.messaging import outbox


async def end_own_leaves(context: ActionContext, into_id: int, other_id: int) -> None:
    """End the leaves in which one of two persons stood in for the other: nobody stands in for oneself."""
    both = (into_id, other_id)
    await context.session.execute(
        update(Leave)
        .where(Leave.person_id.in_(both), Leave.deputy_id.in_(both), Leave.ended_at.is_(None))
        .values(ended_at=context.now)
    )


async def unite_deliveries(session: AsyncSession, into_id: int, other_id: int) -> None:
    """Keep one line in the ledger of each broadcast that both got: the one whose receipt, answer or message is there.

    What waits besides is taken back: whoever has had a broadcast gets it no second time.
    """
    rows = await session.scalars(
        select(Delivery).where(Delivery.person_id.in_((into_id, other_id))).order_by(Delivery.broadcast_id, Delivery.id)
    )
    lines = rows.all()
    messages = [row_id for line in lines for row_id in (line.lead_id, line.row_id) if row_id]
    states = await outbox.states(session, messages)
    dropped = await _keep_first(
        session,
        into_id,
        lines,
        by=lambda line: line.broadcast_id,
        rank=lambda line: (
            line.answer is None,
            line.acknowledged_at is None,
            line.state not in ARRIVED and states.get(line.row_id) is not OutboxState.SENT,
            states.get(line.row_id) is not OutboxState.PENDING,
        ),
    )
    needless = [row_id for line in dropped for row_id in (line.lead_id, line.row_id) if row_id]
    await outbox.skip(session, needless, "superseded")


async def unite_invitees(session: AsyncSession, into_id: int, other_id: int) -> None:
    """Keep one invitation to each meeting that both were asked to for one agency: the one with attendance or reply.

    A reply holds for whichever agencies the person comes for.
    """
    rows = await session.scalars(
        select(Invitee)
        .where(Invitee.person_id.in_((into_id, other_id)))
        .order_by(Invitee.plan_id, Invitee.agency_id, Invitee.id)
    )
    await _keep_first(
        session,
        into_id,
        rows,
        by=lambda line: (line.plan_id, line.agency_id),
        rank=lambda line: (line.attendance is None, line.reply is Rsvp.WAITING, line.invited_at is None),
    )
    invited = select(Invitee).where(Invitee.person_id == into_id, Invitee.invited_at.is_not(None))
    places = (await session.scalars(invited.order_by(Invitee.id))).all()
    replied = {line.plan_id: line for line in places if line.reply is not Rsvp.WAITING}
    for line in places:
        if line.reply is Rsvp.WAITING and (other := replied.get(line.plan_id)):
            line.reply, line.delegate = other.reply, other.delegate


async def unite_receipts(session: AsyncSession, into_id: int, other_id: int) -> None:
    """Keep one receipt of each notice that both were sent: the one by which it was seen."""
    rows = await session.scalars(
        select(NoticeReceipt)
        .where(NoticeReceipt.person_id.in_((into_id, other_id)))
        .order_by(NoticeReceipt.meeting_id, NoticeReceipt.id)
    )
    await _keep_first(session, into_id, rows, by=lambda line: line.meeting_id, rank=lambda line: line.seen_at is None)


async def unite_snoozes(session: AsyncSession, into_id: int, other_id: int) -> None:
    """Keep one snooze of each obligation that both put off: the one that ends later."""
    rows = await session.scalars(
        select(Snooze).where(Snooze.person_id.in_((into_id, other_id))).order_by(Snooze.obligation_id, Snooze.id)
    )
    await _keep_first(
        session, into_id, rows, by=lambda line: line.obligation_id, rank=lambda line: -line.ends_at.timestamp()
    )


async def _keep_first(
    session: AsyncSession, into_id: int, rows: Iterable[Any], *, by: Callable[[Any], Any], rank: Callable[[Any], Any]
) -> list[Any]:
    """Delete all lines but the first of each, which becomes ``into_id``'s; return those that were deleted."""
    dropped: list[Any] = []
    for _, lines in groupby(rows, key=by):
        first, *others = sorted(lines, key=rank)
        for other in others:
            await session.delete(other)
        dropped += others
        # Else the remaining line would get its person before the other one is gone.
        await session.flush()
        first.person_id = into_id
    await session.flush()
    return dropped
