"""The attendance of a meeting that was held: prefilled from the replies, corrected one by one, and recorded."""

from models.tables.planning import Attendance, Invitee, MeetingPlan, PlanState, Rsvp
from services import audit
from services.context import ActionContext
from services.errors import Refused
from services.planning import invitees, plans
from services.planning.invitees import Guest

EXPECTED = {
    Rsvp.COMING: Attendance.PRESENT,
    Rsvp.DELEGATE: Attendance.DELEGATE,
    Rsvp.DECLINED: Attendance.ABSENT,
    Rsvp.WAITING: Attendance.ABSENT,
}
"""The attendance that each reply lets expect."""
NEXT = {
    Attendance.ABSENT: Attendance.PRESENT,
    Attendance.PRESENT: Attendance.DELEGATE,
    Attendance.DELEGATE: Attendance.ABSENT,
}
"""The attendance that a tap makes of each. Most who came without a reply came themselves."""


async def held(context: ActionContext, plan_id: int) -> MeetingPlan:
    """Load a meeting that has begun. Raises Refused for one that has not, or was cancelled."""
    plan = await plans.get(context.session, plan_id)
    if plan.state is PlanState.CANCELLED:
        raise Refused("plan.cancelled_already")
    if not plans.is_over(context.organisation, plan, context.now):
        raise Refused("attendance.early")
    return plan


def of(guest: Guest) -> Attendance:
    """The attendance of an invitee: as recorded, else as the reply lets expect."""
    return guest.attendance or EXPECTED[guest.reply]


async def cycle(context: ActionContext, plan: MeetingPlan, invitee_id: int, shown: str) -> bool:
    """Change the attendance of one invitee from what is ``shown`` to the next: absent, present, by delegate.

    Returns False where a colleague has changed it meanwhile.
    """
    invitee = await context.session.get(Invitee, invitee_id, with_for_update=True)
    if invitee is None or invitee.plan_id != plan.id:
        raise Refused("common.stale")
    now = invitee.attendance or EXPECTED[invitee.reply]
    if now != shown:
        return False
    invitee.attendance = NEXT[now]
    await context.session.flush()
    return True


async def record(context: ActionContext, plan: MeetingPlan) -> None:
    """Record the attendance of all invitees as it is shown."""
    for guest in await invitees.listed(context.session, plan.id):
        invitee = await context.session.get_one(Invitee, guest.id)
        invitee.attendance = of(guest)
    plan.version += 1
    audit.record(context, "attendance", "meeting_plan", plan.id)
    await context.session.flush()
