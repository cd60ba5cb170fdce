"""Readdressing of unsent messages when two persons become one, an account leaves its person, or a person the office."""

from functools import partial

from sqlalchemy import ColumnElement, Update, exists, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from domain.chat.screens import Screen, Tap, row_number
from models.database import after_commit
from models.tables.broadcasts import Broadcast
from models.tables.meetings import Obligation, Owner, Resolution
from models.tables.queues import GROUPED, PENDING, Lane, Operation, Outbox, OutboxState, recipient_of
from services.context import ActionContext
from services.messaging import outbox, recipients

OF_RESOLUTIONS = ("resolution", "text", "deadline", "template", "released")
"""The kinds of groups of messages that tell news of one resolution, whose id follows."""
OF_PERSON = (
    "meeting",
    "meeting.calendar",
    "meeting.agenda",
    *OF_RESOLUTIONS[:3],
    "next_meeting",
    "contribution",
    "idea",
)
"""The kinds of groups whose last part is the person's id."""
OF_MEETING = OF_PERSON[:3]
"""Those of which one message is enough for one person, whatever the two were told apart."""
BROADCAST = "broadcast:"
"""The beginning of the group keys of broadcasts, whose id follows."""
ROLE_ENDED = "role_ended"
"""The reason of a message that was taken back because its person's last role ended."""


async def leave_chat(session: AsyncSession, person_id: int, chat: str) -> None:
    """Send a person's unsent messages to another account, and take back those that only ``chat`` can get."""
    pending = update(Outbox).where(PENDING)
    to_person = pending.where(Outbox.person_id == person_id, Outbox.operation == Operation.SEND)
    await session.execute(to_person.where(Outbox.platform == chat.partition(":")[0]).values(chat="", platform=""))
    target = aliased(Outbox)
    shown_there = exists().where(target.id == Outbox.target_id, target.chat == chat)
    to_chat = pending.where(or_(Outbox.chat == chat, shown_there), Outbox.operation != Operation.TOAST)
    await session.execute(to_chat.values(state=OutboxState.SKIPPED, reason="unlinked"))


async def leave_office(session: AsyncSession, person_id: int) -> None:
    """Take back what waits for a person who holds no role any more, but for replies."""
    unsent = update(Outbox).where(*_notices(person_id))
    await session.execute(unsent.values(state=OutboxState.SKIPPED, reason=ROLE_ENDED))


async def leave_audiences(context: ActionContext, person_id: int) -> None:
    """Let the next tick look whether the broadcasts that wait for a person are for them still."""
    keys = await context.session.scalars(select(Outbox.group_key).where(*_notices(person_id)).distinct())
    numbers = {row_number(key.removeprefix(BROADCAST)) for key in keys if key.startswith(BROADCAST)}
    if numbers:
        await context.session.execute(update(Broadcast).where(Broadcast.id.in_(numbers)).values(busy=True))
        after_commit(context.session, partial(setattr, context.organisation, "broadcast_at", context.now))


async def leave_agency(session: AsyncSession, person_id: int, agency_id: int) -> None:
    """Take back what waits for a person and is of an agency alone: its tasks, its forms, news of its resolutions."""
    found = await session.execute(select(Outbox.id, Outbox.screen, Outbox.group_key).where(*_notices(person_id)))
    rows = [row for row in found if row.screen]
    taps = {row.id: _taps(row.screen) for row in rows}
    tasks = {tap.id for some in taps.values() for tap in some if tap.name == "task"}
    owed = select(Obligation.id, Obligation.agency_id).where(Obligation.id.in_(tasks))
    of_task = dict((await session.execute(owed)).all())
    left = []
    for row_id, some in taps.items():
        agencies = {of_task.get(tap.id, 0) for tap in some if tap.name == "task"}
        agencies |= {row_number(tap.arg.split(".")[1]) for tap in some if tap.name == "fill"}
        if agencies == {agency_id}:
            left.append(row_id)
    news = {row.id: number for row in rows if (number := _resolution_of(row.group_key))}
    issued = {row: tap.id for row, some in taps.items() for tap in some if tap.name == "notice.seen"}
    concerned = await _concerning(session, person_id, set(news.values()), set(issued.values()))
    meetings = set(concerned.values())
    left += [row_id for row_id, number in news.items() if number not in concerned]
    left += [row_id for row_id, number in issued.items() if row_id not in news and number not in meetings]
    unsent = update(Outbox).where(Outbox.id.in_(left))
    await session.execute(unsent.values(state=OutboxState.SKIPPED, reason=ROLE_ENDED))


