"""The status of obligations, answered or not, counted by agency and by resolution, the worst first."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Case, ColumnElement, and_, case, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from domain.deadlines import DeadlineKind, periods
from domain.persian.text import sort_key
from models.tables.agencies import Agency
from models.tables.meetings import OPEN_STATES, Meeting, Obligation, ObligationState, OwnStatus, Resolution
from services.messaging import recipients


class Stage(StrEnum):
    """The stage of an obligation today, the worst first. An overdue one is that, returned or not.

    Undated ones are open without a due date: continuous, by the next meeting, or without any. Finished ones are
    accepted, or were closed by their answer.
    """

    OVERDUE = "overdue"
    RETURNED = "returned"
    OPEN = "open"
    UNDATED = "undated"
    ANSWERED = "answered"
    FINISHED = "settled"


OWING = (Stage.OVERDUE, Stage.RETURNED, Stage.OPEN, Stage.UNDATED)

_COUNTS = or_(Obligation.state != ObligationState.CLOSED, Obligation.answered_at.is_not(None))
"""The obligations that count; one that ended without an answer, with its resolution or meeting, does not."""


@dataclass(frozen=True, slots=True)
class Tally:
    """The number of obligations at each stage; ``first_due`` is the earliest due date of the open ones."""

    counts: Mapping[Stage, int]
    first_due: date | None = None

    def count(self, *stages: Stage) -> int:
        """The number at any of these stages."""
        return sum(self.counts[stage] for stage in stages)

    @property
    def dated(self) -> int:
        """The number of all but the undated ones, which can't be late and are counted apart."""
        return sum(self.counts.values()) - self.counts[Stage.UNDATED]

    @property
    def urgency(self) -> tuple[date, bool, int, int]:
        """A sort key that puts the worst first: the longest overdue, the soonest due, then those open without a date.

        Of two alike, the one with more open obligations comes first.
        """
        still_open = self.count(*OWING)
        return self.first_due or date.max, not still_open, -self.count(Stage.OVERDUE), -still_open


@dataclass(frozen=True, slots=True)
class AgencyStatus:
    """An agency's status; ``heard`` is True when anybody who answers for it can be reached."""

    id: int
    name: str
    heard: bool
    tally: Tally


@dataclass(frozen=True, slots=True)
class ResolutionStatus:
    """A resolution's status; ``meeting`` is its meeting's number, if it has one.

    ``set_status`` is the secretariat's for the whole, with its reason.
    """

    id: int
    number: int
    text: str
    meeting: int | None
    set_status: OwnStatus | None
    set_reason: str
    tally: Tally


@dataclass(frozen=True, slots=True)
class MeetingChoice:
    """A meeting whose resolutions have obligations."""

    id: int
    title: str
    number: int | None
    held_on: date | None


@dataclass(frozen=True, slots=True)
class Answerer:
    """One agency's obligation of a resolution, ``due`` and ``kind`` as in ``View``.

    ``answered_at`` is the moment of its last answer, open again or not.
    """

    agency_id: int
    agency: str
    obligation_id: int
    item: str
    due: date | None
    kind: DeadlineKind
    stage: Stage
    answered_at: datetime | None


def _stages(today: date) -> dict[Stage, ColumnElement[bool]]:
    """The condition of each stage on an Obligation; one that counts meets exactly one of them."""
    state, due = Obligation.state, Obligation.due
    closed_by_answer = and_(state == ObligationState.CLOSED, Obligation.answered_at.is_not(None))
    return {
        Stage.OVERDUE: and_(state.in_(OPEN_STATES), due < today),
        Stage.RETURNED: and_(state == ObligationState.RETURNED, or_(due.is_(None), due >= today)),
        Stage.OPEN: and_(state == ObligationState.OPEN, due >= today),
        Stage.UNDATED: and_(state == ObligationState.OPEN, due.is_(None)),
        Stage.ANSWERED: state == ObligationState.ANSWERED,
        Stage.FINISHED: or_(state == ObligationState.ACCEPTED, closed_by_answer),
    }


def stage_on(today: date) -> Case[Any]:
    """The column of an Obligation's stage by its name, NULL for one that does not count."""
    return case(*((condition, stage.value) for stage, condition in _stages(today).items()))


async def by_agency(session: AsyncSession, today: date, meeting_id: int = 0) -> list[AgencyStatus]:
    """Every agency that has an obligation, of all meetings or one, the worst first."""
    rows = await session.execute(
        select(Agency.id, Agency.name, recipients.somebody_answers(), *_tally(today))
        .select_from(Obligation)
        .join(Agency, Agency.id == Obligation.agency_id)
        .join(Resolution, Resolution.id == Obligation.resolution_id)
        .where(_COUNTS, *of_meeting(meeting_id))
        .group_by(Agency.id, Agency.name)
    )
    result = [AgencyStatus(number, name, bool(heard), _read(counts)) for number, name, heard, *counts in rows]
    return sorted(result, key=lambda row: (row.tally.urgency, sort_key(row.name)))


