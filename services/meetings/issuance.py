"""«تأیید و ابلاغ»: what was read and accepted becomes binding, and its owners hear of it."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from domain.chat.screens import Screen, T, Text
from domain.deadlines import Deadline, Kind, periods, resolve
from models.agencies import Agency, Duty, Group, GroupMember
from models.meetings import Meeting, MeetingState, Obligation, Owner, Resolution, ResolutionState
from models.queues import Lane
from services import audit
from services.context import ActionContext
from services.directory import agencies, name_matching, welcome
from services.errors import Refused
from services.meetings import resolutions
from services.meetings.meetings import IN_HAND, UNDECIDED
from services.messaging import outbox, recipients
from services.messaging.recipients import Recipient
from services.obligations import obligations, responsibility
from services.organisation import Organisation
from texts import wording

RELATIVE = frozenset({"offset", "offset_range", "nearby", "week", "weekday", "weekday_of_week"})
"""Rules whose day hangs on the day that is counted from; a date such as «پنجم آبان» does not."""


class Past(StrEnum):
    """What becomes of resolutions whose due date has passed by the time they are notified."""

    OVERDUE = "overdue"
    NEW = "new"
    RECORD = "record"


@dataclass(frozen=True, slots=True)
class Plan:
    """What a notification would do: the resolutions that are ready and those held back, by number.

    ``ownerless`` counts those of the ready ones that only go on record, because nobody answers for them.
    ``past_meeting`` and ``past_now`` are those already past when counted from the meeting or from today; ``differs``
    says whether the two ways of counting differ for any.
    """

    ready: tuple[int, ...]
    held: tuple[int, ...]
    ownerless: int
    past_meeting: tuple[int, ...]
    past_now: tuple[int, ...]
    differs: bool


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a notification did: binding resolutions, those kept for the record, obligations made, people told."""

    binding: int
    record: int
    made: int
    agencies: int
    told: int
    held: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Unheard:
    """Who will not hear of a meeting's resolutions: agencies that nobody answers for, groups with nobody on them."""

    agencies: list[tuple[int, str]]
    groups: list[tuple[int, str]]


async def plan(session: AsyncSession, organisation: Organisation, meeting: Meeting, today: date) -> Plan:
    """What can be notified now, and what has to be asked before."""
    matcher = await name_matching.load(session, organisation)
    undecided = await resolutions.of_meeting(session, meeting.id, *UNDECIDED)
    held = [one for one in undecided if resolutions.unclear(one, matcher)]
    ready = [one for one in undecided if one not in held]
    now = {one.id: _counted(organisation, one, today) for one in ready}
    return Plan(
        ready=_numbers(ready),
        held=_numbers(held),
        ownerless=sum(not one.owners for one in ready),
        past_meeting=_numbers(one for one in ready if _past(one.deadline, one.due, today)),
        past_now=_numbers(one for one in ready if _past(*_of(one, now[one.id]), today)),
        differs=any(deadline and deadline.due != one.due for one in ready if (deadline := now[one.id])),
    )


async def carry_out(
    context: ActionContext,
    meeting: Meeting,
    *,
    from_now: bool = False,
    past: Past = Past.OVERDUE,
    new_day: date | None = None,
) -> Outcome:
    """Makes binding whatever is clear, tells the owners in one message each, and keeps the appendix's duties.

    Raises Refused when nothing is ready.
    """
    if meeting.state not in IN_HAND:
        raise Refused("meeting.over")
    today = context.today
    planned = await plan(context.session, context.organisation, meeting, today)
    if not planned.ready:
        raise Refused("minutes.nothing_ready")
    await resolutions.accept_clear(context, meeting.id)
    made: list[int] = []
    helping: dict[int, list[int]] = {}
    binding = record = 0
    for resolution in await resolutions.of_meeting(context.session, meeting.id, ResolutionState.ACCEPTED):
        if from_now and (deadline := _counted(context.organisation, resolution, today)):
            _set(resolution, deadline)
        was_past = _past(resolution.deadline, resolution.due, today)
        if was_past and past is Past.NEW and new_day:
            _set(resolution, Deadline(Kind.DATE, new_day, "chosen"))
        to_record = not resolution.owners or (was_past and past is Past.RECORD)
        resolution.state = ResolutionState.RECORD if to_record else ResolutionState.ACTIVE
        resolution.version += 1
        await context.session.flush()
        made += await obligations.make(context, resolution.id)
        for agency_id in await responsibility.partners_of(context.session, resolution.id) if not to_record else ():
            helping.setdefault(agency_id, []).append(resolution.number)
        binding, record = binding + (not to_record), record + to_record
    if meeting.state is MeetingState.REVIEW:
        await _keep_duties(context.session, meeting)
        meeting.state, meeting.notified_at = MeetingState.NOTIFIED, context.now
        meeting.counts_from = today if from_now else meeting.held_on
    meeting.version += 1
    # Owners that were just made may be taken for others, so that more is held back than was planned.
    held = _numbers(await resolutions.of_meeting(context.session, meeting.id, ResolutionState.READ))
    audit.record(context, "notify", "meeting", meeting.id, made=len(made), held=list(held))
    told = await tell_owners(context, made, T("minutes.told", title=meeting.title), helping)
    return Outcome(binding, record, len(made), await _count_agencies(context.session, made), told, held)


