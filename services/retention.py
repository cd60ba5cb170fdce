"""Retention: a tick deletes updates and messages that ended long ago."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import ColumnElement, delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from models.database import Database
from models.tables.queues import Inbox, InboxState, Outbox, OutboxState
from services.isolation import Isolation, isolated

INBOX_DAYS = 14
OUTBOX_DAYS = 90
SLICE = 500
"""The number of rows in one transaction."""


class DeletedCounts(NamedTuple):
    """The numbers of rows deleted."""

    updates: int = 0
    messages: int = 0


async def delete_expired(db: Database, now: datetime, seconds: float) -> DeletedCounts:
    """Delete ended updates of more than two weeks ago and ended messages of more than three months.

    Raises ExceptionGroup of what failed, at the end: such a row keeps no other from going. ``now`` is the clock's,
    by which messages are dated; ``seconds`` is real time, by which updates are.
    """
    old_update = Inbox.arrived < seconds - timedelta(days=INBOX_DAYS).total_seconds()
    old_message = Outbox.created_at < now - timedelta(days=OUTBOX_DAYS)
    async with isolated(db, "forget_inbox", now) as updates, isolated(db, "forget_outbox", now) as messages:
        return DeletedCounts(
            await _delete(db, updates, Inbox, old_update, Inbox.state.not_in((InboxState.FETCHING, InboxState.READY))),
            await _delete(db, messages, Outbox, old_message, Outbox.state != OutboxState.PENDING),
        )


async def _delete(
    db: Database,
    isolation: Isolation,
    table: type[Inbox] | type[Outbox],
    old: ColumnElement[bool],
    ended: ColumnElement[bool],
) -> int:
    """Delete from the oldest row on; the first slice without an old row ends it, for ids grow with time."""
    total, last = 0, 0

    async def delete_slice(session: AsyncSession, ids: Sequence[int]) -> int:
        gone = await session.scalars(delete(table).where(table.id.in_(ids), ended).returning(table.id))
        return len(gone.all())

    while True:
        async with db.read() as session:
            oldest = select(table.id).where(table.id > last).order_by(table.id).limit(SLICE).scalar_subquery()
            ids = list(await session.scalars(select(table.id).where(table.id.in_(oldest), old).order_by(table.id)))
        if not ids:
            return total
        total, last = total + sum(await isolation.run(ids, delete_slice)), ids[-1]
