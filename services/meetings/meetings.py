"""Meetings: stored from a reading, corrected, discarded or withdrawn."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import delete, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import selectinload

from domain.chat.screens import Screen, T
from domain.deadlines import DeadlineKind, periods, resolve
from domain.minutes.decisions.appended import points_into_text
from domain.persian.text import fold
from models.tables.agencies import Duty
from models.tables.duties import DutyAnswer
from models.tables.meetings import Meeting, MeetingState, Owner, Resolution, ResolutionState
from models.tables.planning import MeetingPlan
from services import audit
from services.context import ActionContext
from services.errors import Ended, Refused
from services.meetings import endings
from services.messaging import buttons, recipients
from services.messaging.notify import notify
from services.obligations import transitions
from services.obligations.responsibility import partners
from services.organisation import Organisation
from services.reminders import unsent_reminders

LETTERS = tuple("ابپتثجچحخدذرزژسشصضطظعغفقکگلمنوهی")
"""Labels of sub-items that have none of their own; the first is written «الف»."""
LONGEST_LABEL = 12
IN_HAND = (MeetingState.REVIEW, MeetingState.ISSUED)
"""States in which resolutions can be reviewed, added and issued."""
UNDECIDED = (ResolutionState.READ, ResolutionState.ACCEPTED)
"""States of a resolution before it is binding."""


@dataclass(frozen=True, slots=True)
class Row:
    """A meeting in a list, with the number of its resolutions and of those that nobody has decided on yet."""

    meeting: Meeting
    resolutions: int
    undecided: int


async def store_reading(context: ActionContext, reading: dict[str, Any]) -> Meeting:
    """Store a reading as ``minutes_reading`` returns it as a meeting to be reviewed. Nothing is binding yet."""
    head = reading["meeting"]
    meeting = Meeting(
        body=(head["body"] or "")[:300],
        title=(head["title"] or "")[:500],
        number=head["number"],
        held_on=periods.parse_date(head["date"]),
        fingerprint=reading["fingerprint"],
        source=reading["source"],
        doubts=reading["doubts"],
        duties=reading["duties"],
        # A job of an earlier version kept none.
        passed_over=reading.get("passed_over", []),
        created_by=context.actor,
        created_at=context.now,
    )
    meeting.resolutions = [resolution_row(raw) for raw in reading["resolutions"]]
    context.session.add(meeting)
    await context.session.flush()
    audit.record(context, "read", "meeting", meeting.id, resolutions=len(meeting.resolutions))
    return meeting


def resolution_row(raw: dict[str, Any]) -> Resolution:
    """Make the row of a resolution that was read, with its owners as they are named."""
    items = labelled(raw["items"])
    owners = [Owner(name=name[:500], item=item["label"]) for item in items for name in item["responsible"]]
    of_items = {fold(owner.name) for owner in owners}
    whole = [name for name in raw["responsible"] if not points_into_text(name) and fold(name) not in of_items]
    owners += [Owner(name=name[:500], partner=name in raw["partners"]) for name in whole]
    for place, owner in enumerate(owners):
        owner.place = place
    deadline = raw["deadline"]
    return Resolution(
        number=raw["number"],
        text=raw["text"],
        text_fold=fold(raw["text"]),
        phrase=(raw["phrase"] or "")[:500],
        deadline=deadline,
        due=periods.parse_date(deadline["due"]),
        items=[{"label": item["label"], "text": item["text"]} for item in items],
        refers=raw["refers"],
        doubts=raw["doubts"],
        # A job of an earlier version kept none.
        columns=raw.get("columns", []),
        remark=raw.get("remark") or "",
        owners=owners,
    )


def labelled(items: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Sub-items with short labels, each its own.

    Where one is long or repeated all become «الف» and so on, and a long one goes before the text.
    """
    labels = [item["label"] for item in items]
    if len(set(labels)) == len(labels) and all(0 < len(label) <= LONGEST_LABEL for label in labels):
        return list(items)
    named = []
    for place, item in enumerate(items):
        head = f"{item['label']}: " if len(item["label"]) > 3 else ""
        named.append({**item, "label": letter(place), "text": f"{head}{item['text']}"})
    return named


