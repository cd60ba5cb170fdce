"""Snoozing: a person's next reminder of one obligation is put off, by at most a week; all others' come as planned."""

from datetime import date, datetime

from domain import reminder_plan
from models.tables.meetings import OPEN_STATES, Obligation
from services.context import ActionContext
from services.errors import AnswerRefused, Refused
from services.obligations import snoozes
from services.organisation import Organisation
from services.reminders import unsent_reminders


def longest(organisation: Organisation, obligation: Obligation, now: datetime) -> int:
    """The most days by which an obligation's reminders may be put off.

    Raises Refused when the obligation is answered, has no due date, or is too late for that.
    """
    if obligation.state not in OPEN_STATES:
        raise Refused("obligation.answered_already")
    if obligation.due is None:
        raise Refused("obligation.no_due_to_snooze")
    if most := reminder_plan.longest_snooze(obligation.due, organisation.day(now)):
        return most
    raise Refused("obligation.snooze_over", most=reminder_plan.SNOOZE_ENDS.days)


async def snooze(context: ActionContext, obligation: Obligation, until: date) -> None:
    """Put the acting person's next reminder off until a day. Raises Refused when ``longest`` does not allow it."""
    organisation, most = context.organisation, longest(context.organisation, obligation, context.now)
    if not obligation.due or (until - context.today).days > most:
        if obligation.due and until > obligation.due > context.today:
            raise AnswerRefused("obligation.snooze_past_due", question="until", due=obligation.due)
        raise AnswerRefused("obligation.snooze_too_long", question="until", most=most)
    now = context.now.astimezone(organisation.zone)
    end = reminder_plan.snooze_end(until, obligation.due, organisation.calendar, organisation.reminder_settings, now)
    await snoozes.put(context.session, obligation.id, context.person, end)
    await unsent_reminders.refresh_of(context, [context.person])
