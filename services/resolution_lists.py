"""Resolutions found again: by meeting, by number or words, by whether they are open."""

from collections.abc import Sequence
from enum import StrEnum

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import joinedload

from domain.persian import fold
from models.meetings import Meeting, Resolution, ResolutionState
from services.resolutions import BINDING


class Filter(StrEnum):
    """Which resolutions a list shows."""

    OPEN = "open"
    CLOSED = "closed"
    ALL = "all"


_STATES = {
    Filter.OPEN: (ResolutionState.ACTIVE,),
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
) -> tuple[Sequence[Resolution], int]:
    """A page of binding resolutions, those of the latest meeting first, and how many there are; each with its
    meeting.

    ``search`` finds those whose text has all of its words.
    """
    conditions: list[ColumnElement[bool]] = [Resolution.state.in_(_STATES[only])]
    if meeting_id:
        conditions.append(Resolution.meeting_id == meeting_id)
    conditions += [Resolution.text_fold.contains(word, autoescape=True) for word in fold(search).split()]
    rows = await session.scalars(
        select(Resolution)
        .join(Meeting)
        .where(*conditions)
        .options(joinedload(Resolution.meeting))
        .order_by(Meeting.held_on.desc(), Meeting.id.desc(), Resolution.number, Resolution.id)
        .offset(offset)
        .limit(most)
    )
    total = await session.scalar(select(func.count(Resolution.id)).where(*conditions)) or 0
    return rows.all(), total
