"""The search of members by name."""

from collections.abc import Collection, Sequence

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import joinedload

from domain.persian.search import words_of
from models.tables.people import Membership, Person


async def named(
    session: AsyncSession, words: str, agency_ids: Collection[int] | None, offset: int, most: int
) -> tuple[Sequence[Membership], int]:
    """Find the roles of those whose name has all of some words, in the order of the names, and count all of them.

    Of ``agency_ids``, if given, only the people of these agencies are looked at.
    """
    conditions = [Membership.ended_at.is_(None), *(Person.name_fold.contains(word) for word in words_of(words))]
    if agency_ids is not None:
        conditions.append(Membership.agency_id.in_(agency_ids))
    found = select(Membership).join(Person, Person.id == Membership.person_id).where(*conditions)
    rows = await session.scalars(
        found.options(joinedload(Membership.person), joinedload(Membership.agency))
        .order_by(Person.name_fold, Membership.id)
        .offset(offset)
        .limit(most)
    )
    total = await session.scalar(select(func.count()).select_from(found.subquery())) or 0
    return rows.all(), total
