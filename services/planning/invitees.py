"""Invitees of a planned meeting: chosen, invited, told of what changes; and the counts of their replies.

Whoever represents or heads an agency comes for it, and where neither is known, whoever answers for it. An agency of
which nobody can be reached stays on the list by its name, for the secretariat to call. Each agency stands on the list
by itself: a person who comes for two has a place for each, gets one message, and replies once for both.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import cast

from sqlalchemy import ColumnElement, and_, delete, exists, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from domain.access.member import ANSWERING, Role
from domain.chat.screens import File, Screen, T, Text
from models.tables.agencies import Agency, GroupMember
from models.tables.people import Account, Membership, Person
from models.tables.planning import Attendance, Invitee, MeetingPlan, PlanState, Rsvp
from models.tables.queues import Lane
from services import audit
from services.context import ActionContext
from services.messaging import outbox, quiet_hours, recipients
from services.messaging.notify import PERSON, notify
from services.messaging.recipients import Recipient
from services.planning import agenda, message

COMES_FIRST = (Role.REPRESENTATIVE, Role.HEAD)
"""The roles that an agency sends to a meeting; the others that answer for it come where it has neither."""
LASTING = ("rsvp.invited", "rsvp.moved.")
"""The news that no later one but a cancellation replaces before they are told: another time asks for another reply."""


@dataclass(frozen=True, slots=True)
class Guest:
    """An invitee as lists show it. ``agency`` is "" for the chair, ``name`` is "" for an agency without a person.

    Whoever no longer ``stands`` for the agency, or for the chair, is told nothing more.
    """

    id: int
    person_id: int | None
    title: str
    name: str
    agency: str
    invited: bool
    stands: bool
    reachable: bool
    reply: Rsvp
    delegate: dict[str, str] | None
    attendance: Attendance | None

    @property
    def can_be_told(self) -> bool:
        """Tell whether a message reaches the invitee."""
        return self.person_id is not None and self.stands and self.reachable

    @property
    def who(self) -> tuple[int, int]:
        """The person, or the place of an agency without one: by this a person with two places counts once."""
        return (self.person_id, 0) if self.person_id else (0, self.id)


@dataclass(frozen=True, slots=True)
class Tally:
    """The invitees of a meeting in numbers: those invited, by reply; those chosen and not invited yet; unreachable.

    All but the unreachable are people, of whom one may come for two agencies.
    """

    invited: int
    chosen: int
    unreachable: int
    replies: Counter[Rsvp] = field(default_factory=Counter)
    attendance: Counter[Attendance] = field(default_factory=Counter)


def stands() -> ColumnElement[bool]:
    """Return the condition that an invitee holds a role of the agency, or of the chair, that the invitation is for."""
    of_agency = and_(Membership.agency_id == Invitee.agency_id, Membership.role.in_({*ANSWERING, *COMES_FIRST}))
    secretariat = exists().where(Agency.id == Invitee.agency_id, Agency.secretariat.is_(True))
    return exists().where(
        Membership.person_id == Invitee.person_id,
        Membership.ended_at.is_(None),
        or_(
            of_agency,
            and_(Membership.role == Role.SECRETARY, secretariat),
            and_(Membership.role == Role.CHAIR, Invitee.agency_id.is_(None)),
        ),
    )


async def listed(session: AsyncSession, plan_id: int) -> list[Guest]:
    """The invitees of a meeting by agency, the chair first."""
    reachable = exists().where(Account.person_id == Invitee.person_id, Account.reachable.is_(True))
    rows = await session.execute(
        select(
            Invitee.id,
            Invitee.person_id,
            Person.title,
            Person.name,
            Agency.name,
            Invitee.invited_at,
            stands(),
            reachable,
            Invitee.reply,
            Invitee.delegate,
            Invitee.attendance,
        )
        .outerjoin(Person, Person.id == Invitee.person_id)
        .outerjoin(Agency, Agency.id == Invitee.agency_id)
        .where(Invitee.plan_id == plan_id)
    )
    guests = [
        Guest(number, person_id, title or "", name or "", agency or "", invited_at is not None, *rest)
        for number, person_id, title, name, agency, invited_at, *rest in rows
    ]
    return sorted(guests, key=lambda guest: (bool(guest.agency), guest.agency, guest.id))


async def agencies_of(session: AsyncSession, plan_id: int) -> list[int]:
    """The agencies on the list of a meeting, by name."""
    rows = await session.execute(
        select(Agency.id, Agency.name)
        .where(Agency.id.in_(select(Invitee.agency_id).where(Invitee.plan_id == plan_id)))
        .order_by(Agency.name_fold, Agency.id)
    )
    return [row.id for row in rows]


def tally(guests: Iterable[Guest]) -> Tally:
    """Count the invitees of a meeting."""
    everyone = list(guests)
    standing = {guest.who for guest in everyone if guest.stands}
    # A place that somebody lost says nothing of one who comes for another agency.
    counted = [guest for guest in everyone if guest.invited and (guest.stands or guest.who not in standing)]
    replies = {(guest.who, guest.reply) for guest in counted}
    return Tally(
        invited=len(replies),
        chosen=len({guest.who for guest in everyone if guest.can_be_told and not guest.invited}),
        unreachable=sum(not guest.can_be_told for guest in everyone),
        replies=Counter(reply for _, reply in replies),
        attendance=attended((guest.who, guest.attendance) for guest in everyone),
    )


def attended(each: Iterable[tuple[object, Attendance | None]]) -> Counter[Attendance]:
    """Count attendances by whose they are: a person who came for two agencies is one who came."""
    return Counter(attendance for _, attendance in set(each) if attendance)


async def choose_agencies(context: ActionContext, plan: MeetingPlan, agency_ids: Collection[int] | None) -> int:
    """Put the people of some agencies on the list; return the number of new ones.

    The invitation that somebody has for another agency already, and the reply to it, holds for the new one too.
    None stands for all in service, without the neighbourhoods and without the secretariat, which invites.
    """
    wanted = select(Agency.id, Agency.secretariat).where(Agency.retired_at.is_(None)).order_by(Agency.id)
    if agency_ids is None:
        wanted = wanted.where(Agency.neighbourhood.is_(False), Agency.secretariat.is_(False))
    else:
        wanted = wanted.where(Agency.id.in_(agency_ids))
    agencies = {row.id: row.secretariat for row in await context.session.execute(wanted)}
    people = await _people_of(context.session, agencies)
    present = await _present(context.session, plan.id)
    known = {(invitee.person_id, invitee.agency_id) for invitee in present}
    settled = {invitee.agency_id for invitee in present}
    invited = {invitee.person_id: invitee for invitee in present if invitee.invited_at}
    fresh: list[Invitee] = []
    for agency_id in agencies:
        coming = people.get(agency_id, [])
        for person_id in coming:
            if (person_id, agency_id) not in known:
                invitee = Invitee(plan_id=plan.id, person_id=person_id, agency_id=agency_id)
                if own := invited.get(person_id):
                    invitee.invited_at, invitee.reply, invitee.delegate = own.invited_at, own.reply, own.delegate
                fresh.append(invitee)
        if not coming and agency_id not in settled:
            fresh.append(Invitee(plan_id=plan.id, agency_id=agency_id))
    return await _add(context, plan, fresh)


async def choose_group(context: ActionContext, plan: MeetingPlan, group_id: int) -> int:
    """Put the people of a group's agencies on the list; return the number of new ones."""
    members = await context.session.scalars(select(GroupMember.agency_id).where(GroupMember.group_id == group_id))
    return await choose_agencies(context, plan, set(members))


