"""Relations of resolutions to earlier ones («اصلاح»، «لغو»، «تکرار»), which come into force when they are issued.

What is repealed or repeated ends, and its owners are told. What is amended goes on with the new words, deadline and
owners, and the amending resolution stays on record; where either has sub-items the earlier one ends instead, for its
parts are not those of the new one. So nobody is reminded of the same thing twice.
"""

from collections.abc import Sequence

from sqlalchemy import delete, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import joinedload, selectinload

from domain.chat.screens import Screen, T, Text
from domain.deadlines import DeadlineKind, periods
from domain.persian.text import fold
from models.tables.meetings import (
    Meeting,
    MeetingState,
    Obligation,
    RelationKind,
    Resolution,
    ResolutionRelation,
    ResolutionState,
)
from services import audit
from services.context import ActionContext
from services.errors import Refused, existing
from services.meetings import deadline_changes, endings, resolution_lifecycle, resolutions
from services.meetings.meetings import IN_HAND
from services.messaging import buttons, recipients
from services.messaging.notify import PERSON, notify
from services.obligations import creation, obligations, responsibility, transitions
from services.reminders import unsent_reminders
from texts import wording
from texts.answer_summary import clip
from texts.format import voice

LONGEST = 600
"""The most characters of a resolution's text in a notice."""
_WORDS = {
    RelationKind.REPEALS: ("لغو", "ملغی", "کان لم یکن"),
    RelationKind.AMENDS: ("اصلاح", "تغییر یافت", "تمدید"),
    RelationKind.REPEATS: ("تکرار", "تاکید", "تأکید", "مجددا"),
}
"""The words of a text that let expect how it bears on the resolution that it mentions."""


async def of(session: AsyncSession, resolution_id: int) -> Sequence[ResolutionRelation]:
    """The relations of a resolution to earlier ones, and of later ones to it, with both resolutions."""
    rows = await session.scalars(
        select(ResolutionRelation)
        .where(or_(ResolutionRelation.resolution_id == resolution_id, ResolutionRelation.earlier_id == resolution_id))
        .options(
            joinedload(ResolutionRelation.resolution).joinedload(Resolution.meeting),
            joinedload(ResolutionRelation.earlier).joinedload(Resolution.meeting),
        )
        .order_by(ResolutionRelation.id)
    )
    return rows.all()


async def mentioned(session: AsyncSession, resolution: Resolution) -> list[Resolution]:
    """The issued resolutions that the text of one mentions by their numbers and that it is not related to yet."""
    related = {row.earlier_id for row in await of(session, resolution.id)}
    found: list[Resolution] = []
    for refers in resolution.refers:
        if refers["meeting"] is None or refers["resolution"] is None:
            continue
        rows = await session.scalars(
            select(Resolution)
            .join(Meeting)
            .where(
                Meeting.number == refers["meeting"],
                Resolution.number == refers["resolution"],
                Meeting.state == MeetingState.ISSUED,
                Meeting.id != resolution.meeting_id,
            )
            .options(joinedload(Resolution.meeting))
            .order_by(Meeting.held_on.desc(), Meeting.id.desc())
        )
        same_body = [row for row in rows if fold(row.meeting.body) == fold(resolution.meeting.body)]
        found += [row for row in same_body[:1] if row.id not in related]
    return found


def expected(resolution: Resolution) -> RelationKind | None:
    """The kind of relation that the words of a text let expect, None for none or several."""
    words = fold(resolution.text)
    kinds = [kind for kind, some in _WORDS.items() if any(fold(word) in words for word in some)]
    return kinds[0] if len(kinds) == 1 else None


async def relate(
    context: ActionContext, resolution: Resolution, earlier_id: int, kind: RelationKind
) -> ResolutionRelation:
    """Relate a resolution to an earlier one, in the place of another relation; of an issued one it is in force at once.

    Raises Refused for one of the same or a later meeting, for one that is not issued, and once it is in force.
    """
    earlier = await _whole(context.session, earlier_id)
    if earlier.id == resolution.id or earlier.meeting_id == resolution.meeting_id:
        raise Refused("relation.same_meeting")
    if earlier.meeting.state is not MeetingState.ISSUED or earlier.state in (
        ResolutionState.READ,
        ResolutionState.ACCEPTED,
        ResolutionState.DROPPED,
    ):
        raise Refused("relation.not_issued")
    days = (earlier.meeting.held_on, resolution.meeting.held_on)
    if all(days) and days[0] > days[1]:  # type: ignore[operator]
        raise Refused("relation.later")
    relation = await context.session.scalar(
        select(ResolutionRelation).where(
            ResolutionRelation.resolution_id == resolution.id, ResolutionRelation.earlier_id == earlier.id
        )
    )
    if relation and relation.applied_at:
        raise Refused("relation.in_force")
    relation = relation or ResolutionRelation(resolution_id=resolution.id, earlier_id=earlier.id)
    relation.kind = kind
    context.session.add(relation)
    resolution.version += 1
    audit.record(context, f"relation.{kind}", "resolution", resolution.id, earlier=earlier.id)
    await context.session.flush()
    if resolution.state in (ResolutionState.ACTIVE, ResolutionState.RECORD):
        await apply(context, resolution)
    return relation


