"""The backlog of the queues: how much waits, and for how long its oldest has."""

from dataclasses import dataclass, field
from datetime import UTC, datetime

from sqlalchemy import func, select

from domain.dates.clock import steady_seconds
from models.database import Session
from models.tables.queues import PENDING, UNFINISHED, Inbox, Job, Lane, Outbox, StoredFile
from services.queues.inbox import OPEN


@dataclass(frozen=True, slots=True)
class Waiting:
    """The rows of a queue that wait, and the age of the oldest in seconds; 0 when there is none."""

    count: int = 0
    oldest: float = 0.0


@dataclass(frozen=True, slots=True)
class Backlog:
    """The backlog of every queue. ``messages`` holds each lane, ``stored`` the bytes of all stored files."""

    updates: Waiting
    jobs: Waiting
    messages: dict[Lane, Waiting] = field(default_factory=dict)
    stored: int = 0


async def measure(session: Session, now: datetime) -> Backlog:
    """Measure the backlog. A message that is not to be sent yet does not wait."""
    updates, arrived = (await session.execute(select(func.count(), func.min(Inbox.arrived)).where(OPEN))).one()
    jobs, queued = (await session.execute(select(func.count(), func.min(Job.created_at)).where(UNFINISHED))).one()
    due = (PENDING, (Outbox.not_before.is_(None)) | (Outbox.not_before <= now))
    lanes = select(Outbox.lane, func.count(), func.min(Outbox.created_at)).where(*due).group_by(Outbox.lane)
    messages = {lane: Waiting() for lane in Lane}
    for lane, count, oldest in await session.execute(lanes):
        messages[lane] = Waiting(count, _age(oldest, now))
    stored = await session.scalar(select(func.sum(StoredFile.size)))
    return Backlog(
        Waiting(updates, max(0.0, steady_seconds() - arrived) if updates else 0.0),
        Waiting(jobs, _age(queued, now)),
        messages,
        int(stored or 0),
    )


def _age(moment: datetime | None, now: datetime) -> float:
    """The seconds since a stored moment: by the clock, or by the clock as it was when this program started.

    After the clock was set, one of the two is wrong by the jump, and the lesser one makes nobody look for an outage.
    """
    if moment is None:
        return 0.0
    ages = (now - moment).total_seconds(), steady_seconds() - moment.timestamp()
    return min((age for age in ages if age >= 0), default=0.0)


async def newest_moment(session: Session) -> datetime | None:
    """Find the time of the newest stored update or message; None when there is none."""
    arrived = await session.scalar(select(Inbox.arrived).order_by(Inbox.id.desc()).limit(1))
    written = await session.scalar(select(Outbox.created_at).order_by(Outbox.id.desc()).limit(1))
    found = [written] if written else []
    return max([*found, datetime.fromtimestamp(arrived, UTC)] if arrived else found, default=None)
