"""Duties: the lasting tasks that the appendix of minutes gives to every agency of a kind."""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import selectinload

from models.agencies import ActorKind, Agency


async def of_agency(session: AsyncSession, agency_id: int) -> tuple[str, list[tuple[int, str]]] | None:
    """The name of an agency's kind and its duties, (number, text) in order; None when its kind is not set."""
    kind = await session.scalar(
        select(ActorKind)
        .join(Agency, Agency.kind_id == ActorKind.id)
        .where(Agency.id == agency_id)
        .options(selectinload(ActorKind.duties))
    )
    return (kind.name, [(duty.number, duty.text) for duty in kind.duties]) if kind else None
