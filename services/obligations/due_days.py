"""The days on which open obligations are or were due, and one agency's obligations one by one."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from sqlalchemy import Row, select
from sqlalchemy.ext.asyncio import AsyncSession

from domain.deadlines import DeadlineKind, periods
from models.tables.agencies import Agency
from models.tables.meetings import OPEN_STATES, Meeting, Obligation, Resolution
from services.obligations import obligations, status
from services.obligations.status import Stage


@dataclass(frozen=True, slots=True)
class DuePart:
    """The agencies that owe one resolution's answer by one day; ``meeting`` is its meeting's number, if it has one."""

    number: int
    meeting: int | None
    agencies: list[str]


@dataclass(frozen=True, slots=True)
class DueDay:
    """A day with what is due on it."""

    day: date
    parts: list[DuePart]

    @property
    def count(self) -> int:
        """The number of obligations that are due."""
        return sum(len(part.agencies) for part in self.parts)


@dataclass(frozen=True, slots=True)
class ObligationAtStage:
    """One obligation of an agency at its stage; ``text`` is what it asks."""

    number: int
    item: str
    meeting: int | None
    text: str
    due: date | None
    kind: DeadlineKind
    stage: Stage


async def until(session: AsyncSession, last: date, meeting_id: int = 0) -> list[DueDay]:
    """The days up to ``last`` on which anything open is due, the longest overdue first, of all meetings or one."""
    rows = await session.execute(
        select(Obligation.due, Resolution.number, Meeting.number.label("meeting"), Agency.name)
        .join(Resolution, Resolution.id == Obligation.resolution_id)
        .join(Meeting, Meeting.id == Resolution.meeting_id)
        .join(Agency, Agency.id == Obligation.agency_id)
        .where(Obligation.state.in_(OPEN_STATES), Obligation.due <= last, *status.of_meeting(meeting_id))
        .order_by(Obligation.due, Meeting.id, Resolution.number, Resolution.id, Agency.id)
    )
    return [DueDay(day, _parts(of_day)) for day, of_day in groupby(rows, lambda row: row.due)]


def _parts(rows: Iterable[Row[*tuple[Any, ...]]]) -> list[DuePart]:
    grouped = groupby(rows, lambda row: (row.number, row.meeting))
    return [DuePart(number, meeting, [row.name for row in same]) for (number, meeting), same in grouped]


async def of_agency(session: AsyncSession, agency_id: int, today: date) -> list[ObligationAtStage]:
    """Every obligation of an agency that counts, the worst stage first, then by due date."""
    stage = status.stage_on(today)
    rows = await session.execute(
        select(
            Resolution.number,
            Obligation.item,
            Meeting.number,
            Resolution.text,
            Resolution.items,
            Obligation.due,
            Resolution.deadline,
            stage,
        )
        .join(Resolution, Resolution.id == Obligation.resolution_id)
        .join(Meeting, Meeting.id == Resolution.meeting_id)
        .where(Obligation.agency_id == agency_id, stage.is_not(None))
    )
    found = [
        ObligationAtStage(
            number, item, meeting, obligations.text_asked(text, items, item), due, periods.kind(deadline), Stage(at)
        )
        for number, item, meeting, text, items, due, deadline, at in rows
    ]
    order = list(Stage)
    return sorted(found, key=lambda one: (order.index(one.stage), one.due or date.max, one.number))
