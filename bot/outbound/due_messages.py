"""The rows that the outbox still owes, each with what its sending needs: where to, in which language, over which
message.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import bindparam, or_, select, text
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from bot.outbound import routing
from bot.outbound.routing import PlatformStatus
from models.base import Moment
from models.people import Person
from models.queues import Lane, Operation, Outbox, OutboxState
from services.messaging import quiet_hours
from services.organisation import Organisation

SPINS = timedelta(seconds=30)
"""How long a tap's button spins at most; an answer that comes later is shown by no client."""

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
        Outbox.group_key,
        Outbox.created_at,
        Person.settings,
        _target.media,
    )
    .outerjoin(_target, _target.id == Outbox.target_id)
    .outerjoin(Person, Person.id == Outbox.person_id)
    .where(
        # As the partial index has it: a parameter would not match.
        text("outbox.state = 'pending'"),
        or_(Outbox.not_before.is_(None), Outbox.not_before <= bindparam("now", type_=Moment)),
        Outbox.platform == bindparam("platform"),
        Outbox.id.not_in(bindparam("known", expanding=True)),
    )
    .order_by(Outbox.lane, Outbox.id)
    .limit(bindparam("most"))
)


@dataclass(slots=True)
class DueMessage:
    """A pending row.

    ``hopeless`` says why it can't be sent at all, "" when it can, and ``held_until`` from when on it can where now is
    the wrong hour for it. A ``movable`` one may still go to another account of its person, as one with ``elsewhere``,
    a platform's name, has to.
    """

    id: int
    person_id: int | None
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
    target_media: bool = False
    reply: bool = False
    movable: bool = False
    elsewhere: str = ""
    waits_for_target: bool = False
    hopeless: str = ""
    held_until: datetime | None = None


async def load(
    session: AsyncSession,
    organisation: Organisation,
    platform: str,
    places: PlatformStatus,
    most: int,
    known: Collection[int],
) -> list[DueMessage]:
    """What a platform owes now that is not ``known``, replies first and then by age."""
    now = organisation.clock.now()
    wanted = {"now": now, "platform": platform, "known": list(known), "most": most}
    rows = (await session.execute(_OWED, wanted)).all()
    chats = await routing.chats_of(session, {row[1] for row in rows if row[1] and not row[2]}, places)
    owed = []
    for row in rows:
        movable = not row[2] and row[3] is Operation.SEND
        chat = chats.get(row[1] or 0, "") if movable else row[2] or row[13] or ""
        one = DueMessage(
            id=row[0],
            person_id=row[1],
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
            target_media=bool(row[19]),
            reply=row[15] is Lane.REPLY,
            movable=movable,
            waits_for_target=row[12] is OutboxState.PENDING,
        )
        if one.chat and (home := routing.platform_of(one.chat)) != platform:
            one.elsewhere = home
        one.hopeless = _hopeless(one, row[17] < now - SPINS)
        # It may have waited since it was written, through an outage or behind others.
        if not one.reply and row[1]:
            one.held_until = quiet_hours.held_until(
                organisation, row[18] or {}, now, lane=row[15], group_key=row[16], written=row[17]
            )
        owed.append(one)
    return owed


def _hopeless(row: DueMessage, old: bool) -> str:
    if row.operation is Operation.TOAST:
        return "too old" if old else ""
    if row.operation in (Operation.EDIT, Operation.DELETE):
        gone = row.target_message is None and not row.waits_for_target
        return "the message was never sent" if gone else ""
    return "" if row.chat else routing.NOWHERE
