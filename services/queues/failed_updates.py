"""Updates that failed: a program's error or one that cannot be read kept them from an answer."""

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import func, select, update

from models.database import Session
from models.tables.queues import Inbox, InboxState

_FAILED = Inbox.state.in_((InboxState.FAILED, InboxState.UNREADABLE))


class FailedUpdate(NamedTuple):
    """A failed update: its row, its platform, when it came in seconds since 1970, and the kind of the failure."""

    id: int
    platform: str
    arrived: float
    error: str


async def latest(session: Session, most: int) -> tuple[Sequence[FailedUpdate], int]:
    """The latest failed updates, and the number of all that are kept."""
    total = await session.scalar(select(func.count()).select_from(Inbox).where(_FAILED))
    columns = select(Inbox.id, Inbox.platform, Inbox.arrived, Inbox.error)
    rows = await session.execute(columns.where(_FAILED).order_by(Inbox.id.desc()).limit(most))
    return [FailedUpdate(*row) for row in rows], total or 0


async def retry(session: Session, row_id: int) -> bool:
    """Let a failed update be handled again, as if it came now; returns False for one that waits or is done."""
    again = update(Inbox).where(Inbox.id == row_id, _FAILED).values(state=InboxState.READY, error="", attempts=0)
    return bool((await session.execute(again)).rowcount)  # type: ignore[attr-defined]
