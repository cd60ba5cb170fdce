"""Broadcasts: written as drafts, sent or given an hour, stopped, undone, corrected. The first who decides, decides."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from sqlalchemy import ColumnElement, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import joinedload

from domain.access import permissions
from domain.access.audience import Audience, Operator, Part
from domain.access.member import Member
from domain.dates.clock import within
from models.database import after_commit
from models.tables.broadcasts import Broadcast, BroadcastState, Delivery, DeliveryState
from services import audit
from services.broadcast import content, ledger, rights
from services.context import ActionContext
from services.errors import AlreadyDecided, Ended, Refused
from services.messaging import outbox
from services.messaging.readdressing import BROADCAST

UNSENT = (BroadcastState.DRAFT, BroadcastState.SCHEDULED)
ENDED = (BroadcastState.SENT, BroadcastState.STOPPED)
REMIND_EVERY = timedelta(hours=1)
"""The least time between two reminders of one broadcast."""


class AlreadySent(AlreadyDecided):
    """The refusal to send, stop or undo a broadcast about which somebody has decided meanwhile."""

    def __init__(self, broadcast: Broadcast) -> None:
        super().__init__(
            "broadcast.decided_before",
            state=broadcast.state,
            by=broadcast.decided_by,
            at=broadcast.decided_at,
        )
        self.broadcast = broadcast


class WrittenMeanwhile(Refused):
    """The refusal to write over a message that somebody has changed since the writer began."""

    def __init__(self, broadcast: Broadcast) -> None:
        super().__init__("broadcast.written_meanwhile")
        self.broadcast = broadcast


def group_key(broadcast_id: int) -> str:
    """The group of all messages of a broadcast, by which those that wait are withdrawn."""
    return f"{BROADCAST}{broadcast_id}"


async def get(session: AsyncSession, member: Member, broadcast_id: int) -> Broadcast:
    """Load a broadcast that a member may read: any for the secretariat and the chair, else only the member's own.

    Raises Refused.
    """
    return await _load(session, member, broadcast_id)


async def get_named(session: AsyncSession, member: Member, broadcast_id: int) -> Broadcast:
    """Load a broadcast whose people a member may read by name. Raises Refused.

    Names, receipts and answers are those of now, and the author's right may have become a narrower one.
    """
    broadcast = await get(session, member, broadcast_id)
    if not permissions.reads_all(member) and not await rights.holds(session, broadcast):
        raise Refused("common.not_yours")
    return broadcast


async def listed(session: AsyncSession, member: Member, offset: int, most: int) -> tuple[Sequence[Broadcast], int]:
    """A page of the broadcasts that a member may read, the newest first, and the number of all."""
    which: list[ColumnElement[bool]] = [Broadcast.state != BroadcastState.DISCARDED]
    if not permissions.reads_all(member):
        which += [Broadcast.author_id == member.person_id, Broadcast.sender != ""]
    if not permissions.broadcasts(member):
        which.append(Broadcast.state.not_in(UNSENT))
    rows = await session.scalars(
        select(Broadcast)
        .where(*which)
        .options(joinedload(Broadcast.author))
        .order_by(Broadcast.id.desc())
        .offset(offset)
        .limit(most)
    )
    return rows.all(), await session.scalar(select(func.count(Broadcast.id)).where(*which)) or 0


async def create(context: ActionContext, audience: Audience, sender: str = "") -> Broadcast:
    """Begin a draft for an audience. ``sender`` is the agency of who writes by a right to that audience alone."""
    broadcast = Broadcast(
        author_id=context.person,
        sender=sender,
        audience=audience.to_json(),
        content={},
        question={},
        created_at=context.now,
    )
    context.session.add(broadcast)
    await context.session.flush()
    audit.record(context, "begin", "broadcast", broadcast.id)
    return await _load(context.session, None, broadcast.id)


async def extend(
    context: ActionContext, member: Member, broadcast_id: int, operator: Operator, part: Part
) -> Broadcast:
    """Add a step to a draft's audience. Raises Refused where the audience is fixed by a right."""
    broadcast = await _own_audience(context, member, broadcast_id)
    audience = Audience.from_json(broadcast.audience).then(operator, part)
    return await _changed(context, broadcast, audience=audience.to_json())


async def shorten(context: ActionContext, member: Member, broadcast_id: int) -> Broadcast:
    """Take the last step of a draft's audience back."""
    broadcast = await _own_audience(context, member, broadcast_id)
    return await _changed(context, broadcast, audience=Audience.from_json(broadcast.audience).without_last().to_json())


async def write(
    context: ActionContext,
    member: Member,
    broadcast_id: int,
    given: dict[str, Any],
    before: dict[str, Any] | None = None,
) -> Broadcast:
    """Set a draft's words and files. ``before`` are those over which the writer wrote.

    Raises WrittenMeanwhile when they are others now, and AlreadySent.
    """
    broadcast = await _unsent(context, member, broadcast_id)
    _check_unwritten(broadcast, given, before)
    return await _changed(context, broadcast, content=given)