def letter(place: int) -> str:
    """The label of a sub-item by its place from 0."""
    return "الف" if place == 0 else LETTERS[place] if place < len(LETTERS) else str(place + 1)


async def find_by_fingerprint(session: AsyncSession, fingerprint: str) -> Meeting | None:
    """Find the meeting whose minutes were these very words, unless it was discarded or withdrawn."""
    meeting: Meeting | None = await session.scalar(
        select(Meeting)
        .where(
            Meeting.fingerprint == fingerprint,
            Meeting.state.in_(IN_HAND),
        )
        .order_by(Meeting.id.desc())
        .limit(1)
    )
    return meeting


async def get(session: AsyncSession, meeting_id: int) -> Meeting:
    """Load one meeting. Raises Refused when there is none."""
    meeting = await session.get(Meeting, meeting_id)
    if meeting is None:
        raise Ended("meeting.gone")
    return meeting


async def get_reviewable(session: AsyncSession, meeting_id: int) -> Meeting:
    """Load a meeting whose resolutions can be reviewed. Raises Refused when it was discarded or withdrawn."""
    meeting = await get(session, meeting_id)
    if meeting.state not in IN_HAND:
        raise Ended("meeting.over")
    return meeting


async def listed(session: AsyncSession, offset: int, most: int) -> tuple[list[Row], int]:
    """A page of the meetings that were not discarded, the latest first, and the number of all."""
    not_discarded = Meeting.state != MeetingState.DISCARDED
    counted = func.count(Resolution.id)
    rows = await session.execute(
        select(Meeting, counted, func.count(Resolution.id).filter(Resolution.state.in_(UNDECIDED)))
        .outerjoin(Resolution)
        .where(not_discarded)
        .group_by(Meeting.id)
        .order_by(Meeting.held_on.desc(), Meeting.id.desc())
        .offset(offset)
        .limit(most)
    )
    total = await session.scalar(select(func.count(Meeting.id)).where(not_discarded)) or 0
    return [Row(meeting, count, left) for meeting, count, left in rows], total


async def change(
    context: ActionContext,
    meeting: Meeting,
    *,
    title: str,
    body: str,
    number: int | None,
    held_on: date | None,
) -> None:
    """Correct a meeting under review. With another date its deadlines are counted anew.

    Raises Refused when it is binding already.
    """
    if meeting.state is not MeetingState.REVIEW:
        raise Refused("meeting.binding")
    moved, before = held_on != meeting.held_on, _heading(meeting)
    meeting.title, meeting.body, meeting.number, meeting.held_on = title, body, number, held_on
    meeting.version += 1
    meeting.doubts = [doubt for doubt in meeting.doubts if not doubt["code"].startswith("meeting_")]
    audit.record(context, "change", "meeting", meeting.id, before=before, after=_heading(meeting))
    if moved and held_on:
        for resolution in await _all(context.session, meeting.id):
            if resolution.phrase:
                resolve_again(context.organisation, resolution, held_on)


def _heading(meeting: Meeting) -> dict[str, Any]:
    held_on = meeting.held_on.isoformat() if meeting.held_on else None
    return {"title": meeting.title, "body": meeting.body, "number": meeting.number, "held_on": held_on}


def resolve_again(organisation: Organisation, resolution: Resolution, on: date) -> None:
    """Resolve a resolution's phrase as of another day. A doubt about it goes when it is understood now."""
    deadline = resolve(resolution.phrase, on, organisation.calendar)
    resolution.deadline, resolution.due = periods.to_stored(deadline), deadline.due
    if deadline.kind is DeadlineKind.UNKNOWN and resolution.state is ResolutionState.ACCEPTED:
        resolution.state = ResolutionState.READ
    if not deadline.reason:
        doubtful = ("deadline_needs_date", "deadline_unknown")
        resolution.doubts = [doubt for doubt in resolution.doubts if doubt["code"] not in doubtful]
    resolution.version += 1


async def keep_signed(context: ActionContext, meeting: Meeting, files: list[dict[str, Any]], version: int) -> None:
    """Keep the signed scan of a meeting, in the place of an earlier one.

    Raises Refused for files that are neither PDF nor pictures, and when a colleague put one in since ``version``.
    """
    wrong = [file["name"] for file in files if not _is_scan(file)]
    if wrong:
        raise Refused("meeting.signed_wrong", name=wrong[0])
    if meeting.version != version:
        raise Refused("meeting.signed_since")
    audit.record(context, "sign", "meeting", meeting.id, before=[file["hash"] for file in meeting.signed])
    meeting.signed = files
    meeting.version += 1


