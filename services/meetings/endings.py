"""The ends of resolutions: by hand, by a later resolution, or with the withdrawal of their meeting."""

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from domain.deadlines import DeadlineKind, periods
from domain.minutes.language import name_matching
from models.tables.meetings import Resolution, ResolutionRelation, ResolutionState


async def lasts(session: AsyncSession, resolution: Resolution) -> bool:
    """Tell whether the end of a closed resolution outlasts the withdrawal of a meeting.

    So does an end by hand, and one by a relation that is in force: also by one that found it closed already, unless
    it was reopened by hand since.
    """
    if resolution.closed_by_hand:
        return True
    holding = ResolutionRelation.earlier_id == resolution.id, ResolutionRelation.ends
    return await session.scalar(select(ResolutionRelation.id).where(*holding).limit(1)) is not None


async def reopened(session: AsyncSession, resolution: Resolution) -> None:
    """Note that a resolution was reopened: nothing that closed it before holds any more."""
    resolution.closed_by_hand = False
    before = update(ResolutionRelation).where(ResolutionRelation.earlier_id == resolution.id)
    await session.execute(before.values(ends=False))


def back_in_review(resolution: Resolution) -> ResolutionState:
    """The state in which a closed resolution, loaded with its owners, comes back into review: as it was settled."""
    settled = (
        not resolution.doubts
        and periods.kind(resolution.deadline) is not DeadlineKind.UNKNOWN
        and all(map(name_matching.linked, resolution.owners))
    )
    return ResolutionState.ACCEPTED if settled else ResolutionState.READ
