"""Resolutions found again: by meeting, by words, by whether they are open; and who has answered one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import joinedload

from domain.persian import fold
from models.agencies import Agency
from models.meetings import OWED, Meeting, Obligation, ObligationState, Resolution, ResolutionState
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


@dataclass(frozen=True, slots=True)
class Counts:
    """How many of a resolution's obligations are answered, owed, and of these overdue."""

    answered: int
    owed: int
    overdue: int


@dataclass(frozen=True, slots=True)
class Standing:
    """One agency's obligation of a resolution."""

    obligation_id: int
    agency: str
    item: str
    due: date | None
    state: ObligationState
    answered: bool


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


async def counts(session: AsyncSession, resolution_id: int, today: date) -> Counts:
    """Where a resolution stands, in numbers. What was ended without an answer counts as neither."""
    answered = Obligation.answered_at.is_not(None) & Obligation.state.not_in(OWED)
    owed = Obligation.state.in_(OWED)
    row = (
        await session.execute(
            select(
                func.count().filter(answered),
                func.count().filter(owed),
                func.count().filter(owed, Obligation.due < today),
            ).where(Obligation.resolution_id == resolution_id)
        )
    ).one()
    return Counts(*row)


async def standing(session: AsyncSession, resolution_id: int, offset: int, most: int) -> tuple[list[Standing], int]:
    """A page of who owes a resolution and who has answered it: what is owed first, and how many there are."""
    of_this = Obligation.resolution_id == resolution_id
    rows = await session.execute(
        select(
            Obligation.id,
            Agency.name,
            Obligation.item,
            Obligation.due,
            Obligation.state,
            Obligation.answered_at.is_not(None),
        )
        .join(Agency, Agency.id == Obligation.agency_id)
        .where(of_this)
        .order_by(Obligation.state.in_(OWED).desc(), Obligation.due, Agency.id, Obligation.id)
        .offset(offset)
        .limit(most)
    )
    total = await session.scalar(select(func.count(Obligation.id)).where(of_this)) or 0
    return [Standing(*row) for row in rows], total