async def tell_owners(
    context: ActionContext,
    made: Sequence[int],
    head: Text,
    helping: Mapping[int, Sequence[int]] = MappingProxyType({}),
) -> int:
    """One message to each person about the new obligations of all their agencies; how many people that were.

    ``helping`` are the numbers of the resolutions in which an agency helps another, by its id.
    """
    views = await obligations.views(context.session, Obligation.id.in_(made)) if made else []
    of_agencies = await recipients.of_agencies(context.session, {*(view.agency_id for view in views), *helping})
    people: dict[int, Recipient] = {one.id: one for held in of_agencies.values() for one in held}
    rows = []
    for person in people.values():
        acts_for = {agency_id for agency_id, held in of_agencies.items() if person in held}
        own = [view for view in views if view.agency_id in acts_for]
        own.sort(key=lambda view: (view.due or date.max, view.number, view.id))
        helped = [number for agency_id in acts_for for number in helping.get(agency_id, ())]
        lines: list[Text | str] = [head, ""]
        lines += welcome.summary(own) if own else []
        if helped:
            lines.append(T("minutes.told_partner", numbers=wording.comma_separated(sorted(set(helped)))))
        screen = Screen(T("form.lines", lines=lines), obligations.TO_TASKS)
        quiet_until = recipients.awake(context.organisation, person.settings, context.now)
        rows.append(outbox.row(screen, context.now, person_id=person.id, lane=Lane.REMINDER, not_before=quiet_until))
    await outbox.write(context.session, rows)
    return len(rows)


async def unheard(session: AsyncSession, meeting_id: int) -> Unheard:
    """Of a meeting's owners, those whom nobody answers for yet."""
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
    return Unheard([(row[0], row[1]) for row in silent], [(row[0], row[1]) for row in empty])


def _counted(organisation: Organisation, resolution: Resolution, today: date) -> Deadline | None:
    """A resolution's deadline counted from today; None for one that does not hang on the day that is counted from."""
    immediate = periods.kind(resolution.deadline) is Kind.IMMEDIATE
    if not resolution.phrase or not (immediate or resolution.deadline.get("rule") in RELATIVE):
        return None
    deadline = resolve(resolution.phrase, today, organisation.calendar)
    return deadline if deadline.due else None


def _of(resolution: Resolution, deadline: Deadline | None) -> tuple[dict[str, Any], date | None]:
    return (periods.to_stored(deadline), deadline.due) if deadline else (resolution.deadline, resolution.due)


def _past(deadline: dict[str, Any], due: date | None, today: date) -> bool:
    """A recurring deadline is never past: it goes on with its next period."""
    return due is not None and due < today and periods.kind(deadline) is not Kind.RECURRING


def _set(resolution: Resolution, deadline: Deadline) -> None:
    resolution.deadline, resolution.due = periods.to_stored(deadline), deadline.due
    resolution.deadline_version += 1


def _numbers(found: Any) -> tuple[int, ...]:
    return tuple(one.number for one in found)


async def _keep_duties(session: AsyncSession, meeting: Meeting) -> None:
    """The appendix's duties, after those that a kind has from earlier meetings."""
    for part in meeting.duties:
        kind = await agencies.kind_named(session, part["actor_kind"])
        there = (await session.scalars(select(Duty).where(Duty.kind_id == kind.id))).all()
        known = {duty.text for duty in there}
        fresh = [text for text in part["duties"] if text not in known]
        for number, text in enumerate(fresh, len(there) + 1):
            session.add(Duty(kind_id=kind.id, number=number, text=text, meeting_id=meeting.id))


async def _count_agencies(session: AsyncSession, made: Collection[int]) -> int:
    rows = await session.scalars(select(Obligation.agency_id).where(Obligation.id.in_(made)).distinct())
    return len(rows.all())
