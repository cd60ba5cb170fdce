"""The merge of two agencies into one, such as twins that an import made: all that refers to the other moves."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from hashlib import sha256
from typing import Any

from sqlalchemy import Column, ColumnElement, and_, delete, exists, func, or_, select, update
from sqlalchemy.orm import aliased, joinedload

from domain.access.audience import Audience, PartKind, Step
from domain.access.member import RANK
from domain.chat.screens import Screen, T
from domain.persian.text import fold
from models import Base
from models.base import table_of
from models.tables.agencies import Agency, GroupMember
from models.tables.broadcasts import Broadcast
from models.tables.calls import Call
from models.tables.correspondence import LetterItem, SecretariatLetter
from models.tables.duties import DutyAnswer
from models.tables.followup import Snooze
from models.tables.meetings import (
    OPEN_STATES,
    Obligation,
    ObligationState,
    Owner,
    Resolution,
    Submission,
    SubmissionKind,
    Verdict,
)
from models.tables.people import Invitation, Membership, Person
from models.tables.planning import Invitee
from services import audit
from services.context import ActionContext
from services.conversations import chat_state
from services.directory import agencies, members, merged_drafts, merged_forms, merged_messages
from services.errors import Refused
from services.messaging import buttons, recipients
from services.messaging.notify import notify
from services.obligations import extensions, obligations, snoozes, transitions
from services.reminders import form_reminders, unsent_reminders
from texts import wording

FURTHER = (
    ObligationState.OPEN,
    ObligationState.RETURNED,
    ObligationState.ANSWERED,
    ObligationState.CLOSED,
    ObligationState.ACCEPTED,
)
"""The states of an obligation, the one that is furthest last: of two for one resolution that one is kept.

