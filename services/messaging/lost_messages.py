"""Messages that no row knows any more since a backup was restored: what their buttons name may be another's by now.

The numbers of rows that came after the backup are given anew, while the chats still show what was sent about the first.
"""

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession

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


async def holds(session: AsyncSession, last: int, tapped: Incoming) -> bool:
    """Tell whether a button was pressed as the rows know it, with ``last`` the last row that was restored.

    A message of which no row is left was sent after the backup, or is older than the messages that are kept. One that
    was sent before may have been edited after it, and shows buttons of then until it is edited again.
    """
    sent = (Outbox.chat == tapped.chat, Outbox.message_id == tapped.message_id, Outbox.operation == Operation.SEND)
    message = select(Outbox.id).where(*sent)
    rows = await session.execute(
        select(Outbox.id, Outbox.screen)
        .where(or_(Outbox.id.in_(message), Outbox.target_id.in_(message)))
        .order_by(Outbox.id.desc())
    )
    known = rows.all()
    if not known or known[0].id > last:
        return bool(known)
    shown = next((screen for _, screen in known if screen), "")
    return bool(shown) and any(button.tap == tapped.tap for row in Screen.from_json(shown).buttons for button in row)
