"""Obligation state transitions. The caller refreshes the reminders that wait to be sent (``unsent_reminders``)."""

from collections.abc import Iterable, Sequence

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from domain.deadlines import DeadlineKind, periods
from models.tables.meetings import OPEN_STATES, Obligation, ObligationState, Resolution, Submission
from services.context import ActionContext
from services.errors import Refused
from services.obligations import extensions, responsibility
from services.obligations.obligations import replan


async def answered(context: ActionContext, obligation: Obligation) -> None:
    """Record that an answer was sent; a request for more time is needless now.

    A continuous obligation stays open: next month it is asked about again.
    """
    obligation.answered_at = context.now
    await extensions.withdraw(context, obligation.id)
    await _move_to(context, obligation, ObligationState.ANSWERED)


async def accepted(context: ActionContext, obligation: Obligation) -> None:
    """Record that the secretariat accepted the answer. A continuous obligation stays open."""
    await _move_to(context, obligation, ObligationState.ACCEPTED)


async def _move_to(context: ActionContext, obligation: Obligation, state: ObligationState) -> None:
    """Move an obligation to ``state``; a continuous one stays open."""
    resolution = await context.session.get_one(Resolution, obligation.resolution_id)
    continuous = periods.kind(resolution.deadline) is DeadlineKind.CONTINUOUS
    obligation.state = ObligationState.OPEN if continuous else state
    obligation.version += 1
    obligation.snoozed_until = None
    await replan(context, obligation)


async def kept_open(context: ActionContext, obligation: Obligation) -> None:
    """Record that an interim answer was accepted and more is awaited: it is reminded of again from tomorrow on."""
    obligation.state = ObligationState.OPEN
    obligation.version += 1
    obligation.reminded_on = context.today
    await replan(context, obligation)


async def returned(context: ActionContext, obligation: Obligation) -> None:
    """Record that the answer came back to be corrected: it is reminded of again from tomorrow on."""
    obligation.state = ObligationState.RETURNED
    obligation.version += 1
    obligation.reminded_on = context.today
    await replan(context, obligation)


def close(obligation: Obligation) -> None:
    """Close an obligation: nothing was to report, it was not for this agency, or its resolution ended."""
    obligation.state = ObligationState.CLOSED
    obligation.version += 1
    obligation.next_reminder_at = None


async def close_all(session: AsyncSession, resolution_ids: Iterable[int]) -> Sequence[Obligation]:
    """Close the open obligations of some resolutions, and return them."""
    rows = await session.scalars(
        select(Obligation).where(Obligation.resolution_id.in_(list(resolution_ids)), Obligation.state.in_(OPEN_STATES))
    )
    still_open = rows.all()
    for obligation in still_open:
        close(obligation)
    return still_open


async def reopen_all(context: ActionContext, resolution_id: int) -> list[int]:
    """Reopen the obligations that were closed unanswered with their resolution; return the ids of their agencies.

    Those of a former owner ended before it, and stay so.
    """
    leads = set(await responsibility.leads(context.session, resolution_id))
    closed = await context.session.scalars(
        select(Obligation).where(
            Obligation.resolution_id == resolution_id,
            Obligation.state == ObligationState.CLOSED,
            Obligation.answered_at.is_(None),
        )
    )
    agencies = set()
    for obligation in closed.all():
        if leads.isdisjoint(
            {(obligation.agency_id, obligation.item), (obligation.moved_from_id or 0, obligation.item)}
        ):
            continue
        obligation.state = ObligationState.OPEN
        obligation.version += 1
        await replan(context, obligation)
        agencies.add(obligation.agency_id)
    return sorted(agencies)


async def close_of_meeting(session: AsyncSession, meeting_id: int) -> Sequence[Obligation]:
    """Close the open obligations of a meeting that is withdrawn, and return them.

    Raises Refused when something was reported on any of them: an answer is never lost to a withdrawal.
    """
    of_meeting = select(Resolution.id).where(Resolution.meeting_id == meeting_id)
    reported = await session.scalar(
        select(Submission.id)
        .join(Obligation, Obligation.id == Submission.obligation_id)
        .where(Obligation.resolution_id.in_(of_meeting))
        .limit(1)
    )
    if reported:
        raise Refused("obligation.reported_already")
    return await close_all(session, (await session.scalars(of_meeting)).all())
