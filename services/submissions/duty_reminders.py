"""The one reminder of the quarterly question, to the agencies that have not answered all of it."""

from collections.abc import Awaitable, Sequence
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from domain import reminder_plan
from models.database import Database
from models.tables.agencies import Agency
from models.tables.duties import DutyRound
from services.context import ActionContext
from services.isolation import isolated
from services.messaging import recipients
from services.messaging.notify import notify
from services.obligations import duty_quarters
from services.organisation import Organisation
from services.submissions import duty_rounds

PARKED = "duty_round"
"""The kind of the parked rows: rounds of the quarterly question."""
WEEK = timedelta(days=7)


def reminder_day(organisation: Organisation, started: DutyRound) -> date:
    """The day of a round's reminder: that of the weekly lists after a week, or as long before the quarter's end as the
    first reminder of an obligation comes before its due date, whichever is earlier.
    """
    settings = organisation.reminder_settings
    week_later = organisation.day(started.asked_at) + WEEK
    weekly = week_later + timedelta(days=(settings.weekday - week_later.weekday()) % 7)
    return min(weekly, duty_quarters.last_day(started.quarter) - timedelta(days=settings.days_before))


async def remind(db: Database, organisation: Organisation, now: datetime) -> int:
    """Remind once, in each round of this quarter, who has not answered; called by a tick.

    Returns the number of people reminded. One round that fails stops no other. Raises ExceptionGroup of what failed.
    """
    local = now.astimezone(organisation.zone)
    if not reminder_plan.may_send(local, organisation.calendar, organisation.reminder_settings):
        return 0
    reminded = 0

    def remind_one(session: AsyncSession, ids: Sequence[int]) -> Awaitable[int]:
        return _remind_of(ActionContext(session, organisation, None, now), ids[0])

    async with isolated(db, PARKED, now) as isolation:
        async with db.read() as session:
            rounds = await duty_quarters.open_rounds(session, local.date())
        for started in rounds:
            if started.reminded_at is None and reminder_day(organisation, started) <= local.date():
                reminded += sum(await isolation.run([started.id], remind_one))
    return reminded


async def _remind_of(context: ActionContext, round_id: int) -> int:
    started = await context.session.scalar(
        select(DutyRound)
        .where(DutyRound.id == round_id, DutyRound.reminded_at.is_(None))
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    if started is None:
        return 0
    started.reminded_at = context.now
    # Whoever answers meanwhile waits, and takes back the reminder.
    of_kind = select(Agency.id).where(Agency.kind_id == started.kind_id).order_by(Agency.id)
    await context.session.execute(of_kind.with_for_update(key_share=True))
    silent = [agency.id for agency in await duty_quarters.silent(context.session, started)]
    told: set[int] = set()
    for agency_id, people in (await recipients.of_agencies(context.session, silent)).items():
        shown = await duty_rounds.page(context.session, started.id, agency_id, reminder=True)
        await notify(context, people, shown, group_key=duty_rounds.group_key(round_id, agency_id))
        told.update(person.id for person in people)
    await context.session.flush()
    return len(told)
