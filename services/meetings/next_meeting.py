"""The next meeting of a body, by which some resolutions are due: its day comes from what is planned."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select

from domain.persian.text import fold
from models.tables.meetings import Meeting, Resolution
from models.tables.planning import MeetingPlan, PlanState
from services.context import ActionContext


def body_of(meeting: Meeting) -> str:
    """The body of a meeting; its title stands for a body that is not known."""
    return meeting.body or meeting.title


def lead(deadline: Mapping[str, Any]) -> timedelta:
    """The time by which a deadline falls before the meeting: two days for «دو روز قبل از جلسه آینده»."""
    return timedelta(days=deadline.get("lead_days", 0))


def day_by(resolutions: Sequence[Resolution]) -> date | None:
    """The day of the meeting by which resolutions of one body are due; None while none of them has a date."""
    return next((one.due + lead(one.deadline) for one in resolutions if one.due), None)


async def due(context: ActionContext, meeting: Meeting, deadline: Mapping[str, Any]) -> date | None:
    """The due date of a resolution of ``meeting`` that is due by the next one; None while that is not planned."""
    day = await _day_after(context, meeting)
    return day - lead(deadline) if day else None


async def _day_after(context: ActionContext, meeting: Meeting) -> date | None:
    held_on = meeting.held_on or context.organisation.day(meeting.created_at)
    plans = await context.session.execute(
        select(MeetingPlan.day, MeetingPlan.body, MeetingPlan.meeting_id)
        .where(MeetingPlan.state == PlanState.PLANNED, MeetingPlan.day > held_on)
        .order_by(MeetingPlan.day)
    )
    body = fold(body_of(meeting))
    return next((plan.day for plan in plans if fold(plan.body) == body and plan.meeting_id != meeting.id), None)
