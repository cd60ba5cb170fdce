"""The outbox: messages as rows, written in the transaction that causes them and sent after its commit.

A message that is no direct reply comes here by ``notify`` alone.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from domain.chat.screens import Screen
from models.tables.queues import GROUPED, PENDING, Lane, Operation, Outbox, OutboxState, recipient_of
from services.queues import outbox as queue
from services.slices import slices

APART = (Operation.TOAST, Operation.STRIP)
"""The operations that hold up no other message of their chat, and are a recipient of their own."""
IN_HAND = timedelta(seconds=5)
"""The time before its sending in which a held-back row is left alone."""
KEYS_AT_ONCE = 5000
"""The most keys in one statement: a database takes only so many parameters."""


class Written(NamedTuple):
    """A row that was written: its id and the person it goes to."""

    id: int
    person_id: int | None


class Waiting(NamedTuple):
    """A row that is not sent yet."""

    id: int
    person_id: int | None
    created_at: datetime


class Notice(NamedTuple):
    """A row in the lane of reminders that is not sent yet, with its screen."""

    id: int
    recipient: str
    created_at: datetime
    group_key: str
    screen: Screen


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
    """The values of one row. For a person the account is chosen at sending; with a ``chat`` the row goes there."""
    return {
        "person_id": person_id,
        "chat": chat,
        "platform": chat.partition(":")[0],
        "lane": lane,
        "recipient": f"{operation}:{chat}" if operation in APART else recipient_of(person_id, chat),
        "operation": operation,
        "language": "",
        "screen": screen.to_json() if screen else "",
        "media": bool(screen and screen.files),
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


async def write(session: AsyncSession, rows: Sequence[dict[str, Any]]) -> list[Written]:
    """Write rows in one statement and return them, without those whose ``dedupe_key`` is there already."""
    return [Written(*columns) for columns in await queue.add_new(session, rows)] if rows else []


async def amend(
    session: AsyncSession, row_id: int, screen: Screen, now: datetime, *, not_before: datetime | None = None
) -> int:
    """Replace the screen of row ``row_id``: change the row while it is held back, edit its message after that.

    ``not_before`` holds back the edit. Returns the id of the row that carries the screen, for the next amendment.
    Of a row that is kept no more ``unchangeable`` tells before.
    """
    # A row that may go now can be on its way already: only one that is held back is changed in place.
    changed = await session.execute(
        update(Outbox)
        .where(Outbox.id == row_id, Outbox.state == OutboxState.PENDING, Outbox.not_before > now + IN_HAND)
        .values(screen=screen.to_json(), media=bool(screen.files))
    )
    if changed.rowcount:  # type: ignore[attr-defined]
        return row_id
    original = await session.get_one(Outbox, row_id)
    edit = row(
        screen,
        now,
        person_id=original.person_id,
        chat=original.chat,
        lane=original.lane,
        operation=Operation.EDIT,
        target_id=original.target_id or row_id,
        not_before=not_before,
        platform=original.platform,
        group_key=original.group_key,
        language=original.language,
        recipient=original.recipient,
    )
    [written] = await write(session, [edit])
    return written.id


async def cancel(session: AsyncSession, group_keys: Collection[str], reason: str) -> int:
    """Take back the rows of some groups that are not sent yet, and return their number."""
    cancelled = 0
    for some in slices(group_keys, KEYS_AT_ONCE):
        result = await session.execute(
            update(Outbox)
            .where(PENDING, GROUPED, Outbox.group_key.in_(some))
            .values(state=OutboxState.SKIPPED, reason=reason)
        )
        cancelled += int(result.rowcount)  # type: ignore[attr-defined]
    return cancelled


async def hold_back(session: AsyncSession, beginning: str, reason: str) -> None:
    """Take back the rows that are not sent yet and whose dedupe key begins so; ``let_go`` gives them back."""
    keyed = PENDING, Outbox.dedupe_key.startswith(beginning, autoescape=True)
    await session.execute(update(Outbox).where(*keyed).values(state=OutboxState.SKIPPED, reason=reason))


async def let_go(session: AsyncSession, beginning: str, reason: str) -> None:
    """Give back the rows that were held back for a reason: what they tell of is there again."""
    keyed = Outbox.dedupe_key.startswith(beginning, autoescape=True)
    held = Outbox.state == OutboxState.SKIPPED, Outbox.reason == reason
    await session.execute(update(Outbox).where(*held, keyed).values(state=OutboxState.PENDING, reason=""))


async def skip(session: AsyncSession, row_ids: Collection[int], reason: str) -> None:
    """Take back single rows that are not sent yet, by their ids."""
    await queue.skip(session, row_ids, reason)


async def bring_back(session: AsyncSession, prefix: str, reason: str, since: datetime) -> None:
    """Let rows wait again that were taken back by ``reason``: those of a prefix of groups, written since a moment."""
    taken_back = Outbox.state == OutboxState.SKIPPED, Outbox.reason == reason, Outbox.created_at > since
    again = update(Outbox).where(Outbox.group_key.startswith(prefix), *taken_back)
    await session.execute(again.values(state=OutboxState.PENDING, reason=""))


async def reword(session: AsyncSession, screens: Mapping[int, Screen]) -> None:
    """Replace the screens of rows that are not sent yet, by the row's id."""
    changes = [{"row": row_id, "screen": screen.to_json()} for row_id, screen in screens.items()]
    await queue.change_pending(session, changes)


