"""Resolutions: those under review are corrected, accepted or dropped; binding ones are amended in the same ways."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import joinedload, selectinload

from domain.deadlines import Deadline, DeadlineKind, periods, resolve
from domain.minutes.language import name_matching
from domain.minutes.language.name_matching import Matcher
from domain.persian.text import fold
from models.tables.meetings import Meeting, Owner, Resolution, ResolutionState
from services import audit
from services.context import ActionContext
from services.directory import known_names
from services.errors import Ended, Refused
from services.meetings import deadline_changes, item_labels, text_changes
from services.meetings.meetings import IN_HAND, UNDECIDED
from services.organisation import Organisation

BINDING = (ResolutionState.ACTIVE, ResolutionState.RECORD, ResolutionState.CLOSED)

_WHOLE = (
    joinedload(Resolution.meeting),
    selectinload(Resolution.owners).options(joinedload(Owner.agency), joinedload(Owner.group)),
)


async def get(session: AsyncSession, resolution_id: int) -> Resolution:
    """Load one resolution with its meeting and owners as they are now. Raises Refused when there is none."""
    resolution: Resolution | None = await session.scalar(
        select(Resolution)
        .where(Resolution.id == resolution_id)
        .options(*_WHOLE)
        .execution_options(populate_existing=True)
    )
    if resolution is None:
        raise Ended("resolution.gone")
    return resolution


async def of_meeting(session: AsyncSession, meeting_id: int, *states: ResolutionState) -> Sequence[Resolution]:
    """The resolutions of a meeting in its order, all or those in some states, with their owners as they are now."""
    conditions = [Resolution.meeting_id == meeting_id]
    if states:
        conditions.append(Resolution.state.in_(states))
    rows = await session.scalars(
        select(Resolution)
        .where(*conditions)
        .options(*_WHOLE)
        .order_by(Resolution.number, Resolution.id)
        .execution_options(populate_existing=True)
    )
    return rows.all()


def unclear(resolution: Resolution, matcher: Matcher) -> bool:
    """Tell whether the secretary is still to be asked about a resolution that was read."""
    return resolution.state is ResolutionState.READ and bool(
        resolution.doubts
        or periods.kind(resolution.deadline) is DeadlineKind.UNKNOWN
        or any(matcher.unsure(owner) for owner in resolution.owners)
    )


async def accept(context: ActionContext, resolution: Resolution, matcher: Matcher) -> None:
    """Accept a resolution as it is: its doubts are dropped, and owners that are only a name are linked.

    Raises Refused while its deadline is unknown, or an owner may be one of two.
    """
    _check_undecided(resolution)
    if resolution.state is not ResolutionState.READ:
        raise Refused("common.stale")
    if periods.kind(resolution.deadline) is DeadlineKind.UNKNOWN:
        raise Refused("reading.deadline_first", number=resolution.number)
    for owner in resolution.owners:
        if guess := matcher.unsure(owner):
            raise Refused("reading.owner_first", name=owner.name, guess=guess.name)
    for owner in resolution.owners:
        if not name_matching.linked(owner):
            await link_owner(context, owner, matcher)
    resolution.state = ResolutionState.ACCEPTED
    resolution.doubts = []
    resolution.version += 1
    audit.record(context, "accept", "resolution", resolution.id)


async def link_owner(context: ActionContext, owner: Owner, matcher: Matcher) -> None:
    """Link an owner that is only a name to its sure match, or to a new agency or group of that name."""
    match = matcher.find(owner.name)
    if match and match.sure:
        known_names.link(owner, match.known)
        return
    known = await known_names.make(context, owner.name, name_matching.kind_of(owner.name))
    matcher.add(known)
    known_names.link(owner, known)


def return_to_review(resolution: Resolution) -> None:
    """Return an accepted resolution to review when one of its owners is only a name."""
    if resolution.state is ResolutionState.ACCEPTED and not all(map(name_matching.linked, resolution.owners)):
        resolution.state = ResolutionState.READ


async def accept_clear(context: ActionContext, meeting_id: int) -> list[int]:
    """Accept every resolution of a meeting that is not unclear; return their numbers."""
    matcher = await known_names.load(context.session, context.organisation)
    accepted = []
    for resolution in await of_meeting(context.session, meeting_id, ResolutionState.READ):
        if not unclear(resolution, matcher):
            await accept(context, resolution, matcher)
            accepted.append(resolution.number)
    return accepted


async def drop(context: ActionContext, resolution: Resolution) -> None:
    """Drop a resolution, or return a dropped one to review. Raises Refused for a binding one."""
    if resolution.meeting.state not in IN_HAND:
        raise Ended("meeting.over")
    if resolution.state is ResolutionState.DROPPED:
        resolution.state = ResolutionState.READ
    elif resolution.state in UNDECIDED:
        resolution.state = ResolutionState.DROPPED
    else:
        raise Refused("common.stale")
    resolution.version += 1
    audit.record(context, resolution.state.value, "resolution", resolution.id)


async def set_text(context: ActionContext, resolution: Resolution, words: str, *, tell: bool = False) -> None:
    """Set another text; ``tell`` the owners of a binding resolution of it, with the old one.

    Raises Ended when it is to be changed no more, as ``check_open`` does.
    """
    check_open(resolution)
    before = resolution.text
    audit.record(
        context, "text", "resolution", resolution.id, before=before, after=words, issued=_is_issued(resolution)
    )
    resolution.text, resolution.text_fold = words, fold(words)
    resolution.doubts = [doubt for doubt in resolution.doubts if not doubt["code"].startswith("text_")]
    resolution.version += 1
    await text_changes.follow(context, resolution)
    if tell:
        await text_changes.tell(context, resolution, before, words)


async def set_items(
    context: ActionContext, resolution: Resolution, items: Sequence[tuple[str, str]], *, tell: bool = False
) -> None:
    """Set other sub-items, (label, text): owners and what they owe follow their labels, and those of one that is gone
    answer for the whole. ``tell`` the owners of a binding resolution of it. Raises Ended, as ``set_text`` does.
    """
    check_open(resolution)
    before = resolution.items
    resolution.items = [{"label": label, "text": words} for label, words in items]
    issued = _is_issued(resolution)
    audit.record(context, "items", "resolution", resolution.id, before=before, after=resolution.items, issued=issued)
    await item_labels.carry_over(context, resolution, before)
    resolution.version += 1
    await text_changes.follow(context, resolution)
    if tell:
        await text_changes.tell(context, resolution, text_changes.lines(before), text_changes.lines(resolution.items))


async def set_remark(context: ActionContext, resolution: Resolution, words: str) -> None:
    """Set another remark, "" for none. Raises Ended, as ``set_text`` does."""
    check_open(resolution)
    audit.record(context, "remark", "resolution", resolution.id, before=resolution.remark, after=words)
    resolution.remark = words
    resolution.version += 1


def _is_issued(resolution: Resolution) -> bool:
    return resolution.state is ResolutionState.ACTIVE


def interpret_deadline(organisation: Organisation, meeting: Meeting, phrase: str, today: date) -> Deadline:
    """The deadline that a typed phrase means, counted from the day that the meeting's deadlines count from.

    Raises Refused with the reason when it is unknown.
    """
    deadline = resolve(phrase, meeting.counts_from or meeting.held_on or today, organisation.calendar)
    if deadline.kind is DeadlineKind.UNKNOWN:
        raise Refused("reading.phrase_unknown", phrase=phrase, reason=deadline.reason or "")
    return deadline


async def set_deadline(
    context: ActionContext,
    resolution: Resolution,
    phrase: str,
    deadline: Deadline,
) -> None:
    """Set another deadline. Owners of a binding resolution are told and reminded by it from now on.

    Raises Ended, as ``set_text`` does.
    """
    check_open(resolution)
    resolution.phrase = phrase[:500]
    resolution.doubts = [doubt for doubt in resolution.doubts if not doubt["code"].startswith("deadline")]
    stored = periods.to_stored(deadline)
    if resolution.state is ResolutionState.ACTIVE:
        await deadline_changes.change_deadline(context, resolution.id, stored)
        return
    audit.record(context, "deadline", "resolution", resolution.id, before=resolution.deadline, after=stored)
    resolution.deadline, resolution.due = stored, deadline.due
    resolution.version += 1


async def split(context: ActionContext, resolution: Resolution, second: str) -> Resolution:
    """Split a resolution in two: ``second`` becomes the other's text, and is cut from the first's if it is part of it.

    Both keep the number that the minutes give, the owners and the deadline.
    """
    _check_undecided(resolution)
    rest = resolution.text.replace(second, "", 1).strip(" ،؛.\n")
    if second in resolution.text and rest:
        resolution.text, resolution.text_fold = rest, fold(rest)
    other = Resolution(
        meeting_id=resolution.meeting_id,
        number=resolution.number,
        text=second,
        text_fold=fold(second),
        phrase=resolution.phrase,
        deadline=resolution.deadline,
        due=resolution.due,
        refers=resolution.refers,
        columns=resolution.columns,
        remark=resolution.remark,
        doubts=[doubt for doubt in resolution.doubts if doubt["code"].startswith("deadline")],
        owners=list({_identity(owner): copy_of(owner) for owner in resolution.owners}.values()),
    )
    context.session.add(other)
    await context.session.flush()
    resolution.state = ResolutionState.READ
    resolution.version += 1
    audit.record(context, "split", "resolution", resolution.id, into=other.id)
    return other


async def merge_next(context: ActionContext, resolution: Resolution) -> None:
    """Merge the next resolution into this one, which keeps its deadline; the next is dropped.

    Raises Refused when there is no next one, or when one of them is binding.
    """
    _check_undecided(resolution)
    following = await neighbour(context.session, resolution, 1, *UNDECIDED)
    if following is None:
        raise Refused("reading.no_next")
    labels = {item["label"] for item in resolution.items}
    renamed = {
        item["label"]: item["label"] if item["label"] not in labels else f"{following.number}-{item['label']}"
        for item in following.items
    }
    resolution.text = f"{resolution.text}\n{following.text}"
    resolution.text_fold = fold(resolution.text)
    resolution.items = [*resolution.items, *({**item, "label": renamed[item["label"]]} for item in following.items)]
    present = {(owner.name, owner.agency_id, owner.group_id, owner.item) for owner in resolution.owners}
    for owner in following.owners:
        copy = copy_of(owner)
        copy.item = renamed.get(owner.item, "")
        if (copy.name, copy.agency_id, copy.group_id, copy.item) not in present:
            copy.place = len(resolution.owners)
            resolution.owners.append(copy)
    resolution.state = ResolutionState.READ
    resolution.doubts = [*resolution.doubts, *following.doubts]
    resolution.refers = [*resolution.refers, *(one for one in following.refers if one not in resolution.refers)]
    tables = resolution.tables
    new = [table for table in following.tables if table not in tables]
    resolution.columns = [head for table in (*tables, *new) for head in (None, *table)][1:]
    resolution.remark = "\n".join(dict.fromkeys(filter(None, (resolution.remark, following.remark))))
    resolution.version += 1
    following.state = ResolutionState.DROPPED
    following.version += 1
    audit.record(context, "merge", "resolution", resolution.id, taken_in=following.id)


async def add(context: ActionContext, meeting: Meeting, text: str, phrase: str, deadline: Deadline) -> Resolution:
    """Add a resolution at the end of a meeting, to be accepted like those that were read."""
    if meeting.state not in IN_HAND:
        raise Ended("meeting.over")
    resolution = Resolution(
        meeting_id=meeting.id,
        number=await next_number(context.session, meeting.id),
        text=text,
        text_fold=fold(text),
        phrase=phrase[:500],
        deadline=periods.to_stored(deadline),
        due=deadline.due,
    )
    context.session.add(resolution)
    await context.session.flush()
    audit.record(context, "add", "resolution", resolution.id)
    return await get(context.session, resolution.id)


async def next_number(session: AsyncSession, meeting_id: int) -> int:
    """The number of a resolution that is added at the end of a meeting."""
    last = await session.scalar(select(func.max(Resolution.number)).where(Resolution.meeting_id == meeting_id))
    return (last or 0) + 1


async def place(session: AsyncSession, resolution: Resolution) -> tuple[int, int]:
    """The place of a resolution in its meeting: (3, 18) is the third of eighteen; dropped ones count too."""
    rows = await session.scalars(
        select(Resolution.id)
        .where(Resolution.meeting_id == resolution.meeting_id)
        .order_by(Resolution.number, Resolution.id)
    )
    ids = list(rows)
    return ids.index(resolution.id) + 1, len(ids)


async def neighbour(
    session: AsyncSession, resolution: Resolution, step: int, *states: ResolutionState
) -> Resolution | None:
    """The resolution before (-1) or after (1) another in its meeting, of all or of some states."""
    rows = await of_meeting(session, resolution.meeting_id)
    here = next(index for index, row in enumerate(rows) if row.id == resolution.id)
    rest = rows[here + 1 :] if step > 0 else rows[:here][::-1]
    return next((row for row in rest if not states or row.state in states), None)


def check_open(resolution: Resolution, *, binding: bool = True) -> None:
    """Raise Ended for a resolution of minutes that are over, for a dropped one, and for one that became binding after
    what is to change it was begun: ``binding`` tells whether it was so then.
    """
    if resolution.meeting.state not in IN_HAND:
        raise Ended("meeting.over")
    if resolution.state is ResolutionState.DROPPED:
        raise Ended("resolution.dropped_since")
    if resolution.state in BINDING and not binding:
        raise Ended("meeting.binding")


def _check_undecided(resolution: Resolution) -> None:
    check_open(resolution)
    if resolution.state not in UNDECIDED:
        raise Ended("meeting.binding")


def _identity(owner: Owner) -> tuple[int | None, int | None, str]:
    """The key that distinguishes one owner from another, whatever their sub-items."""
    return owner.agency_id, owner.group_id, "" if name_matching.linked(owner) else fold(owner.name)


def copy_of(owner: Owner) -> Owner:
    """The same owner for another resolution, for the whole of it."""
    return Owner(
        agency_id=owner.agency_id, group_id=owner.group_id, name=owner.name, partner=owner.partner, place=owner.place
    )
