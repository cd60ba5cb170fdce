"""Changes of due dates: a new deadline of a resolution, the date of the next meeting."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import or_, select

from domain.chat.screens import Screen, T
from domain.deadlines import DeadlineKind, periods
from models.database import Database
from models.meetings import OPEN_STATES, Meeting, Obligation, Resolution, ResolutionState
from services import audit
from services.context import ActionContext
from services.messaging import buttons, recipients
from services.messaging.notify import notify
from services.obligations import creation, extensions, obligations, transitions
from services.organisation import Organisation
from services.reminders import unsent_reminders
from texts import wording
from texts.answer_summary import clip

LONGEST = 300
"""The most characters of a resolution's text in the notice of its new deadline."""


async def change_deadline(
    context: ActionContext,
    resolution_id: int,
    deadline: Mapping[str, Any],
) -> None:
    """Set a resolution's deadline, in the shape of ``dabir deadline --json``.

    Its open obligations are planned anew and their owners are told, once each. Answered ones stay answered, and the
    overdue periods of a recurring deadline keep their due dates.
    """
    resolution = await context.session.get_one(Resolution, resolution_id)
    audit.record(context, "deadline", "resolution", resolution_id, before=resolution.deadline)
    resolution.deadline, resolution.due = dict(deadline), periods.parse_date(deadline["due"])
    await _changed(context, resolution)


async def set_next_meeting(context: ActionContext, meeting: Meeting, day: date) -> int:
    """Set the date of the meeting after ``meeting``; resolutions of its body that are due by the next one get it.

    Returns the number of those resolutions.
    """
    of_body = Meeting.body == meeting.body if meeting.body else Meeting.id == meeting.id
    waiting = await context.session.scalars(
        select(Resolution)
        .join(Meeting)
        .where(
            of_body,
            or_(Meeting.held_on.is_(None), Meeting.held_on < day),
            Resolution.state == ResolutionState.ACTIVE,
            Resolution.deadline["kind"].as_string() == DeadlineKind.NEXT_MEETING.value,
            or_(Resolution.due.is_(None), Resolution.due >= context.today),
        )
    )
    resolutions = waiting.all()
    for resolution in resolutions:
        resolution.due = day - timedelta(days=resolution.deadline.get("lead_days", 0))
        await _changed(context, resolution)
    return len(resolutions)


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
    async with db.read() as session:
        ids = (await session.scalars(stale)).all()
    failed: list[Exception] = []
    for resolution_id in ids:
        try:
            async with db.write() as session:
                context = ActionContext(session, organisation, None, now)
                await realign(context, await session.get_one(Resolution, resolution_id))
        except Exception as error:
            failed.append(error)
    if failed:
        raise ExceptionGroup("resolutions that could not be realigned", failed)
    return len(ids)


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
    concerned, closed = set(), []
    for obligation in await obligations.open_of_resolution(context.session, resolution.id):
        obligation.deadline_version = resolution.deadline_version
        of_another = obligation.period and obligation.period != period
        if of_another and obligation.due and (obligation.due < today or obligation.given_due):
            continue
        place = (obligation.agency_id, obligation.item)
        if obligation.period != period and place in present:
            transitions.close(obligation)
            closed.append(obligation)
            continue
        present.add(place)
        obligation.period, obligation.given_due = period, extensions.lasting(obligation, resolution, due)
        if obligation.given_due is None:
            concerned.add(obligation.agency_id)
            obligation.due, obligation.snoozed_until = due, None
            obligation.reminded_on = heard_on or obligation.reminded_on
            obligation.version += 1
        await obligations.replan(context, obligation)
    await unsent_reminders.refresh(context, closed)
    return concerned


async def _changed(context: ActionContext, resolution: Resolution) -> None:
    resolution.deadline_version += 1
    resolution.version += 1
    today = context.today
    concerned = await realign(context, resolution, heard_on=today)
    due = resolution.period_due or resolution.due
    if resolution.period_due:
        await creation.make_for(context, resolution, due, heard_on=today)
    text = T(
        "obligation.deadline_changed",
        title=wording.resolution_name(resolution.number, ""),
        text=clip(resolution.text, LONGEST),
        due=wording.due_date(due, periods.kind(resolution.deadline), today),
    )
    people = await recipients.answering_for(context.session, concerned)
    await notify(context, people, Screen(text, buttons.TO_TASKS), group_key=f"deadline:{resolution.id}")
