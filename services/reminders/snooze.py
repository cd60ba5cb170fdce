"""Snoozing: the next reminder of an obligation is put off by at most a week, before the due date not past it."""

from datetime import date, datetime

from models.tables.meetings import OPEN_STATES, Obligation
from services.context import ActionContext
from services.errors import AnswerRefused, Refused
from services.obligations import obligations
from services.organisation import Organisation
from services.reminders import unsent_reminders

MOST = 7
"""The most days by which a reminder is put off."""


def longest(organisation: Organisation, obligation: Obligation, now: datetime) -> int:
    """The most days by which an obligation's reminders may be put off: up to the due date, and a week from then on.

    Raises Refused when the obligation is answered or has no due date.
    """
    if obligation.state not in OPEN_STATES:
        raise Refused("obligation.answered_already")
    if obligation.due is None:
        raise Refused("obligation.no_due_to_snooze")
    left = (obligation.due - organisation.day(now)).days
    return MOST if left < 1 else min(left, MOST)


async def snooze(context: ActionContext, obligation: Obligation, until: date) -> None:
    """Put the next reminder off until a day. Raises Refused when that is later than ``longest`` allows."""
    most = longest(context.organisation, obligation, context.now)
    if (until - context.today).days > most:
        if obligation.due and most < MOST:
            raise AnswerRefused("obligation.snooze_past_due", question="until", due=obligation.due)
        raise AnswerRefused("obligation.snooze_too_long", question="until", most=most)
    obligation.snoozed_until = until
    await obligations.replan(context, obligation)
    await unsent_reminders.refresh(context, [obligation])