async def correct(
    context: ActionContext,
    member: Member,
    broadcast_id: int,
    given: dict[str, Any],
    before: dict[str, Any] | None = None,
) -> Broadcast:
    """Correct the words of a broadcast that was sent, which edits what was delivered.

    Raises WrittenMeanwhile as for a draft, and Refused for a correction of the files, or one that no longer fits where
    the words stand.
    """
    broadcast = await _load(context.session, member, broadcast_id, lock=True)
    if broadcast.state not in (BroadcastState.SENDING, *ENDED):
        raise AlreadySent(broadcast)
    _check_unwritten(broadcast, given, before)
    if given["files"]:
        raise Refused("broadcast.words_alone")
    messages = len(content.screens(broadcast))
    had_words = bool(content.words_of(broadcast).pieces)
    broadcast.content = {**broadcast.content, "words": given["words"]}
    if len(content.screens(broadcast)) != messages or not had_words:
        raise Refused("broadcast.correction_too_long", most=content.UNDER_A_FILE)
    audit.record(context, "correct", "broadcast", broadcast.id)
    return await _changed(context, broadcast, revision=broadcast.revision + 1, busy=True)


async def ask(
    context: ActionContext,
    member: Member,
    broadcast_id: int,
    question: dict[str, Any],
    before: dict[str, Any] | None = None,
) -> Broadcast:
    """Set a draft's question with its options; {} takes it away. Raises what ``write`` does."""
    broadcast = await _unsent(context, member, broadcast_id)
    if before is not None and broadcast.question not in (before, question):
        raise WrittenMeanwhile(broadcast)
    return await _changed(context, broadcast, question=question)


async def want_receipt(context: ActionContext, member: Member, broadcast_id: int, wanted: bool) -> Broadcast:
    """Put the button «رؤیت شد» under a draft's message, or leave it out."""
    return await _changed(context, await _unsent(context, member, broadcast_id), receipt=wanted)


async def schedule(
    context: ActionContext, member: Member, broadcast_id: int, at: datetime | None, version: int | None = None
) -> Broadcast:
    """Give a draft the moment of its sending; None makes it a draft again.

    Raises Refused for the past, and for a draft that was changed since its preview, when it had ``version``.
    """
    broadcast = await _unsent(context, member, broadcast_id)
    if at is None:
        return await _changed(context, broadcast, send_at=None, state=BroadcastState.DRAFT)
    if version not in (None, broadcast.version):
        raise Refused("broadcast.changed")
    if at <= context.now:
        raise Refused("broadcast.past", at=at)
    _check_sendable(broadcast)
    audit.record(context, "schedule", "broadcast", broadcast.id, at=at.isoformat())
    return await _changed(context, broadcast, send_at=at, state=BroadcastState.SCHEDULED, **_decided(context))


async def discard(context: ActionContext, member: Member, broadcast_id: int) -> None:
    """Throw a draft away."""
    broadcast = await _unsent(context, member, broadcast_id)
    audit.record(context, "discard", "broadcast", broadcast.id)
    await _changed(context, broadcast, state=BroadcastState.DISCARDED)


async def send(context: ActionContext, member: Member, broadcast_id: int, version: int) -> Broadcast:
    """Let the sending begin; the ticks then write the messages in slices.

    Raises AlreadySent, and Refused for a draft that was changed since the preview or lacks its words.
    """
    broadcast = await _load(context.session, member, broadcast_id, lock=True)
    if broadcast.state not in UNSENT:
        raise AlreadySent(broadcast)
    if broadcast.version != version:
        raise Refused("broadcast.changed")
    _check_sendable(broadcast)
    audit.record(context, "send", "broadcast", broadcast.id)
    return await _changed(
        context, broadcast, state=BroadcastState.SCHEDULED, send_at=context.now, busy=True, **_decided(context)
    )


async def stop(context: ActionContext, member: Member, broadcast_id: int) -> Broadcast:
    """Stop the sending: who has not got the message gets none. Raises AlreadySent for one that is not being sent."""
    broadcast = await _load(context.session, member, broadcast_id, lock=True)
    if broadcast.state is not BroadcastState.SENDING:
        raise AlreadySent(broadcast)
    await _withhold(context, broadcast, "stopped")
    audit.record(context, "stop", "broadcast", broadcast.id)
    stopped = {"state": BroadcastState.STOPPED, "ended_at": context.now}
    return await _changed(context, broadcast, busy=True, **stopped, **_decided(context))


