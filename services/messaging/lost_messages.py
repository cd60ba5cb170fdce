"""Messages that no row knows any more since a backup was restored: what their buttons name may be another's by now.

The numbers of rows that came after the backup are given anew, while the chats still show what was sent about the first.
"""

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from domain.chat.incoming import Incoming
from domain.chat.screens import Screen
from models.tables.queues import Operation, Outbox
from services import facts

RESTORED = "restored"
"""The fact that ``dabir restore`` leaves: ``row``, the last row of the outbox that came back, 0 for an empty one."""


async def last_restored(session: AsyncSession) -> int | None:
    """The last row of the outbox that the latest restoration brought back; None where nothing was restored."""
    fact = await facts.get(session, RESTORED)
    return int(fact["row"]) if fact else None


async def lost(session: AsyncSession, last: int, tapped: Collection[Incoming]) -> list[Incoming]:
    """The presses on buttons that the rows do not know, with ``last`` the last row that was restored; one query.

    A message of which no row is left was sent after the backup, or is older than the messages that are kept. One that
    was sent before may have been edited after it, and shows buttons of then until it is edited again.
    """
    if not tapped:
        return []
    sent = aliased(Outbox)
    rows = await session.execute(
        select(sent.chat, sent.message_id, Outbox.id, Outbox.screen)
        .join(Outbox, or_(Outbox.id == sent.id, Outbox.target_id == sent.id))
        .where(
            sent.chat.in_({tap.chat for tap in tapped}),
            sent.message_id.in_({tap.message_id for tap in tapped}),
            sent.operation == Operation.SEND,
        )
        .order_by(Outbox.id.desc())
    )
    known: dict[tuple[str, int], list[tuple[int, Any]]] = {}
    for chat, message_id, row_id, screen in rows:
        known.setdefault((chat, message_id or 0), []).append((row_id, screen))
    return [tap for tap in tapped if not _holds(known.get((tap.chat, tap.message_id), ()), last, tap)]


def _holds(known: Sequence[tuple[int, Any]], last: int, tapped: Incoming) -> bool:
    """Tell whether a button was pressed as the rows of its message know it, the latest first."""
    if not known or known[0][0] > last:
        return bool(known)
    shown = next((screen for _, screen in known if screen), "")
    return bool(shown) and any(button.tap == tapped.tap for row in Screen.from_json(shown).buttons for button in row)
