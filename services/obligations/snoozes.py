"""Snoozes of people: who has put off the reminders of which obligation, and until when."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import ColumnElement, Select, delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from models.tables.followup import Snooze
from models.tables.meetings import OPEN_STATES, Obligation


async def of(session: AsyncSession, obligation_ids: Collection[int]) -> dict[int, dict[int, datetime]]:
    """The ends of the snoozes of some obligations, by the obligation's and the person's id."""
    found: dict[int, dict[int, datetime]] = {}
    for row in await session.scalars(select(Snooze).where(Snooze.obligation_id.in_(obligation_ids))):
        found.setdefault(row.obligation_id, {})[row.person_id] = row.ends_at
    return found


def ended(now: datetime) -> Select[int]:
    """The query of the ids of open obligations of which somebody's snooze is over."""
    of_open = select(Snooze.obligation_id).join(Obligation, Obligation.id == Snooze.obligation_id)
    return of_open.where(Snooze.ends_at <= now, Obligation.state.in_(OPEN_STATES))


async def put(session: AsyncSession, obligation_id: int, person_id: int, ends_at: datetime) -> None:
    """Put off a person's reminders of an obligation, in the place of an earlier snooze."""
    await clear(session, [obligation_id], Snooze.person_id == person_id)
    session.add(Snooze(obligation_id=obligation_id, person_id=person_id, ends_at=ends_at))
    await session.flush()


async def clear(session: AsyncSession, obligation_ids: Collection[int], *among: ColumnElement[bool]) -> None:
    """End the snoozes of some obligations, all or some: what is to be said of them now is news."""
    rows = delete(Snooze).where(Snooze.obligation_id.in_(obligation_ids), *among)
    await session.execute(rows.execution_options(synchronize_session=False))
