"""Holidays: seeded from the official calendar, edited by the secretariat, and the replanning that an edit causes."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta

from sqlalchemy import func, insert, select
from sqlalchemy.ext.asyncio import AsyncSession

from domain.dates import jalali
from domain.dates.working_days import Holiday, official_holidays
from models.database import Database
from models.tables.meetings import Obligation
from models.tables.organisation import Holiday as HolidayRow
from services import audit, facts
from services.context import ActionContext
from services.errors import Refused
from services.isolation import isolated
from services.obligations import obligations
from services.organisation import Organisation
from services.slices import slices

CHANGED = "holidays.changed"
"""The fact that holds the changed days near which reminders are still to be planned anew."""
REACH = timedelta(days=31)
"""The farthest a changed day moves a reminder: across the longest run of days off, the new year's silence included."""
PARKED = "replan"
"""The kind of the parked rows: obligations."""
SOON = 60
"""The days before the end of the certain calendar from which on it is told."""
SLICE = 200
"""The number of reminders planned anew in one transaction."""


async def ensure_seeded(session: AsyncSession) -> int:
    """Fill an empty table with the official holidays, and return their number."""
    if await session.scalar(select(func.count()).select_from(HolidayRow)):
        return 0
    rows = [
        {"day": day.date, "name": day.name.replace("؛", "، "), "estimated": day.estimated}
        for day in official_holidays()
    ]
    await session.execute(insert(HolidayRow), rows)
    return len(rows)


async def refresh(session: AsyncSession, organisation: Organisation) -> None:
    """Read the present holidays into the organisation's calendar."""
    organisation.calendar = replace(organisation.calendar, holidays=await _off(session))


async def of_month(session: AsyncSession, year: int, month: int) -> Sequence[HolidayRow]:
    """The holidays of a Jalali month, those taken out by the secretariat too, in order."""
    rows = await session.scalars(
        select(HolidayRow)
        .where(HolidayRow.day.between(jalali.from_jalali(year, month, 1), jalali.month_end(year, month)))
        .order_by(HolidayRow.day)
    )
    return rows.all()


async def known_until(session: AsyncSession, today: date) -> date | None:
    """The last day before the first estimated holiday to come, None when there is none: past it are estimates."""
    coming = select(func.min(HolidayRow.day)).where(HolidayRow.estimated.is_(True), HolidayRow.day >= today)
    day: date | None = await session.scalar(coming)
    return day - timedelta(days=1) if day else None


async def ends_soon(context: ActionContext) -> date | None:
    """The last certain day of the calendar when fewer than ``SOON`` days are left until it, or it is past; else None.

    A calendar without estimates ends with its last holiday.
    """
    until = await known_until(context.session, context.today)
    if until is None:
        until = await context.session.scalar(select(func.max(HolidayRow.day)))
    return until if until and (until - context.today).days < SOON else None


async def add(context: ActionContext, day: date, name: str) -> None:
    """Make a day a holiday, or an estimated one certain. Raises Refused for a day that is one already, or past."""
    if day < context.today:
        raise Refused("holidays.past", day=day)
    row = await context.session.get(HolidayRow, day)
    if row is None:
        context.session.add(HolidayRow(day=day, name=name, by_hand=True))
    elif row.off and not row.estimated:
        raise Refused("holidays.already", day=day, name=row.name)
    else:
        row.off, row.estimated, row.name = True, False, name or row.name
    await _changed(context, day, "add")


async def remove(context: ActionContext, day: date) -> None:
    """Make a holiday a working day; an official one stays in the list and can be put back.

    Raises Refused for a day that is none.
    """
    row = await context.session.get(HolidayRow, day)
    if row is None or not row.off:
        raise Refused("common.stale")
    if row.by_hand:
        await context.session.delete(row)
    else:
        row.off = False
    await _changed(context, day, "remove")


async def replan(db: Database, organisation: Organisation, now: datetime) -> int:
    """Plan anew, in slices, the reminders that changed days may move; return the number that was looked at.

    One that fails stops no other, and is tried again on the next day. Raises ExceptionGroup of what failed, at the end.
    """

    async def replan_slice(session: AsyncSession, ids: Sequence[int]) -> None:
        for obligation in await session.scalars(
            select(Obligation).where(Obligation.id.in_(ids), Obligation.next_reminder_at > now).with_for_update()
        ):
            await obligations.replan(ActionContext(session, organisation, None, now), obligation)

    async with isolated(db, PARKED, now) as isolation:
        async with db.read() as session:
            days = await _waiting(session)
            near = [await _around(ActionContext(session, organisation, None, now), day) for day in days]
        ids = sorted(isolation.to_try_again.union(*near))
        for part in slices(ids, SLICE):
            await isolation.run(part, replan_slice)
        if days:
            async with db.write() as session:
                await _put_waiting(session, [day for day in await _waiting(session) if day not in days])
    return len(ids)


async def _around(context: ActionContext, day: date) -> Sequence[int]:
    """The ids of obligations with a reminder near a day; one that is due by now waits only for the next opening."""
    noon = datetime.combine(day, time(12), context.organisation.zone)
    rows = await context.session.scalars(
        select(Obligation.id).where(
            Obligation.next_reminder_at > max(context.now, noon - REACH), Obligation.next_reminder_at < noon + REACH
        )
    )
    return rows.all()


async def _waiting(session: AsyncSession) -> list[date]:
    changed = await facts.get(session, CHANGED)
    return [date.fromisoformat(day) for day in changed["days"]] if changed else []


async def _put_waiting(session: AsyncSession, days: Collection[date]) -> None:
    await facts.put(session, CHANGED, {"days": sorted(day.isoformat() for day in days)})


async def _changed(context: ActionContext, day: date, action: str) -> None:
    await context.session.flush()
    await refresh(context.session, context.organisation)
    await _put_waiting(context.session, {*await _waiting(context.session), day})
    audit.record(context, action, "holiday", day.toordinal(), day=day.isoformat())


async def _off(session: AsyncSession) -> dict[date, Holiday]:
    columns = select(HolidayRow.day, HolidayRow.name, HolidayRow.estimated)
    rows = await session.execute(columns.where(HolidayRow.off.is_(True)))
    return {day: Holiday(day, name, estimated) for day, name, estimated in rows}
