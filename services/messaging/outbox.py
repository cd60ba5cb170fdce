"""Messages to be sent, as rows: written with whatever caused them, sent after the commit by the messenger."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from domain.chat.screens import Screen
from models.queues import GROUPED, PENDING, Lane, Operation, Outbox, OutboxState

IN_HAND = timedelta(seconds=5)
"""How long before its time a held-back row is left alone."""


def row(
    screen: Screen | None,
    now: datetime,
    *,
    person_id: int | None = None,
    chat: str = "",
    lane: Lane = Lane.REPLY,
    operation: Operation = Operation.SEND,
    **columns: Any,
) -> dict[str, Any]:
    """The values of one row. To a person the account is chosen when it is sent; to a ``chat`` it goes as it is."""
    return {
        "person_id": person_id,
        "chat": chat,
        "platform": chat.partition(":")[0],
        "lane": lane,
        "operation": operation,
        "language": "",
        "screen": screen.to_json() if screen else "",
        "media": bool(screen and screen.file),
        "callback_id": "",
        "target_id": None,
        "not_before": None,
        "dedupe_key": None,
        "group_key": "",
        "state": OutboxState.PENDING,
        "reason": "",
        "created_at": now,
        **columns,
    }


async def write(session: AsyncSession, rows: Sequence[dict[str, Any]]) -> None:
    """Rows in their order, in one statement."""
    if rows:
        await session.execute(insert(Outbox), rows)


async def post(
    session: AsyncSession,
    person_id: int,
    screen: Screen,
    now: datetime,
    *,
    lane: Lane = Lane.REMINDER,
    not_before: datetime | None = None,
    dedupe_key: str | None = None,
    group_key: str = "",
) -> int | None:
    """A message to a person. The row's id, or None when a row of the same ``dedupe_key`` was there before."""
    if dedupe_key and await session.scalar(select(Outbox.id).where(Outbox.dedupe_key == dedupe_key)):
        return None
    values = row(
        screen, now, person_id=person_id, lane=lane, not_before=not_before, dedupe_key=dedupe_key, group_key=group_key
    )
    return await session.scalar(insert(Outbox).values(values).returning(Outbox.id))


async def amend(
    session: AsyncSession, row_id: int, screen: Screen, now: datetime, *, not_before: datetime | None = None
) -> int:
    """Shows ``screen`` in place of what row ``row_id`` says: changes the row while it is held back, edits its message
    after that.

    ``not_before`` holds back the edit. Returns the row that now says it, to be named by the next amendment.
    """
    # A row that may go now can be on its way already: only one that is held back is changed in place.
    waiting = await session.execute(
        update(Outbox)
        .where(Outbox.id == row_id, Outbox.state == OutboxState.PENDING, Outbox.not_before > now + IN_HAND)
        .values(screen=screen.to_json())
    )
    if waiting.rowcount:  # type: ignore[attr-defined]
        return row_id
    said = await session.get_one(Outbox, row_id)
    edit = row(
        screen,
        now,
        person_id=said.person_id,
        chat=said.chat,
        lane=said.lane,
        operation=Operation.EDIT,
        target_id=said.target_id or row_id,
        not_before=not_before,
        platform=said.platform,
    )
    return (await session.execute(insert(Outbox).values(edit).returning(Outbox.id))).scalar_one()


async def cancel(session: AsyncSession, *, group_key: str, reason: str) -> int:
    """Takes back what of a group is not sent yet. Returns how many rows that were."""
    result = await session.execute(
        update(Outbox)
        .where(PENDING, GROUPED, Outbox.group_key == group_key)
        .values(state=OutboxState.SKIPPED, reason=reason)
    )
    return int(result.rowcount)  # type: ignore[attr-defined]
