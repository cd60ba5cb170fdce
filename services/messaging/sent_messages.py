"""Changes of messages that ``notify`` wrote: other words, or taken back; whether they are sent already or still wait.

A row that waits may be on its way at this moment, so it is changed in place and its message edited as well; an edit
that finds its words there already is no call. The rows name no person, who would hold them back at night.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from domain.chat.screens import Screen
from models.tables.queues import Lane, Operation, Outbox, OutboxState, recipient_of
from services.context import ActionContext
from services.messaging import outbox
from services.queues import outbox as queue


@dataclass(frozen=True, slots=True)
class Change:
    """Another screen for the message of outbox row ``row_id`` to a person, in their language; its file stays."""

    row_id: int
    person_id: int
    screen: Screen
    language: str = ""


async def amend(context: ActionContext, row_id: int, screen: Screen) -> int | None:
    """Change one message in its chat; return the row that carries it now.

    None when it shows just that already, or was forgotten long ago.
    """
    shows = await context.session.scalar(select(Outbox.screen).where(Outbox.id == row_id))
    if shows is None or shows == screen.to_json():
        return None
    return await outbox.amend(context.session, row_id, screen, context.now)


async def shown(session: AsyncSession, chat: str, message_id: int) -> Screen | None:
    """Return what a message of a chat shows now, by its number there; None for one that is not ours or forgotten."""
    message = select(Outbox.id).where(Outbox.chat == chat, Outbox.message_id == message_id)
    screen = await session.scalar(
        select(Outbox.screen)
        .where(or_(Outbox.id.in_(message), Outbox.target_id.in_(message)), Outbox.screen != "")
        .order_by(Outbox.id.desc())
        .limit(1)
    )
    return Screen.from_json(screen) if screen else None


async def changeable(session: AsyncSession, row_ids: Collection[int]) -> set[int]:
    """The ids, of some, of rows whose message was sent or may still be; others failed or were forgotten long ago."""
    kept = Outbox.state.in_((OutboxState.PENDING, OutboxState.SENT))
    return set(await session.scalars(select(Outbox.id).where(Outbox.id.in_(row_ids), kept)))


async def revise(context: ActionContext, changes: Collection[Change], lane: Lane) -> None:
    """Show other words and buttons in some messages, also at night: nobody is notified of an edit.

    The edit of a message that is held back is held back with it: waiting edits would fill the sender's windows.
    """
    if not changes:
        return
    ids = [change.row_id for change in changes]
    held = select(Outbox.id, Outbox.not_before).where(
        Outbox.id.in_(ids), Outbox.state == OutboxState.PENDING, Outbox.not_before > context.now
    )
    until = dict((await context.session.execute(held)).all())
    # Also a row that was sent: a link to what a platform may not show leads to its screen.
    await queue.note_shown(
        context.session, [{"row": change.row_id, "screen": change.screen.to_json()} for change in changes]
    )
    rows = [
        outbox.row(
            change.screen,
            context.now,
            lane=lane,
            operation=Operation.CAPTION if change.screen.files else Operation.EDIT,
            target_id=change.row_id,
            not_before=until.get(change.row_id),
            language=change.language,
            recipient=recipient_of(change.person_id, ""),
        )
        for change in changes
    ]
    await outbox.write(context.session, rows)


async def take_back(
    context: ActionContext,
    messages: Iterable[tuple[int, int]],
    instead: Screen,
    lane: Lane,
    *,
    not_before: datetime | None = None,
) -> None:
    """Delete the messages of some rows, each (row, person); where that is no longer allowed, they show ``instead``.

    Rows that wait have to be withdrawn before. One may be on its way, so ``not_before`` leaves it time to arrive.
    """
    rows = [
        outbox.row(
            instead,
            context.now,
            lane=lane,
            operation=Operation.DELETE,
            target_id=row_id,
            not_before=not_before,
            recipient=recipient_of(person_id, ""),
        )
        for row_id, person_id in messages
    ]
    await outbox.write(context.session, rows)
