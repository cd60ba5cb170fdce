"""Contributions of partners to obligations."""

from collections.abc import Collection, Sequence

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import joinedload

from models.tables.followup import Contribution


async def of_obligations(session: AsyncSession, obligation_ids: Collection[int]) -> dict[int, Sequence[Contribution]]:
    """The contributions to some obligations by the obligation's id, the oldest first, each with its partner."""
    rows = await session.scalars(
        select(Contribution)
        .where(Contribution.obligation_id.in_(obligation_ids))
        .options(joinedload(Contribution.agency))
        .order_by(Contribution.id)
    )
    by_obligation: dict[int, list[Contribution]] = {}
    for contribution in rows:
        by_obligation.setdefault(contribution.obligation_id, []).append(contribution)
    return dict(by_obligation)