async def remove(context: ActionContext, resolution: Resolution, relation_id: int) -> None:
    """Remove a relation of a resolution. Raises Refused once it is in force."""
    gone = await context.session.scalar(
        delete(ResolutionRelation)
        .where(
            ResolutionRelation.id == relation_id,
            ResolutionRelation.resolution_id == resolution.id,
            ResolutionRelation.applied_at.is_(None),
        )
        .returning(ResolutionRelation.id)
    )
    if gone is None:
        raise Refused("relation.in_force")
    resolution.version += 1
    audit.record(context, "relation.remove", "resolution", resolution.id)


async def waiting(session: AsyncSession, meeting_id: int) -> Sequence[ResolutionRelation]:
    """The relations of a meeting's resolutions that come into force with their issuance."""
    rows = await session.scalars(
        select(ResolutionRelation)
        .join(Resolution, Resolution.id == ResolutionRelation.resolution_id)
        .where(
            Resolution.meeting_id == meeting_id,
            Resolution.state.in_((ResolutionState.READ, ResolutionState.ACCEPTED)),
            ResolutionRelation.applied_at.is_(None),
        )
        .options(
            joinedload(ResolutionRelation.resolution),
            joinedload(ResolutionRelation.earlier).joinedload(Resolution.meeting),
        )
        .order_by(Resolution.number, ResolutionRelation.id)
    )
    return rows.all()


async def concerned(session: AsyncSession, meeting_id: int) -> set[int]:
    """The ids of a meeting's resolutions that have, on either side, a relation that is not in force."""
    rows = await session.execute(
        select(ResolutionRelation.resolution_id, ResolutionRelation.earlier_id)
        .join(
            Resolution,
            or_(Resolution.id == ResolutionRelation.resolution_id, Resolution.id == ResolutionRelation.earlier_id),
        )
        .where(Resolution.meeting_id == meeting_id, ResolutionRelation.applied_at.is_(None))
    )
    return {number for row in rows for number in row}


async def amends_another(session: AsyncSession, resolution: Resolution) -> bool:
    """Tell whether a resolution that is being issued only gives an earlier one new words, and asks nothing itself."""
    pending = await _pending(session, resolution)
    return any(
        relation.kind is RelationKind.AMENDS and _goes_on(relation.earlier) and not resolution.items
        for relation in pending
    )


async def apply_later(context: ActionContext, earlier: Resolution) -> None:
    """Bring into force what later meetings, issued while the one of ``earlier`` was withdrawn, decided on it."""
    rows = await context.session.scalars(
        select(Resolution)
        .join(ResolutionRelation, ResolutionRelation.resolution_id == Resolution.id)
        .join(Meeting, Meeting.id == Resolution.meeting_id)
        .where(
            ResolutionRelation.earlier_id == earlier.id,
            ResolutionRelation.applied_at.is_(None),
            Meeting.state == MeetingState.ISSUED,
            Resolution.state.in_((ResolutionState.ACTIVE, ResolutionState.RECORD)),
        )
        .order_by(Resolution.id)
    )
    for resolution in rows.all():
        await apply(context, resolution, anew=earlier.id)


async def apply(context: ActionContext, resolution: Resolution, *, anew: int = 0) -> None:
    """Bring the relations of a resolution into force, which was issued just now or before.

    One to a meeting that was withdrawn meanwhile waits until that is issued again; ``anew`` is the resolution of it.
    """
    by = await _whole(context.session, resolution.id)
    for relation in await _pending(context.session, resolution):
        earlier = await _whole(context.session, relation.earlier_id)
        if earlier.meeting.state is not MeetingState.ISSUED and earlier.id != anew:
            continue
        relation.applied_at, relation.ends = context.now, relation.kind is not RelationKind.AMENDS
        if earlier.state not in (ResolutionState.ACTIVE, ResolutionState.RECORD):
            continue
        on_record = by.state is ResolutionState.RECORD and not by.items
        if relation.kind is RelationKind.AMENDS and on_record and _goes_on(earlier):
            await _amend(context, earlier, by)
        else:
            relation.ends = True
            await _end(context, earlier, by, relation.kind)
    await context.session.flush()


async def undo(context: ActionContext, meeting: Meeting) -> tuple[int, int]:
    """Take the relations of a withdrawn meeting out of force: what they alone ended is opened again.

    Returns the numbers of the resolutions opened, and of those that were amended and stay so.
    """
    rows = await context.session.scalars(
        select(ResolutionRelation)
        .join(Resolution, Resolution.id == ResolutionRelation.resolution_id)
        .where(Resolution.meeting_id == meeting.id, ResolutionRelation.applied_at.is_not(None))
    )
    undone = rows.all()
    for relation in undone:
        relation.applied_at, relation.ends = None, False
    await context.session.flush()
    opened = amended = 0
    for relation in undone:
        earlier = await _whole(context.session, relation.earlier_id)
        # A withdrawn meeting's resolution is opened when that meeting is mended.
        ended = earlier.state is ResolutionState.CLOSED and earlier.meeting.state in IN_HAND
        if ended and not await endings.lasts(context.session, earlier):
            await resolution_lifecycle.reopen(context, earlier)
            opened += 1
        else:
            amended += relation.kind is RelationKind.AMENDS
    return opened, amended


