"""The agenda of a planned meeting, and the overdue resolutions and ideas that are proposed for it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import and_, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from domain.chat.screens import Screen, T
from domain.persian.text import sort_key
from models.tables.agencies import Agency
from models.tables.meetings import OPEN_STATES, Meeting, Obligation, OwnStatus, Resolution
from models.tables.planning import AgendaItem, Invitee, MeetingPlan, PlanState
from models.tables.queues import Lane
from services import audit
from services.context import ActionContext
from services.errors import Ended, Refused
from services.ideas import ideas
from services.messaging import outbox
from services.messaging.notify import notify
from services.messaging.recipients import Recipient

MOST = 100
"""The most items of an agenda."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """A resolution that is overdue, with the agencies that owe an answer.

    ``due`` is the earliest due date, None where there is none and the secretariat has judged it overdue.
    """

    resolution_id: int
    number: int
    meeting: int | None
    text: str
    agencies: tuple[str, ...]
    due: date | None


async def overdue(session: AsyncSession, today: date) -> list[Proposal]:
    """The overdue resolutions, those of the agency that is first in dictionary order first.

    A status that the secretariat has set counts before the due dates.
    """
    judged = Resolution.set_status == OwnStatus.OVERDUE
    late = and_(Resolution.set_status.is_(None), Obligation.due < today)
    rows = await session.execute(
        select(
            Resolution.id,
            Resolution.number,
            Meeting.number.label("meeting"),
            Resolution.text,
            Agency.name,
            Obligation.due,
        )
        .join(Obligation, Obligation.resolution_id == Resolution.id)
        .join(Meeting, Meeting.id == Resolution.meeting_id)
        .join(Agency, Agency.id == Obligation.agency_id)
        .where(Obligation.state.in_(OPEN_STATES), or_(judged, late))
    )
    found: dict[int, Proposal] = {}
    for row in sorted(rows, key=lambda row: (sort_key(row.name), row.due or date.max, row.id)):
        before = found.get(row.id)
        agencies = dict.fromkeys((*(before.agencies if before else ()), row.name))
        due = min((day for day in (row.due, before and before.due) if day), default=None)
        found[row.id] = Proposal(row.id, row.number, row.meeting, row.text, tuple(agencies), due)
    return list(found.values())


async def toggle(
    context: ActionContext,
    plan: MeetingPlan,
    text: str,
    *,
    resolution_id: int | None = None,
    idea_id: int | None = None,
) -> bool:
    """Put a resolution or an idea on the agenda by ``text``, or take it off; return True when it is on it now.

    An accepted idea is for the meeting as long as it is on an agenda, and its author is told of either.
    """
    of = (resolution_id, idea_id)
    present = next((item for item in plan.agenda if (item.resolution_id, item.idea_id) == of), None)
    if present:
        await remove(context, plan, present)
        return False
    _check_room(plan, 1)
    plan.agenda.append(AgendaItem(place=len(plan.agenda) + 1, text=text, resolution_id=resolution_id, idea_id=idea_id))
    await _changed(context, plan)
    if idea_id:
        await ideas.put_on_agenda(context, idea_id)
    return True


async def add(context: ActionContext, plan: MeetingPlan, texts: Sequence[str]) -> None:
    """Add items at the end of the agenda. Raises Refused when they are too many."""
    _check_room(plan, len(texts))
    for text in texts:
        plan.agenda.append(AgendaItem(place=len(plan.agenda) + 1, text=text))
    await _changed(context, plan)


def _check_room(plan: MeetingPlan, count: int) -> None:
    if len(plan.agenda) + count > MOST:
        raise Refused("agenda.too_many", most=MOST)


def get(plan: MeetingPlan, item_id: int) -> AgendaItem:
    """Find an item of an agenda. Raises Refused when it is no longer there."""
    item = next((item for item in plan.agenda if item.id == item_id), None)
    if item is None:
        raise Ended("agenda.gone")
    return item


async def reword(context: ActionContext, plan: MeetingPlan, item: AgendaItem, text: str) -> None:
    """Write an item anew."""
    item.text = text
    await _changed(context, plan)


async def shift(context: ActionContext, plan: MeetingPlan, item: AgendaItem, step: int) -> None:
    """Move an item one place up (-1) or down (1); the first and the last stay where they are."""
    here = plan.agenda.index(item)
    there = here + step
    if 0 <= there < len(plan.agenda):
        order = list(plan.agenda)
        order[here], order[there] = order[there], order[here]
        _number(order)
        await _changed(context, plan)


async def remove(context: ActionContext, plan: MeetingPlan, item: AgendaItem) -> None:
    """Take an item off the agenda."""
    idea_id = item.idea_id
    plan.agenda.remove(item)
    _number(plan.agenda)
    await _changed(context, plan)
    if idea_id and not await _stands_elsewhere(context.session, idea_id):
        await ideas.take_off_agenda(context, idea_id)


async def release(context: ActionContext, plan: MeetingPlan) -> None:
    """Let the ideas of a cancelled meeting be what they were before they were put on its agenda."""
    for item in plan.agenda:
        if item.idea_id and not await _stands_elsewhere(context.session, item.idea_id):
            await ideas.take_off_agenda(context, item.idea_id)


async def _stands_elsewhere(session: AsyncSession, idea_id: int) -> bool:
    """Tell whether an idea is on the agenda of a meeting that is not cancelled."""
    found = await session.scalar(
        select(AgendaItem.id)
        .join(MeetingPlan, MeetingPlan.id == AgendaItem.plan_id)
        .where(AgendaItem.idea_id == idea_id, MeetingPlan.state == PlanState.PLANNED)
        .limit(1)
    )
    return found is not None


def _number(items: Sequence[AgendaItem]) -> None:
    for place, item in enumerate(items, 1):
        item.place = place


async def _changed(context: ActionContext, plan: MeetingPlan) -> None:
    """Record a change. The agenda's files that wait are as it was: they are taken back, and the actor is told."""
    plan.version += 1
    audit.record(context, "agenda", "meeting_plan", plan.id, items=len(plan.agenda))
    await context.session.flush()
    await context.session.refresh(plan, ["agenda"])
    if unsent := await take_back(context, plan):
        whoever = [Recipient(context.actor)] if context.actor else []
        await notify(context, whoever, Screen(T("plan.agenda_taken_back", count=unsent)), lane=Lane.REPLY)


def files_key(plan_id: int) -> str:
    """The beginning of the group keys of the agenda's files, which a colon and the person's id follow."""
    return f"meeting.agenda:{plan_id}"


async def take_back(context: ActionContext, plan: MeetingPlan) -> int:
    """Take back the agenda's files that are not sent yet, of a meeting that is changed or cancelled; return the number
    of people who were to get them.
    """
    people = await context.session.scalars(select(Invitee.person_id).where(Invitee.plan_id == plan.id))
    waiting = await outbox.waiting(context.session, {f"{files_key(plan.id)}:{person_id}" for person_id in people})
    await outbox.skip(context.session, [row.id for row in waiting], "superseded")
    return len({row.person_id for row in waiting})
