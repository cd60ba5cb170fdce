"""Due messages of a platform, each with the data that its delivery needs."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from domain.dates.clock import steady_seconds
from models.database import Session
from models.tables.queues import Lane, Operation, OutboxState
from services.messaging import quiet_hours
from services.organisation import Organisation
from services.queues import outbox, routing
from services.queues.routing import PlatformStatus

SPINNER_TIMEOUT = timedelta(seconds=30)
"""The longest time that a tap's button spins; no client shows an answer that comes later."""


@dataclass(slots=True, kw_only=True)
class DueMessage:
    """A pending row of the outbox.

    ``undeliverable`` is the reason why it can't be sent at all, "" when it can. ``quiet_until`` is the end of the quiet
    hours in which it must not be sent, or in which the message that it changes is not. ``elsewhere`` names the platform
    that has to send it instead. It ``rests`` when an earlier one to its recipient failed and is to be tried later.
    """

    id: int
    person_id: int | None
    recipient: str
    chat: str
    operation: Operation
    language: str
    screen: str
    attempts: int
    rests: bool
    reply: bool = False
    elsewhere: str = ""
    undeliverable: str = ""
    quiet_until: datetime | None = None


@dataclass(slots=True, kw_only=True)
class OutgoingMessage(DueMessage):
    """A new message. A ``movable`` one may still go to another account of its person."""

    movable: bool = False


@dataclass(slots=True, kw_only=True)
class MessageChange(DueMessage):
    """An edit or a deletion of the message of row ``target_id``.

    ``target_message`` is that message's number on the platform, ``target_album`` are those of an album's others. With
    ``waits_for_target`` the target is still pending.
    A ``superseded`` edit has a newer one, which is sent already or may be sent now.
    """

    target_id: int
    target_message: int | None
    target_album: Sequence[int]
    target_shows: str
    target_media: bool
    waits_for_target: bool
    superseded: bool


@dataclass(slots=True, kw_only=True)
class TapAnswer(DueMessage):
    """An answer to a tap: shows the words of its screen for a moment, or only stops the button's spinning."""

    callback_id: str


async def load(
    session: Session,
    organisation: Organisation,
    platform: str,
    platforms: PlatformStatus,
    most: int,
    known: Collection[int],
    *,
    strips: bool = True,
    groups: bool = True,
) -> list[DueMessage]:
    """Claim up to ``most`` due messages of each lane that are not ``known``, in the order to send them.

    Without ``strips``, the rows that take buttons from old messages are left for an idle moment; without ``groups``,
    there are none to groups among them.
    """
    now = organisation.clock.now()
    rows = await outbox.claim(session, platform, now, steady_seconds(), known, most, strips=strips, groups=groups)
    people = {row.person_id for row in rows if row.person_id and not row.chat}
    chats = await routing.chats_of(session, people, platforms)
    due = []
    for row in rows:
        message = _message(row, chats, now)
        if message.chat and (home := routing.platform_of(message.chat)) != platform:
            message.elsewhere = home
        if isinstance(message, MessageChange) and not row.person_id:
            # Nobody is notified of it, but it would take a place in each look until the hour of its message.
            held = row.target_not_before if message.waits_for_target else None
            message.quiet_until = held if held and held > now else None
        # The message may have waited since it was written, through an outage or behind others.
        elif not message.reply and message.operation is not Operation.STRIP:
            message.quiet_until = quiet_hours.held_until(
                organisation,
                row.settings or {},
                now,
                lane=row.lane,
                group_key=row.group_key,
                written=row.created_at,
            )
        due.append(message)
    return due


def _message(row: Any, chats: dict[int, str], now: datetime) -> DueMessage:
    common = {
        "id": row.id,
        "person_id": row.person_id,
        "recipient": row.recipient,
        "chat": row.chat or row.target_chat or "",
        "operation": row.operation,
        "language": row.language or row.person_language or "",
        "screen": row.screen,
        "attempts": row.attempts,
        "rests": row.rests,
        "reply": row.lane is Lane.REPLY,
    }
    if row.operation is Operation.TOAST:
        late = row.created_at < now - SPINNER_TIMEOUT
        return TapAnswer(**common, callback_id=row.callback_id, undeliverable="too old" if late else "")
    if row.operation is Operation.SEND:
        chat = row.chat or chats.get(row.person_id or 0, "")
        sent = {**common, "chat": chat, "undeliverable": "" if chat else routing.NOWHERE}
        return OutgoingMessage(**sent, movable=not row.chat)
    waits = row.target_state is OutboxState.PENDING
    return MessageChange(
        **common,
        target_id=row.target_id,
        target_message=row.target_message,
        target_album=row.target_album or (),
        target_shows=row.target_shows or "",
        target_media=bool(row.target_media),
        waits_for_target=waits,
        superseded=row.superseded,
        undeliverable="" if waits or row.target_message is not None else "the message was never sent",
    )
