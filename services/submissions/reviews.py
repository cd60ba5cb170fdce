"""The secretariat's review of submissions: accept them, or return them with words. The first verdict holds."""

from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from domain.access.member import ANSWERING, Member
from domain.chat.screens import Button, Screen, T, Tap, Text
from models.tables.meetings import ObligationState, ResolutionState, Submission, SubmissionKind, Verdict
from models.tables.people import Person
from services import audit
from services.context import ActionContext
from services.directory import members
from services.errors import AlreadyDecided
from services.messaging import buttons, secretary_notices
from services.messaging.notify import notify
from services.messaging.recipients import Recipient
from services.messaging.secretary_notices import NoticeKind
from services.obligations import transitions
from services.reminders import unsent_reminders
from services.submissions import submissions
from texts import wording

DONE = "done"
"""The status of a progress report of which nothing is left to do."""


class AlreadyReviewed(AlreadyDecided):
    """The refusal to review a submission that has a verdict already, or was replaced by a correction."""

    def __init__(self, submission: Submission) -> None:
        super().__init__(
            "review.decided_before",
            state=submission.verdict,
            by=submission.reviewed_by,
            at=submission.reviewed_at,
        )
        self.submission = submission


async def next_waiting(session: AsyncSession, after: int = 0) -> Submission | None:
    """The oldest submission after one id that waits for a verdict; past the last it begins again with the first."""
    oldest = select(func.min(Submission.id)).where(Submission.verdict == Verdict.WAITING).correlate(None)
    past = oldest.where(Submission.id > after)
    submission: Submission | None = await session.scalar(
        submissions.with_details().where(
            Submission.id == func.coalesce(past.scalar_subquery(), oldest.scalar_subquery())
        )
    )
    return submission


async def all_waiting(session: AsyncSession) -> Sequence[Submission]:
    """The submissions that wait for a verdict, the oldest first."""
    rows = await session.scalars(
        submissions.with_details().where(Submission.verdict == Verdict.WAITING).order_by(Submission.id)
    )
    return rows.all()


async def waiting(session: AsyncSession, submission_id: int) -> Submission:
    """Load a submission that waits for its verdict, locked until the transaction ends.

    Raises AlreadyReviewed when it waits no more, Refused when there is none.
    """
    submission = await submissions.get(session, submission_id, lock=True)
    if submission.verdict is not Verdict.WAITING:
        # Read again: PostgreSQL joined the reviewer to the row as it was before the wait for its lock.
        raise AlreadyReviewed(await submissions.get(session, submission_id, lock=True))
    return submission


async def accept(
    context: ActionContext, reviewer: Member, submission_id: int, words: str = "", *, keep_open: bool = False
) -> Submission:
    """Accept a submission; its sender is told, with ``words`` if there are any. Raises AlreadyReviewed.

    With ``keep_open`` an interim report is accepted and its obligation waits for another one. That an obligation is
    not applicable closes it.
    """
    submission = await _decide(context, submission_id, Verdict.ACCEPTED, words, reviewer)
    obligation, key = submission.obligation, "review.told_accepted"
    if keep_open:
        # If it came while its obligation was closed, that will be open for another one, too.
        submission.while_closed = False
    if submission.channel != submissions.CHAT and submission.person_id == reviewer.person_id:
        key = "review.told_entered"
    if submission.kind is SubmissionKind.NOT_APPLICABLE:
        key = "review.told_agreed"
    if keep_open and may_stay_open(submission) and not await transitions.ended(context.session, obligation):
        key = "review.told_kept_open"
        await transitions.kept_open(context, obligation)
    elif _answers(submission):
        if submission.kind is SubmissionKind.NOT_APPLICABLE:
            transitions.close(obligation)
            await unsent_reminders.refresh(context, [obligation])
        elif obligation.state is not ObligationState.CLOSED:
            await transitions.accepted(context, obligation)
    lines = [_told(key, submission), *([T("review.told_words", words=words)] if words else [])]
    await _tell(context, submission, Screen(T("form.lines", lines=lines), ((_to_task(submission),),)))
    return submission


