"""Reminders of a planned meeting: by a tick to all who may still come, by a secretary to those without a reply."""

from collections.abc import Awaitable, Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import selectinload

from domain.chat.screens import T
from models.database import Database
from models.tables.planning import MeetingPlan, PlanState, Rsvp
from services import audit
from services.context import ActionContext
from services.isolation import isolated
from services.messaging.notify import PERSON
from services.organisation import Organisation
from services.planning import invitees, plans

PARKED = "meeting"
"""The kind of the parked rows: plans of meetings."""


async def remind(db: Database, organisation: Organisation, now: datetime) -> int:
    """Send the reminders of meetings that are due; called by a tick. Returns the number of people reminded.

    A meeting is one transaction, and one that fails stops no other. Raises ExceptionGroup of what failed, at the end.
    """
    due = select(MeetingPlan.id).where(
        MeetingPlan.next_reminder_at <= now, MeetingPlan.state == PlanState.PLANNED, MeetingPlan.meeting_id.is_(None)
    )
    reminded = 0

    def remind_one(session: AsyncSession, ids: Sequence[int]) -> Awaitable[int]:
        return _remind_of(ActionContext(session, organisation, None, now), ids[0])

    async with isolated(db, PARKED, now) as isolation:
        async with db.read() as session:
            plan_ids = (await session.scalars(due)).all()
        for plan_id in plan_ids:
            reminded += sum(await isolation.run([plan_id], remind_one))
    return reminded


async def _remind_of(context: ActionContext, plan_id: int) -> int:
    """Remind the invitees of one meeting, unless it has begun by now, and plan the next reminder."""
    organisation = context.organisation
    plan = await context.session.scalar(
        select(MeetingPlan)
        .options(selectinload(MeetingPlan.agenda))
        .where(
            MeetingPlan.id == plan_id,
            MeetingPlan.state == PlanState.PLANNED,
            MeetingPlan.next_reminder_at <= context.now,
        )
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    if plan is None:
        # It was cancelled or moved meanwhile.
        return 0
    plan.next_reminder_at = plans.next_reminder(organisation, plan, context.now)
    if plans.is_over(organisation, plan, context.now) or not organisation.reminder_settings.meetings:
        return 0
    today = plan.day == context.today
    guests = [guest for guest in await invitees.listed(context.session, plan.id) if guest.invited]
    news = {
        guest.person_id: T(f"rsvp.{'today' if today else 'soon'}.{guest.reply}") for guest in guests if guest.stands
    }
    key = f"meeting:{plan.id}:{plan.sequence}:{'today' if today else 'soon'}:{PERSON}"
    coming = [guest for guest in guests if guest.reply is not Rsvp.DECLINED]
    begins = plans.starts_at(organisation, plan)
    return await invitees.tell(context, plan, coming, news, file=False, dedupe_key=key, before=begins)


async def remind_silent(context: ActionContext, plan: MeetingPlan) -> int:
    """Remind those who have not replied, each once a day at most; return the number of people reminded now."""
    silent = await without_reply(context, plan)
    key = f"meeting:{plan.id}:{plan.sequence}:silent:{context.today.isoformat()}:{PERSON}"
    audit.record(context, "remind", "meeting_plan", plan.id, people=len(silent))
    begins = plans.starts_at(context.organisation, plan)
    return await invitees.tell(context, plan, silent, T("rsvp.silent"), file=False, dedupe_key=key, before=begins)


async def without_reply(context: ActionContext, plan: MeetingPlan) -> list[invitees.Guest]:
    """The invitees who have not replied yet, each person once."""
    guests = await invitees.listed(context.session, plan.id)
    silent = [guest for guest in guests if guest.invited and guest.stands and guest.reply is Rsvp.WAITING]
    return list({guest.who: guest for guest in reversed(silent)}.values())[::-1]
