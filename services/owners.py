"""Who answers for a resolution, its groups expanded to the agencies that are on them now."""

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from models.agencies import Agency, GroupMember
from models.meetings import Owner

Lead = tuple[int, str]
"""An agency's id and the label of the sub-item that it answers, "" for the whole."""


async def expanded(session: AsyncSession, resolution_id: int) -> tuple[list[Lead], dict[str, set[int]]]:
    """The leads in the order of the minutes, and the partners of each sub-item; retired agencies are left out."""
    rows = await session.execute(
        select(Agency.id, Owner.item, Owner.partner)
        .select_from(Owner)
        .outerjoin(GroupMember, GroupMember.group_id == Owner.group_id)
        .join(Agency, or_(Agency.id == Owner.agency_id, Agency.id == GroupMember.agency_id))
        .where(Owner.resolution_id == resolution_id, Agency.retired_at.is_(None))
        .order_by(Owner.place, Owner.id, Agency.id)
    )
    leads: dict[Lead, None] = {}
    partners: dict[str, set[int]] = {}
    for agency_id, item, partner in rows:
        if partner:
            partners.setdefault(item, set()).add(agency_id)
        else:
            leads[agency_id, item] = None
    return list(leads), partners


async def partners_of(session: AsyncSession, resolution_id: int) -> set[int]:
    """The agencies that help with a resolution or a part of it, and answer no part of it themselves."""
    leads, partners = await expanded(session, resolution_id)
    return {one for helping in partners.values() for one in helping} - {agency_id for agency_id, _ in leads}
