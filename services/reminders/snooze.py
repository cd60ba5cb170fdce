"""Snoozing: the next reminder of an obligation is put off by a few days, never past its due date."""

from datetime import date, datetime, timedelta

from models.tables.meetings import OPEN_STATES, Obligation
from services.context import ActionContext
from services.errors import Refused
from services.obligations import obligations
from services.organisation import Organisation
from services.reminders import unsent_reminders

MOST = 3
"""The most days by which a reminder is put off."""


def longest(organisation: Organisation, obligation: Obligation, now: datetime) -> int:
    """The most days by which an obligation's reminders may be put off: one to three, never past the due date.

    Raises Refused when the obligation is answered, has no due date, or when that date is today or past.
    """
    if obligation.state not in OPEN_STATES:
        raise Refused("obligation.answered_already")
    if obligation.due is None:
        raise Refused("obligation.no_due_to_snooze")
    left = (obligation.due - now.astimezone(organisation.zone).date()).days
    if left < 1:
        raise Refused("obligation.too_late_to_snooze", due=obligation.due)
    return min(left, MOST)


async def snooze(context: ActionContext, obligation: Obligation, days: int) -> date:
    """Put the next reminder off by ``days``, or as many as are allowed; return the day until which none comes."""
    days = min(days, longest(context.organisation, obligation, context.now))
    obligation.snoozed_until = context.today + timedelta(days=days)
    await obligations.replan(context, obligation)
    await unsent_reminders.refresh(context, [obligation])
    return obligation.snoozed_until
