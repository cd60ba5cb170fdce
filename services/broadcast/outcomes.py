"""The outcomes of a broadcast's messages, taken over from the outbox into its ledger."""

from sqlalchemy import and_, bindparam, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from models.base import table_of
from models.tables.broadcasts import ARRIVED, Broadcast, BroadcastState, Delivery, DeliveryState
from models.tables.queues import Outbox, OutboxState
from services.broadcast import audience
from services.context import ActionContext
from services.queues import routing


async def settle(context: ActionContext, broadcast: Broadcast) -> bool:
    """Take over the outcomes of a slice of messages that have ended since."""
    lead = aliased(Outbox)
    ended = and_(Outbox.state != OutboxState.PENDING, or_(lead.id.is_(None), lead.state != OutboxState.PENDING))
    arrived = or_(Outbox.state == OutboxState.SENT, lead.state == OutboxState.SENT)
    rows = await context.session.execute(
        select(
            Delivery.id,
            Delivery.person_id,
            Outbox.state,
            Outbox.reason,
            func.coalesce(Outbox.sent_at, lead.sent_at).label("sent_at"),
            lead.state.label("lead_state"),
        )
        .join(Outbox, Outbox.id == Delivery.row_id)
        .outerjoin(lead, lead.id == Delivery.lead_id)
        .where(
            Delivery.broadcast_id == broadcast.id,
            ended,
            or_(Delivery.state == DeliveryState.WAITING, and_(Delivery.state == DeliveryState.WITHHELD, arrived)),
        )
        .order_by(Delivery.id)
        .limit(audience.AT_ONCE)
    )
    found = rows.all()
    if not found:
        return False
    reachable = await audience.reachable(context.session, context.organisation, [row.person_id for row in found])
    changes = []
    for delivery_id, person_id, state, why, sent_at, lead_state in found:
        after, reason = _outcome(broadcast, state, why, lead_state, person_id in reachable)
        changes.append({"delivery": delivery_id, "state": after, "reason": reason, "delivered_at": sent_at})
    table = table_of(Delivery)
    connection = await context.session.connection()
    await connection.execute(update(table).where(table.c.id == bindparam("delivery")), changes)
    return True


def _outcome(
    broadcast: Broadcast, state: OutboxState, why: str, lead_state: OutboxState | None, reachable: bool
) -> tuple[DeliveryState, str]:
    """The state and the reason of a delivery whose messages have ended; a reason names the part that did not arrive."""
    if broadcast.state is BroadcastState.UNDONE and OutboxState.SENT in (state, lead_state):
        return DeliveryState.TAKEN_BACK, "undone"
    if state is OutboxState.SENT:
        lost = lead_state in (OutboxState.FAILED, OutboxState.SKIPPED)
        return (DeliveryState.PARTLY, "files") if lost else (DeliveryState.DELIVERED, "")
    if lead_state is OutboxState.SENT:
        return DeliveryState.PARTLY, "words"
    if state is OutboxState.SKIPPED and why in ("stopped", "undone"):
        return DeliveryState.WITHHELD, why
    if not reachable or why == routing.NOWHERE:
        return DeliveryState.FAILED, "blocked"
    return DeliveryState.FAILED, why


async def out_of_reach(session: AsyncSession, broadcast: Broadcast) -> int:
    """The number of those who have a broadcast whose messages are too old to be edited or taken back."""
    arrived = (Delivery.broadcast_id == broadcast.id, Delivery.state.in_(ARRIVED), Delivery.row_id.is_not(None))
    kept = select(Outbox.id)
    gone = or_(Delivery.row_id.not_in(kept), and_(Delivery.lead_id.is_not(None), Delivery.lead_id.not_in(kept)))
    return await session.scalar(select(func.count(Delivery.id)).where(*arrived, gone)) or 0
