"""The digest of due obligations that nobody can be reminded of, for the secretariat once a working day."""

from datetime import datetime, timedelta

from sqlalchemy import func, select

from domain import reminder_plan
from domain.chat.screens import Button, Screen, T, Tap, Text
from models.agencies import Agency
from models.database import Database
from models.meetings import OPEN_STATES, Obligation
from services import facts
from services.context import ActionContext
from services.messaging import recipients
from services.messaging.notify import PERSON, notify
from services.organisation import Organisation
from texts.answer_summary import clip

FACT = "unreached"
"""The fact that holds the day of the last digest, and the digest's group key."""
MOST = 20
"""The most agencies on one message."""
LONGEST = 100
"""The most characters of an agency's name in it."""


async def digest(db: Database, organisation: Organisation, now: datetime) -> int:
    """Tell every secretary of the agencies with due obligations for which nobody answers; return their number."""
    local = now.astimezone(organisation.zone)
    if not reminder_plan.may_send(local, organisation.calendar, organisation.reminder_settings):
        return 0
    today = local.date().isoformat()
    async with db.read() as session:
        last = await facts.get(session, FACT)
        if last and last["on"] == today:
            return 0
        lines = await _unreached(ActionContext(session, organisation, None, now))
    async with db.write() as session:
        await facts.put(session, FACT, {"on": today})
        if lines:
            # After an outage only the latest list is sent.
            await notify(
                ActionContext(session, organisation, None, now),
                await recipients.secretaries(session),
                _screen(lines),
                group_key=FACT,
                dedupe_key=f"{FACT}:{PERSON}:{today}",
            )
    return len(lines)


async def _unreached(context: ActionContext) -> list[Text]:
    """A line for each agency: the number of its obligations that are past or soon due, the most urgent agency first."""
    soon = context.today + timedelta(days=context.organisation.reminder_settings.days_before)
    first = func.min(Obligation.due)
    rows = await context.session.execute(
        select(Agency.name, func.count(), first)
        .join(Obligation, Obligation.agency_id == Agency.id)
        .where(Obligation.state.in_(OPEN_STATES), Obligation.due <= soon, ~recipients.somebody_answers())
        .group_by(Agency.id, Agency.name)
        .order_by(first, Agency.id)
    )
    return [T("reminder.unreached.row", agency=clip(name, LONGEST), count=count, due=due) for name, count, due in rows]


def _screen(rows: list[Text]) -> Screen:
    lines: list[Text | str] = [T("reminder.unreached.head"), "", *rows[:MOST]]
    if len(rows) > MOST:
        lines.append(T("reminder.unreached.more", count=len(rows) - MOST))
    lines += ["", T("reminder.unreached.next_step")]
    return Screen(T("reminder.lines", lines=lines), ((Button(T("menu.members"), Tap("members")),),))
