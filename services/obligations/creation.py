"""The making of obligations from a binding resolution, for its owners or for an agency that joins one of its groups.

The caller of ``make`` or ``offer_group`` tells the owners in the same turn; so that day counts as one on which they
heard of it, and no reminder follows on it.
"""

from collections.abc import Collection
from datetime import date
from typing import NamedTuple

from sqlalchemy import insert, select
from sqlalchemy.ext.asyncio import AsyncSession

from domain.deadlines import DeadlineKind, periods
from models.tables.meetings import OPEN_STATES, Obligation, Owner, Resolution, ResolutionState
from services.context import ActionContext
from services.obligations import responsibility, transitions
from services.obligations.obligations import planned
from services.obligations.responsibility import Lead


class Offer(NamedTuple):
    """The effect of joining a group: the ids of the new obligations, and the number of resolutions left as past due."""

    made: list[int]
    missed: int


async def make(context: ActionContext, resolution_id: int) -> list[int]:
    """Make the obligations that an active resolution lacks, groups expanded; return their ids.

    A recurring deadline begins with its first period that is not past. A resolution that is not active gets none.
    """
    resolution = await context.session.get_one(Resolution, resolution_id)
    today = context.today
    due = resolution.due
    if periods.kind(resolution.deadline) is DeadlineKind.RECURRING and due:
        due = resolution.period_due = periods.next_due_from(resolution.deadline, due, max(today, due))
        if due is None:
            return []
    return await make_for(context, resolution, due, heard_on=today)


async def make_for(
    context: ActionContext,
    resolution: Resolution,
    due: date | None,
    *,
    heard_on: date | None = None,
    only: int | None = None,
) -> list[int]:
    """Make the obligations of one due date that are missing, for all owners or ``only`` one agency; return their ids.

    ``heard_on`` is the day on which the owners are told of them; None when only the reminder will.
    """
    if resolution.state is not ResolutionState.ACTIVE:
        return []
    leads = await responsibility.leads(context.session, resolution.id)
    period = periods.name(resolution.deadline, due) if due else ""
    next_reminder_at = planned(
        context.organisation,
        resolution.deadline,
        due,
        context.now,
        check_in=resolution.check_in,
        reminded_on=heard_on,
    )
    revived = await _revive(context, resolution.id, period, due, set(leads))
    present = await of_period(context.session, resolution.id, period)
    missing = [
        {
            "resolution_id": resolution.id,
            "agency_id": agency_id,
            "item": item,
            "period": period,
            "due": due,
            "deadline_version": resolution.deadline_version,
            "reminded_on": heard_on,
            "next_reminder_at": next_reminder_at,
            "created_at": context.now,
        }
        for agency_id, item in leads
        if (agency_id, item) not in present and only in (None, agency_id)
    ]
    if not missing:
        return revived
    return [*revived, *await context.session.scalars(insert(Obligation).returning(Obligation.id), missing)]


async def _revive(
    context: ActionContext, resolution_id: int, period: str, due: date | None, leads: Collection[Lead]
) -> list[int]:
    """Open again the obligations of a period that were open when their issuance or their owner was withdrawn.

    Returns the ids of those that wait for an answer now: one may have come meanwhile.
    """
    of_period = Obligation.resolution_id == resolution_id, Obligation.period == period
    ended = await transitions.closed_while_open(context.session, *of_period, lock=True)
    revived = [obligation for obligation in ended if (obligation.agency_id, obligation.item) in leads]
    for obligation in revived:
        obligation.due, obligation.reminded_on = due, context.today
    await transitions.reopen(context, revived)
    return [obligation.id for obligation in revived if obligation.state in OPEN_STATES]


async def of_period(session: AsyncSession, resolution_id: int, period: str) -> set[Lead]:
    """The agencies and sub-items that have an obligation of a resolution for one period, or had it before a move."""
    rows = await session.execute(
        select(Obligation.agency_id, Obligation.moved_from_id, Obligation.item).where(
            Obligation.resolution_id == resolution_id, Obligation.period == period
        )
    )
    return {(agency, item) for agency_id, moved_from, item in rows for agency in (agency_id, moved_from) if agency}


async def groups_asked(session: AsyncSession) -> set[int]:
    """The ids of groups that own an active resolution: none at a first import, which spares many look-ups."""
    rows = await session.scalars(
        select(Owner.group_id)
        .join(Resolution, Resolution.id == Owner.resolution_id)
        .where(Owner.group_id.is_not(None), Resolution.state == ResolutionState.ACTIVE)
        .distinct()
    )
    return {number for number in rows if number is not None}


async def offer_group(
    context: ActionContext,
    group_id: int,
    agency_id: int,
    *,
    past: bool = False,
) -> Offer:
    """Make for an agency that joined a group the obligations that the group's resolutions still ask.

    Those that were due before it joined are made only when the secretariat asks for the ``past`` too: nobody is late
    with an answer that they could not know of.
    """
    resolutions = await context.session.scalars(
        select(Resolution)
        .join(Owner, Owner.resolution_id == Resolution.id)
        .where(Owner.group_id == group_id, Owner.partner.is_(False), Resolution.state == ResolutionState.ACTIVE)
        .order_by(Resolution.id)
    )
    today = context.today
    made: list[int] = []
    missed = 0
    for resolution in resolutions.unique().all():
        due = resolution.period_due or resolution.due
        if due and due < today and not past:
            missed += 1
        else:
            made += await make_for(context, resolution, due, heard_on=today, only=agency_id)
    return Offer(made, missed)
