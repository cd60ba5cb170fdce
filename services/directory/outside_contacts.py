"""Outside contacts: people of other committees' secretariats, who only receive what is broadcast to them."""

from typing import NamedTuple

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from domain.access.member import Role
from domain.chat.screens import Personal
from domain.persian.search import Named, matching, words_of
from domain.persian.text import fold, sort_key
from models.tables.people import Membership, Person
from services.directory import members


class Row(NamedTuple):
    """A contact in a list, by the id of the membership."""

    id: int
    name: Personal
    body: str


async def browse(session: AsyncSession, search: str = "") -> list[Row]:
    """List the contacts whose name or committee has every word of a search, by committee."""
    rows = await session.execute(
        select(Membership.id, Membership.body, Person)
        .join(Person, Person.id == Membership.person_id)
        .where(_CURRENT)
        .order_by(Membership.id)
    )
    words = words_of(search)
    listed = [Row(number, members.formal_name(person), body) for number, body, person in rows]
    found = [row for row in listed if all(word in fold(f"{row.name.words} {row.body}") for word in words)]
    return sorted(found, key=lambda row: sort_key(row.body))


async def bodies(session: AsyncSession, search: str = "") -> list[Named]:
    """The committees that contacts belong to, in dictionary order; the id is the place in the list of all, from 1."""
    names = await session.scalars(select(Membership.body).where(_CURRENT, Membership.body != "").distinct())
    return matching([(place, name, ()) for place, name in enumerate(sorted(names), 1)], search)


async def count(session: AsyncSession) -> int:
    """Count the outside contacts."""
    return await session.scalar(select(func.count(Membership.id)).where(_CURRENT)) or 0


_CURRENT = (Membership.role == Role.OUTSIDE) & Membership.ended_at.is_(None)
