"""The minutes of a planned meeting: compared with the plan, and linked to it."""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from domain.chat.screens import T, Text
from domain.persian.text import fold
from models.tables.meetings import Meeting, MeetingState
from models.tables.planning import MeetingPlan, PlanState
from services import audit
from services.context import ActionContext
from services.errors import Refused
from services.meetings import meetings


async def find(session: AsyncSession, meeting: Meeting) -> MeetingPlan | None:
    """Find the plan whose minutes these must be: of the same body and day, without minutes yet."""
    rows = await session.scalars(
        select(MeetingPlan).where(
            MeetingPlan.day == meeting.held_on,
            MeetingPlan.state == PlanState.PLANNED,
            MeetingPlan.meeting_id.is_(None),
        )
    )
    plans = [plan for plan in rows if fold(plan.body) == fold(meeting.body)]
    return plans[0] if len(plans) == 1 and not differences(plans[0], meeting) else None


def differences(plan: MeetingPlan, meeting: Meeting) -> list[Text]:
    """The lines that say in what minutes and plan differ; what the minutes do not say is no difference."""
    lines = []
    if meeting.number and plan.number and meeting.number != plan.number:
        lines.append(T("plan_minutes.number", planned=plan.number, read=meeting.number))
    if meeting.held_on and meeting.held_on != plan.day:
        lines.append(T("plan_minutes.day", planned=plan.day, read=meeting.held_on))
    if meeting.body and fold(meeting.body) != fold(plan.body):
        lines.append(T("plan_minutes.body", planned=plan.body, read=meeting.body))
    return lines


async def link(context: ActionContext, plan: MeetingPlan, meeting: Meeting) -> None:
    """Make a meeting the one that was planned; what its minutes lack is taken from the plan while it is in review.

    Raises Refused when the plan is cancelled or has other minutes, or the meeting is another plan's.
    """
    if plan.state is PlanState.CANCELLED:
        raise Refused("plan.cancelled_already")
    other = await of_meeting(context.session, meeting.id)
    if plan.meeting_id not in (None, meeting.id) or (other and other.id != plan.id):
        raise Refused("plan_minutes.taken")
    # Its next reminder stays, for these minutes may be discarded; until then nobody is reminded.
    plan.meeting_id = meeting.id
    plan.version += 1
    if meeting.state is MeetingState.REVIEW:
        await meetings.change(
            context,
            meeting,
            title=meeting.title,
            body=meeting.body or plan.body,
            number=meeting.number or plan.number,
            held_on=meeting.held_on or plan.day,
        )
    audit.record(context, "minutes", "meeting_plan", plan.id, meeting=meeting.id)
    await context.session.flush()


async def of_meeting(session: AsyncSession, meeting_id: int) -> MeetingPlan | None:
    """The plan whose minutes a meeting is."""
    plan: MeetingPlan | None = await session.scalar(select(MeetingPlan).where(MeetingPlan.meeting_id == meeting_id))
    return plan
