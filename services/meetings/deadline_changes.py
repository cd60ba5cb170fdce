"""Changes of due dates: a new deadline of a resolution, the date of the next meeting."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import joinedload

from domain.chat.screens import Screen, T, Text
from domain.deadlines import DeadlineKind, periods
from domain.persian.text import fold
from models.database import Database
from models.tables.meetings import OPEN_STATES, Meeting, Obligation, Resolution, ResolutionState
from services import audit
from services.context import ActionContext
from services.isolation import isolated
from services.meetings import next_meeting, notice_receipts
from services.messaging import buttons, recipients
from services.messaging.notify import PERSON, digest, notify
from services.messaging.recipients import Recipient
from services.obligations import creation, extensions, obligations, snoozes, transitions
from services.organisation import Organisation
from services.reminders import unsent_reminders
from texts import wording
from texts.answer_summary import clip

PARKED = "realign"
"""The kind of the parked rows: resolutions."""
LONGEST = 300
"""The most characters of a resolution's text in the notice of its new deadline."""


async def change_deadline(
    context: ActionContext,
    resolution_id: int,
    deadline: Mapping[str, Any],
) -> None:
    """Set a resolution's deadline, in the shape of ``dabir deadline --json``; by the next meeting, if one is planned.

    Its open obligations are planned anew and their owners are told, once each. Answered ones stay answered, and the
    overdue periods of a recurring deadline keep their due dates.
    """
    resolution = await context.session.get_one(Resolution, resolution_id)
    before = wording.due_date(resolution.period_due or resolution.due, periods.kind(resolution.deadline), context.today)
    after = dict(deadline)
    audit.record(context, "deadline", "resolution", resolution_id, before=resolution.deadline, after=after)
    resolution.deadline, resolution.due = after, periods.parse_date(deadline["due"])
    meeting = await context.session.get_one(Meeting, resolution.meeting_id)
    if periods.kind(deadline) is DeadlineKind.NEXT_MEETING:
        resolution.due = await next_meeting.due(context, meeting, deadline)
    concerned = await replan(context, resolution)
    due = resolution.period_due or resolution.due
    text = T(
        "obligation.deadline_changed",
        title=wording.resolution_name(resolution.number, "", meeting.number),
        text=clip(resolution.text, LONGEST),
        due=wording.due_date(due, periods.kind(resolution.deadline), context.today),
        before=before,
    )
    people = await recipients.answering_for(context.session, concerned)
    await notice_receipts.tell(context, meeting.id, people, text, group_key=f"deadline:{resolution.id}:{PERSON}")


async def count_moved(session: AsyncSession, resolution_id: int) -> int:
    """Count the open obligations that a new deadline of a resolution moves; those with a date of their own stay."""
    open_ones = (Obligation.resolution_id == resolution_id, Obligation.state.in_(OPEN_STATES))
    rows = select(func.count()).select_from(Obligation).where(*open_ones, Obligation.given_due.is_(None))
    return (await session.execute(rows)).scalar_one()


async def follow_next_meeting(
    context: ActionContext, body: str, news: Callable[[date | None], Text], moved_from: date | None = None
) -> Sequence[Resolution]:
    """Give the resolutions that are due by the next meeting of a body the day that is planned now.

    ``moved_from`` is the day that a meeting had before it was moved or cancelled: what was due by it moves even when
    that is past. Nothing else that is past moves: its meeting was held. Without a planned meeting there is no date.
    Owners are told in one message that begins with ``news`` of the meeting's day, None without one. Returns the
    resolutions that changed.
    """
    waiting = await context.session.scalars(
        select(Resolution)
        .options(joinedload(Resolution.meeting))
        .where(
            Resolution.state == ResolutionState.ACTIVE,
            Resolution.deadline["kind"].as_string() == DeadlineKind.NEXT_MEETING.value,
        )
        .order_by(Resolution.id)
    )
    changed: list[Resolution] = []
    concerned: dict[int, list[Resolution]] = {}
    for resolution in waiting.all():
        if fold(next_meeting.body_of(resolution.meeting)) != fold(body):
            continue
        moves = moved_from is not None and resolution.due == moved_from - next_meeting.lead(resolution.deadline)
        day = await next_meeting.due(context, resolution.meeting, resolution.deadline)
        past = resolution.due is not None and resolution.due < context.today
        if day == resolution.due or not (moves or (day and not past)):
            continue
        resolution.due = day
        changed.append(resolution)
        for agency_id in await replan(context, resolution):
            concerned.setdefault(agency_id, []).append(resolution)
    await _tell_followed(context, body, concerned, news(next_meeting.day_by(changed)))
    return changed