def _is_scan(file: Mapping[str, Any]) -> bool:
    """Tell whether a file is a picture or a PDF."""
    name, mime = str(file["name"]).lower(), str(file["mime"])
    return file["kind"] == "photo" or mime.startswith("image/") or name.endswith(".pdf")


async def discard(context: ActionContext, meeting: Meeting) -> None:
    """Discard minutes under review. Raises Refused when they are binding already."""
    if meeting.state is not MeetingState.REVIEW:
        raise Refused("meeting.binding")
    meeting.state = MeetingState.DISCARDED
    meeting.version += 1
    await _release_plan(context.session, meeting.id)
    audit.record(context, "discard", "meeting", meeting.id)


async def withdraw(context: ActionContext, meeting: Meeting) -> int:
    """Withdraw an issued meeting: its obligations are closed, its duties go, its owners and partners are told.

    Returns the number of people told. Raises Refused when something was reported on it, when an agency has told about
    one of its duties, or when it is not issued.
    """
    if meeting.state is not MeetingState.ISSUED:
        raise Refused("common.stale")
    told_of_duties = (
        select(DutyAnswer.id).join(Duty, Duty.id == DutyAnswer.duty_id).where(Duty.meeting_id == meeting.id)
    )
    if await context.session.scalar(told_of_duties.limit(1)):
        # With the duties their answers would go.
        raise Refused("meeting.duties_answered")
    every = await _all(context.session, meeting.id)
    binding = [resolution.id for resolution in every if resolution.state is ResolutionState.ACTIVE]
    helping = set[int]().union(*(await partners(context.session, binding)).values())
    closed = await transitions.close_of_meeting(context.session, meeting.id)
    await unsent_reminders.refresh(context, closed)
    await context.session.execute(delete(Duty).where(Duty.meeting_id == meeting.id))
    meeting.state = MeetingState.WITHDRAWN
    meeting.version += 1
    await _release_plan(context.session, meeting.id)
    for resolution in every:
        # Those that nobody decided on yet wait as they are until the meeting is in review again.
        if resolution.state in (ResolutionState.ACTIVE, ResolutionState.RECORD):
            resolution.state = ResolutionState.CLOSED
    audit.record(context, "withdraw", "meeting", meeting.id)
    screen = Screen(T("meeting.told_withdrawn", title=meeting.title), buttons.TO_TASKS)
    concerned = helping.union(obligation.agency_id for obligation in closed)
    return len(await notify(context, await recipients.answering_for(context.session, concerned), screen))


async def mend(context: ActionContext, meeting: Meeting) -> None:
    """Take a withdrawn meeting into review again, so that it is corrected and issued once more.

    Each resolution comes back in the state that it had; what was closed by hand or by a relation in force stays closed.
    Raises Refused when it is not withdrawn, or the same minutes were sent anew meanwhile.
    """
    if meeting.state is not MeetingState.WITHDRAWN:
        raise Refused("common.stale")
    if meeting.fingerprint and await find_by_fingerprint(context.session, meeting.fingerprint):
        raise Refused("meeting.read_anew")
    for resolution in await _all(context.session, meeting.id):
        if resolution.state is ResolutionState.CLOSED and not await endings.lasts(context.session, resolution):
            resolution.state = endings.back_in_review(resolution)
            resolution.version += 1
    meeting.state, meeting.issued_at = MeetingState.REVIEW, None
    meeting.version += 1
    audit.record(context, "mend", "meeting", meeting.id)


async def _release_plan(session: AsyncSession, meeting_id: int) -> None:
    """Let the plan of a meeting wait for its minutes again."""
    await session.execute(update(MeetingPlan).where(MeetingPlan.meeting_id == meeting_id).values(meeting_id=None))


async def _all(session: AsyncSession, meeting_id: int) -> Sequence[Resolution]:
    rows = await session.scalars(
        select(Resolution).where(Resolution.meeting_id == meeting_id).options(selectinload(Resolution.owners))
    )
    return rows.all()
