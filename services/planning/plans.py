"""Plans of meetings: made, moved, cancelled, found; deadlines "by the next meeting" follow each change."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from uuid import uuid4

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from domain import reminder_plan
from domain.chat.screens import T, Text
from domain.persian.search import sought
from domain.persian.text import fold
from models.tables.meetings import Meeting, MeetingState, Resolution
from models.tables.planning import MeetingPlan, PlanState
from services import audit
from services.context import ActionContext
from services.errors import Ended, Refused
from services.meetings import deadline_changes, next_meeting
from services.organisation import Organisation
from services.planning import agenda

MOST_BODIES = 50
MOST_WITHOUT_MINUTES = 50


@dataclass(frozen=True, slots=True)
class When:
    """The time and the place of a meeting; ``time`` is ``10:30``, "" while it is not set."""

    day: date
    time: str = ""
    place: str = ""


@dataclass(frozen=True, slots=True)
class Followed:
    """The resolutions that a change gave a due date, and those that have none now; ``day`` is that of their meeting."""

    dated: int
    undated: int
    day: date | None = None

    @classmethod
    def of(cls, changed: Sequence[Resolution]) -> "Followed":
        dated = sum(resolution.due is not None for resolution in changed)
        return cls(dated, len(changed) - dated, next_meeting.day_by(changed))


def starts_at(organisation: Organisation, plan: MeetingPlan | When) -> datetime:
    """The moment at which a meeting begins; the end of its day when no time is set."""
    hour = time.fromisoformat(plan.time) if plan.time else time.max
    return datetime.combine(plan.day, hour, organisation.zone)


def is_over(organisation: Organisation, plan: MeetingPlan, now: datetime) -> bool:
    """Tell whether a meeting has begun, so that it can be neither moved nor replied to."""
    return plan.meeting_id is not None or starts_at(organisation, plan) <= now


async def get(session: AsyncSession, plan_id: int) -> MeetingPlan:
    """Load one plan with its agenda. Raises Refused when there is none."""
    plan = await session.get(MeetingPlan, plan_id)
    if plan is None:
        raise Ended("plan.gone")
    await session.refresh(plan, ["agenda"])
    return plan


async def get_editable(context: ActionContext, plan_id: int, version: int | None = None) -> MeetingPlan:
    """Load and lock a plan that can still be changed. Raises Refused when its meeting is cancelled or over.

    With a ``version`` it is refused, too, when somebody has changed it since.
    """
    await context.session.scalar(select(MeetingPlan.id).where(MeetingPlan.id == plan_id).with_for_update())
    plan = await get(context.session, plan_id)
    if plan.state is PlanState.CANCELLED:
        raise Ended("plan.cancelled_already")
    if is_over(context.organisation, plan, context.now):
        raise Ended("plan.over")
    if version is not None and plan.version != version:
        raise Ended("plan.changed_since")
    return plan


async def upcoming(session: AsyncSession, today: date, most: int) -> Sequence[MeetingPlan]:
    """The planned meetings of today and later, and those before whose minutes are awaited; the next one first."""
    rows = await session.scalars(
        select(MeetingPlan)
        .where(MeetingPlan.state == PlanState.PLANNED, MeetingPlan.meeting_id.is_(None))
        .order_by(MeetingPlan.day < today, MeetingPlan.day, MeetingPlan.time, MeetingPlan.id)
        .limit(most)
    )
    return rows.all()


async def without_minutes(context: ActionContext) -> tuple[list[MeetingPlan], list[MeetingPlan]]:
    """The meetings that are ahead, the next one first, and those held without minutes yet, the latest first."""
    planned = await upcoming(context.session, context.today, MOST_WITHOUT_MINUTES)
    over = [is_over(context.organisation, plan, context.now) for plan in planned]
    held = [plan for plan, gone in zip(planned, over, strict=True) if gone]
    ahead = [plan for plan, gone in zip(planned, over, strict=True) if not gone]
    return ahead, sorted(held, key=lambda plan: (plan.day, plan.time), reverse=True)


async def listed(session: AsyncSession, offset: int, most: int) -> tuple[Sequence[MeetingPlan], int]:
    """A page of all plans, cancelled ones too, the latest first, and the number of all."""
    rows = await session.scalars(
        select(MeetingPlan).order_by(MeetingPlan.day.desc(), MeetingPlan.id.desc()).offset(offset).limit(most)
    )
    return rows.all(), await session.scalar(select(func.count(MeetingPlan.id))) or 0


async def bodies(session: AsyncSession, search: str = "") -> list[str]:
    """The names of the bodies that met or are planned to, the latest first."""
    met = await session.scalars(
        select(Meeting.body)
        .where(Meeting.body != "", Meeting.state != MeetingState.DISCARDED)
        .order_by(Meeting.id.desc())
    )
    planned = await session.scalars(select(MeetingPlan.body).order_by(MeetingPlan.id.desc()))
    names = {fold(name): name for name in reversed([*met, *planned])}
    words = sought(search)
    return [name for folded, name in reversed(names.items()) if words in folded][:MOST_BODIES]


async def suggested_number(session: AsyncSession, body: str) -> int | None:
    """The number after that of the body's latest meeting, planned or held; None when it has none."""
    met = await session.execute(
        select(Meeting.held_on, Meeting.number, Meeting.body).where(
            Meeting.number.is_not(None), Meeting.held_on.is_not(None), Meeting.state != MeetingState.DISCARDED
        )
    )
    planned = await session.execute(
        select(MeetingPlan.day, MeetingPlan.number, MeetingPlan.body).where(
            MeetingPlan.number.is_not(None), MeetingPlan.state == PlanState.PLANNED
        )
    )
    numbers = [(day, number) for day, number, of in (*met, *planned) if fold(of) == fold(body)]
    return max(numbers)[1] + 1 if numbers else None