async def _tell_followed(
    context: ActionContext, body: str, concerned: Mapping[int, Sequence[Resolution]], news: Text
) -> None:
    """Tell each person in one message of the new due dates of all their agencies; what a body's replaces is its own."""
    of_agencies = await recipients.of_agencies(context.session, concerned)
    people = {person.id: person for answering in of_agencies.values() for person in answering}

    def screen(person: Recipient) -> Screen:
        own = {
            resolution.id: resolution
            for agency_id, answering in of_agencies.items()
            if person in answering
            for resolution in concerned[agency_id]
        }
        lines: list[Text | str] = [news, ""]
        for resolution in own.values():
            due = wording.due_date(resolution.due, DeadlineKind.NEXT_MEETING, context.today)
            title = wording.resolution_name(resolution.number, "", resolution.meeting.number)
            lines.append(T("obligation.follows", title=title, due=due))
        return Screen(T("form.lines", lines=lines), buttons.TO_TASKS)

    await notify(context, people.values(), screen, group_key=f"next_meeting:{digest(body)}:{PERSON}")


async def realign_stale(db: Database, organisation: Organisation, now: datetime) -> int:
    """Plan anew the obligations whose reminder is due by an older version of their deadline; called by a tick.

    A resolution is one transaction, and one that fails stops no other. Returns the number of resolutions. Raises
    ExceptionGroup of what failed, at the end.
    """
    stale = (
        select(Obligation.resolution_id)
        .join(Resolution, Resolution.id == Obligation.resolution_id)
        .where(
            Obligation.next_reminder_at <= now,
            Obligation.state.in_(OPEN_STATES),
            Obligation.deadline_version != Resolution.deadline_version,
        )
        .distinct()
    )
    done = 0

    async def realign_one(session: AsyncSession, ids: Sequence[int]) -> None:
        await realign(ActionContext(session, organisation, None, now), await session.get_one(Resolution, ids[0]))

    async with isolated(db, PARKED, now) as isolation:
        async with db.read() as session:
            ids = (await session.scalars(stale)).all()
        for resolution_id in ids:
            done += len(await isolation.run([resolution_id], realign_one))
    return done


async def realign(
    context: ActionContext,
    resolution: Resolution,
    *,
    heard_on: date | None = None,
) -> set[int]:
    """Bring the open obligations of a resolution in line with its deadline, and plan their reminders anew.

    One that was given a date of its own keeps it, unless the resolution's is later now. ``heard_on`` is the day on
    which the owners are told of it, None when they are not. Returns the ids of the agencies whose date is
    the resolution's.
    """
    today = context.today
    due = resolution.due
    resolution.period_due = None
    if periods.kind(resolution.deadline) is DeadlineKind.RECURRING and due:
        due = resolution.period_due = periods.next_due_from(resolution.deadline, due, max(today, due))
    period = periods.name(resolution.deadline, due) if due else ""
    present = await creation.of_period(context.session, resolution.id, period)
    concerned, moved = set(), []
    for obligation in await obligations.open_of_resolution(context.session, resolution.id):
        obligation.deadline_version = resolution.deadline_version
        of_another = obligation.period and obligation.period != period
        if of_another and obligation.due and (obligation.due < today or obligation.given_due):
            continue
        place = (obligation.agency_id, obligation.item)
        if obligation.period != period and place in present:
            transitions.close(obligation)
            moved.append(obligation)
            continue
        present.add(place)
        obligation.period, obligation.given_due = period, extensions.lasting(obligation, resolution, due)
        if obligation.given_due is None:
            concerned.add(obligation.agency_id)
            obligation.due = due
            obligation.reminded_on = heard_on or obligation.reminded_on
            obligation.version += 1
            moved.append(obligation)
        await obligations.replan(context, obligation)
    await snoozes.clear(context.session, [obligation.id for obligation in moved])
    await unsent_reminders.refresh(context, moved)
    return concerned


async def replan(context: ActionContext, resolution: Resolution) -> set[int]:
    """Plan a resolution's open obligations anew from its new deadline; return the ids of the agencies to be told."""
    resolution.deadline_version += 1
    resolution.version += 1
    today = context.today
    concerned = await realign(context, resolution, heard_on=today)
    if resolution.period_due:
        await creation.make_for(context, resolution, resolution.period_due, heard_on=today)
    return concerned