async def waiting(session: AsyncSession, group_keys: Collection[str]) -> list[Waiting]:
    """The rows of some groups that are not sent yet, oldest first."""
    rows: list[Waiting] = []
    for some in slices(group_keys, KEYS_AT_ONCE):
        found = await session.execute(
            select(Outbox.id, Outbox.person_id, Outbox.created_at).where(PENDING, GROUPED, Outbox.group_key.in_(some))
        )
        rows += [Waiting(*columns) for columns in found]
    return sorted(rows)


async def notices(session: AsyncSession) -> list[Notice]:
    """All rows in the lane of reminders that show something and are not sent yet, oldest first."""
    columns = Outbox.id, Outbox.recipient, Outbox.created_at, Outbox.group_key, Outbox.screen
    shown = PENDING, Outbox.lane == Lane.REMINDER, Outbox.screen != ""
    rows = await session.execute(select(*columns).where(*shown).order_by(Outbox.id))
    return [Notice(number, to, at, key, Screen.from_json(screen)) for number, to, at, key, screen in rows]


async def waiting_screens(session: AsyncSession, group_keys: Collection[str]) -> dict[int, Screen]:
    """The screens of some groups that are not sent yet, by the person they go to."""
    found: dict[int, Screen] = {}
    for some in slices(group_keys, KEYS_AT_ONCE):
        shown = PENDING, GROUPED, Outbox.group_key.in_(some), Outbox.screen != ""
        rows = await session.execute(select(Outbox.person_id, Outbox.screen).where(*shown).order_by(Outbox.id))
        found |= {person_id: Screen.from_json(screen) for person_id, screen in rows if person_id}
    return found


async def regroup(session: AsyncSession, group_keys: Mapping[int, str]) -> None:
    """Give rows that are not sent yet another group, by the row's id."""
    await queue.change_pending(session, [{"row": row_id, "group_key": key} for row_id, key in group_keys.items()])


async def people_waiting(session: AsyncSession, prefix: str, lane: Lane, before: datetime) -> set[int]:
    """The ids of people with an unsent message of ``lane`` that was written ``before`` a moment.

    Its group key begins with ``prefix``.
    """
    rows = await session.scalars(
        select(Outbox.person_id).where(
            # An order of its own would keep the partial index from being used.
            PENDING,
            Outbox.lane == lane,
            Outbox.group_key.startswith(prefix),
            Outbox.created_at < before,
        )
    )
    return {person_id for person_id in rows if person_id}


async def states(session: AsyncSession, row_ids: Collection[int]) -> dict[int, OutboxState]:
    """The states of some rows, as far as they are kept, by their ids."""
    found: dict[int, OutboxState] = {}
    for some in slices(row_ids, KEYS_AT_ONCE):
        rows = await session.execute(select(Outbox.id, Outbox.state).where(Outbox.id.in_(some)))
        found |= dict(rows.all())
    return found


async def unchangeable(session: AsyncSession, row_ids: Collection[int]) -> set[int]:
    """The ids, of some, of rows that were never sent or are kept no more: there is no message to edit."""
    if not row_ids:
        return set()
    kept = Outbox.state.in_((OutboxState.PENDING, OutboxState.SENT))
    return set(row_ids) - set(await session.scalars(select(Outbox.id).where(Outbox.id.in_(row_ids), kept)))


async def known_keys(session: AsyncSession, dedupe_keys: Collection[str]) -> set[str]:
    """The dedupe keys, of some, that a row has already, sent or not."""
    known: set[str] = set()
    for some in slices(dedupe_keys, KEYS_AT_ONCE):
        rows = await session.scalars(select(Outbox.dedupe_key).where(Outbox.dedupe_key.in_(some)))
        known |= {key for key in rows if key}
    return known


async def failed_since(session: AsyncSession, since: datetime) -> int:
    """Count the messages to people, written since a moment, that could not be delivered."""
    failed = select(func.count()).select_from(Outbox).where(Outbox.state == OutboxState.FAILED)
    to_people = failed.where(Outbox.created_at >= since, Outbox.person_id.is_not(None))
    return (await session.execute(to_people)).scalar_one()


async def next_held(session: AsyncSession, now: datetime) -> datetime | None:
    """The earliest moment after ``now`` for which a message is held back."""
    return await session.scalar(select(func.min(Outbox.not_before)).where(PENDING, Outbox.not_before > now))