async def choose_chair(context: ActionContext, plan: MeetingPlan) -> int:
    """Put the chair on the list; return the number of new people."""
    chairs = await context.session.scalars(
        select(Membership.person_id)
        .where(Membership.role == Role.CHAIR, Membership.ended_at.is_(None))
        .order_by(Membership.id)
    )
    known = {invitee.person_id for invitee in await _present(context.session, plan.id) if not invitee.agency_id}
    fresh = [person_id for person_id in dict.fromkeys(chairs) if person_id not in known]
    return await _add(context, plan, [Invitee(plan_id=plan.id, person_id=person_id) for person_id in fresh])


async def drop(context: ActionContext, plan: MeetingPlan, invitee_id: int) -> bool:
    """Take somebody who is not invited yet off the list. Returns False for one who is, or is not there."""
    gone = await context.session.scalar(
        delete(Invitee)
        .where(Invitee.id == invitee_id, Invitee.plan_id == plan.id, Invitee.invited_at.is_(None))
        .returning(Invitee.id)
    )
    plan.version += gone is not None
    return gone is not None


async def invite(context: ActionContext, plan: MeetingPlan) -> int:
    """Send the invitation and the calendar file to everybody on the list who has none yet; return their number."""
    fresh = [guest for guest in await listed(context.session, plan.id) if guest.can_be_told and not guest.invited]
    await context.session.execute(
        update(Invitee).where(Invitee.id.in_([guest.id for guest in fresh])).values(invited_at=context.now)
    )
    plan.version += 1
    people = len({guest.who for guest in fresh})
    audit.record(context, "invite", "meeting_plan", plan.id, people=people)
    await tell(context, plan, fresh, T("rsvp.invited"))
    return people


