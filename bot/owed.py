"""The rows that the outbox still owes, each with what its sending needs: where to, in which language, over which
message.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, or_, select, text
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from models.base import Moment
from models.people import Account, Person
from models.transit import Lane, Operation, Outbox, OutboxState
from services import unsent
from services.office import Office

_target = aliased(Outbox)
_OWED = (
    select(
        Outbox.id,
        Outbox.person_id,
        Outbox.chat,
        Outbox.operation,
        Outbox.language,
        Outbox.screen,
        Outbox.callback_id,
        Outbox.attempts,
        Outbox.retry_at,
        Outbox.target_id,
        _target.message_id,
        _target.shows,
        _target.state,
        _target.chat,
        Person.language,
        Outbox.lane,
        Outbox.batch,
        Outbox.created_at,
        Person.settings,
    )
    .outerjoin(_target, _target.id == Outbox.target_id)
    .outerjoin(Person, Person.id == Outbox.person_id)
    .where(
        # As the partial index has it: a parameter would not match.
        text("outbox.state = 'pending'"),
        or_(Outbox.not_before.is_(None), Outbox.not_before <= bindparam("now", type_=Moment)),
        Outbox.id.not_in(bindparam("known", expanding=True)),
    )
    .order_by(Outbox.lane, Outbox.id)
    .limit(bindparam("most"))
)


@dataclass(slots=True)
class Owed:
    """A pending row. ``unreachable`` and ``dead_target`` say why it can't be sent at all, "" when it can, and
    ``held_until`` from when on it can where now is the wrong hour for it.
    """

    id: int
    platform: str
    chat: str
    operation: Operation
    language: str
    screen: str
    callback_id: str
    attempts: int
    retry_at: float
    target_id: int | None = None
    target_message: int | None = None
    target_shows: str = ""
    reply: bool = False
    waits_for_target: bool = False
    dead_target: str = ""
    unreachable: str = ""
    held_until: datetime | None = None


async def load(
    session: AsyncSession, office: Office, platforms: set[str], most: int, known: Collection[int]
) -> list[Owed]:
    """What is owed now and not ``known``, replies first and then by age.

    A row to a person goes to the account that was active last.
    """
    now = office.clock.now()
    rows = (await session.execute(_OWED, {"now": now, "known": list(known), "most": most})).all()
    chats = await _chats(session, {row[1] for row in rows if row[1] and not row[2]}, platforms)
    owed = []
    for row in rows:
        chat = row[2] or row[13] or chats.get(row[1] or 0, "")
        one = Owed(
            id=row[0],
            platform=chat.partition(":")[0],
            chat=chat,
            operation=row[3],
            language=row[4] or row[14] or "",
            screen=row[5],
            callback_id=row[6],
            attempts=row[7],
            retry_at=row[8],
            target_id=row[9],
            target_message=row[10],
            target_shows=row[11] or "",
            reply=row[15] is Lane.REPLY,
        )
        _judge(one, row[12], platforms)
        # It may have waited since it was written, through an outage or behind others.
        if not one.reply and row[1]:
            one.held_until = unsent.held_until(office, row[18] or {}, now, batch=row[16], written=row[17])
        owed.append(one)
    return owed


def _judge(row: Owed, target_state: OutboxState | None, platforms: set[str]) -> None:
    if row.platform not in platforms:
        row.unreachable = "no account can be reached"
    if row.operation in (Operation.EDIT, Operation.DELETE):
        if target_state is OutboxState.PENDING:
            row.waits_for_target = True
        elif row.target_message is None:
            row.dead_target = "the message was never sent"


async def _chats(session: AsyncSession, person_ids: set[Any], platforms: Sequence[str] | set[str]) -> dict[int, str]:
    if not person_ids:
        return {}
    accounts = await session.execute(
        select(Account.person_id, Account.chat)
        .where(Account.person_id.in_(person_ids), Account.reachable, Account.platform.in_(platforms))
        .order_by(Account.last_active_at)
    )
    return {row.person_id: row.chat for row in accounts}
