"""Meetings ahead as they are now, for somebody who could not be written to while they were planned or changed."""

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from domain.chat.screens import T, Text
from models.tables.planning import Invitee, MeetingPlan, PlanState
from services.context import ActionContext
from services.messaging import missed
from services.planning import invitees, plans


async def tell(context: ActionContext, person_id: int) -> None:
    """Tell a person of each meeting to which they are invited and of which they have not been told as it is now."""
    ahead = (
        select(MeetingPlan)
        .join(Invitee, Invitee.plan_id == MeetingPlan.id)
        .where(Invitee.person_id == person_id, Invitee.invited_at.is_not(None), MeetingPlan.day >= context.today)
        .options(selectinload(MeetingPlan.agenda))
        .order_by(MeetingPlan.day, MeetingPlan.id)
    )
    for plan in (await context.session.scalars(ahead)).unique().all():
        if plans.is_over(context.organisation, plan, context.now):
            continue
        guests = await invitees.listed(context.session, plan.id)
        own = [guest for guest in guests if guest.person_id == person_id and guest.invited and guest.stands]
        for guest in own[:1]:
            if news := await _news(context, plan, guest):
                await invitees.tell(context, plan, [guest], news)


async def _news(context: ActionContext, plan: MeetingPlan, guest: invitees.Guest) -> Text | None:
    """Return the news of a meeting that a person has not been told, None for none."""
    shown = await missed.last_told(context.session, guest.person_id or 0, invitees.group_key(plan.id, ""))
    asked = {button.tap.version for row in shown.buttons for button in row if button.tap} if shown else set()
    if plan.state is PlanState.CANCELLED:
        return T(f"rsvp.cancelled.{guest.reply}") if asked else None
    if shown is None:
        return T("rsvp.invited")
    return None if plan.sequence in asked else T("rsvp.changed_meanwhile")
