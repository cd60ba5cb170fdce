"""Obligations whose reminder is due: found under their lock, and planned on after it."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, bindparam, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from domain.deadlines import DeadlineKind
from models.tables.followup import Snooze
from models.tables.meetings import OPEN_STATES, Obligation, Resolution
from services.obligations import obligations, snoozes
from services.obligations.obligations import View
from services.organisation import Organisation


class ReminderCounts(NamedTuple):
    """Counts of a tick: messages written, obligations in them, and obligations that nobody could be reminded of."""

    people: int = 0
    obligations: int = 0
    unreached: int = 0


@dataclass(frozen=True, slots=True)
class Due:
    """An obligation whose reminder is due, with its resolution's deadline and choice of check-ins.

    ``at`` is the moment of its plan, which may be ahead where only somebody's snooze is over. ``snoozes`` are their
    ends by person.
    """

    view: View
    deadline: Mapping[str, Any]
    check_in: bool
    at: datetime | None
    snoozes: Mapping[int, datetime]

    def due_for(self, person_id: int, now: datetime) -> datetime | None:
        """The moment at which a person had to be reminded, None while that is ahead."""
        at = self.snoozes.get(person_id, self.at)
        return at if at and at <= now else None

    @property
    def asked(self) -> bool:
        """False for a continuous one that nobody is asked about."""
        return self.view.kind is not DeadlineKind.CONTINUOUS or self.check_in

    def after(self, organisation: Organisation, now: datetime, *, reminded: bool) -> dict[str, Any]:
        """The columns of the row after its reminder.

        A person who had today's message already gets no second one, and the plan goes on.
        """
        today, following = organisation.day(now), self.at
        if following and following <= now:
            following = obligations.planned(
                organisation, self.deadline, self.view.due, now, check_in=self.check_in, reminded_on=today
            )
        return {
            "row": self.view.id,
            "reminded_on": today if reminded else self.view.reminded_on,
            "next_reminder_at": following,
        }


def come_due(now: datetime) -> ColumnElement[bool]:
    """The condition of obligations of which somebody has to be reminded by now: by its plan, or after a snooze."""
    return Obligation.id.in_(select(Obligation.id).where(Obligation.next_reminder_at <= now).union(snoozes.ended(now)))


def _still(now: datetime) -> ColumnElement[bool]:
    """The same condition for locked rows of known ids: PostgreSQL looks at their own columns again after a wait."""
    return or_(Obligation.next_reminder_at <= now, Obligation.id.in_(snoozes.ended(now)))


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
        .where(Obligation.id.in_(ids), _still(now))
        .order_by(Obligation.id)
        .with_for_update(of=Obligation)
    )
    put_off = await snoozes.of(session, ids)
    due = []
    for *columns, deadline, check_in, at, current in rows:
        view = obligations.view(columns)
        if view.state in OPEN_STATES and current:
            due.append(Due(view, deadline, check_in, at, put_off.get(view.id, {})))
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
            _still(now),
            Obligation.state.in_(OPEN_STATES),
            Obligation.deadline_version == Resolution.deadline_version,
        )
        .order_by(Obligation.id)
        .with_for_update(of=Obligation)
    )
    return dict(rows.all())


async def plan_on(session: AsyncSession, changes: list[dict[str, Any]], now: datetime) -> None:
    """Write the columns that ``after`` gave, a row each; the snoozes that are over go."""
    if changes:
        await snoozes.clear(session, [change["row"] for change in changes], Snooze.ends_at <= now)
        connection = await session.connection()
        await connection.execute(update(Obligation).where(Obligation.id == bindparam("row")), changes)
