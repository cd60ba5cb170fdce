"""Obligations: views of them for screens, their making from a binding resolution, and the plan of their reminders.

The caller of ``make`` or ``offer_group`` tells the owners in the same turn; so that day counts as one on which they
heard of it, and no reminder follows on it.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import insert, select
from sqlalchemy.ext.asyncio import AsyncSession

from domain import reminder_plan
from domain.chat.screens import Text
from domain.deadlines import Kind as DeadlineKind
from domain.deadlines import periods
from models.agencies import Agency
from models.meetings import (
    OWED,
    Meeting,
    Obligation,
    ObligationState,
    Owner,
    Resolution,
    ResolutionState,
)
from services.context import ActionContext
from services.messaging import buttons
from services.obligations import responsibility
from services.obligations.responsibility import Lead
from services.organisation import Organisation
from texts import wording

TO_TASKS = ((buttons.TASKS,),)


@dataclass(frozen=True, slots=True)
class View:
    """An obligation as screens need it, with its resolution, meeting and agency.

    ``text`` is that of the sub-item where it answers one, ``reminded_on`` the last day on which its owner heard of it,
    ``answered_at`` the moment of the last answer, which a returned obligation has too.
    """

    id: int
    version: int
    agency_id: int
    agency: str
    resolution_id: int
    number: int
    item: str
    text: str
    kind: DeadlineKind
    due: date | None
    period: str
    state: ObligationState
    assignee_id: int | None
    meeting: str
    meeting_number: int | None
    reminded_on: date | None
    answered_at: datetime | None

    def overdue(self, today: date) -> bool:
        """Tell whether the due date has passed; it passes with the midnight after it."""
        return self.due is not None and self.due < today

    def title(self, among: Iterable["View"] = ()) -> Text:
        """«مصوبهٔ ۳، بند الف»; ``among`` obligations of several meetings it names the meeting too."""
        several = len({(other.meeting, other.meeting_number) for other in among}) > 1
        return wording.resolution_name(self.number, self.item, self.meeting_number if several else None)


class Offer(NamedTuple):
    """The effect of joining a group: the ids of the new obligations, and the number of resolutions left as past due."""

    made: list[int]
    missed: int


VIEW_COLUMNS = (
    Obligation.id,
    Obligation.version,
    Obligation.agency_id,
    Agency.name,
    Resolution.id,
    Resolution.number,
    Obligation.item,
    Resolution.text,
    Resolution.items,
    Resolution.deadline,
    Obligation.due,
    Obligation.period,
    Obligation.state,
    Obligation.assignee_id,
    Meeting.title,
    Meeting.number,
    Obligation.reminded_on,
    Obligation.answered_at,
)


async def open_of_agency(session: AsyncSession, agency_id: int, meeting_id: int = 0) -> list[View]:
    """The open and returned obligations of an agency, of all meetings or one.

    Overdue ones come first, then the others by due date, those without one last.
    """
    of_meeting = [Resolution.meeting_id == meeting_id] if meeting_id else []
    return in_order(await views(session, Obligation.agency_id == agency_id, Obligation.state.in_(OWED), *of_meeting))


async def open_of_resolution(session: AsyncSession, resolution_id: int) -> Sequence[Obligation]:
    """The open and returned obligations of a resolution, the latest due date first."""
    rows = await session.scalars(
        select(Obligation)
        .where(Obligation.resolution_id == resolution_id, Obligation.state.in_(OWED))
        .order_by(Obligation.due.desc(), Obligation.id)
    )
    return rows.all()


async def helped_by(session: AsyncSession, agency_ids: Collection[int]) -> list[View]:
    """The open obligations of others with which any of some agencies helps, in the order of ``open_of_agency``."""
    parts = await responsibility.helped_by(session, agency_ids)
    resolutions = {resolution_id for resolution_id, _ in parts}
    of_others = await views(session, Obligation.resolution_id.in_(resolutions), Obligation.state.in_(OWED))
    return in_order(view for view in of_others if (view.resolution_id, view.item) in parts)


def in_order(unordered: Iterable[View]) -> list[View]:
    """Sort obligations: overdue first, then by due date, those without one last."""
    return sorted(unordered, key=lambda view: (view.due or date.max, view.number, view.id))


async def views(session: AsyncSession, *conditions: Any) -> list[View]:
    """The obligations that meet conditions on Obligation, Resolution, Meeting and Agency, in the order of their ids."""
    rows = await session.execute(
        select(*VIEW_COLUMNS)
        .select_from(Obligation)
        .join(Resolution, Resolution.id == Obligation.resolution_id)
        .join(Meeting, Meeting.id == Resolution.meeting_id)
        .join(Agency, Agency.id == Obligation.agency_id)
        .where(*conditions)
        .order_by(Obligation.id)
    )
    return [view(row) for row in rows]


def view_of(obligation: Obligation) -> View:
    """The view of an obligation that is loaded with its resolution, meeting and agency."""
    resolution = obligation.resolution
    return View(
        id=obligation.id,
        version=obligation.version,
        agency_id=obligation.agency_id,
        agency=obligation.agency.name,
        resolution_id=resolution.id,
        number=resolution.number,
        item=obligation.item,
        text=asked(resolution.text, resolution.items, obligation.item),
        kind=periods.kind(resolution.deadline),
        due=obligation.due,
        period=obligation.period,
        state=obligation.state,
        assignee_id=obligation.assignee_id,
        meeting=resolution.meeting.title,
        meeting_number=resolution.meeting.number,
        reminded_on=obligation.reminded_on,
        answered_at=obligation.answered_at,
    )


def view(row: Sequence[Any]) -> View:
    """The view of a row of ``VIEW_COLUMNS``."""
    (row_id, version, agency_id, agency, resolution_id, number, item, text, items, deadline, *rest) = row
    text = asked(text, items, item)
    return View(row_id, version, agency_id, agency, resolution_id, number, item, text, periods.kind(deadline), *rest)


def asked(text: str, items: Sequence[dict[str, Any]], item: str) -> str:
    """The text that is to be answered: that of the sub-item labelled ``item``, or the whole resolution's."""
    return next((part["text"] for part in items if item and part["label"] == item), text)