async def undo(context: ActionContext, member: Member, broadcast_id: int) -> Broadcast:
    """Take a broadcast back from everybody: what waits is not sent, what was delivered is deleted or says so.

    Raises AlreadySent for one that was not sent, or is taken back already.
    """
    broadcast = await _load(context.session, member, broadcast_id, lock=True)
    if broadcast.state not in (BroadcastState.SENDING, *ENDED):
        raise AlreadySent(broadcast)
    await _withhold(context, broadcast, "undone")
    audit.record(context, "undo", "broadcast", broadcast.id)
    undone = {"state": BroadcastState.UNDONE, "ended_at": context.now}
    return await _changed(context, broadcast, busy=True, **undone, **_decided(context))


async def remind(context: ActionContext, member: Member, broadcast_id: int) -> Broadcast:
    """Remind those who have the message and did not acknowledge it. Raises Refused within an hour of the last time."""
    broadcast = await _load(context.session, member, broadcast_id, lock=True)
    if broadcast.state not in (BroadcastState.SENDING, *ENDED):
        raise AlreadySent(broadcast)
    if broadcast.remind_from and within(REMIND_EVERY, broadcast.remind_from, context.now):
        raise Refused("ledger.reminded_lately", at=broadcast.remind_from)
    if not await ledger.unseen(context.session, broadcast):
        raise Refused("ledger.nobody_to_remind")
    audit.record(context, "remind", "broadcast", broadcast.id)
    return await _changed(context, broadcast, remind_from=context.now, busy=True)


async def _withhold(context: ActionContext, broadcast: Broadcast, reason: str) -> None:
    """Withdraw the messages that wait, and those that are not written yet."""
    await outbox.cancel(context.session, [group_key(broadcast.id)], reason)
    await context.session.execute(
        update(Delivery)
        .where(
            Delivery.broadcast_id == broadcast.id, Delivery.state == DeliveryState.WAITING, Delivery.row_id.is_(None)
        )
        .values(state=DeliveryState.WITHHELD, reason=reason)
    )


def _check_unwritten(broadcast: Broadcast, given: dict[str, Any], before: dict[str, Any] | None) -> None:
    if before is not None and broadcast.content not in (before, given):
        raise WrittenMeanwhile(broadcast)


def _check_sendable(broadcast: Broadcast) -> None:
    if not broadcast.content:
        raise Refused("broadcast.no_content")
    if not broadcast.audience.get("steps"):
        raise Refused("broadcast.nobody")


def _decided(context: ActionContext) -> dict[str, Any]:
    return {"decided_by": context.person, "decided_at": context.now}


async def _unsent(context: ActionContext, member: Member, broadcast_id: int) -> Broadcast:
    broadcast = await _load(context.session, member, broadcast_id, lock=True)
    if broadcast.state not in UNSENT:
        raise AlreadySent(broadcast)
    return broadcast


async def _own_audience(context: ActionContext, member: Member, broadcast_id: int) -> Broadcast:
    broadcast = await _unsent(context, member, broadcast_id)
    if broadcast.sender:
        raise Refused("broadcast.audience_fixed")
    return broadcast


async def _changed(context: ActionContext, broadcast: Broadcast, **values: Any) -> Broadcast:
    for name, value in values.items():
        setattr(broadcast, name, value)
    broadcast.version += 1
    await context.session.flush()
    if broadcast.busy or broadcast.state is BroadcastState.SCHEDULED:
        after_commit(context.session, partial(setattr, context.organisation, "broadcast_at", context.now))
    return broadcast


async def _load(session: AsyncSession, member: Member | None, broadcast_id: int, *, lock: bool = False) -> Broadcast:
    query = (
        select(Broadcast)
        .where(Broadcast.id == broadcast_id)
        .options(joinedload(Broadcast.author), joinedload(Broadcast.decider))
    )
    query = query.execution_options(populate_existing=True)
    broadcast = await session.scalar(query.with_for_update(of=Broadcast) if lock else query)
    if broadcast is None or broadcast.state is BroadcastState.DISCARDED:
        raise Ended("broadcast.gone")
    everybody = member is None or (member.secretary if lock else permissions.reads_all(member))
    if not everybody and member:
        await _check_own(session, member, broadcast, changes=lock)
    if member and broadcast.state in UNSENT and not permissions.broadcasts(member):
        raise Refused("broadcast.gone")
    return broadcast


async def _check_own(session: AsyncSession, member: Member, broadcast: Broadcast, *, changes: bool) -> None:
    """Raise Refused for what somebody without the secretariat's role may not read, or may not change any more.

    What was written as a secretary is the office's, also once its author is none. What a right has sent is changed
    while its author has that right.
    """
    if broadcast.author_id != member.person_id or not broadcast.sender:
        raise Refused("common.not_yours")
    if changes and broadcast.state not in UNSENT and not await rights.holds(session, broadcast):
        raise Refused("common.not_yours")