async def tell_moved(context: ActionContext, plan: MeetingPlan, *, anew: bool, renamed: bool = False) -> int:
    """Tell all who are invited that the meeting has another time or place, or its body was wrong; return their number.

    With ``anew`` they are asked again whether they come: their replies to the old time are no replies to the new one.
    """
    invited = [guest for guest in await listed(context.session, plan.id) if guest.invited]
    if anew:
        await context.session.execute(
            update(Invitee)
            .where(Invitee.plan_id == plan.id)
            .values(reply=Rsvp.WAITING, delegate=None)
            .execution_options(synchronize_session=False)
        )
    stands = T("rsvp.other_body" if renamed else "rsvp.other_place")
    news = {guest.person_id: T(f"rsvp.moved.{guest.reply}") if anew else stands for guest in invited if guest.stands}
    return await tell(context, plan, invited, news)


async def renew(context: ActionContext, plan: MeetingPlan) -> None:
    """Let what waits to tell of a meeting name it as it is called now."""
    guests = [guest for guest in await listed(context.session, plan.id) if guest.person_id]
    keys = {group_key(plan.id, guest.person_id or 0) for guest in guests}
    waiting = await outbox.waiting_screens(context.session, keys)
    news: dict[int | None, Text] = {number: _news(screen) for number, screen in waiting.items()}
    await tell(context, plan, [guest for guest in guests if guest.person_id in news], news, file=False)
    files = await outbox.waiting(context.session, {calendar_key(plan.id, guest.person_id or 0) for guest in guests})
    people = await recipients.members(context.session, {row.person_id for row in files if row.person_id})
    await _send_calendar(context, plan, people)


def _news(screen: Screen) -> Text:
    """The line of a meeting's message that says what is told of it, below the greeting."""
    _, line, *_ = screen.text.params["lines"]
    return cast("Text", line)


async def tell_cancelled(context: ActionContext, plan: MeetingPlan) -> int:
    """Tell all who are invited that the meeting is cancelled; return their number."""
    invited = [guest for guest in await listed(context.session, plan.id) if guest.invited]
    news = {guest.person_id: T(f"rsvp.cancelled.{guest.reply}") for guest in invited if guest.stands}
    return await tell(context, plan, invited, news)


async def tell(
    context: ActionContext,
    plan: MeetingPlan,
    guests: Sequence[Guest],
    news: Text | dict[int | None, Text],
    *,
    file: bool = True,
    dedupe_key: str = "",
    before: datetime | None = None,
) -> int:
    """Tell some invitees in the one message of the meeting, with its calendar file; return the number of people.

    Whose own quiet hours would hold it until ``before`` or later gets none. Whoever has not been told yet of the
    invitation, or of another time, is told of that with the meeting as it is now.
    """
    reached = [guest.person_id for guest in guests if guest.person_id and guest.can_be_told]
    people = await recipients.members(context.session, reached)
    if before:
        people = [person for person in people if _told_at(context, person) < before]
    untold = await _untold(context.session, plan.id, reached)

    def screen(person: Recipient) -> Screen:
        said = news if isinstance(news, Text) else news[person.id]
        if plan.state is PlanState.CANCELLED:
            return message.cancelled(context.organisation, plan, person, said)
        return message.invitation(context.organisation, plan, person, untold.get(person.id, said))

    written = await notify(context, people, screen, group_key=group_key(plan.id, PERSON), dedupe_key=dedupe_key)
    if file:
        await _send_calendar(context, plan, people)
    return len(written)


