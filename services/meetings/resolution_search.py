"""The search of binding resolutions: by meeting, by number or words, open or closed."""

from collections.abc import Collection, Sequence
from enum import StrEnum

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import joinedload, selectinload

from models.tables.meetings import OPEN_STATES, Meeting, Obligation, Owner, Resolution, ResolutionState
from services.meetings.resolutions import BINDING
from services.obligations import obligation_search


class Filter(StrEnum):
    """The resolutions that a list shows."""

    OPEN = "open"
    ANSWERED = "answered"
    CLOSED = "closed"
    ALL = "all"


_STATES = {
    Filter.OPEN: (ResolutionState.ACTIVE,),
    Filter.ANSWERED: (ResolutionState.ACTIVE,),
    Filter.CLOSED: (ResolutionState.CLOSED, ResolutionState.RECORD),
    Filter.ALL: BINDING,
}


async def listed(
    session: AsyncSession,
    only: Filter,
    offset: int,
    most: int,
    *,
    meeting_id: int = 0,
    search: str = "",
    agency_ids: Collection[int] | None = None,
    helped: Collection[int] = (),
) -> tuple[Sequence[Resolution], int]:
    """A page of binding resolutions with their meetings, those of the latest meeting first, and the number of all.

    ``search`` finds those whose text has all of its words; a number among them finds the resolution of that number
    too. Of ``agency_ids``, if given, only those that any of these agencies has to answer are listed, and those of the
    ids ``helped``.
    """
    conditions: list[ColumnElement[bool]] = [Resolution.state.in_(_STATES[only])]
    if only in (Filter.OPEN, Filter.ANSWERED):
        asked = select(Obligation.id).where(Obligation.resolution_id == Resolution.id)
        fully = and_(asked.exists(), ~asked.where(Obligation.state.in_(OPEN_STATES)).exists())
        conditions.append(fully if only is Filter.ANSWERED else ~fully)
    if meeting_id:
        conditions.append(Resolution.meeting_id == meeting_id)
    conditions += obligation_search.says(search)
    if agency_ids is not None:
        answered = select(Obligation.resolution_id).where(Obligation.agency_id.in_(agency_ids))
        conditions.append(or_(Resolution.id.in_(answered), Resolution.id.in_(helped)))
    rows = await session.scalars(
        select(Resolution)
        .join(Meeting)
        .where(*conditions)
        .options(
            joinedload(Resolution.meeting),
            selectinload(Resolution.owners).options(joinedload(Owner.agency), joinedload(Owner.group)),
        )
        .order_by(Meeting.held_on.desc(), Meeting.id.desc(), Resolution.number, Resolution.id)
        .offset(offset)
        .limit(most)
    )
    total = await session.scalar(select(func.count(Resolution.id)).where(*conditions)) or 0
    return rows.all(), total
