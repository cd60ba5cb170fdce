"""Memberships: they begin, are handed over and end; and the agency that a person acts for."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import func, select, true, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import joinedload

from domain.access import member as known
from domain.access.member import ANSWERING, OF_AGENCY, RANK, Member, Role
from domain.chat.screens import Button, Personal, Screen, T, Tap, Text
from models.tables.correspondence import RepresentativeList, SecretariatLetter
from models.tables.meetings import OPEN_STATES, Obligation
from models.tables.people import Account, Membership, Person
from services import audit
from services.context import ActionContext
from services.conversations import chat_state
from services.directory import trusted_roles
from services.errors import Refused
from services.messaging import buttons, readdressing, recipients, secretary_notices
from services.messaging.notify import notify
from services.messaging.recipients import Recipient
from texts import wording


async def let_in(
    context: ActionContext,
    person_id: int,
    role: Role,
    agency_id: int | None,
    letter: dict[str, Any] | None = None,
    *,
    body: str = "",
) -> Membership:
    """Give a person a role, in place of a lesser one in the same agency; that agency becomes the active one.

    ``body`` is the committee that an outside contact belongs to.
    """
    membership = await _present(context.session, person_id, role, agency_id)
    if membership is None:
        membership = Membership(person_id=person_id, agency_id=agency_id, role=role, since=context.now, letter=letter)
        context.session.add(membership)
        await context.session.flush()
        audit.record(context, "begin", "membership", membership.id, role=role.value)
        await trusted_roles.tell_began(context, await get(context.session, membership.id))
    elif RANK.index(role) < RANK.index(membership.role):
        chat_state.be_alone(context.session)
        audit.record(context, "change", "membership", membership.id, before=membership.role.value, role=role.value)
        membership.role, membership.version = role, membership.version + 1
        membership.letter = letter or membership.letter
    membership.body = body or membership.body
    if agency_id is not None:
        await context.session.execute(update(Person).where(Person.id == person_id).values(active_id=membership.id))
    return await get(context.session, membership.id)


async def get(session: AsyncSession, membership_id: int) -> Membership:
    """Load a membership that has not ended, with its person and agency. Raises Refused when there is none."""
    membership = await session.get(
        Membership,
        membership_id,
        options=[joinedload(Membership.person), joinedload(Membership.agency)],
        populate_existing=True,
    )
    if membership is None or membership.ended_at:
        raise Refused("members.gone")
    return membership


async def of_agency(session: AsyncSession, agency_id: int | None) -> Sequence[Membership]:
    """The memberships of an agency, or for None those in none: the secretariat, the chair, and
    the facilitators who have no neighbourhood yet; outside contacts have a list of their own.
    """
    return await _current(session, (Membership.agency_id == agency_id) & (Membership.role != Role.OUTSIDE))


async def everybody(session: AsyncSession) -> Sequence[Membership]:
    """All roles that are held, those of each agency together and those of none last."""
    rows = await _current(session, true())
    return sorted(rows, key=lambda row: (row.agency is None, row.agency.name if row.agency else "", row.id))


async def of_person(session: AsyncSession, person_id: int) -> Sequence[Membership]:
    """The memberships of a person, the oldest first."""
    return await _current(session, Membership.person_id == person_id)


async def others_of_phone(session: AsyncSession, person: Person) -> Sequence[Person]:
    """The other people with a person's number who hold a role now."""
    if not person.phone:
        return []
    now_held = select(Membership.id).where(Membership.person_id == Person.id, Membership.ended_at.is_(None))
    rows = await session.scalars(
        select(Person)
        .where(Person.phone == person.phone, Person.id != person.id, now_held.exists())
        .order_by(Person.id)
    )
    return rows.all()


async def count(session: AsyncSession) -> int:
    """Count the people who have a membership."""
    return (
        await session.scalar(select(func.count(Membership.person_id.distinct())).where(Membership.ended_at.is_(None)))
        or 0
    )


async def activate(session: AsyncSession, person_id: int, membership_id: int) -> Membership:
    """Choose the agency for which a person of several acts. Raises Refused for one that is not the person's."""
    membership = await get(session, membership_id)
    if membership.person_id != person_id or membership.agency_id is None:
        raise Refused("common.not_yours")
    membership.person.active_id = membership_id
    return membership


async def hand_over(context: ActionContext, membership: Membership, to_id: int) -> Membership:
    """Hand a role over to a colleague of the same agency, who is told, and keeps a higher one; the holder leaves.

    The obligations that were handed to the holder go to the colleague; the others stay the agency's. ``to_id`` is the
    colleague's membership. Raises Refused for someone of another agency.
    """
    to = await get(context.session, to_id)
    if to.agency_id != membership.agency_id or to.id == membership.id or membership.agency_id is None:
        raise Refused("members.not_a_colleague")
    await context.session.execute(_assigned(membership).values(assignee_id=to.person_id))
    role = membership.role
    await _end(context, membership, handed_to=to.person_id)
    await _take_back(context, membership)
    if RANK.index(role) < RANK.index(to.role):
        await let_in(context, to.person_id, role, to.agency_id)
    handed = T("members.handed_to_you", role=role_of(membership), name=colleague(membership.person))
    await notify(context, [Recipient.of(to.person)], Screen(handed, ((buttons.TASKS,),)))
    if context.actor != membership.person_id:
        await _tell_ended(context, membership)
    return await get(context.session, to.id)