async def entered(context: ActionContext, secretary: Member, submission: Submission) -> None:
    """Accept what a secretary entered on an agency's behalf, whose people are told: nobody reviews own entries.

    A report of work that is not done yet leaves its obligation open. What a member sent waits for its review.
    """
    if submission.channel == submissions.CHAT or not secretary.secretary:
        return
    unfinished = submission.answers.get("status", DONE) != DONE
    await accept(context, secretary, submission.id, keep_open=unfinished)


def may_stay_open(submission: Submission) -> bool:
    """Tell whether a submission may be accepted as an interim one: a report or letter that answers its obligation."""
    return (
        submission.kind in (SubmissionKind.REPORT, SubmissionKind.LETTER)
        and _answers(submission)
        and submission.obligation.state is ObligationState.ANSWERED
        and submission.obligation.resolution.state is not ResolutionState.CLOSED
    )


async def give_back(context: ActionContext, reviewer: Member, submission_id: int, words: str) -> Submission:
    """Return a submission with words: its obligation is open again and its sender is told.

    A returned supplement leaves the obligation as it is. Of one that has ended, or was moved to another agency since,
    no other answer is asked. Raises AlreadyReviewed.
    """
    submission = await _decide(context, submission_id, Verdict.RETURNED, words, reviewer)
    task, group_key = _to_task(submission), ""
    ended = await transitions.ended(context.session, submission.obligation)
    if _answers(submission) and ended:
        transitions.close(submission.obligation)
    elif _answers(submission):
        group_key = submissions.returned_key(submission.obligation_id)
        await transitions.returned(context, submission.obligation)
    if ended or submission.former_agency_id:
        screen = Screen(_told("review.told_returned_ended", submission, words=words), ((task,),))
    elif submission.form in submissions.DRAFTED:
        again = Button(T("answer.again"), Tap("again", submission.id))
        screen = Screen(_told("review.told_returned", submission, words=words), ((again,), (task,)))
    else:
        screen = Screen(_told("review.told_returned_anew", submission, words=words), ((task,),))
    await _tell(context, submission, screen, group_key)
    return submission


async def _decide(
    context: ActionContext, submission_id: int, verdict: Verdict, words: str, reviewer: Member
) -> Submission:
    submission = await waiting(context.session, submission_id)
    # The person is loaded before any column is written, so that all of them go in one statement.
    submission.reviewer = await context.session.get_one(Person, reviewer.person_id)
    submission.verdict, submission.words = verdict, words
    submission.reviewed_at, submission.reviewed_by = context.now, reviewer.person_id
    submission.version += 1
    audit.record(context, verdict.value, "submission", submission.id)
    await secretary_notices.decided(context, NoticeKind.REPORTS)
    return submission


def _answers(submission: Submission) -> bool:
    """Tell whether a submission is an answer of the agency that has its obligation, and no supplement."""
    return not submission.supplement and submission.former_agency_id is None


def _to_task(submission: Submission) -> Button:
    """Return the button to the task; who has it no more gets one to their tasks."""
    return buttons.TASKS if submission.former_agency_id else buttons.to_task(submission.obligation_id)


def _told(key: str, submission: Submission, **params: str) -> Text:
    obligation = submission.obligation
    return T(
        key,
        what=wording.submission_name(submission.kind, submission.id, submission.form),
        title=submissions.title_of(obligation),
        **params,
    )


async def _tell(context: ActionContext, submission: Submission, screen: Screen, group_key: str = "") -> None:
    """Tell the sender; or all who answer for the agency, when the secretariat entered it or the sender has left."""
    memberships = await members.of_agency(context.session, submission.agency.id)
    people = [Recipient.of(membership.person) for membership in memberships if membership.role in ANSWERING]
    sender = [person for person in people if person.id == submission.person_id]
    receivers = sender if sender and submission.channel == submissions.CHAT else people
    await notify(context, receivers, screen, group_key=group_key)
