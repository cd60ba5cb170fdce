"""Duties: the lasting tasks that the appendix of minutes gives to every agency of a kind."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import selectinload

from domain.persian.search import Named, matching
from models.tables.agencies import ActorKind, Agency, Duty
from services.errors import Refused


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of actor that has duties, with their number and that of its agencies in service."""

    id: int
    name: str
    duties: int
    agencies: int


async def of_agency(session: AsyncSession, agency_id: int) -> tuple[str, list[tuple[int, str]]] | None:
    """The name of an agency's kind and its duties, (number, text) in order; None when its kind is not set."""
    kind = await session.scalar(
        select(ActorKind)
        .join(Agency, Agency.kind_id == ActorKind.id)
        .where(Agency.id == agency_id)
        .options(selectinload(ActorKind.duties))
    )
    return (kind.name, [(duty.number, duty.text) for duty in kind.duties]) if kind else None


async def kinds(session: AsyncSession, kind_id: int = 0) -> list[Kind]:
    """The kinds that have duties, in the appendix's order, or one of them."""
    duties = select(func.count(Duty.id)).where(Duty.kind_id == ActorKind.id).scalar_subquery()
    agencies = (
        select(func.count(Agency.id))
        .where(Agency.kind_id == ActorKind.id, Agency.retired_at.is_(None))
        .scalar_subquery()
    )
    query = select(ActorKind.id, ActorKind.name, duties, agencies).where(duties > 0)
    if kind_id:
        query = query.where(ActorKind.id == kind_id)
    return [Kind(*row) for row in await session.execute(query.order_by(ActorKind.place, ActorKind.id))]


async def kind(session: AsyncSession, kind_id: int) -> Kind:
    """One kind that has duties. Raises Refused when there is none."""
    found = await kinds(session, kind_id)
    if not found:
        raise Refused("duty.gone")
    return found[0]


async def of_kind(session: AsyncSession, kind_id: int) -> Sequence[Duty]:
    """The duties of a kind in order."""
    return (await session.scalars(select(Duty).where(Duty.kind_id == kind_id).order_by(Duty.number, Duty.id))).all()


async def get(session: AsyncSession, duty_id: int) -> Duty:
    """One duty, locked. Raises Refused when there is none."""
    duty = await session.get(Duty, duty_id, with_for_update=True, populate_existing=True)
    if duty is None:
        raise Refused("duty.gone")
    return duty


async def agencies_of(session: AsyncSession, kind_id: int, search: str = "") -> list[Named]:
    """The agencies of a kind in service that a search finds, in dictionary order."""
    rows = await session.execute(
        select(Agency.id, Agency.name, Agency.aliases).where(Agency.kind_id == kind_id, Agency.retired_at.is_(None))
    )
    return matching(rows, search)
