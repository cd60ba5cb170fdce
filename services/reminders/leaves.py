"""Leaves of an agency's people: a colleague stands in, who is reminded in their place; each ends by itself."""

from collections.abc import Collection, Sequence
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import joinedload

from domain.access.member import ANSWERING
from domain.chat.screens import Screen, T
from models.tables.followup import Leave
from models.tables.people import Membership
from services import audit
from services.context import ActionContext
from services.errors import Refused, existing
from services.messaging import buttons, recipients
from services.messaging.notify import notify
from texts import wording

MOST_A_DAY = 5
"""Leaves that a person may plan for one agency in a day, each of which its deputy is told of."""


async def substitutes(session: AsyncSession, agency_ids: Collection[int], today: date) -> dict[tuple[int, int], int]:
    """The ids of the people who stand in today, by the ids of the agency and of the person on leave."""
    rows = await session.execute(
        select(Leave.agency_id, Leave.person_id, Leave.deputy_id)
        .where(Leave.agency_id.in_(agency_ids), Leave.ended_at.is_(None), Leave.since <= today, Leave.until >= today)
        .order_by(Leave.id)
    )
    return {(row.agency_id, row.person_id): row.deputy_id for row in rows}


async def of_person(session: AsyncSession, person_id: int, today: date) -> Sequence[Leave]:
    """The leaves of a person that last or are to come, the next one first, with their agencies and deputies."""
    rows = await session.scalars(
        select(Leave)
        .where(Leave.person_id == person_id, Leave.ended_at.is_(None), Leave.until >= today)
        .options(joinedload(Leave.agency), joinedload(Leave.deputy))
        .order_by(Leave.since, Leave.id)
    )
    return rows.all()


async def begin(context: ActionContext, agency_id: int, deputy_id: int, since: date, until: date) -> Leave:
    """Plan a leave of the person who acts, both days within it; the colleague who stands in is told.

    Raises Refused for days that are past or in the wrong order, for a leave on days that another one has already, for
    a colleague who does not answer for the agency or is on leave then, too, and after ``MOST_A_DAY``.
    """
    if since < context.today:
        raise Refused("leave.past", day=since)
    if until < since:
        raise Refused("leave.inverted", since=since, until=until)
    if deputy_id == context.person or not await _answers(context.session, deputy_id, agency_id):
        raise Refused("members.not_a_colleague")
    if taken := await _overlapping(context.session, context.person, agency_id, since, until):
        raise Refused("leave.overlap", since=taken.since, until=taken.until)
    if theirs := await _overlapping(context.session, deputy_id, agency_id, since, until):
        raise Refused("leave.deputy_away", since=theirs.since, until=theirs.until)
    if await _planned_today(context, agency_id) >= MOST_A_DAY:
        raise Refused("leave.enough", most=MOST_A_DAY)
    leave = Leave(
        agency_id=agency_id,
        person_id=context.person,
        deputy_id=deputy_id,
        since=since,
        until=until,
        created_at=context.now,
    )
    context.session.add(leave)
    await context.session.flush()
    audit.record(context, "begin", "leave", leave.id, since=since.isoformat(), until=until.isoformat())
    leave = await _get(context.session, leave.id)
    await _tell(context, leave, "leave.told")
    return leave


async def end(context: ActionContext, leave_id: int) -> Leave:
    """End a leave of the person who acts now, or call off one that is to come; the deputy is told.

    Raises Refused for another's leave, and for one that ended already.
    """
    leave = await _get(context.session, leave_id)
    if leave.person_id != context.person:
        raise Refused("common.not_yours")
    if leave.ended_at or leave.until < context.today:
        raise Refused("leave.over")
    leave.ended_at = context.now
    audit.record(context, "end", "leave", leave.id)
    await _tell(context, leave, "leave.told_ended")
    return leave


async def _get(session: AsyncSession, leave_id: int) -> Leave:
    return existing(
        await session.scalar(
            select(Leave)
            .where(Leave.id == leave_id)
            .options(joinedload(Leave.agency), joinedload(Leave.deputy), joinedload(Leave.person))
            .with_for_update(of=Leave)
            .execution_options(populate_existing=True)
        )
    )


async def _answers(session: AsyncSession, person_id: int, agency_id: int) -> bool:
    held = await session.scalar(
        select(Membership.id).where(
            Membership.person_id == person_id,
            Membership.agency_id == agency_id,
            Membership.role.in_(ANSWERING),
            Membership.ended_at.is_(None),
        )
    )
    return held is not None


async def _planned_today(context: ActionContext, agency_id: int) -> int:
    mine = Leave.person_id == context.person, Leave.agency_id == agency_id, Leave.created_at >= context.midnight
    return await context.session.scalar(select(func.count()).select_from(Leave).where(*mine)) or 0


async def _overlapping(session: AsyncSession, person_id: int, agency_id: int, since: date, until: date) -> Leave | None:
    leave: Leave | None = await session.scalar(
        select(Leave)
        .where(
            Leave.person_id == person_id,
            Leave.agency_id == agency_id,
            Leave.ended_at.is_(None),
            Leave.since <= until,
            Leave.until >= since,
        )
        .limit(1)
    )
    return leave


async def _tell(context: ActionContext, leave: Leave, key: str) -> None:
    # Whoever left the agency meanwhile is told nothing of its people.
    if not await _answers(context.session, leave.deputy_id, leave.agency_id):
        return
    person = leave.person
    text = T(
        key,
        name=wording.colleague_name(person.title, person.name),
        agency=leave.agency.name,
        since=leave.since,
        until=leave.until,
    )
    deputy = await recipients.people(context.session, [leave.deputy_id])
    await notify(context, deputy, Screen(text, buttons.TO_TASKS), group_key=f"leave:{leave.id}")