One that was closed without an answer, as for a former owner, is behind all others.
"""


@dataclass(frozen=True, slots=True)
class Twin:
    """Two obligations for the same resolution, item and period: the one that is kept, and the one that joins it."""

    kept: Obligation
    dropped: Obligation


@dataclass(frozen=True, slots=True)
class Preview:
    """All that a merge would move from ``other`` to ``into``; ``counts`` are by kind of row, ``names`` those of both.

    ``stamp`` names it: a preview of another stamp is stale.
    """

    into: Agency
    other: Agency
    names: tuple[str, str]
    counts: Mapping[str, int]
    twins: Sequence[Twin]

    @property
    def stamp(self) -> str:
        seen = (self.into.id, self.into.version, self.other.id, self.other.version, sorted(self.counts.items()))
        twins = [(twin.kept.id, twin.kept.version, twin.dropped.id, twin.dropped.version) for twin in self.twins]
        return sha256(repr((seen, twins)).encode()).hexdigest()[:8]


async def preview(context: ActionContext, into_id: int, other_id: int) -> Preview:
    """Tell what a merge would move. Raises Refused for one agency twice, for one that is gone, and neighbourhoods."""
    into, other = await agencies.get(context.session, into_id), await agencies.get(context.session, other_id)
    if into.id == other.id:
        raise Refused("agencies.merge_same")
    if into.neighbourhood or other.neighbourhood:
        raise Refused("agencies.merge_neighbourhood")
    counted: dict[str, tuple[Any, ColumnElement[bool]]] = {
        "people": (Membership, Membership.ended_at.is_(None)),
        "obligations": (Obligation, Obligation.agency_id == other_id),
        "owners": (Owner, Owner.agency_id == other_id),
        "groups": (GroupMember, GroupMember.agency_id == other_id),
        "invitations": (Invitation, Invitation.revoked_at.is_(None)),
        "letters": (SecretariatLetter, SecretariatLetter.agency_id == other_id),
        "calls": (Call, Call.agency_id == other_id),
    }
    counts: dict[str, int] = {}
    for name, (table, condition) in counted.items():
        of_other = select(func.count()).select_from(table).where(table.agency_id == other_id, condition)
        counts[name] = await context.session.scalar(of_other) or 0
    return Preview(into, other, (into.name, other.name), counts, await _twins(context, into_id, other_id))


async def merge(context: ActionContext, into_id: int, other_id: int, stamp: str) -> Preview:
    """Merge agency ``other_id`` into ``into_id``, whose name stays; the other's becomes an alias, and its row is gone.

    Of two obligations for one resolution the further one is kept, with the answers of both. The people of both and the
    other secretaries are told. Returns what was merged. Raises Refused when anything changed since the preview.
    """
    session = context.session
    chat_state.be_alone(session)
    await session.execute(
        select(Agency.id).where(Agency.id.in_((into_id, other_id))).order_by(Agency.id).with_for_update()
    )
    session.expire_all()
    merged = await preview(context, into_id, other_id)
    if merged.stamp != stamp:
        raise Refused("agencies.merge_stale")
    into, other = merged.into, merged.other
    people = await recipients.answering_for(session, [into_id, other_id])
    secretaries = await recipients.secretaries(session, reachable=False)
    for twin in merged.twins:
        await _unite(context, twin)
    await _drop_doubles(context, into_id, other_id)
    await _unite_roles(context, into_id, other_id)
    await _lift(context, into, other)
    await _rename_in_audiences(context, into_id, other_id)
    kept = {twin.dropped.id: twin.kept.id for twin in merged.twins}
    attached = await merged_forms.unite(context, kept.values())
    await merged_drafts.follow(context, kept, attached, into, other)
    _describe(into, other)
    await session.flush()
    for column in references(Agency):
        await session.execute(update(column.table).where(column == other_id).values({column: into_id}))
    own = update(Obligation).where(Obligation.agency_id == into_id, Obligation.moved_from_id == into_id)
    await session.execute(own.values(moved_from_id=None))
    await session.execute(delete(Agency).where(Agency.id == other_id))
    # The name is free only now.
    details = {"other": other_id, "name": merged.names[1], "kept": [twin.kept.id for twin in merged.twins]}
    audit.record(context, "merge", "agency", into_id, **details)
    await session.flush()
    # Rows that the session has loaded still name the other agency.
    session.expire_all()
    await merged_messages.follow(context, kept, attached, into_id, other_id, merged.names)
    still_open = await session.scalars(
        select(Obligation).where(Obligation.agency_id == into_id, Obligation.state.in_(OPEN_STATES))
    )
    await unsent_reminders.refresh(context, still_open.all())
    # Where nothing is open any more, that rewrites nothing, and what waits lists what was answered by the other.
    await unsent_reminders.refresh_of(context, {person.id for person in people})
    await form_reminders.refresh(context, into_id)
    told = {person.id: person for person in (*people, *secretaries) if person.id != context.actor}
    screen = Screen(T("agencies.merged_told", name=merged.names[0], other=merged.names[1]), ((buttons.MENU,),))
    await notify(context, list(told.values()), screen)
    return merged


def references(model: type[Base]) -> Iterator[Column[Any]]:
    """Yield every column that refers to rows of a table."""
    for table in Base.metadata.tables.values():
        for column in table.columns:
            if any(key.column.table is table_of(model) for key in column.foreign_keys):
                yield column


async def _twins(context: ActionContext, into_id: int, other_id: int) -> list[Twin]:
    """The obligations of both agencies for the same thing."""
    same = aliased(Obligation)
    rows = await context.session.execute(
        select(Obligation, same)
        .join(
            same,
            and_(
                same.agency_id == other_id,
                same.resolution_id == Obligation.resolution_id,
                same.item == Obligation.item,
                same.period == Obligation.period,
            ),
        )
        .where(Obligation.agency_id == into_id)
        .options(joinedload(Obligation.resolution).joinedload(Resolution.meeting))
        .order_by(Obligation.id)
    )
    pairs = rows.all()
    numbers = Obligation.id.in_([one.id for pair in pairs for one in pair])
    unanswered = await transitions.closed_while_open(context.session, numbers)

    def place(one: Obligation) -> tuple[bool, int, bool]:
        return one not in unanswered, FURTHER.index(one.state), one.answered_at is not None

    # Of two that are equally far the agency's own stays.
    return [Twin(own, other) if place(own) >= place(other) else Twin(other, own) for own, other in pairs]


async def _unite(context: ActionContext, twin: Twin) -> None:
    """Give everything of one obligation to its twin, and delete it; what waits for a review there is a supplement now.

    Of two that are open the later date holds that either was given, and a request for more time waits on.
    """
    session, kept, dropped = context.session, twin.kept, twin.dropped
    if dropped.given_due and kept.due and dropped.given_due > kept.due:
        kept.due = kept.given_due = dropped.given_due
    other = await extensions.pending(session, kept.id)
    if (needless := await extensions.pending(session, dropped.id)) and (other or kept.state not in OPEN_STATES):
        await extensions.withdraw(context, dropped.id)
        await _tell_withdrawn(context, twin, needless.until, other.until if other else None)
    waiting = update(Submission).where(Submission.obligation_id == dropped.id, Submission.verdict == Verdict.WAITING)
    answers = waiting.where(Submission.kind != SubmissionKind.CHECK_IN)
    await session.execute(answers.values(supplement=True, version=Submission.version + 1))
    of_kept = select(LetterItem.letter_id).where(LetterItem.obligation_id == kept.id)
    doubled = delete(LetterItem).where(LetterItem.obligation_id == dropped.id, LetterItem.letter_id.in_(of_kept))
    await session.execute(doubled.execution_options(synchronize_session=False))
    of_both = select(Snooze.person_id).where(Snooze.obligation_id == kept.id)
    await snoozes.clear(session, [dropped.id], Snooze.person_id.in_(of_both))
    for column in references(Obligation):
        await session.execute(update(column.table).where(column == dropped.id).values({column: kept.id}))
    audit.record(context, "merge", "obligation", kept.id, other=dropped.id, state=dropped.state.value)
    await session.execute(delete(Obligation).where(Obligation.id == dropped.id))
    session.expunge(dropped)
    kept.version += 1
    await obligations.replan(context, kept)
    await session.flush()


async def _tell_withdrawn(context: ActionContext, twin: Twin, until: date, other: date | None) -> None:
    """Tell whoever answers for an obligation that its request for more time is needless: there is another, or none is
    needed.
    """
    resolution = twin.kept.resolution
    title = wording.resolution_name(resolution.number, twin.kept.item, resolution.meeting.number)
    key = "agencies.merged_request" if other else "agencies.merged_request_answered"
    words = T(key, title=title, until=until, **({"other": other} if other else {}))
    people = await recipients.answering_for(context.session, [twin.dropped.agency_id])
    await notify(context, people, Screen(words, ((buttons.to_task(twin.kept.id),),)))


async def _drop_doubles(context: ActionContext, into_id: int, other_id: int) -> None:
    """Delete the other's places in groups, ownerships, invitations and answers on duties that the agency has."""
    session = context.session
    groups = select(GroupMember.group_id).where(GroupMember.agency_id == into_id)
    await session.execute(
        delete(GroupMember)
        .where(GroupMember.agency_id == other_id, GroupMember.group_id.in_(groups))
        .execution_options(synchronize_session=False)
    )
    owners = await session.scalars(select(Owner).where(Owner.agency_id.in_((into_id, other_id))).order_by(Owner.id))
    first: dict[tuple[int, str], Owner] = {}
    for owner in sorted(owners, key=lambda row: row.agency_id != into_id):
        own = first.setdefault((owner.resolution_id, owner.item), owner)
        if own is not owner:
            own.partner = own.partner and owner.partner
            await session.delete(owner)
    place = aliased(Invitee)
    taken = (place.agency_id == into_id, place.plan_id == Invitee.plan_id)
    of_other = or_(Invitee.person_id.is_(None), Invitee.person_id == place.person_id)
    await session.execute(
        delete(Invitee)
        .where(Invitee.agency_id == other_id, exists().where(*taken, of_other))
        .execution_options(synchronize_session=False)
    )
    kept = aliased(DutyAnswer)
    same = (kept.agency_id == into_id, kept.round_id == DutyAnswer.round_id, kept.duty_id == DutyAnswer.duty_id)
    await session.execute(
        delete(DutyAnswer)
        .where(DutyAnswer.agency_id == other_id, exists().where(*same))
        .execution_options(synchronize_session=False)
    )
    await session.flush()