async def _send_calendar(context: ActionContext, plan: MeetingPlan, people: Sequence[Recipient]) -> None:
    if people:
        await notify(context, people, message.calendar(context, plan), group_key=calendar_key(plan.id, PERSON))


async def _untold(session: AsyncSession, plan_id: int, person_ids: Collection[int]) -> dict[int, Text]:
    """The lasting news of a meeting that wait for some people, by the person's id."""
    waiting = await outbox.waiting_screens(session, {group_key(plan_id, person_id) for person_id in person_ids})
    return {
        person_id: line
        for person_id, screen in waiting.items()
        for line in screen.text.params["lines"]
        if isinstance(line, Text) and line.key.startswith(LASTING)
    }


def _told_at(context: ActionContext, person: Recipient) -> datetime:
    """The moment at which a person's quiet hours let a message through."""
    held = quiet_hours.held_until(context.organisation, person.settings, context.now, lane=Lane.REMINDER)
    return held or context.now


def group_key(plan_id: int, person_id: int | str) -> str:
    """The group of what one person is told of a meeting: the latest of it counts."""
    return f"meeting:{plan_id}:{person_id}"


def calendar_key(plan_id: int, person_id: int | str) -> str:
    """The group of the calendar files that one person is sent of a meeting."""
    return f"meeting.calendar:{plan_id}:{person_id}"


async def share(context: ActionContext, plan: MeetingPlan, files: Sequence[File]) -> int:
    """Send the agenda's files to all who are invited and have not had these very ones; return the number of people."""
    guests = [guest for guest in await listed(context.session, plan.id) if guest.invited]
    people = await recipients.members(
        context.session, [guest.person_id for guest in guests if guest.person_id and guest.stands]
    )
    told: set[int | None] = set()
    for place, file in enumerate(files):
        key = agenda.files_key(plan.id)
        written = await notify(
            context,
            people,
            Screen(T("paper.for_you", title=message.title(plan)), file=file),
            group_key=f"{key}:{PERSON}",
            dedupe_key=f"{key}:{plan.sequence}:{file.hash[:16]}:{PERSON}",
            supersede=not place,
        )
        told |= {row.person_id for row in written}
    audit.record(context, "share", "meeting_plan", plan.id, people=len(told))
    return len(told)


async def _people_of(session: AsyncSession, agencies: dict[int, bool]) -> dict[int, list[int]]:
    """The people whom each agency sends, by its id; ``agencies`` tells of each whether it is the secretariat."""
    of_agency = and_(Membership.agency_id == Agency.id, Membership.role.in_({*ANSWERING, *COMES_FIRST}))
    of_secretariat = and_(Agency.secretariat.is_(True), Membership.role == Role.SECRETARY)
    rows = await session.execute(
        select(Agency.id, Membership.person_id, Membership.role)
        .join(Membership, or_(of_agency, of_secretariat))
        .where(Agency.id.in_(agencies), Membership.ended_at.is_(None))
        .order_by(Membership.id)
    )
    roles: dict[int, dict[int, Role]] = {}
    for agency_id, person_id, role in rows:
        roles.setdefault(agency_id, {}).setdefault(person_id, role)
    return {
        agency_id: [person_id for person_id, role in held.items() if role in COMES_FIRST] or list(held)
        for agency_id, held in roles.items()
    }


async def _present(session: AsyncSession, plan_id: int) -> Sequence[Invitee]:
    """The places on a meeting's list, without those of people whose role has ended."""
    there = or_(Invitee.person_id.is_(None), stands())
    return (await session.scalars(select(Invitee).where(Invitee.plan_id == plan_id, there))).all()


async def _add(context: ActionContext, plan: MeetingPlan, fresh: list[Invitee]) -> int:
    context.session.add_all(fresh)
    plan.version += bool(fresh)
    await context.session.flush()
    return len(fresh)