async def end(context: ActionContext, membership: Membership) -> None:
    """End a membership; a person whose role a secretary ends is told, and gets nothing of what waits after the last.

    The agency's obligations stay open; when nobody is left to answer for it, the secretariat is told at once.
    Raises Refused for the last secretary.
    """
    others = await recipients.secretaries(context.session, reachable=False)
    if membership.role is Role.SECRETARY and [secretary.id for secretary in others] == [membership.person_id]:
        raise Refused("members.last_secretary")
    await end_silently(context, membership)
    await _take_back(context, membership)
    if context.actor != membership.person_id:
        await _tell_ended(context, membership)
    if membership.role not in ANSWERING or membership.agency_id is None:
        return
    left = await of_agency(context.session, membership.agency_id)
    if not any(other.role in ANSWERING for other in left):
        invite = Button(T("status.invite"), Tap("invite", membership.agency_id or 0))
        screen = Screen(
            T("members.nobody_left", role=role_of(membership), name=formal_name(membership.person)), ((invite,),)
        )
        secretaries = await recipients.secretaries(context.session, reachable=False)
        await notify(context, [secretary for secretary in secretaries if secretary.id != context.actor], screen)


async def end_silently(context: ActionContext, membership: Membership) -> None:
    """End a membership and tell nobody; what was handed to its person is open to the colleagues again."""
    await context.session.execute(_assigned(membership).values(assignee_id=None))
    await _end(context, membership)


async def unite(session: AsyncSession, kept: Membership, ended: Membership) -> None:
    """Give the membership that stays what the ended one brought: its right to broadcast and its letter.

    Where both are of one role, the chair's approval and the letter of membership go with it.
    """
    kept.audience, kept.letter = kept.audience or ended.audience, kept.letter or ended.letter
    if kept.role is not ended.role:
        return
    letters = update(SecretariatLetter).where(SecretariatLetter.membership_id == ended.id)
    await session.execute(letters.values(membership_id=kept.id))
    for of_chair in await session.scalars(select(RepresentativeList)):
        if ended.id in of_chair.memberships:
            numbers = [kept.id if number == ended.id else number for number in of_chair.memberships]
            of_chair.memberships = list(dict.fromkeys(numbers))


async def reload(session: AsyncSession, member: Member) -> Member:
    """Load a member anew, after the turn has changed roles or the person's own settings."""
    person = await session.get_one(Person, member.person_id)
    return replace(
        member,
        title=person.title,
        name=person.name,
        language=person.language,
        settings=person.settings,
        active_id=person.active_id,
        memberships=tuple(
            known.Membership(row.id, row.role, row.agency_id, place_of(row), bool(row.audience))
            for row in await of_person(session, member.person_id)
        ),
    )


async def display_name(session: AsyncSession, person_id: int) -> str:
    """The platform's name for a person, until they say their name themselves."""
    return await session.scalar(select(Account.display_name).where(Account.person_id == person_id).limit(1)) or ""


def role_of(membership: Membership) -> Text:
    """The role of a membership: «نمایندهٔ شهرداری مشهد», or the role alone where it belongs to no agency."""
    return role_in(membership.role, place_of(membership))


def place_of(membership: Membership) -> str:
    """The name of the agency, the neighbourhood or the committee that a membership is in, "" for none."""
    return membership.agency.name if membership.agency else membership.body


def role_in(role: Role, agency: str) -> Text:
    """The name of a role, with its agency where it belongs to one."""
    if not agency or (role not in OF_AGENCY and role is not Role.OUTSIDE):
        return T(f"members.role.{role}")
    return T(f"members.role_of.{role}", agency=agency)


def formal_name(person: Person) -> Personal:
    """A person's title and name, as in a letter."""
    return wording.full_name(person.title, person.name)


def colleague(person: Person) -> Personal:
    """A person's title and name, as in a message to a colleague."""
    return wording.colleague_name(person.title, person.name)


async def _present(session: AsyncSession, person_id: int, role: Role, agency_id: int | None) -> Membership | None:
    """The membership that a new role takes the place of: of the same agency, or of the same role in none."""
    memberships = await of_person(session, person_id)
    if agency_id is None:
        return next((membership for membership in memberships if membership.role is role), None)
    return next((membership for membership in memberships if membership.agency_id == agency_id), None)


async def _current(session: AsyncSession, which: Any) -> Sequence[Membership]:
    rows = await session.scalars(
        select(Membership)
        .where(which, Membership.ended_at.is_(None))
        .options(joinedload(Membership.person), joinedload(Membership.agency))
        .order_by(Membership.id)
    )
    return rows.all()


def _assigned(membership: Membership) -> Any:
    return update(Obligation).where(
        Obligation.assignee_id == membership.person_id,
        Obligation.agency_id == membership.agency_id,
        Obligation.state.in_(OPEN_STATES),
    )


async def _end(context: ActionContext, membership: Membership, **details: Any) -> None:
    chat_state.be_alone(context.session)
    membership.ended_at, membership.version = context.now, membership.version + 1
    if membership.person.active_id == membership.id:
        membership.person.active_id = None
    await context.session.flush()
    audit.record(context, "end", "membership", membership.id, **details)
    await trusted_roles.end(context, membership)


async def _take_back(context: ActionContext, ended: Membership) -> None:
    """Take back what waits, as in quiet hours, for a person whose role has ended: all after the last."""
    person_id = ended.person_id
    left = await of_person(context.session, person_id)
    await readdressing.leave_audiences(context, person_id)
    if not left:
        await readdressing.leave_office(context.session, person_id)
    elif ended.agency_id and all(other.agency_id != ended.agency_id for other in left):
        await readdressing.leave_agency(context.session, person_id, ended.agency_id)
    elif ended.role is Role.SECRETARY:
        await secretary_notices.take_back(context, person_id)


async def _tell_ended(context: ActionContext, membership: Membership) -> None:
    screen = Screen(T("members.ended", role=role_of(membership)), ((buttons.MENU,),))
    await notify(context, [Recipient.of(membership.person)], screen)
