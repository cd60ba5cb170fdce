"""The secretariat's review of what was sent: accepted, or returned with words. The first verdict holds."""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from domain.access.member import ANSWERING, Member
from domain.chat.screens import Button, Screen, T, Tap, Text
from models.meetings import ObligationState, Submission, SubmissionKind, Verdict
from services import audit
from services.context import ActionContext
from services.directory import members
from services.errors import Refused
from services.messaging import buttons
from services.messaging.notify import notify
from services.messaging.recipients import Recipient
from services.obligations import transitions
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


async def accept(context: ActionContext, reviewer: Member, submission_id: int) -> Submission:
    """Accepts a submission; its sender is told. Raises Refused when it has a verdict already."""
    submission = await _decide(context, submission_id, Verdict.ACCEPTED, "", reviewer)
    obligation = submission.obligation
    if not submission.supplement:
        if submission.kind is SubmissionKind.NOT_APPLICABLE:
            transitions.end(obligation)
            await unsent_reminders.refresh(context, [obligation])
        elif obligation.state is not ObligationState.CLOSED:
            await transitions.accepted(context, obligation)
    screen = Screen(_told("review.told_accepted", submission), ((buttons.to_task(submission.obligation_id),),))
    await _tell(context, submission, screen)
    return submission


async def give_back(context: ActionContext, reviewer: Member, submission_id: int, words: str) -> Submission:
    """Returns a submission with words: the obligation is owed again and its sender is told.

    A returned supplement leaves the obligation as it is. Raises Refused when the submission has a verdict already.
    """
    submission = await _decide(context, submission_id, Verdict.RETURNED, words, reviewer)
    if not submission.supplement:
        await transitions.returned(context, submission.obligation)
    task = buttons.to_task(submission.obligation_id)
    if submission.form in submissions.DRAFTED:
        again = Button(T("answer.again"), Tap("again", submission.id))
        screen = Screen(_told("review.told_returned", submission, words=words), ((again,), (task,)))
    else:
        screen = Screen(_told("review.told_returned_anew", submission, words=words), ((task,),))
    await _tell(context, submission, screen)
    return submission


async def _decide(
    context: ActionContext, submission_id: int, verdict: Verdict, words: str, reviewer: Member
) -> Submission:
    held = await context.session.scalar(
        select(Submission)
        .where(Submission.id == submission_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    if held is None or held.verdict is not Verdict.WAITING:
        raise Refused("review.decided_before")
    submission = await submissions.one(context.session, submission_id)
    submission.verdict, submission.words = verdict, words
    submission.reviewed_at, submission.reviewed_by = context.now, reviewer.person_id
    submission.version += 1
    audit.record(context, verdict.value, "submission", submission.id)
    return submission


def _told(key: str, submission: Submission, **params: str) -> Text:
    obligation = submission.obligation
    return T(
        key,
        what=wording.numbered(submission.kind, submission.id),
        title=wording.named(obligation.resolution.number, obligation.item),
        **params,
    )


async def _tell(context: ActionContext, submission: Submission, screen: Screen) -> None:
    """To the sender; to all who answer for the agency when the secretariat entered it, or when the sender has left."""
    held = await members.of_agency(context.session, submission.obligation.agency_id)
    people = [Recipient.of(one.person) for one in held if one.role in ANSWERING]
    sender = [one for one in people if one.id == submission.person_id]
    await notify(context, sender if sender and submission.channel == submissions.CHAT else people, screen)
