"""Issuance («تأیید و ابلاغ»): accepted resolutions become binding, and their owners are told."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from domain.chat.screens import T
from domain.deadlines import Deadline, DeadlineKind, periods, resolve
from models.tables.agencies import Agency, Duty, Group, GroupMember
from models.tables.meetings import Meeting, MeetingState, Obligation, Owner, Resolution, ResolutionState
from services import audit
from services.context import ActionContext
from services.directory import agencies, known_names
from services.errors import Refused
from services.meetings import next_meeting, owner_notices, relations, resolutions
from services.meetings.meetings import IN_HAND, UNDECIDED
from services.meetings.owner_notices import OwnerNotice
from services.messaging import group_chats, recipients
from services.messaging.notify import PERSON
from services.obligations import creation, responsibility
from services.organisation import Organisation

RELATIVE = frozenset({"offset", "offset_range", "nearby", "week", "weekday", "weekday_of_week"})
"""The rules whose day depends on the day that is counted from; a date such as «پنجم آبان» does not."""


class Past(StrEnum):
    """The fate of resolutions whose due date has passed by the time they are issued."""

    OVERDUE = "overdue"
    NEW = "new"
    RECORD = "record"


@dataclass(frozen=True, slots=True)
class Plan:
    """The effect that an issuance would have: the numbers of the resolutions that are ready and of those held back.

    ``ownerless`` counts those of the ready ones that only go on record, because nobody answers for them.
    ``past_meeting`` and ``past_now`` are those already past when counted from the meeting or from today; ``differs``
    says whether the two ways of counting differ for any. ``ended`` counts those of a mended meeting that stay closed.
    """

    ready: tuple[int, ...]
    held_back: tuple[int, ...]
    ownerless: int
    past_meeting: tuple[int, ...]
    past_now: tuple[int, ...]
    differs: bool
    ended: int

    @property
    def nothing_ready(self) -> bool:
        """Tell whether there is nothing to issue; a mended meeting of which nothing is left but its past is issued."""
        return not self.ready and (bool(self.held_back) or not self.ended)


@dataclass(frozen=True, slots=True)
class Outcome:
    """The effect of an issuance: binding resolutions, those kept for the record, obligations made, people told."""

    binding: int
    record: int
    made: int
    agencies: int
    told: int
    held_back: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Unheard:
    """The owners whom no message of a meeting reaches: agencies that nobody answers for, groups without an agency.

    Each is (id, name).
    """

    agencies: list[tuple[int, str]]
    groups: list[tuple[int, str]]


async def plan(session: AsyncSession, organisation: Organisation, meeting: Meeting, today: date) -> Plan:
    """Plan an issuance: the resolutions that can be issued now, and the questions to be asked before."""
    matcher = await known_names.load(session, organisation)
    undecided = await resolutions.of_meeting(session, meeting.id, *UNDECIDED)
    held_back = [resolution for resolution in undecided if resolutions.unclear(resolution, matcher)]
    ready = [resolution for resolution in undecided if resolution not in held_back]
    now = {resolution.id: _counted(organisation, resolution, today) for resolution in ready}
    return Plan(
        ready=_numbers(ready),
        held_back=_numbers(held_back),
        ownerless=sum(not resolution.owners for resolution in ready),
        past_meeting=_numbers(resolution for resolution in ready if _past(resolution.deadline, resolution.due, today)),
        past_now=_numbers(resolution for resolution in ready if _past(*_stored(resolution, now[resolution.id]), today)),
        differs=any(
            deadline and deadline.due != resolution.due for resolution in ready if (deadline := now[resolution.id])
        ),
        ended=await _ended(session, meeting),
    )


async def _ended(session: AsyncSession, meeting: Meeting) -> int:
    """The number of resolutions that stay closed in a meeting under review."""
    if meeting.state is not MeetingState.REVIEW:
        return 0
    closed = Resolution.meeting_id == meeting.id, Resolution.state == ResolutionState.CLOSED
    return await session.scalar(select(func.count(Resolution.id)).where(*closed)) or 0


async def issue(
    context: ActionContext,
    meeting: Meeting,
    *,
    from_now: bool = False,
    past: Past = Past.OVERDUE,
    new_day: date | None = None,
) -> Outcome:
    """Make the clear resolutions of a meeting binding, tell each owner in one message, and keep the appendix's duties.

    ``from_now`` counts relative deadlines from today instead of the meeting's day. ``past`` is the fate of resolutions
    that are past due, ``new_day`` their new due date for ``Past.NEW``. Raises Refused when nothing is ready.
    """
    if meeting.state not in IN_HAND:
        raise Refused("meeting.over")
    today = context.today
    planned = await plan(context.session, context.organisation, meeting, today)
    if planned.nothing_ready:
        raise Refused("minutes.nothing_ready")
    await resolutions.accept_clear(context, meeting.id)
    made: list[int] = []
    helping: dict[int, list[int]] = {}
    asked: dict[int, int] = {}
    record = 0
    # With hundreds of resolutions each query of one is felt, and hardly any has a relation.
    related = await relations.concerned(context.session, meeting.id)
    for resolution in await resolutions.of_meeting(context.session, meeting.id, ResolutionState.ACCEPTED):
        if from_now and (deadline := _counted(context.organisation, resolution, today)):
            _set(resolution, deadline)
        if periods.kind(resolution.deadline) is DeadlineKind.NEXT_MEETING:
            # While none is planned, the day that the minutes themselves name holds.
            planned_day = await next_meeting.due(context, meeting, resolution.deadline)
            resolution.due = planned_day or resolution.due
        was_past = _past(resolution.deadline, resolution.due, today)
        if was_past and past is Past.NEW and new_day:
            _set(resolution, Deadline(DeadlineKind.DATE, new_day, "chosen"))
        amends = resolution.id in related and await relations.amends_another(context.session, resolution)
        on_record = amends or not resolution.owners or (was_past and past is Past.RECORD)
        resolution.state = ResolutionState.RECORD if on_record else ResolutionState.ACTIVE
        resolution.version += 1
        await context.session.flush()
        own = await creation.make(context, resolution.id)
        if resolution.id in related:
            await relations.apply(context, resolution)
            await relations.apply_later(context, resolution)
        # Whoever owes nothing because a later meeting repealed it is told that instead.
        made += own if resolution.state is not ResolutionState.CLOSED else []
        if on_record:
            record += 1
        else:
            asked[resolution.id] = resolution.number
    helped = await responsibility.partners(context.session, asked)
    for agency_id, number in sorted({(one, asked[part]) for (part, _), some in helped.items() for one in some}):
        helping.setdefault(agency_id, []).append(number)
    if meeting.state is MeetingState.REVIEW:
        await _keep_duties(context.session, meeting)
        meeting.state, meeting.issued_at = MeetingState.ISSUED, context.now
        meeting.counts_from = today if from_now else meeting.held_on
    meeting.version += 1
    # Agencies that were just added may be confused with others, so that more is held back than was planned.
    held_back = _numbers(await resolutions.of_meeting(context.session, meeting.id, ResolutionState.READ))
    audit.record(context, "notify", "meeting", meeting.id, made=len(made), held=list(held_back))
    notice = OwnerNotice(meeting.id, T("minutes.told", title=meeting.title), made, helping)
    told = await owner_notices.tell(context, notice)
    words = T("group_chat.issued", title=meeting.title or T("meeting.untitled"), count=len(asked))
    await group_chats.tell(context, words, f"group.issued:{PERSON}:{meeting.id}:{meeting.version}")
    return Outcome(len(asked), record, len(made), await _count_agencies(context.session, made), told, held_back)


async def unheard(session: AsyncSession, meeting_id: int) -> Unheard:
    """The owners of a meeting's resolutions for whom nobody answers yet."""
    silent = await session.execute(
        select(Agency.id, Agency.name)
        .where(
            Agency.id.in_(
                select(Obligation.agency_id)
                .join(Resolution, Resolution.id == Obligation.resolution_id)
                .where(Resolution.meeting_id == meeting_id)
            ),
            ~recipients.somebody_answers(),
        )
        .order_by(Agency.id)
    )
    empty = await session.execute(
        select(Group.id, Group.name)
        .where(
            Group.id.in_(
                select(Owner.group_id)
                .join(Resolution, Resolution.id == Owner.resolution_id)
                .where(Resolution.meeting_id == meeting_id, Resolution.state == ResolutionState.ACTIVE)
            ),
            Group.id.not_in(select(GroupMember.group_id)),
        )
        .order_by(Group.id)
    )
    return Unheard([(row.id, row.name) for row in silent], [(row.id, row.name) for row in empty])


