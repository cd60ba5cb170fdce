"""The days off: seeded from the official calendar, edited by the secretariat, and what follows from an edit."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta

from sqlalchemy import func, insert, select
from sqlalchemy.ext.asyncio import AsyncSession

from domain.dates import jalali
from domain.dates.working_days import Calendar, Holiday, Weekend, official_holidays
from models.database import Database
from models.meetings import Obligation
from models.organisation import Fact
from models.organisation import Holiday as HolidayRow
from services import audit
from services.context import ActionContext
from services.errors import Refused
from services.obligations import obligations
from services.organisation import Organisation

CHANGED = "holidays.changed"
"""The fact that holds the changed days whose reminders are still to be planned anew."""
REACH = timedelta(days=31)
"""How far a changed day can move a reminder: across the longest run of days off, the new year's silence included."""
SLICE = 200
"""Reminders planned anew in one transaction."""


async def ensure_seeded(session: AsyncSession) -> int:
    """Fills an empty table with the official days off. Returns how many days that were."""
    if await session.scalar(select(func.count()).select_from(HolidayRow)):
        return 0
    rows = [
        {"day": day.date, "name": day.name.replace("؛", "، "), "estimated": day.estimated}
        for day in official_holidays()
    ]
    await session.execute(insert(HolidayRow), rows)
    return len(rows)


def weekly(weekend: Collection[int]) -> Calendar:
    """A calendar of the weekend alone, which counts weekdays as datetime does, Monday being 0."""
    return Calendar(weekend=(Weekend(date.min, frozenset((weekday + 2) % 7 for weekday in weekend)),))


async def load(session: AsyncSession, weekend: Collection[int]) -> Calendar:
    """The organisation's calendar: its weekend, and the days off as they are kept now."""
    return replace(weekly(weekend), holidays=await _off(session))


async def refresh(session: AsyncSession, organisation: Organisation) -> None:
    """Takes the days off as they are now into the office's calendar."""
    organisation.calendar = replace(organisation.calendar, holidays=await _off(session))


async def of_month(session: AsyncSession, year: int, month: int) -> Sequence[HolidayRow]:
    """The days of a Jalali month that are or officially were off, in order."""
    rows = await session.scalars(
        select(HolidayRow)
        .where(HolidayRow.day.between(jalali.from_jalali(year, month, 1), jalali.month_end(year, month)))
        .order_by(HolidayRow.day)
    )
    return rows.all()


async def known_until(session: AsyncSession) -> date | None:
    """The last day off that is certain: past it the calendar is an estimate."""
    day: date | None = await session.scalar(select(func.min(HolidayRow.day)).where(HolidayRow.estimated.is_(True)))
    return day - timedelta(days=1) if day else None


async def add(context: ActionContext, day: date, name: str) -> None:
    """Makes a day off, and an estimated one certain. Raises Refused for a day that is off already, or past."""
    if day < context.today:
        raise Refused("holidays.past", day=day)
    kept = await context.session.get(HolidayRow, day)
    if kept is None:
        context.session.add(HolidayRow(day=day, name=name, by_hand=True))
    elif kept.off and not kept.estimated:
        raise Refused("holidays.already", day=day, name=kept.name)
    else:
        kept.off, kept.estimated, kept.name = True, False, name or kept.name
    await _changed(context, day, "add")


async def remove(context: ActionContext, day: date) -> None:
    """Makes a day a working day again; an official day off stays in the list and can be taken back."""
    kept = await context.session.get(HolidayRow, day)
    if kept is None or not kept.off:
        raise Refused("common.stale")
    if kept.by_hand:
        await context.session.delete(kept)
    else:
        kept.off = False
    await _changed(context, day, "remove")


async def replan(db: Database, organisation: Organisation, now: datetime) -> int:
    """Plans anew, in slices, the reminders that changed days may move. Returns how many were looked at."""
    async with db.read() as session:
        days = await _waiting(session)
        ids = [number for day in days for number in await _around(ActionContext(session, organisation, None, now), day)]
    for start in range(0, len(ids), SLICE):
        async with db.write() as session:
            for obligation in await session.scalars(
                select(Obligation)
                .where(Obligation.id.in_(ids[start : start + SLICE]), Obligation.next_reminder_at > now)
                .with_for_update()
            ):
                await obligations.replan(ActionContext(session, organisation, None, now), obligation)
    if days:
        async with db.write() as session:
            kept = await session.get_one(Fact, CHANGED)
            kept.value = {"days": [day.isoformat() for day in await _waiting(session) if day not in days]}
    return len(ids)


async def _around(context: ActionContext, day: date) -> Sequence[int]:
    """Ids of what is to be reminded of near a day; what is due by now waits only for the next opening."""
    noon = datetime.combine(day, time(12), context.organisation.zone)
    rows = await context.session.scalars(
        select(Obligation.id).where(
            Obligation.next_reminder_at > max(context.now, noon - REACH), Obligation.next_reminder_at < noon + REACH
        )
    )
    return rows.all()


async def _waiting(session: AsyncSession) -> list[date]:
    fact = await session.get(Fact, CHANGED)
    return [date.fromisoformat(day) for day in fact.value["days"]] if fact else []


async def _changed(context: ActionContext, day: date, action: str) -> None:
    await context.session.flush()
    await refresh(context.session, context.organisation)
    days = {*await _waiting(context.session), day}
    fact = await context.session.get(Fact, CHANGED) or Fact(name=CHANGED)
    fact.value = {"days": sorted(other.isoformat() for other in days)}
    context.session.add(fact)
    audit.record(context, action, "holiday", day.toordinal(), day=day.isoformat())


async def _off(session: AsyncSession) -> dict[date, Holiday]:
    kept = HolidayRow
    rows = await session.execute(select(kept.day, kept.name, kept.estimated).where(kept.off.is_(True)))
    return {row[0]: Holiday(*row) for row in rows}
