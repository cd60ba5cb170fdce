"""The ends of resolutions: by hand, by a later resolution, or with the withdrawal of their meeting."""

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from domain.deadlines import DeadlineKind, periods
from domain.minutes.language import name_matching
from models.tables.meetings import RelationKind, Resolution, ResolutionRelation, ResolutionState
from models.tables.organisation import Audit

CLOSED, REOPENED = "closed", "reopened"
"""The audited actions of who closes or reopens a resolution by hand."""
ENDED = {kind: f"ended.{kind}" for kind in RelationKind}
"""The audited action of a relation that ends an earlier resolution."""


async def lasts(session: AsyncSession, resolution_id: int) -> bool:
    """Tell whether the end of a closed resolution outlasts the withdrawal of a meeting.

    So does an end by hand, and one by a relation that is in force: also by one that found it closed already, unless
    it was reopened by hand since.
    """
    rows = await session.execute(
        select(Audit.action, Audit.at, Audit.details)
        .where(
            Audit.subject == "resolution",
            Audit.subject_id == resolution_id,
            Audit.action.in_((CLOSED, REOPENED, *ENDED.values())),
        )
        .order_by(Audit.id.desc())
    )
    entries = rows.all()
    if entries and entries[0].action in (CLOSED, REOPENED):
        return bool(entries[0].action == CLOSED)
    reopened_at = next((entry.at for entry in entries if entry.action == REOPENED), None)
    holding = ResolutionRelation.kind != RelationKind.AMENDS
    if reopened_at:
        holding &= ResolutionRelation.applied_at > reopened_at
    if entries:
        holding = or_(holding, ResolutionRelation.resolution_id == entries[0].details["by"])
    in_force = select(ResolutionRelation.id).where(
        ResolutionRelation.earlier_id == resolution_id, ResolutionRelation.applied_at.is_not(None), holding
    )
    return await session.scalar(in_force.limit(1)) is not None


def back_in_review(resolution: Resolution) -> ResolutionState:
    """The state in which a closed resolution, loaded with its owners, comes back into review: as it was settled."""
    settled = (
        not resolution.doubts
        and periods.kind(resolution.deadline) is not DeadlineKind.UNKNOWN
        and all(map(name_matching.linked, resolution.owners))
    )
    return ResolutionState.ACCEPTED if settled else ResolutionState.READ
