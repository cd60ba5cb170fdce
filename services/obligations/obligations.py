"""Obligations: views of them for screens, and the plan of their reminders."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from domain import reminder_plan
from domain.chat.screens import T, Text
from domain.deadlines import DeadlineKind, periods
from models.tables.agencies import Agency
from models.tables.meetings import (
    OPEN_STATES,
    Meeting,
    Obligation,
    ObligationState,
    Resolution,
)
from services.context import ActionContext
from services.errors import Ended
from services.obligations import responsibility
from services.organisation import Organisation
from texts import wording


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
    held_on: date | None = None

    def overdue(self, today: date) -> bool:
        """Tell whether the due date has passed; it passes with the midnight after it."""
        return self.due is not None and self.due < today

    def title(self, among: Iterable["View"] = ()) -> Text:
        """«مصوبهٔ ۳، بند الف»; ``among`` obligations of several meetings it names the meeting too.

        The meetings of two bodies may bear one number: then the day tells them apart.
        """
        meetings = {(other.meeting, other.meeting_number, other.held_on) for other in among}
        if len(meetings) < 2:
            return wording.resolution_name(self.number, self.item)
        title = wording.resolution_name(self.number, self.item, self.meeting_number)
        namesakes = sum(number == self.meeting_number for _, number, _ in meetings)
        return T("tasks.named_on", title=title, day=self.held_on) if self.held_on and namesakes > 1 else title


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
    Meeting.held_on,
)


async def open_of_agency(session: AsyncSession, agency_id: int, meeting_id: int = 0) -> list[View]:
    """The open and returned obligations of an agency, of all meetings or one.

    Overdue ones come first, then the others by due date, those without one last.
    """
    of_meeting = [Resolution.meeting_id == meeting_id] if meeting_id else []
    return in_order(
        await views(session, Obligation.agency_id == agency_id, Obligation.state.in_(OPEN_STATES), *of_meeting)
    )


async def open_of_agencies(session: AsyncSession, agency_ids: Collection[int]) -> list[View]:
    """The open and returned obligations of some agencies, in the same order."""
    return in_order(await views(session, Obligation.agency_id.in_(agency_ids), Obligation.state.in_(OPEN_STATES)))


async def open_counts(session: AsyncSession, agency_ids: Collection[int], today: date) -> dict[int, tuple[int, int]]:
    """The numbers of open and of overdue obligations by agency, for those that have any."""
    rows = await session.execute(
        select(Obligation.agency_id, func.count(), func.count().filter(Obligation.due < today))
        .where(Obligation.agency_id.in_(agency_ids), Obligation.state.in_(OPEN_STATES))
        .group_by(Obligation.agency_id)
    )
    return {agency_id: (count, overdue) for agency_id, count, overdue in rows}


async def open_of_resolution(session: AsyncSession, resolution_id: int) -> Sequence[Obligation]:
    """Lock the open and returned obligations of a resolution, the latest due date first.

    Whoever answers one at the same moment is waited for, and what they answered is not among them.
    """
    rows = await session.scalars(
        select(Obligation)
        .where(Obligation.resolution_id == resolution_id, Obligation.state.in_(OPEN_STATES))
        .order_by(Obligation.due.desc(), Obligation.id)
        .with_for_update(of=Obligation)
        .execution_options(populate_existing=True)
    )
    return rows.all()


async def helped_by(session: AsyncSession, agency_ids: Collection[int]) -> list[View]:
    """The open obligations of others with which any of some agencies helps, in the order of ``open_of_agency``."""
    parts = await responsibility.helped_by(session, agency_ids)
    resolutions = {resolution_id for resolution_id, _ in parts}
    of_others = await views(session, Obligation.resolution_id.in_(resolutions), Obligation.state.in_(OPEN_STATES))
    return in_order(view for view in of_others if (view.resolution_id, view.item) in parts)


def in_order(unordered: Iterable[View]) -> list[View]:
    """Sort obligations: overdue first, then by due date, those without one last."""
    return sorted(unordered, key=lambda view: (view.due or date.max, view.number, view.id))


def by_agency(unordered: Iterable[View]) -> dict[int, list[View]]:
    """Group obligations by the agency that owes them, each group and the groups in the order of ``in_order``."""
    grouped: dict[int, list[View]] = {}
    for view in in_order(unordered):
        grouped.setdefault(view.agency_id, []).append(view)
    return grouped


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
        text=text_asked(resolution.text, resolution.items, obligation.item),
        kind=periods.kind(resolution.deadline),
        due=obligation.due,
        period=obligation.period,
        state=obligation.state,
        assignee_id=obligation.assignee_id,
        meeting=resolution.meeting.title,
        meeting_number=resolution.meeting.number,
        reminded_on=obligation.reminded_on,
        answered_at=obligation.answered_at,
        held_on=resolution.meeting.held_on,
    )


def view(row: Sequence[Any]) -> View:
    """The view of a row of ``VIEW_COLUMNS``."""
    (row_id, version, agency_id, agency, resolution_id, number, item, text, items, deadline, *rest) = row
    text = text_asked(text, items, item)
    return View(row_id, version, agency_id, agency, resolution_id, number, item, text, periods.kind(deadline), *rest)


def text_asked(text: str, items: Sequence[dict[str, Any]], item: str) -> str:
    """The text that is to be answered: that of the sub-item labelled ``item``, or the whole resolution's."""
    return next((part["text"] for part in items if item and part["label"] == item), text)


async def find(session: AsyncSession, obligation_id: int) -> Obligation | None:
    """Find one obligation by its id."""
    return await session.get(Obligation, obligation_id)


async def check_owner(session: AsyncSession, obligation: Obligation | View, agency_id: int) -> None:
    """Raise Ended when an obligation is no longer of the agency for which a form about it was begun, 0 for any."""
    if agency_id and obligation.agency_id != agency_id:
        agency = await session.get_one(Agency, obligation.agency_id)
        raise Ended("obligation.of_another", agency=agency.name)


def planned(
    organisation: Organisation,
    deadline: Mapping[str, Any],
    due: date | None,
    now: datetime,
    *,
    check_in: bool,
    reminded_on: date | None = None,
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
        )
    check_in = check_in and organisation.reminder_settings.check_ins
    if periods.kind(deadline) is not DeadlineKind.CONTINUOUS or not check_in:
        return None
    check_in_at = reminder_plan.next_check_in(organisation.calendar, organisation.reminder_settings, local)
    until = periods.parse_date(deadline.get("until"))
    return None if until and check_in_at.date() > until else check_in_at


async def replan(context: ActionContext, obligation: Obligation) -> None:
    """Plan the next reminder anew from the obligation as it is; an answered one has none."""
    if obligation.state not in OPEN_STATES:
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
    )
