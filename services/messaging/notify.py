"""The one way to send anything but a direct reply: reminders, notices and news, to people and to groups.

The account and the platform of each message are chosen when it is sent, and so is what of it that platform may show.
"""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from domain.chat.screens import Screen
from domain.persian.text import fold
from models.tables.organisation import Fact
from models.tables.queues import Lane
from services.context import ActionContext
from services.messaging import outbox, quiet_hours
from services.messaging.outbox import Written
from services.messaging.recipients import Recipient

PERSON = "{person}"
"""The placeholder in a key for the id of each recipient, of a group for its chat."""
LONGEST_HELD = timedelta(days=2)
"""The longest time for which quiet hours and the pause between two changes hold back a message that is renewed."""


@dataclass(frozen=True, slots=True)
class _Message:
    """The parameters of one call, apart from its recipients."""

    screen: Screen | Callable[[Recipient], Screen]
    group_key: str
    dedupe_key: str
    lane: Lane
    not_before: datetime | None


async def notify(
    context: ActionContext,
    recipients: Iterable[Recipient],
    screen: Screen | Callable[[Recipient], Screen],
    *,
    group_key: str = "",
    dedupe_key: str = "",
    lane: Lane = Lane.REMINDER,
    not_before: datetime | None = None,
    renew_every: timedelta | None = None,
    supersede: bool = True,
) -> list[Written]:
    """Write one message to each recipient, in one statement; return the rows that carry it now.

    ``screen`` is the whole message, or a function that makes each recipient's own. Unless it is a reply, it waits for
    the end of the recipient's quiet hours, and in any lane for ``not_before``.

    A ``group_key`` names messages of which only the latest counts: earlier ones of the group that are not sent yet are
    taken back, but for ``supersede=False``, by which one group is written in several calls. With ``renew_every`` a
    message that was sent already is edited as well, at most that often, for as long as its recipient has not followed
    it (``followed``) and for the rest of the day.

    A recipient who has had a message of the same ``dedupe_key`` gets none. In either key ``PERSON`` stands for the
    recipient's id.
    """
    people = list({(recipient.id, recipient.chat): recipient for recipient in recipients}.values())
    message = _Message(screen, group_key, dedupe_key, lane, not_before)
    if renew_every:
        return await _renew(context, people, message, renew_every)
    if group_key and supersede:
        if dedupe_key:
            # Whoever gets no message must not lose the one that waits either.
            people = await _without_one(context.session, people, dedupe_key)
        if not people:
            return []
        await _withdraw(context.session, _keys(group_key, people), "superseded")
    rows = [_row(context, recipient, message, _not_before(context, recipient, message)) for recipient in people]
    return await outbox.write(context.session, rows)


async def withdraw(context: ActionContext, group_key: str, reason: str) -> int:
    """Take back the messages of a group that are not sent yet, and return their number."""
    return await _withdraw(context.session, [group_key], reason)


async def followed(context: ActionContext, group_key: str) -> None:
    """Stop renewing a group whose recipient has looked at its subject.

    A message of it that still waits is taken back as needless, and the next is a new one.
    """
    group = await context.session.get(Fact, group_key)
    if group:
        await _withdraw(context.session, [group_key], "seen")
        # A message that was taken back was never seen: the next need not keep its distance from it.
        at = min(datetime.fromisoformat(group.value["at"]), context.now)
        group.value = {"row": None, "at": at.isoformat()}


async def start_anew(session: AsyncSession, group_keys: Collection[str]) -> None:
    """Begin each group with a new message: the last may stand in a chat that is its recipient's no more."""
    await session.execute(delete(Fact).where(Fact.name.in_(group_keys)))


async def _renew(
    context: ActionContext, people: Collection[Recipient], message: _Message, every: timedelta
) -> list[Written]:
    """Write or edit one message of each recipient's group, and keep its row and its moment of sending."""
    keys = _keys(message.group_key, people)
    groups = {group.name: group for group in await context.session.scalars(select(Fact).where(Fact.name.in_(keys)))}
    written: list[Written] = []
    fresh: list[dict[str, Any]] = []
    moments: dict[int, datetime] = {}
    outdated: list[str] = []
    unchangeable = await outbox.unchangeable(context.session, [row for row, _ in map(_last, groups.values()) if row])
    for person in people:
        key = _key(message.group_key, person.key)
        row, before = _last(groups.get(key))
        row = row if row not in unchangeable else None
        if before and before > context.now + LONGEST_HELD:
            # A clock that was ahead stored it, and was set right since: the next message waits for nothing.
            outdated.append(key)
            row, before = None, None
        at = _not_before(context, person, message, before + every if before else None) or context.now
        if row and before and context.organisation.day(before) >= context.today:
            amended_id = await outbox.amend(context.session, row, _screen(message, person), context.now, not_before=at)
            written.append(Written(amended_id, person.id))
            if amended_id == row:
                # It was changed while it waits, and goes when it was going to.
                continue
        else:
            fresh.append(_row(context, person, message, at))
            outdated += [key] if row else []
        moments[person.id] = at
    if outdated:
        await _withdraw(context.session, outdated, "superseded")
    written += await outbox.write(context.session, fresh)
    for row_id, person_id in written:
        if person_id in moments:
            key = _key(message.group_key, str(person_id))
            group = groups.get(key) or Fact(name=key)
            group.value = {"row": row_id, "at": moments[person_id].isoformat()}
            context.session.add(group)
    await context.session.flush()
    return written


async def _without_one(session: AsyncSession, people: Iterable[Recipient], dedupe_key: str) -> list[Recipient]:
    """Leave out whoever has had a message of the same dedupe key."""
    keys = {_key(dedupe_key, person.key): person for person in people}
    known = await outbox.known_keys(session, keys)
    return [person for key, person in keys.items() if key not in known]


def _last(group: Fact | None) -> tuple[int | None, datetime | None]:
    """The last row of a group, None when its recipient has followed it, and the moment of its sending."""
    if group is None:
        return None, None
    return group.value["row"], datetime.fromisoformat(group.value["at"])


def _row(context: ActionContext, person: Recipient, message: _Message, not_before: datetime | None) -> dict[str, Any]:
    return outbox.row(
        _screen(message, person),
        context.now,
        person_id=person.id or None,
        chat=person.chat,
        lane=message.lane,
        not_before=not_before,
        dedupe_key=_key(message.dedupe_key, person.key) or None,
        group_key=_key(message.group_key, person.key),
    )


def _not_before(
    context: ActionContext, person: Recipient, message: _Message, earliest: datetime | None = None
) -> datetime | None:
    """The moment from which a message may be sent, at the earliest ``earliest``; None when that is now."""
    at = max(filter(None, (context.now, message.not_before, earliest)))
    quiet_until = quiet_hours.held_until(
        context.organisation, person.settings, at, lane=message.lane, group_key=message.group_key
    )
    return quiet_until or (at if at > context.now else None)


def _screen(message: _Message, person: Recipient) -> Screen:
    return message.screen(person) if callable(message.screen) else message.screen


async def _withdraw(session: AsyncSession, group_keys: Collection[str], reason: str) -> int:
    return await outbox.cancel(session, group_keys, reason) if group_keys else 0


def digest(words: str) -> str:
    """A short form for a key of words that may be longer than one, the same however they are typed."""
    return sha256(fold(words).encode()).hexdigest()[:16]


def _keys(key: str, people: Iterable[Recipient]) -> set[str]:
    return {_key(key, person.key) for person in people} if PERSON in key else {key}


def _key(key: str, recipient: str) -> str:
    return key.replace(PERSON, recipient)
