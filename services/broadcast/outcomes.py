"""The outcomes of a broadcast's messages, taken over from the outbox into its ledger."""

from sqlalchemy import and_, bindparam, or_, select, update
from sqlalchemy.orm import aliased

from models.base import table_of
from models.tables.broadcasts import Broadcast, BroadcastState, Delivery, DeliveryState
from models.tables.queues import Outbox, OutboxState
from services.broadcast import audience
from services.context import ActionContext
from services.queues import routing


async def settle(context: ActionContext, broadcast: Broadcast) -> bool:
    """Take over the outcomes of a slice of messages that have ended since."""
    lead = aliased(Outbox)
    ended = and_(Delivery.state == DeliveryState.WAITING, Outbox.state != OutboxState.PENDING)
    arrived = and_(Delivery.state == DeliveryState.WITHHELD, Outbox.state == OutboxState.SENT)
    rows = await context.session.execute(
        select(Delivery.id, Delivery.person_id, Outbox.state, Outbox.reason, Outbox.sent_at, lead.state)
        .join(Outbox, Outbox.id == Delivery.row_id)
        .outerjoin(lead, lead.id == Delivery.lead_id)
        .where(Delivery.broadcast_id == broadcast.id, or_(ended, arrived))
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
    """The state and the reason of a delivery whose message has ended."""
    if state is OutboxState.SENT:
        if broadcast.state is BroadcastState.UNDONE:
            return DeliveryState.TAKEN_BACK, "undone"
        lost = lead_state in (OutboxState.FAILED, OutboxState.SKIPPED)
        return (DeliveryState.FAILED, "files") if lost else (DeliveryState.DELIVERED, "")
    if state is OutboxState.SKIPPED and why in ("stopped", "undone"):
        return DeliveryState.WITHHELD, why
    if not reachable or why == routing.NOWHERE:
        return DeliveryState.FAILED, "blocked"
    return DeliveryState.FAILED, why