def _resolution_of(group_key: str) -> int:
    """Return the id of the resolution that a group of messages tells news of, 0 for any other group."""
    kind, _, rest = group_key.partition(":")
    return row_number(rest.partition(":")[0]) if kind in OF_RESOLUTIONS else 0


async def _concerning(
    session: AsyncSession, person_id: int, resolution_ids: set[int], meeting_ids: set[int]
) -> dict[int, int]:
    """Find the resolutions, of some and of some meetings, that are of an agency for which a person answers still.

    Returns their meetings by their ids.
    """
    if not resolution_ids | meeting_ids:
        return {}
    agencies = await recipients.answered_for(session, {person_id})
    owed = exists().where(Obligation.resolution_id == Resolution.id, Obligation.agency_id.in_(agencies))
    helped = exists().where(Owner.resolution_id == Resolution.id, Owner.agency_id.in_(agencies))
    among = or_(Resolution.id.in_(resolution_ids), Resolution.meeting_id.in_(meeting_ids))
    found = await session.execute(select(Resolution.id, Resolution.meeting_id).where(among, or_(owed, helped)))
    return dict(found.all())


def _notices(person_id: int) -> tuple[ColumnElement[bool], ...]:
    return (
        PENDING,
        Outbox.recipient == recipient_of(person_id, ""),
        Outbox.lane != Lane.REPLY,
        Outbox.operation == Operation.SEND,
    )


def _taps(screen: str) -> list[Tap]:
    return [button.tap for row in Screen.from_json(screen).buttons for button in row if button.tap]


async def skip_twins(session: AsyncSession, into_id: int, other_id: int) -> None:
    """Take back the unsent messages to ``other_id`` that wait for ``into_id`` in the same words."""
    same = aliased(Outbox)
    has_twin = exists().where(
        same.person_id == into_id, same.state == OutboxState.PENDING, same.screen == Outbox.screen
    )
    twins = _waiting_for(other_id).where(Outbox.chat == "", has_twin)
    await session.execute(twins.values(state=OutboxState.SKIPPED, reason="superseded"))


async def unite_groups(session: AsyncSession, into_id: int, other_id: int) -> None:
    """Give the groups that wait for ``other_id`` the name by which ``into_id`` is told of the same from now on.

    What takes their place later would else leave the other's behind.
    """
    waiting = select(Outbox.id, Outbox.group_key).where(PENDING, GROUPED)
    own = {key for _, key in await session.execute(waiting.where(Outbox.person_id == into_id))}
    needless: list[int] = []
    renamed: dict[int, str] = {}
    for row_id, key in (await session.execute(waiting.where(Outbox.person_id == other_id))).all():
        kind, (*rest, last) = key.partition(":")[0], key.split(":")
        if kind not in OF_PERSON or last != str(other_id):
            continue
        same = ":".join((*rest, str(into_id)))
        if kind in OF_MEETING and same in own:
            needless.append(row_id)
        else:
            renamed[row_id] = same
    await outbox.skip(session, needless, "superseded")
    await outbox.regroup(session, renamed)


async def rename_recipient(session: AsyncSession, into_id: int, other_id: int) -> None:
    """Let what waits for ``other_id`` go in one order with what is written to ``into_id`` from now on."""
    of_other = update(Outbox).where(PENDING, Outbox.recipient == recipient_of(other_id, ""))
    await session.execute(of_other.values(recipient=recipient_of(into_id, "")))


async def rename_group(session: AsyncSession, person_id: int, old: str, new: str) -> None:
    """Rename a group of a person's unsent messages from ``old`` to ``new``.

    Its latest message gets the dedupe key of the new name, so that nobody gets it twice, once under either name.
    """
    latest = await session.scalar(
        select(Outbox).where(Outbox.person_id == person_id, Outbox.group_key == old).order_by(Outbox.id.desc()).limit(1)
    )
    if latest and latest.dedupe_key:
        key = latest.dedupe_key.replace(old, new, 1)
        duplicate = await session.scalar(select(Outbox.id).where(Outbox.dedupe_key == key))
        latest.dedupe_key = None if duplicate else key
    await session.execute(_waiting_for(person_id).where(Outbox.group_key == old).values(group_key=new))


def _waiting_for(person_id: int) -> Update:
    return update(Outbox).where(PENDING, Outbox.person_id == person_id, Outbox.operation == Operation.SEND)
