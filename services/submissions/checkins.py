"""The monthly check-in on continuous resolutions: the questions to an agency and its answers."""

from collections.abc import Collection
from datetime import datetime, time, timedelta

from sqlalchemy import and_, false, or_, select, true, update

from domain.access.member import ANSWERING, Member
from domain.dates.jalali import to_jalali
from domain.deadlines import DeadlineKind
from models.tables.agencies import Agency
from models.tables.meetings import OPEN_STATES, Obligation, Resolution, Submission, SubmissionKind, Verdict
from services.context import ActionContext
from services.errors import Refused
from services.messaging import secretary_notices
from services.messaging.secretary_notices import NoticeKind
from services.obligations import obligations, transitions
from services.organisation import Organisation
from services.reminders import unsent_reminders
from services.reminders.messages.checkin_message import Question, Status
from services.submissions import task

FORM = "checkin"


async def questions(context: ActionContext, member: Member) -> list[Question]:
    """This month's questions to the agencies that a member answers for, answered or not."""
    own = {membership.agency_id for membership in member.memberships if membership.role in ANSWERING}
    undated = await obligations.views(
        context.session,
        or_(Obligation.agency_id.in_(own), and_(Agency.secretariat, true() if member.secretary else false())),
        Obligation.state.in_(OPEN_STATES),
        Obligation.due.is_(None),
        Resolution.check_in.is_(True),
    )
    views = [view for view in undated if view.kind is DeadlineKind.CONTINUOUS]
    latest = await _latest(context, [view.id for view in views])
    return [Question(view, latest.get(view.id)) for view in views]


async def answer(context: ActionContext, member: Member, obligation_id: int, status: Status, why: str = "") -> None:
    """Store a tap as this month's answer; another one in the same month replaces it, the same one changes nothing.

    The answer that work goes on needs no review; that it stopped waits for the secretariat's, with its reason ``why``.
    Raises Refused when the member does not answer for the obligation's agency, or it is open no more.
    """
    obligation = await context.session.get(Obligation, obligation_id)
    if obligation is None or obligation.state not in OPEN_STATES:
        raise Refused("checkin.closed")
    if not await task.may_answer(context.session, member, obligation.agency_id):
        raise Refused("common.not_yours")
    if (await _latest(context, [obligation_id])).get(obligation_id) is status:
        return
    await context.session.execute(
        update(Submission)
        .where(
            Submission.obligation_id == obligation_id,
            Submission.former_agency_id.is_(None),
            Submission.kind == SubmissionKind.CHECK_IN,
            Submission.sent_at >= _month_start(context.organisation, context.now),
        )
        .values(verdict=Verdict.REPLACED)
    )
    context.session.add(
        Submission(
            obligation_id=obligation_id,
            person_id=member.person_id,
            kind=SubmissionKind.CHECK_IN,
            form=FORM,
            answers={"status": status.value} | ({"why": why} if why else {}),
            verdict=Verdict.WAITING if status is Status.STOPPED else Verdict.ACCEPTED,
            sent_at=context.now,
        )
    )
    await context.session.flush()
    await transitions.answered(context, obligation)
    await unsent_reminders.refresh(context, [obligation])
    if status is Status.STOPPED:
        await secretary_notices.tell_secretaries(context, NoticeKind.REPORTS)


async def _latest(context: ActionContext, obligation_ids: Collection[int]) -> dict[int, Status]:
    """This month's last answer to each of some obligations; one without an answer is not among the keys."""
    rows = await context.session.execute(
        select(Submission.obligation_id, Submission.kind, Submission.answers)
        .where(
            Submission.obligation_id.in_(obligation_ids),
            Submission.former_agency_id.is_(None),
            Submission.sent_at >= _month_start(context.organisation, context.now),
        )
        .order_by(Submission.id)
    )
    return {
        obligation_id: Status(answers["status"]) if kind is SubmissionKind.CHECK_IN else Status.REPORTED
        for obligation_id, kind, answers in rows
    }


def _month_start(organisation: Organisation, now: datetime) -> datetime:
    today = organisation.day(now)
    first = today - timedelta(days=to_jalali(today)[2] - 1)
    return datetime.combine(first, time(), organisation.zone)