async def next_of(session: AsyncSession, body: str, today: date) -> MeetingPlan | None:
    """The next meeting of a body that is planned already."""
    rows = await session.scalars(
        select(MeetingPlan)
        .where(MeetingPlan.state == PlanState.PLANNED, MeetingPlan.day >= today, MeetingPlan.meeting_id.is_(None))
        .order_by(MeetingPlan.day)
    )
    return next((plan for plan in rows if fold(plan.body) == fold(body)), None)


async def make(context: ActionContext, body: str, number: int | None, when: When) -> tuple[MeetingPlan, Followed]:
    """Plan a meeting. Without a ``number`` it gets the next one of its body.

    Raises Refused for a moment that is past, and for a body that meets on that day already.
    """
    plan = MeetingPlan(
        uid=str(uuid4()),
        body=body,
        number=number or await suggested_number(context.session, body),
        day=when.day,
        time=when.time,
        place=when.place,
        created_by=context.actor,
        created_at=context.now,
        agenda=[],
    )
    await _check(context, when, body)
    context.session.add(plan)
    plan.next_reminder_at = next_reminder(context.organisation, plan, context.now)
    await context.session.flush()
    audit.record(context, "plan", "meeting_plan", plan.id, day=when.day.isoformat(), time=when.time)
    news = _news("next_planned", body, plan.day)
    return plan, Followed.of(await deadline_changes.follow_next_meeting(context, body, news))


async def move(context: ActionContext, plan: MeetingPlan, when: When, body: str = "") -> Followed:
    """Give a meeting another time or place, and with a ``body`` its right one. The caller tells who is invited.

    Raises Refused for a moment that is past, and for a body that meets on that day already.
    """
    before, mistaken = When(plan.day, plan.time, plan.place), plan.body
    await _check(context, when, body or mistaken, plan.id)
    plan.day, plan.time, plan.place, plan.body = when.day, when.time, when.place, body or mistaken
    plan.version += 1
    plan.sequence += 1
    plan.next_reminder_at = next_reminder(context.organisation, plan, context.now)
    were = [before.day.isoformat(), before.time, before.place, mistaken]
    after = [when.day.isoformat(), when.time, when.place, plan.body]
    audit.record(context, "move", "meeting_plan", plan.id, before=were, after=after)
    await context.session.flush()
    if fold(plan.body) != fold(mistaken):
        gone = _news("next_cancelled", mistaken)
        undated = await deadline_changes.follow_next_meeting(context, mistaken, gone, before.day)
        news = _news("next_planned", plan.body, plan.day)
        return Followed.of([*undated, *await deadline_changes.follow_next_meeting(context, plan.body, news)])
    if before.day == when.day:
        return Followed(0, 0)
    news = _news("next_moved", plan.body, plan.day)
    return Followed.of(await deadline_changes.follow_next_meeting(context, plan.body, news, before.day))


async def renumber(context: ActionContext, plan: MeetingPlan, number: int | None) -> None:
    """Give a meeting another number."""
    plan.number = number
    plan.version += 1
    audit.record(context, "number", "meeting_plan", plan.id, number=number)


async def cancel(context: ActionContext, plan: MeetingPlan) -> Followed:
    """Cancel a meeting. The caller tells those who are invited; what was due by it has no date until the next."""
    plan.state = PlanState.CANCELLED
    plan.version += 1
    plan.sequence += 1
    plan.next_reminder_at = None
    audit.record(context, "cancel", "meeting_plan", plan.id)
    await context.session.flush()
    await agenda.release(context, plan)
    news = _news("next_cancelled", plan.body)
    return Followed.of(await deadline_changes.follow_next_meeting(context, plan.body, news, plan.day))


def _news(key: str, body: str, planned: date | None = None) -> Callable[[date | None], Text]:
    """Return how those are told who are due by a body's next meeting, once its day is known.

    The text ``key`` tells of the plan that changed; after that another one, planned before, may be the next.
    """

    def said(day: date | None) -> Text:
        if day and day != planned:
            return T("obligation.next_is", body=body, day=day)
        return T(f"obligation.{key}", body=body, **({"day": planned} if planned else {}))

    return said


async def _check(context: ActionContext, when: When, body: str, plan_id: int | None = None) -> None:
    """Raise Refused for a moment that is past, and for a body that has another plan than this one on that day."""
    if starts_at(context.organisation, when) <= context.now:
        raise Refused("plan.past")
    same_day = await context.session.execute(
        select(MeetingPlan.id, MeetingPlan.body).where(
            MeetingPlan.day == when.day, MeetingPlan.state == PlanState.PLANNED
        )
    )
    if any(row.id != plan_id and fold(row.body) == fold(body) for row in same_day):
        raise Refused("plan.twin", body=body, day=when.day)


def next_reminder(organisation: Organisation, plan: MeetingPlan, now: datetime) -> datetime | None:
    """The moment of the next reminder of a meeting: on the working day before it or that morning; None for never.

    The morning's comes at least an hour before the meeting begins.
    """
    if plan.state is PlanState.CANCELLED:
        return None
    opens = organisation.reminder_settings.opens
    eve = organisation.calendar.on_or_before(plan.day - reminder_plan.ONE_DAY)
    day_before, morning = (datetime.combine(day, opens(day), organisation.zone) for day in (eve, plan.day))
    latest = starts_at(organisation, plan) - reminder_plan.ONE_HOUR
    return next((at for at in (day_before, min(morning, latest)) if at > now), None)
