"""Rows of the outbox that a test writes itself, to follow them on their way."""

from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from domain.chat.screens import Screen
from models.tables.queues import Lane
from services.messaging import outbox


async def post(
    session: AsyncSession, person_id: int, screen: Screen, now: datetime, lane: Lane = Lane.REMINDER, **columns: Any
) -> int:
    """Write a message to a person that nothing holds back; return the id of its row."""
    [written] = await outbox.write(session, [outbox.row(screen, now, person_id=person_id, lane=lane, **columns)])
    return written.id
