"""The secretariat's review of what was sent: accepted, or returned with words. The first verdict holds."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from domain.access.member import ANSWERING, Member
from domain.chat.screens import Button, Screen, T, Tap, Text
from models.meetings import ObligationState, Submission, SubmissionKind, Verdict
from services import audit
from services.directory import members
from services.errors import Refused
from services.messaging import buttons, notices
from services.obligations import transitions
from services.organisation import Organisation
from services.reminders import unsent_reminders
from services.submissions import submissions
from texts import wording


async def next_waiting(session: AsyncSession, after: int = 0) -> Submission | None:
    """The oldest submission that waits for a verdict, past the one left for later; from the start when none is past
    it.
    """
    waiting = select(Submission.id).where(Submission.verdict == Verdict.WAITING).order_by(Submission.id).limit(1)
    found = await session.scalar(waiting.where(Submission.id > after)) or await session.scalar(waiting)
    return await submissions.one(session, found) if found else None


async def accept(
    session: AsyncSession, organisation: Organisation, reviewer: Member, submission_id: int, now: datetime
) -> Submission:
    """Accepts a submission; its sender is told. Raises Refused when it has a verdict already."""
    submission = await _decide(session, submission_id, Verdict.ACCEPTED, "", reviewer, now)
    obligation = submission.obligation
    if not submission.supplement:
        if submission.kind is SubmissionKind.NOT_APPLICABLE:
            transitions.end(obligation)
            await unsent_reminders.refresh(session, organisation, [obligation], now)
        elif obligation.state is not ObligationState.CLOSED:
            await transitions.accepted(session, organisation, obligation, now)
    screen = Screen(_told("review.told_accepted", submission), ((buttons.to_task(submission.obligation_id),),))
    await _tell(session, organisation, submission, screen, now)
    return submission


async def give_back(
    session: AsyncSession, organisation: Organisation, reviewer: Member, submission_id: int, words: str, now: datetime
) -> Submission:
    """Returns a submission with words: the obligation is owed again and its sender is told.

    A returned supplement leaves the obligation as it is. Raises Refused when the submission has a verdict already.
    """
    submission = await _decide(session, submission_id, Verdict.RETURNED, words, reviewer, now)
    if not submission.supplement:
        await transitions.returned(session, organisation, submission.obligation, now)
    task = buttons.to_task(submission.obligation_id)
    if submission.form in submissions.DRAFTED:
        again = Button(T("answer.again"), Tap("again", submission.id))
        screen = Screen(_told("review.told_returned", submission, words=words), ((again,), (task,)))
    else:
        screen = Screen(_told("review.told_returned_anew", submission, words=words), ((task,),))
    await _tell(session, organisation, submission, screen, now)
    return submission


async def _decide(
    session: AsyncSession, submission_id: int, verdict: Verdict, words: str, reviewer: Member, now: datetime
) -> Submission:
    held = await session.scalar(
        select(Submission)
        .where(Submission.id == submission_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    if held is None or held.verdict is not Verdict.WAITING:
        raise Refused("review.decided_before")
    submission = await submissions.one(session, submission_id)
    submission.verdict, submission.words = verdict, words
    submission.reviewed_at, submission.reviewed_by = now, reviewer.person_id
    submission.version += 1
    audit.record(session, reviewer.person_id, verdict.value, "submission", submission.id, now)
    return submission


def _told(key: str, submission: Submission, **params: str) -> Text:
    obligation = submission.obligation
    return T(
        key,
        what=wording.numbered(submission.kind, submission.id),
        title=wording.named(obligation.resolution.number, obligation.item),
        **params,
    )


async def _tell(
    session: AsyncSession, organisation: Organisation, submission: Submission, screen: Screen, now: datetime
) -> None:
    """To the sender; to all who answer for the agency when the secretariat entered it, or when the sender has left."""
    held = await members.of_agency(session, submission.obligation.agency_id)
    people = {one.person_id: None for one in held if one.role in ANSWERING}
    if submission.channel == submissions.CHAT and submission.person_id in people:
        people = {submission.person_id: None}
    for person_id in people:
        await notices.tell(session, organisation, person_id, screen, now)
