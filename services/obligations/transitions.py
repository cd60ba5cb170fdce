"""Obligation state transitions. Reminders that wait to be sent are refreshed by the caller: ``unsent.renew``."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from domain.deadlines import Kind, periods
from models.meetings import OWED, Obligation, ObligationState, Resolution, Submission
from services.errors import Refused
from services.obligations.obligations import replan
from services.organisation import Organisation


async def answered(session: AsyncSession, organisation: Organisation, obligation: Obligation, now: datetime) -> None:
    """An answer was sent. A continuous obligation stays open: next month it is asked about again."""
    obligation.answered_at = now
    await _settle(session, organisation, obligation, ObligationState.ANSWERED, now)


async def accepted(session: AsyncSession, organisation: Organisation, obligation: Obligation, now: datetime) -> None:
    """The secretariat accepted the answer. A continuous obligation stays open."""
    await _settle(session, organisation, obligation, ObligationState.ACCEPTED, now)


async def _settle(
    session: AsyncSession, organisation: Organisation, obligation: Obligation, state: ObligationState, now: datetime
) -> None:
    resolution = await session.get_one(Resolution, obligation.resolution_id)
    continuous = periods.kind(resolution.deadline) is Kind.CONTINUOUS
    obligation.state = ObligationState.OPEN if continuous else state
    obligation.version += 1
    obligation.snoozed_until = None
    await replan(session, organisation, obligation, now)


async def returned(session: AsyncSession, organisation: Organisation, obligation: Obligation, now: datetime) -> None:
    """The answer came back to be corrected: it is owed again, and reminded of again from tomorrow on."""
    obligation.state = ObligationState.RETURNED
    obligation.version += 1
    obligation.reminded_on = now.astimezone(organisation.zone).date()
    await replan(session, organisation, obligation, now)


def end(obligation: Obligation) -> None:
    """Nothing is owed any more, without an answer: it was not for this agency, or its resolution ended."""
    obligation.state = ObligationState.CLOSED
    obligation.version += 1
    obligation.next_reminder_at = None


async def end_all(session: AsyncSession, resolution_ids: Iterable[int]) -> Sequence[Obligation]:
    """End what is still owed of some resolutions, and return it."""
    rows = await session.scalars(
        select(Obligation).where(Obligation.resolution_id.in_(list(resolution_ids)), Obligation.state.in_(OWED))
    )
    owed = rows.all()
    for obligation in owed:
        end(obligation)
    return owed


async def reopen_all(session: AsyncSession, organisation: Organisation, resolution_id: int, now: datetime) -> list[int]:
    """Opens again what was ended without an answer when its resolution was; the ids of the agencies that owe it."""
    ended = await session.scalars(
        select(Obligation).where(
            Obligation.resolution_id == resolution_id,
            Obligation.state == ObligationState.CLOSED,
            Obligation.answered_at.is_(None),
        )
    )
    agencies = set()
    for obligation in ended.all():
        obligation.state = ObligationState.OPEN
        obligation.version += 1
        await replan(session, organisation, obligation, now)
        agencies.add(obligation.agency_id)
    return sorted(agencies)


async def withdraw(session: AsyncSession, meeting_id: int) -> Sequence[Obligation]:
    """End every obligation of a meeting that is taken back, and return them.

    Raises Refused when something was reported on it: an answer is never lost to a withdrawal.
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
    return await end_all(session, (await session.scalars(of_meeting)).all())
