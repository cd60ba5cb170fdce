"""The tick that makes the next obligations of recurring resolutions, the day after a period's due date."""

from collections.abc import Awaitable, Sequence
from datetime import date, datetime, timedelta
from typing import NamedTuple

from sqlalchemy import ColumnElement, and_, select
from sqlalchemy.ext.asyncio import AsyncSession

from domain.deadlines import periods
from models.database import Database
from models.tables.meetings import Resolution, ResolutionState
from services.context import ActionContext
from services.isolation import isolated
from services.obligations import creation
from services.organisation import Organisation

PARKED = "recurrence"
"""The kind of the parked rows: resolutions."""


class RecurrenceCounts(NamedTuple):
    """Counts of a tick: periods begun, obligations made for them."""

    periods: int = 0
    obligations: int = 0


async def make_due(db: Database, organisation: Organisation, now: datetime) -> RecurrenceCounts:
    """Begin every period whose predecessor is past, for the present owners; periods that were missed too.

    A period is one transaction. A second run finds nothing to do. A resolution at which this fails stops no other's;
    raises ExceptionGroup of what failed, at the end.
    """
    today = organisation.day(now)
    total = RecurrenceCounts()

    def begin_next(session: AsyncSession, ids: Sequence[int]) -> Awaitable[RecurrenceCounts]:
        return _begin_next(ActionContext(session, organisation, None, now), ids[0], today)

    async with isolated(db, PARKED, now) as isolation:
        async with db.read() as session:
            behind = (await session.scalars(select(Resolution.id).where(_behind(today)).order_by(Resolution.id))).all()
        for resolution_id in behind:
            while begun := [one for one in await isolation.run([resolution_id], begin_next) if one.periods]:
                total = RecurrenceCounts(total.periods + begun[0].periods, total.obligations + begun[0].obligations)
    return total


async def _begin_next(context: ActionContext, resolution_id: int, today: date) -> RecurrenceCounts:
    resolution = await context.session.scalar(
        select(Resolution).where(Resolution.id == resolution_id, _behind(today)).with_for_update()
    )
    if resolution is None or resolution.due is None or resolution.period_due is None:
        return RecurrenceCounts()
    resolution.period_due = periods.next_due_from(
        resolution.deadline, resolution.due, resolution.period_due + timedelta(days=1)
    )
    if resolution.period_due is None:
        return RecurrenceCounts()
    return RecurrenceCounts(1, len(await creation.make_for(context, resolution, resolution.period_due)))


def _behind(today: date) -> ColumnElement[bool]:
    return and_(Resolution.period_due < today, Resolution.state == ResolutionState.ACTIVE)