def _counted(organisation: Organisation, resolution: Resolution, today: date) -> Deadline | None:
    """A resolution's deadline counted from today; None when it does not depend on the day that is counted from."""
    immediate = periods.kind(resolution.deadline) is DeadlineKind.IMMEDIATE
    if not resolution.phrase or not (immediate or resolution.deadline.get("rule") in RELATIVE):
        return None
    deadline = resolve(resolution.phrase, today, organisation.calendar)
    return deadline if deadline.due else None


def _stored(resolution: Resolution, deadline: Deadline | None) -> tuple[dict[str, Any], date | None]:
    """A deadline as a row keeps it, with its due date; those of the resolution when there is no other."""
    return (periods.to_stored(deadline), deadline.due) if deadline else (resolution.deadline, resolution.due)


def _past(deadline: dict[str, Any], due: date | None, today: date) -> bool:
    """Tell whether a deadline is past. A recurring one never is: it goes on with its next period."""
    return due is not None and due < today and periods.kind(deadline) is not DeadlineKind.RECURRING


def _set(resolution: Resolution, deadline: Deadline) -> None:
    resolution.deadline, resolution.due = periods.to_stored(deadline), deadline.due
    resolution.deadline_version += 1


def _numbers(found: Iterable[Resolution]) -> tuple[int, ...]:
    return tuple(resolution.number for resolution in found)


async def _keep_duties(session: AsyncSession, meeting: Meeting) -> None:
    """Add the appendix's duties, after those that a kind of actor has from earlier meetings."""
    for part in meeting.duties:
        kind = await agencies.find_or_add_kind(session, part["actor_kind"])
        earlier = (await session.scalars(select(Duty).where(Duty.kind_id == kind.id))).all()
        known = {duty.text for duty in earlier}
        fresh = [text for text in part["duties"] if text not in known]
        for number, text in enumerate(fresh, len(earlier) + 1):
            session.add(Duty(kind_id=kind.id, number=number, text=text, meeting_id=meeting.id))


async def _count_agencies(session: AsyncSession, made: Collection[int]) -> int:
    rows = await session.scalars(select(Obligation.agency_id).where(Obligation.id.in_(made)).distinct())
    return len(rows.all())
