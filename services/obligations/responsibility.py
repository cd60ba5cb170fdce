"""Responsibility for a resolution: the agencies in charge and their partners, groups expanded to their present list."""

from collections.abc import Collection, Sequence

from sqlalchemy import or_, select
from sqlalchemy.engine import Row
from sqlalchemy.ext.asyncio import AsyncSession

from models.tables.agencies import Agency, GroupMember
from models.tables.meetings import Obligation, Owner

Lead = tuple[int, str]
"""An agency's id and the label of the sub-item that it answers, "" for the whole."""
Part = tuple[int, str]
"""A resolution's id and the label of one of its sub-items, "" for the whole."""


async def leads(session: AsyncSession, resolution_id: int, *, retired: bool = False) -> list[Lead]:
    """The agencies in charge of a resolution, in the order of the minutes; ``retired`` ones only where asked for.

    An agency out of service is asked for nothing new, and what it owes waits for it.
    """
    rows = await _expanded(session, [resolution_id], retired=retired)
    return list(dict.fromkeys((row.agency_id, row.item) for row in rows if not row.partner))


async def is_owner(session: AsyncSession, obligation: Obligation) -> bool:
    """Tell whether an obligation's agency, or the one that had it before a move, is in charge of its part.

    Of a part that a group has, whoever was ever on its list is.
    """
    rows = await session.execute(
        select(Owner.agency_id, Owner.group_id).where(
            Owner.resolution_id == obligation.resolution_id,
            Owner.item == obligation.item,
            Owner.partner.is_(False),
        )
    )
    agencies = {obligation.agency_id, obligation.moved_from_id}
    return any(row.group_id or row.agency_id in agencies for row in rows)


async def partners(session: AsyncSession, resolution_ids: Collection[int]) -> dict[Part, set[int]]:
    """The agencies that help with each part of some resolutions, and are in charge of no part themselves.

    A partner of the whole helps with every sub-item too.
    """
    helped = await session.scalars(
        select(Owner.resolution_id).where(Owner.resolution_id.in_(resolution_ids), Owner.partner.is_(True)).distinct()
    )
    rows = await _expanded(session, helped.all())
    owing = {(row.resolution_id, row.agency_id) for row in rows if not row.partner}
    helping = [row for row in rows if row.partner and (row.resolution_id, row.agency_id) not in owing]
    helping_agencies: dict[Part, set[int]] = {}
    for resolution_id, item in {(row.resolution_id, row.item) for row in rows}:
        for helper in helping:
            if helper.resolution_id == resolution_id and helper.item in ("", item):
                helping_agencies.setdefault((resolution_id, item), set()).add(helper.agency_id)
    return helping_agencies


async def helped_by(session: AsyncSession, agency_ids: Collection[int]) -> set[Part]:
    """The parts of resolutions that any of some agencies helps with."""
    groups = select(GroupMember.group_id).where(GroupMember.agency_id.in_(agency_ids))
    named = await session.scalars(
        select(Owner.resolution_id)
        .where(Owner.partner.is_(True), or_(Owner.agency_id.in_(agency_ids), Owner.group_id.in_(groups)))
        .distinct()
    )
    helping = await partners(session, named.all())
    return {part for part, agencies in helping.items() if not agencies.isdisjoint(agency_ids)}


async def _expanded(
    session: AsyncSession, resolution_ids: Collection[int], *, retired: bool = False
) -> Sequence[Row[int, int, str, bool]]:
    in_service = () if retired else (Agency.retired_at.is_(None),)
    rows = await session.execute(
        select(Owner.resolution_id, Agency.id.label("agency_id"), Owner.item, Owner.partner)
        .select_from(Owner)
        .outerjoin(GroupMember, GroupMember.group_id == Owner.group_id)
        .join(Agency, or_(Agency.id == Owner.agency_id, Agency.id == GroupMember.agency_id))
        .where(Owner.resolution_id.in_(resolution_ids), *in_service)
        .order_by(Owner.resolution_id, Owner.place, Owner.id, Agency.id)
    )
    return rows.all()