async def by_resolution(session: AsyncSession, today: date, meeting_id: int = 0) -> list[ResolutionStatus]:
    """Every resolution that has an obligation, of all meetings or one, the worst first."""
    columns = (
        Resolution.id,
        Resolution.number,
        Resolution.text,
        Meeting.number,
        Resolution.set_status,
        Resolution.set_reason,
    )
    rows = await session.execute(
        select(*columns, *_tally(today))
        .select_from(Obligation)
        .join(Resolution, Resolution.id == Obligation.resolution_id)
        .join(Meeting, Meeting.id == Resolution.meeting_id)
        .where(_COUNTS, *of_meeting(meeting_id))
        .group_by(*columns)
    )
    result = [
        ResolutionStatus(number_of, number, text, meeting, set_status, reason, _read(counts))
        for number_of, number, text, meeting, set_status, reason, *counts in rows
    ]
    return sorted(result, key=lambda row: (row.tally.urgency, row.number, row.id))


def total(tallies: Iterable[Tally]) -> Tally:
    """Add up tallies, without their due dates."""
    counts = dict.fromkeys(Stage, 0)
    for tally in tallies:
        for stage, count in tally.counts.items():
            counts[stage] += count
    return Tally(counts)


async def meetings(session: AsyncSession) -> list[MeetingChoice]:
    """The meetings whose resolutions have obligations, the latest first."""
    with_obligations = (
        select(Resolution.meeting_id).join(Obligation, Obligation.resolution_id == Resolution.id).where(_COUNTS)
    )
    rows = await session.execute(
        select(Meeting.id, Meeting.title, Meeting.number, Meeting.held_on)
        .where(Meeting.id.in_(with_obligations))
        .order_by(Meeting.held_on.desc(), Meeting.id.desc())
    )
    return [MeetingChoice(*row) for row in rows]


async def answerers(
    session: AsyncSession, resolution_id: int, today: date, offset: int, most: int
) -> tuple[list[Answerer], Tally]:
    """A page of the agencies that a resolution asks, answered or not, the worst first; and the tally of all."""
    place = case(*((condition, number) for number, condition in enumerate(_stages(today).values())))
    rows = await session.execute(
        select(
            Agency.id,
            Agency.name,
            Obligation.id,
            Obligation.item,
            Obligation.due,
            Resolution.deadline,
            stage_on(today),
            Obligation.answered_at,
        )
        .select_from(Obligation)
        .join(Agency, Agency.id == Obligation.agency_id)
        .join(Resolution, Resolution.id == Obligation.resolution_id)
        .where(Obligation.resolution_id == resolution_id, _COUNTS)
        .order_by(place, Obligation.due, Agency.id, Obligation.id)
        .offset(offset)
        .limit(most)
    )
    page = [
        Answerer(agency_id, agency, obligation_id, item, due, periods.kind(deadline), Stage(at), answered_at)
        for agency_id, agency, obligation_id, item, due, deadline, at, answered_at in rows
    ]
    return page, await tally_of_resolution(session, resolution_id, today)


async def tally_of(session: AsyncSession, agency_id: int, today: date, meeting_id: int = 0) -> Tally:
    """One agency's tally, of all meetings or one."""
    counts = await session.execute(
        select(*_tally(today))
        .join(Resolution, Resolution.id == Obligation.resolution_id)
        .where(Obligation.agency_id == agency_id, _COUNTS, *of_meeting(meeting_id))
    )
    return _read(counts.one())


async def tally_of_resolution(session: AsyncSession, resolution_id: int, today: date) -> Tally:
    """One resolution's tally."""
    of_this = (Obligation.resolution_id == resolution_id, _COUNTS)
    return _read((await session.execute(select(*_tally(today)).where(*of_this))).one())


async def tallies(session: AsyncSession, resolution_ids: Collection[int], today: date) -> dict[int, Tally]:
    """The tallies of some resolutions by their ids; one without obligations has none."""
    rows = await session.execute(
        select(Obligation.resolution_id, *_tally(today))
        .where(Obligation.resolution_id.in_(resolution_ids), _COUNTS)
        .group_by(Obligation.resolution_id)
    )
    return {number: _read(counts) for number, *counts in rows}


def _tally(today: date) -> list[ColumnElement[Any]]:
    """The columns of a Tally, in its order."""
    counts = [func.count(Obligation.id).filter(condition) for condition in _stages(today).values()]
    return [*counts, func.min(Obligation.due).filter(Obligation.state.in_(OPEN_STATES))]


def _read(columns: Sequence[Any]) -> Tally:
    *counts, first_due = columns
    return Tally(dict(zip(Stage, counts, strict=True)), first_due)


def of_meeting(meeting_id: int) -> list[ColumnElement[bool]]:
    """The condition on the Resolution of a query that it is of one meeting; none for 0."""
    return [Resolution.meeting_id == meeting_id] if meeting_id else []
