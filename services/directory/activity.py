"""The activity of people: the moment at which each was last heard of, and whether messages reach them."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, exists, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import joinedload

from domain.access.member import Role
from models.tables.people import Account, Membership

SILENT_AFTER = timedelta(days=30)
"""The time after which a person of whom nothing was heard counts as silent."""


@dataclass(frozen=True, slots=True)
class Activity:
    """A person's last sign of life on any platform; not ``reachable`` when the bot is blocked on all of them."""

    last: datetime
    reachable: bool


async def of_people(session: AsyncSession, person_ids: Collection[int]) -> dict[int, Activity]:
    """The activity of some people by id."""
    rows = await session.execute(
        select(Account.person_id, Account.last_active_at, Account.reachable).where(Account.person_id.in_(person_ids))
    )
    found: dict[int, Activity] = {}
    for person_id, last, reachable in rows:
        before = found.get(person_id, Activity(last, reachable))
        found[person_id] = Activity(max(before.last, last), before.reachable or reachable)
    return found


async def silent(session: AsyncSession, now: datetime, offset: int, limit: int) -> Sequence[Membership]:
    """A page of the memberships of people who are silent or cannot be reached, the longest silent first."""
    last = select(func.max(Account.last_active_at)).where(Account.person_id == Membership.person_id).scalar_subquery()
    rows = await session.scalars(
        select(Membership)
        .where(*_is_silent(now))
        .options(joinedload(Membership.person), joinedload(Membership.agency))
        .order_by(last, Membership.id)
        .offset(offset)
        .limit(limit)
    )
    return rows.all()


async def count_silent(session: AsyncSession, now: datetime) -> int:
    """The number of memberships of silent people."""
    return await session.scalar(select(func.count()).select_from(Membership).where(*_is_silent(now))) or 0


def _is_silent(now: datetime) -> tuple[ColumnElement[bool], ...]:
    of_person = Account.person_id == Membership.person_id
    heard = exists().where(of_person, Account.last_active_at >= now - SILENT_AFTER)
    reached = exists().where(of_person, Account.reachable)
    return Membership.ended_at.is_(None), Membership.role != Role.OUTSIDE, ~(heard & reached)
