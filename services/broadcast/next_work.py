"""The moment from which on a broadcast has something to do, so that the ticks ask no database before."""

from datetime import datetime

from sqlalchemy import func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from models.tables.broadcasts import Broadcast, BroadcastState, Delivery, DeliveryState
from models.tables.queues import Outbox, OutboxState


async def next_work(session: AsyncSession, now: datetime) -> datetime | None:
    """Now, the end of the quiet hours that hold every message, or the hour of the next broadcast; None for never."""
    waiting = (Delivery.broadcast_id == Broadcast.id, Delivery.state == DeliveryState.WAITING)
    moving = or_(
        Outbox.id.is_(None), Outbox.state != OutboxState.PENDING, Outbox.not_before.is_(None), Outbox.not_before <= now
    )
    moves = select(Delivery.id).outerjoin(Outbox, Outbox.id == Delivery.row_id).where(*waiting, moving).exists()
    unheld = or_(Broadcast.state != BroadcastState.SENDING, moves)
    if await session.scalar(select(Broadcast.id).where(Broadcast.busy, unheld).limit(1)):
        return now
    held = await session.scalar(
        select(func.min(Outbox.not_before))
        .join(Delivery, Delivery.row_id == Outbox.id)
        .join(Broadcast, Broadcast.id == Delivery.broadcast_id)
        .where(Broadcast.busy, Delivery.state == DeliveryState.WAITING)
    )
    return min((moment for moment in (held, await next_due(session)) if moment), default=None)


async def next_due(session: AsyncSession) -> datetime | None:
    """The moment of the next broadcast that waits for its hour."""
    waiting = select(func.min(Broadcast.send_at)).where(Broadcast.state == BroadcastState.SCHEDULED)
    return await session.scalar(waiting)
