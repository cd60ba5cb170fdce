"""The outbox: messages committed with their cause, claimed by platform, then completed or retried."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, bindparam, func, insert, or_, select, update
from sqlalchemy.orm import aliased

from models.base import Moment, table_of
from models.database import Session
from models.people import Person
from models.queues import PENDING, Operation, Outbox, OutboxState

# Statements are built once, because building one costs more than running it.
_OUTBOX = table_of(Outbox)
_target = aliased(Outbox)
_DUE = (
    select(
        Outbox.id,
        Outbox.person_id,
        Outbox.chat,
        Outbox.lane,
        Outbox.operation,
        Outbox.language,
        Outbox.screen,
        Outbox.callback_id,
        Outbox.group_key,
        Outbox.attempts,
        Outbox.retry_at,
        Outbox.created_at,
        Outbox.target_id,
        _target.message_id.label("target_message"),
        _target.album_ids.label("target_album"),
        _target.shows.label("target_shows"),
        _target.media.label("target_media"),
        _target.state.label("target_state"),
        _target.chat.label("target_chat"),
        Person.language.label("person_language"),
        Person.settings,
    )
    .outerjoin(_target, _target.id == Outbox.target_id)
    .outerjoin(Person, Person.id == Outbox.person_id)
    .where(
        PENDING,
        or_(Outbox.not_before.is_(None), Outbox.not_before <= bindparam("now", type_=Moment)),
        Outbox.platform == bindparam("platform"),
        Outbox.id.not_in(bindparam("known", expanding=True)),
    )
    .order_by(Outbox.lane, Outbox.id)
    .limit(bindparam("most"))
)
_CHANGE = update(_OUTBOX).where(_OUTBOX.c.id == bindparam("row"))
_CHANGE_PENDING = _CHANGE.where(_OUTBOX.c.state == OutboxState.PENDING)
_TEXTS_SHOWN = (
    select(Outbox.chat, Outbox.message_id, func.max(Outbox.id).label("row"))
    .where(
        Outbox.chat.in_(bindparam("chats", expanding=True)),
        Outbox.message_id.in_(bindparam("messages", expanding=True)),
        Outbox.operation == Operation.SEND,
        Outbox.media.is_(False),
    )
    .group_by(Outbox.chat, Outbox.message_id)
)

Change = Mapping[str, Any]
"""New values of a row by column; ``row`` is its id. All changes of one call have the same columns."""


async def add(session: Session, rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert rows in their order, in one statement, without ORM objects."""
    connection = await session.connection()
    await connection.execute(insert(_OUTBOX), rows)


async def claim(
    session: Session, platform: str, now: datetime, known: Collection[int], most: int
) -> Sequence[Row[*tuple[Any, ...]]]:
    """Claim up to ``most`` messages that a platform is to send now, replies first and then by age.

    ``known`` are the rows that the caller has claimed already. A row ends by ``complete`` or goes on by ``retry``.
    """
    wanted = {"platform": platform, "now": now, "known": list(known), "most": most}
    return (await session.execute(_DUE, wanted)).all()


async def complete(session: Session, changes: Sequence[Change]) -> None:
    """End claimed rows with their outcomes."""
    await _change(session, _CHANGE, changes)


async def retry(session: Session, changes: Sequence[Change]) -> None:
    """Leave claimed rows to a later claim, except those that were withdrawn while they were tried."""
    await change_pending(session, changes)


async def change_pending(session: Session, changes: Sequence[Change]) -> None:
    """Change rows, except those that have ended meanwhile."""
    await _change(session, _CHANGE_PENDING, changes)


async def skip(session: Session, rows: Iterable[int], reason: str) -> None:
    """End rows that are still pending without sending them."""
    await change_pending(session, [{"row": row, "state": OutboxState.SKIPPED, "reason": reason} for row in rows])


async def note_shown(session: Session, changes: Sequence[Change]) -> None:
    """Record the contents of messages that were edited."""
    await _change(session, _CHANGE, changes)


async def texts_shown(session: Session, messages: Iterable[tuple[str, int]]) -> dict[tuple[str, int], int]:
    """Find the rows of messages that show a text and no file, by (chat, message). Others are not among the keys."""
    wanted = list(messages)
    values = {"chats": [chat for chat, _ in wanted], "messages": [message for _, message in wanted]}
    return {(row.chat, row.message_id): row.row for row in await session.execute(_TEXTS_SHOWN, values)}


async def _change(session: Session, statement: Any, changes: Sequence[Change]) -> None:
    if changes:
        connection = await session.connection()
        await connection.execute(statement, changes)