async def _unite_roles(context: ActionContext, into_id: int, other_id: int) -> None:
    """End the lesser of two roles that one person has in the two agencies."""
    rows = await context.session.scalars(
        select(Membership)
        .where(Membership.agency_id.in_((into_id, other_id)), Membership.ended_at.is_(None))
        .order_by(Membership.id)
    )
    held: dict[int, Membership] = {}
    for membership in sorted(rows, key=lambda row: RANK.index(row.role)):
        higher = held.setdefault(membership.person_id, membership)
        if higher is membership:
            continue
        membership.ended_at, membership.version = context.now, membership.version + 1
        await members.unite(context.session, higher, membership)
        person = await context.session.get_one(Person, membership.person_id)
        if person.active_id == membership.id:
            person.active_id = higher.id
        audit.record(context, "end", "membership", membership.id, merged=higher.id)


async def _lift(context: ActionContext, into: Agency, other: Agency) -> None:
    """Put the agency in the other's place when it stood below it, so that it is not below itself afterwards."""
    parent_id = into.parent_id
    while parent_id and parent_id != other.id:
        parent_id = (await agencies.get(context.session, parent_id)).parent_id
    if parent_id or into.parent_id is None:
        into.parent_id = None if other.parent_id == into.id else other.parent_id


async def _rename_in_audiences(context: ActionContext, into_id: int, other_id: int) -> None:
    """Name the agency instead of the other in the audiences of broadcasts and of rights to send them."""
    holders: list[Broadcast | Membership] = list(await context.session.scalars(select(Broadcast)))
    holders += await context.session.scalars(select(Membership).where(Membership.audience.is_not(None)))
    for holder in holders:
        steps = Audience.from_json(holder.audience or {}).steps
        if any(step.part.kind is PartKind.AGENCY and other_id in step.part.ids for step in steps):
            renamed = Audience(tuple(_renamed(step, into_id, other_id) for step in steps))
            holder.audience = renamed.to_json()


def _renamed(step: Step, into_id: int, other_id: int) -> Step:
    if step.part.kind is not PartKind.AGENCY:
        return step
    ids = dict.fromkeys(into_id if number == other_id else number for number in step.part.ids)
    return replace(step, part=replace(step.part, ids=tuple(ids)))


def _describe(into: Agency, other: Agency) -> None:
    """Fill what is unknown of the agency from the other, whose names become aliases."""
    known = {fold(name) for name in (into.name, *into.aliases)}
    new = [name for name in dict.fromkeys((other.name, *other.aliases)) if fold(name) not in known]
    into.aliases = [*into.aliases, *new]
    into.kind_id = into.kind_id or other.kind_id
    into.phone = into.phone or other.phone
    into.district = into.district or other.district
    into.secretariat = into.secretariat or other.secretariat
    # Whoever belongs to an agency in service must not stand outside of it unasked.
    into.retired_at = into.retired_at and other.retired_at
    into.version += 1
