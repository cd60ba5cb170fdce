"""Obligations whose reminder is due: found under their lock, and planned on after it."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import bindparam, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from domain.deadlines import DeadlineKind
from models.tables.meetings import OPEN_STATES, Obligation, Resolution
from services.obligations import obligations
from services.obligations.obligations import View
from services.organisation import Organisation


class ReminderCounts(NamedTuple):
    """Counts of a tick: messages written, obligations in them, and obligations that nobody could be reminded of."""

    people: int = 0
    obligations: int = 0
    unreached: int = 0


@dataclass(frozen=True, slots=True)
class Due:
    """An obligation whose reminder is due at a moment, with its resolution's deadline and choice of check-ins."""

    view: View
    deadline: Mapping[str, Any]
    check_in: bool
    at: datetime

    @property
    def asked(self) -> bool:
        """False for a continuous one that nobody is asked about."""
        return self.view.kind is not DeadlineKind.CONTINUOUS or self.check_in

    def after(self, organisation: Organisation, now: datetime, *, reminded: bool) -> dict[str, Any]:
        """The columns of the row after its reminder.

        A person who had today's message already gets no second one, and the plan goes on.
        """
        today = organisation.day(now)
        following = obligations.planned(
            organisation, self.deadline, self.view.due, now, check_in=self.check_in, reminded_on=today
        )
        return {
            "row": self.view.id,
            "reminded_on": today if reminded else self.view.reminded_on,
            "snoozed_until": None,
            "next_reminder_at": following,
        }


async def still_due(session: AsyncSession, ids: Collection[int], now: datetime) -> list[Due]:
    """Lock and load those of the ids that are still due.

    An answered one loses its plan. One that was planned from an older version of its deadline is left to the tick that
    realigns it.
    """
    rows = await session.execute(
        select(
            *obligations.VIEW_COLUMNS,
            Resolution.deadline,
            Resolution.check_in,
            Obligation.next_reminder_at,
            Obligation.deadline_version == Resolution.deadline_version,
        )
        .select_from(Obligation)
        .join(Obligation.resolution)
        .join(Resolution.meeting)
        .join(Obligation.agency)
        .where(Obligation.id.in_(ids), Obligation.next_reminder_at <= now)
        .order_by(Obligation.id)
        .with_for_update(of=Obligation)
    )
    due = []
    for *columns, deadline, check_in, at, current in rows:
        view = obligations.view(columns)
        if view.state in OPEN_STATES and current:
            due.append(Due(view, deadline, check_in, at))
        elif view.state not in OPEN_STATES:
            await session.execute(update(Obligation).where(Obligation.id == view.id).values(next_reminder_at=None))
    return due


async def unchanged(session: AsyncSession, ids: Collection[int], now: datetime) -> dict[int, int]:
    """Lock those of the ids that are still due; return their versions."""
    rows = await session.execute(
        select(Obligation.id, Obligation.version)
        .join(Obligation.resolution)
        .where(
            Obligation.id.in_(ids),
            Obligation.next_reminder_at <= now,
            Obligation.state.in_(OPEN_STATES),
            Obligation.deadline_version == Resolution.deadline_version,
        )
        .order_by(Obligation.id)
        .with_for_update(of=Obligation)
    )
    return dict(rows.all())


async def plan_on(session: AsyncSession, changes: list[dict[str, Any]]) -> None:
    """Write the columns that ``after`` gave, a row each."""
    if changes:
        connection = await session.connection()
        await connection.execute(update(Obligation).where(Obligation.id == bindparam("row")), changes)
