"""Receipts: a recipient acknowledges a broadcast, and answers its question; also one who has left since."""

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from models.tables.broadcasts import Broadcast, BroadcastState, Delivery, DeliveryState
from services.broadcast import messages
from services.context import ActionContext
from services.errors import Refused


async def acknowledge(context: ActionContext, broadcast_id: int) -> bool:
    """Acknowledge a broadcast for the person who acts; False when they had done so before. Raises Refused."""
    broadcast, delivery = await _own(context, broadcast_id)
    if delivery.acknowledged_at:
        return False
    delivery.acknowledged_at = context.now
    await messages.show_receipt(context, broadcast, delivery)
    return True


async def answer(context: ActionContext, broadcast_id: int, place: int) -> str:
    """Choose an option of a broadcast's question, which acknowledges it as well; returns the option. Raises Refused."""
    broadcast, delivery = await _own(context, broadcast_id)
    options = broadcast.question.get("options", ())
    if place >= len(options):
        raise Refused("common.stale")
    delivery.acknowledged_at = delivery.acknowledged_at or context.now
    if delivery.answer != place:
        delivery.answer, delivery.answered_at = place, context.now
        await messages.show_receipt(context, broadcast, delivery)
    return str(options[place])


async def _own(context: ActionContext, broadcast_id: int) -> tuple[Broadcast, Delivery]:
    delivery = await context.session.scalar(
        select(Delivery)
        .where(Delivery.broadcast_id == broadcast_id, Delivery.person_id == context.person)
        .options(joinedload(Delivery.person))
        .with_for_update(of=Delivery)
        .execution_options(populate_existing=True)
    )
    if delivery is None:
        raise Refused("receipt.not_yours")
    broadcast = await context.session.get_one(Broadcast, broadcast_id)
    if broadcast.state is BroadcastState.UNDONE or delivery.state is DeliveryState.TAKEN_BACK:
        raise Refused("receipt.taken_back")
    return broadcast, delivery
