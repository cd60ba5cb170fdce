"""Obligation state transitions. The caller refreshes the reminders that wait to be sent (``unsent_reminders``)."""

from collections.abc import Collection, Iterable, Sequence

from sqlalchemy import ColumnElement, and_, exists, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from domain.deadlines import DeadlineKind, periods
from models.tables.meetings import (
    OPEN_STATES,
    Obligation,
    ObligationState,
    Resolution,
    ResolutionState,
    Submission,
    SubmissionKind,
    Verdict,
)
from services.context import ActionContext
from services.errors import Refused
from services.obligations import extensions, responsibility, snoozes
from services.obligations.obligations import replan

OWN = (
    Submission.kind != SubmissionKind.CHECK_IN,
    Submission.former_agency_id.is_(None),
    Submission.verdict != Verdict.REPLACED,
)
"""The conditions of the answers, and of what adds to them, that an obligation's agency sent, as they are now."""


async def answered(context: ActionContext, obligation: Obligation) -> None:
    """Record that an answer was sent; a request for more time is needless now.

    A continuous obligation stays open: next month it is asked about again.
    """
    obligation.answered_at = context.now
    await extensions.withdraw(context, obligation.id)
    await snoozes.clear(context.session, [obligation.id])
    await _move_to(context, obligation, ObligationState.ANSWERED)


async def accepted(context: ActionContext, obligation: Obligation) -> None:
    """Record that the secretariat accepted the answer. A continuous obligation stays open."""
    await _move_to(context, obligation, ObligationState.ACCEPTED)


async def _move_to(context: ActionContext, obligation: Obligation, state: ObligationState) -> None:
    """Move an obligation to ``state``; a continuous one stays open, or closed with its resolution."""
    resolution = await context.session.get_one(Resolution, obligation.resolution_id)
    if periods.kind(resolution.deadline) is DeadlineKind.CONTINUOUS:
        closed = resolution.state is ResolutionState.CLOSED
        state = ObligationState.CLOSED if closed else ObligationState.OPEN
    obligation.state = state
    obligation.version += 1
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


async def ended(session: AsyncSession, obligation: Obligation) -> bool:
    """Tell whether nothing is asked any more: the resolution is closed, or its agency is no owner of it now."""
    resolution = await session.get_one(Resolution, obligation.resolution_id)
    return resolution.state is ResolutionState.CLOSED or not await responsibility.is_owner(session, obligation)


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
    """Reopen the obligations that were open when their resolution was closed; return the ids of their agencies.

    Those of a former owner ended before it, and stay so.
    """
    leads = set(await responsibility.leads(context.session, resolution_id, retired=True))
    closed = await closed_while_open(context.session, Obligation.resolution_id == resolution_id, lock=True)
    owed = [row for row in closed if {(row.agency_id, row.item), (row.moved_from_id or 0, row.item)} & leads]
    await reopen(context, owed)
    return sorted({obligation.agency_id for obligation in owed})


async def closed_while_open(
    session: AsyncSession, *among: ColumnElement[bool], lock: bool = False
) -> Sequence[Obligation]:
    """The closed obligations that no answer has closed: they were open, returned or continuous until then."""
    nothing, not_ours = SubmissionKind.NOTHING_TO_REPORT, SubmissionKind.NOT_APPLICABLE
    closing = exists().where(
        *OWN,
        Submission.obligation_id == Obligation.id,
        Submission.supplement.is_(False),
        or_(
            and_(Submission.kind == nothing, Submission.verdict.in_((Verdict.WAITING, Verdict.ACCEPTED))),
            and_(Submission.kind == not_ours, Submission.verdict == Verdict.ACCEPTED),
        ),
    )
    closed = select(Obligation).where(*among, Obligation.state == ObligationState.CLOSED, ~closing)
    if lock:
        # Whoever sends something to one of them at the same moment is waited for.
        closed = closed.order_by(Obligation.id).with_for_update(of=Obligation)
    return (await session.scalars(closed)).all()


async def reopen(context: ActionContext, closed: Collection[Obligation]) -> None:
    """Open closed obligations again; one whose last answer was returned waits for its correction.

    What was sent while it was closed counts now as if it had been open: the first that was not returned answers it.
    """
    # Of a verdict and this at the same moment one waits for the other.
    rows = await context.session.scalars(
        select(Submission)
        .where(
            *OWN,
            Submission.obligation_id.in_([obligation.id for obligation in closed]),
            or_(Submission.supplement.is_(False), Submission.while_closed),
        )
        .order_by(Submission.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    await snoozes.clear(context.session, [obligation.id for obligation in closed])
    answers: dict[int, list[Submission]] = {}
    for one in rows:
        answers.setdefault(one.obligation_id, []).append(one)
    for obligation in closed:
        of_this = answers.get(obligation.id, [])
        meanwhile = [one for one in of_this if one.while_closed]
        last = of_this[-1] if of_this else None
        answer = next((one for one in meanwhile if one.verdict is not Verdict.RETURNED), last)
        state = ObligationState.OPEN
        if answer and answer.while_closed:
            answer.supplement, obligation.answered_at = False, answer.sent_at
            answer.version += 1
            state = await _state_by(context.session, answer, obligation)
        elif answer and answer.verdict is Verdict.RETURNED:
            state = ObligationState.RETURNED
        for one in meanwhile:
            one.while_closed = False
        obligation.state = state
        obligation.version += 1
        await replan(context, obligation)


async def _state_by(session: AsyncSession, answer: Submission, obligation: Obligation) -> ObligationState:
    """The state of an obligation whose answer has the verdict that it has."""
    accepted = answer.verdict is Verdict.ACCEPTED
    if answer.verdict is Verdict.RETURNED:
        return ObligationState.RETURNED
    if answer.kind is SubmissionKind.NOTHING_TO_REPORT or (answer.kind is SubmissionKind.NOT_APPLICABLE and accepted):
        return ObligationState.CLOSED
    resolution = await session.get_one(Resolution, obligation.resolution_id)
    if periods.kind(resolution.deadline) is DeadlineKind.CONTINUOUS:
        return ObligationState.OPEN
    return ObligationState.ACCEPTED if accepted else ObligationState.ANSWERED


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