def _goes_on(earlier: Resolution) -> bool:
    """Tell whether an earlier resolution can go on amended: it is active, and has no sub-items."""
    return earlier.state is ResolutionState.ACTIVE and not earlier.items


async def _amend(context: ActionContext, earlier: Resolution, by: Resolution) -> None:
    """Give an earlier resolution the new words, and the deadline and the owners where the amending one has any."""
    before = {"text": earlier.text, "deadline": earlier.deadline, "owners": [owner.name for owner in earlier.owners]}
    audit.record(context, "amended", "resolution", earlier.id, by=by.id, before=before)
    say = voice(context.organisation.language, context.organisation.zone).plain
    earlier.text = say(T("relation.amended_text", before=earlier.text, by=name_of(by), text=by.text))
    earlier.text_fold = fold(earlier.text)
    if periods.kind(by.deadline) not in (DeadlineKind.NONE, DeadlineKind.UNKNOWN):
        earlier.phrase, earlier.deadline, earlier.due = by.phrase, dict(by.deadline), by.due
    released: list[Obligation] = []
    if any(not owner.partner for owner in by.owners):
        earlier.owners = [resolutions.copy_of(owner) for owner in by.owners]
        await context.session.flush()
        leads = await responsibility.leads(context.session, earlier.id, retired=True)
        in_charge = {agency_id for agency_id, _ in leads}
        still_open = await obligations.open_of_resolution(context.session, earlier.id)
        released = [one for one in still_open if in_charge.isdisjoint({one.agency_id, one.moved_from_id or 0})]
        for obligation in released:
            transitions.close(obligation)
        await unsent_reminders.refresh(context, released)
    concerned = await deadline_changes.replan(context, earlier)
    await creation.make(context, earlier.id)
    concerned |= {row.agency_id for row in await obligations.open_of_resolution(context.session, earlier.id)}
    due = wording.due_date(earlier.period_due or earlier.due, periods.kind(earlier.deadline), context.today)
    await _tell(context, earlier, by, "amended", concerned, due=due)
    gone = {obligation.agency_id for obligation in released}
    for agency_id in gone - concerned:
        # No later notice of the resolution says so to whoever answers for it no more.
        await _tell(context, earlier, by, "released", {agency_id}, group_key=f"released:{earlier.id}:{agency_id}")


async def _end(context: ActionContext, earlier: Resolution, by: Resolution, kind: RelationKind) -> None:
    """Close an earlier resolution and what is open of it; its owners are told why."""
    closed = await transitions.close_all(context.session, [earlier.id])
    await unsent_reminders.refresh(context, closed)
    earlier.state = ResolutionState.CLOSED
    earlier.version += 1
    audit.record(context, f"ended.{kind}", "resolution", earlier.id, by=by.id)
    await _tell(context, earlier, by, f"ended.{kind}", {obligation.agency_id for obligation in closed})


async def _tell(
    context: ActionContext,
    earlier: Resolution,
    by: Resolution,
    action: str,
    agency_ids: set[int],
    *,
    group_key: str = "",
    **params: Text,
) -> None:
    text = T(f"relation.told.{action}", earlier=name_of(earlier), by=name_of(by), text=clip(by.text, LONGEST), **params)
    people = await recipients.answering_for(context.session, agency_ids)
    screen = Screen(text, buttons.TO_TASKS)
    await notify(context, people, screen, group_key=group_key or f"resolution:{earlier.id}:{PERSON}")


def name_of(resolution: Resolution) -> Text:
    """A resolution's name with its meeting: «مصوبهٔ ۳، جلسهٔ ۵»."""
    return wording.resolution_name(resolution.number, "", resolution.meeting.number)


async def _pending(session: AsyncSession, resolution: Resolution) -> Sequence[ResolutionRelation]:
    rows = await session.scalars(
        select(ResolutionRelation)
        .where(ResolutionRelation.resolution_id == resolution.id, ResolutionRelation.applied_at.is_(None))
        .options(joinedload(ResolutionRelation.earlier))
        .order_by(ResolutionRelation.id)
    )
    return rows.all()


async def _whole(session: AsyncSession, resolution_id: int) -> Resolution:
    """Load and lock a resolution with its meeting and owners. Raises Refused when there is none."""
    return existing(
        await session.scalar(
            select(Resolution)
            .where(Resolution.id == resolution_id)
            .options(joinedload(Resolution.meeting), selectinload(Resolution.owners))
            .with_for_update(of=Resolution)
        )
    )
