"""Replies to the invitation to a meeting; each can be changed until the meeting begins."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from models.tables.planning import Invitee, MeetingPlan, PlanState, Rsvp
from services import audit
from services.context import ActionContext
from services.errors import Ended
from services.messaging.notify import withdraw
from services.planning import invitees, plans


async def own(session: AsyncSession, plan_id: int, person_id: int) -> tuple[MeetingPlan, Invitee]:
    """Load a meeting with the invitation of one person.

    Raises Refused for somebody who is not invited, or no longer stands for whom the invitation is for.
    """
    invitee, *_ = await _places(session, plan_id, person_id)
    return await plans.get(session, plan_id), invitee


async def _places(session: AsyncSession, plan_id: int, person_id: int) -> Sequence[Invitee]:
    """Load a person's invitations to a meeting, one for each agency."""
    rows = await session.scalars(
        select(Invitee)
        .where(
            Invitee.plan_id == plan_id,
            Invitee.person_id == person_id,
            Invitee.invited_at.is_not(None),
            invitees.stands(),
        )
        .order_by(Invitee.id)
        .with_for_update()
    )
    if not (places := rows.all()):
        raise Ended("rsvp.not_invited")
    return places


async def coming(context: ActionContext, person_id: int) -> tuple[MeetingPlan, Invitee] | None:
    """Find the next meeting that a person is invited to, with the invitation; None for none."""
    rows = await context.session.execute(
        select(MeetingPlan, Invitee)
        .join(Invitee, Invitee.plan_id == MeetingPlan.id)
        .where(
            MeetingPlan.state == PlanState.PLANNED,
            MeetingPlan.meeting_id.is_(None),
            Invitee.person_id == person_id,
            Invitee.invited_at.is_not(None),
            invitees.stands(),
        )
        .order_by(MeetingPlan.day, MeetingPlan.time, MeetingPlan.id, Invitee.id)
    )
    ahead = ((plan, own) for plan, own in rows if not plans.is_over(context.organisation, plan, context.now))
    return next(ahead, None)


def check_open(context: ActionContext, plan: MeetingPlan) -> None:
    """Raise Refused when a meeting is cancelled or has begun."""
    if plan.state is PlanState.CANCELLED:
        raise Ended("rsvp.was_cancelled", day=plan.day)
    if plans.is_over(context.organisation, plan, context.now):
        raise Ended("rsvp.over")


async def give(
    context: ActionContext, plan_id: int, reply: Rsvp, delegate: dict[str, str] | None = None
) -> tuple[MeetingPlan, Invitee]:
    """Record the acting person's reply, in the place of an earlier one; ``delegate`` is {name, post, phone}.

    Whoever comes for two agencies replies for both.

    Raises Refused for somebody who is not invited, and when the meeting is cancelled or has begun.
    """
    places = await _places(context.session, plan_id, context.person)
    plan = await plans.get(context.session, plan_id)
    check_open(context, plan)
    for invitee in places:
        invitee.reply, invitee.delegate = reply, delegate
    audit.record(context, "reply", "meeting_plan", plan.id, reply=reply)
    # Whoever replies has the meeting as it is now on the screen, and a reminder that waits asks for this very reply.
    await withdraw(context, invitees.group_key(plan.id, context.person), "replied")
    await context.session.flush()
    return plan, places[0]