async def find(session: AsyncSession, obligation_id: int) -> Obligation | None:
    """Find one obligation by its id."""
    return await session.get(Obligation, obligation_id)


async def make(context: ActionContext, resolution_id: int) -> list[int]:
    """Make the obligations that an active resolution lacks, groups expanded; return their ids.

    A recurring deadline begins with its first period that is not past. A resolution that is not active gets none.
    """
    resolution = await context.session.get_one(Resolution, resolution_id)
    today = context.today
    due = resolution.due
    if periods.kind(resolution.deadline) is DeadlineKind.RECURRING and due:
        due = resolution.period_due = periods.next_due_from(resolution.deadline, due, max(today, due))
        if due is None:
            return []
    return await make_for(context, resolution, due, heard_on=today)


async def make_for(
    context: ActionContext,
    resolution: Resolution,
    due: date | None,
    *,
    heard_on: date | None = None,
    only: int | None = None,
) -> list[int]:
    """Make the obligations of one due date that are missing, for all owners or ``only`` one agency; return their ids.

    ``heard_on`` is the day on which the owners are told of them; None when only the reminder will.
    """
    if resolution.state is not ResolutionState.ACTIVE:
        return []
    leads = await responsibility.leads(context.session, resolution.id)
    period = periods.name(resolution.deadline, due) if due else ""
    next_reminder_at = planned(
        context.organisation,
        resolution.deadline,
        due,
        context.now,
        check_in=resolution.check_in,
        reminded_on=heard_on,
    )
    present = await of_period(context.session, resolution.id, period)
    missing = [
        {
            "resolution_id": resolution.id,
            "agency_id": agency_id,
            "item": item,
            "period": period,
            "due": due,
            "deadline_version": resolution.deadline_version,
            "reminded_on": heard_on,
            "next_reminder_at": next_reminder_at,
            "created_at": context.now,
        }
        for agency_id, item in leads
        if (agency_id, item) not in present and only in (None, agency_id)
    ]
    if not missing:
        return []
    return list(await context.session.scalars(insert(Obligation).returning(Obligation.id), missing))


async def of_period(session: AsyncSession, resolution_id: int, period: str) -> set[Lead]:
    """The agencies and sub-items that have an obligation of a resolution for one period."""
    rows = await session.execute(
        select(Obligation.agency_id, Obligation.item).where(
            Obligation.resolution_id == resolution_id, Obligation.period == period
        )
    )
    return {(agency_id, item) for agency_id, item in rows}


async def offer_group(
    context: ActionContext,
    group_id: int,
    agency_id: int,
    *,
    past: bool = False,
) -> Offer:
    """Make for an agency that joined a group the obligations that the group's resolutions still ask.

    Those that were due before it joined are made only when the secretariat asks for the ``past`` too: nobody is late
    with an answer that they could not know of.
    """
    resolutions = await context.session.scalars(
        select(Resolution)
        .join(Owner, Owner.resolution_id == Resolution.id)
        .where(Owner.group_id == group_id, Owner.partner.is_(False), Resolution.state == ResolutionState.ACTIVE)
        .order_by(Resolution.id)
    )
    today = context.today
    made: list[int] = []
    missed = 0
    for resolution in resolutions.unique().all():
        due = resolution.period_due or resolution.due
        if due and due < today and not past:
            missed += 1
        else:
            made += await make_for(context, resolution, due, heard_on=today, only=agency_id)
    return Offer(made, missed)


def planned(
    organisation: Organisation,
    deadline: Mapping[str, Any],
    due: date | None,
    now: datetime,
    *,
    check_in: bool,
    reminded_on: date | None = None,
    snoozed_until: date | None = None,
) -> datetime | None:
    """The moment of an open obligation's next reminder: by its due date, or monthly if continuous; None for never."""
    local = now.astimezone(organisation.zone)
    if due:
        return reminder_plan.next_reminder(
            due,
            organisation.calendar,
            organisation.reminder_settings,
            local,
            reminded_on=reminded_on,
            snoozed_until=snoozed_until,
        )
    if periods.kind(deadline) is not DeadlineKind.CONTINUOUS or not check_in:
        return None
    check_in_at = reminder_plan.next_check_in(organisation.calendar, organisation.reminder_settings, local)
    until = periods.parse_date(deadline.get("until"))
    return None if until and check_in_at.date() > until else check_in_at


async def replan(context: ActionContext, obligation: Obligation) -> None:
    """Plan the next reminder anew from the obligation as it is; an answered one has none."""
    if obligation.state not in OWED:
        obligation.next_reminder_at = None
        return
    resolution = await context.session.get_one(Resolution, obligation.resolution_id)
    obligation.next_reminder_at = planned(
        context.organisation,
        resolution.deadline,
        obligation.due,
        context.now,
        check_in=resolution.check_in,
        reminded_on=obligation.reminded_on,
        snoozed_until=obligation.snoozed_until,
    )
