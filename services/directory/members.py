"""Who belongs where: letting in, handing over, leaving, and the agency that a person acts for."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import func, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import joinedload

from domain.access import member as known
from domain.access.member import ANSWERING, OF_AGENCY, Member, Role
from domain.chat.screens import Button, Personal, Screen, T, Tap, Text
from models.meetings import OWED, Obligation
from models.people import Account, Membership, Person
from services import audit
from services.context import ActionContext
from services.errors import Refused
from services.messaging import buttons, outbox, recipients
from texts import wording


async def let_in(
    context: ActionContext,
    person_id: int,
    role: Role,
    agency_id: int | None,
    letter: dict[str, Any] | None = None,
) -> Membership:
    """Gives a person a role, in place of another one in the same agency; that agency becomes the active one."""
    held = await _held(context.session, person_id, role, agency_id)
    if held is None:
        held = Membership(person_id=person_id, agency_id=agency_id, role=role, since=context.now, letter=letter)
        context.session.add(held)
        await context.session.flush()
        audit.record(context, "begin", "membership", held.id, role=role.value)
    elif held.role is not role:
        audit.record(context, "change", "membership", held.id, before=held.role.value, role=role.value)
        held.role, held.version = role, held.version + 1
        held.letter = letter or held.letter
    if role in OF_AGENCY:
        await context.session.execute(update(Person).where(Person.id == person_id).values(active_id=held.id))
    return await get(context.session, held.id)


async def get(session: AsyncSession, membership_id: int) -> Membership:
    """A membership that has not ended, with its person and agency. Raises Refused when there is none."""
    held = await session.get(
        Membership,
        membership_id,
        options=[joinedload(Membership.person), joinedload(Membership.agency)],
        populate_existing=True,
    )
    if held is None or held.ended_at:
        raise Refused("members.gone")
    return held


async def of_agency(session: AsyncSession, agency_id: int | None) -> Sequence[Membership]:
    """Who has a role in an agency, or for None in none: the secretariat, the chair and the facilitators."""
    return await _current(session, Membership.agency_id == agency_id)


async def of_person(session: AsyncSession, person_id: int) -> Sequence[Membership]:
    """The roles that a person holds, oldest first."""
    return await _current(session, Membership.person_id == person_id)


async def count(session: AsyncSession) -> int:
    """How many people have been let in."""
    return (
        await session.scalar(select(func.count(Membership.person_id.distinct())).where(Membership.ended_at.is_(None)))
        or 0
    )


async def activate(session: AsyncSession, person_id: int, membership_id: int) -> Membership:
    """The agency that a person of several acts for from now on. Raises Refused for one that is not the person's."""
    held = await get(session, membership_id)
    if held.person_id != person_id or held.role not in OF_AGENCY:
        raise Refused("common.not_yours")
    held.person.active_id = membership_id
    return held


async def hand_over(context: ActionContext, held: Membership, to_id: int) -> Membership:
    """Gives a role and what was handed to its holder to a colleague of the same agency, who is told; the holder leaves.

    What the agency owes stays the agency's. Raises Refused for someone of another agency.
    """
    to = await get(context.session, to_id)
    if to.agency_id != held.agency_id or to.id == held.id or held.agency_id is None:
        raise Refused("members.not_a_colleague")
    await context.session.execute(_assigned(held).values(assignee_id=to.person_id))
    role = held.role
    await _end(context, held, handed_to=to.person_id)
    await let_in(context, to.person_id, role, to.agency_id)
    handed = T("members.handed_to_you", role=role_of(held), name=colleague(held.person))
    await outbox.post(context.session, to.person_id, Screen(handed, ((buttons.TASKS,),)), context.now)
    if context.actor != held.person_id:
        await _tell_ended(context.session, held, context.now)
    return await get(context.session, to.id)


async def end(context: ActionContext, held: Membership) -> None:
    """Ends a role: by the person, or by a secretary, and then the person is told.

    What the agency owes stays open; when nobody is left to answer for it, the secretariat hears of it at once.
    Raises Refused for the last secretary.
    """
    others = await recipients.secretaries(context.session, reachable=False)
    if held.role is Role.SECRETARY and [one.id for one in others] == [held.person_id]:
        raise Refused("members.last_secretary")
    await context.session.execute(_assigned(held).values(assignee_id=None))
    await _end(context, held)
    if context.actor != held.person_id:
        await _tell_ended(context.session, held, context.now)
    if held.role not in ANSWERING:
        return
    left = await of_agency(context.session, held.agency_id)
    if not any(other.role in ANSWERING for other in left):
        invite = Button(T("status.invite"), Tap("invite", held.agency_id or 0))
        told = Screen(T("members.nobody_left", role=role_of(held), name=called(held.person)), ((invite,),))
        for secretary in await recipients.secretaries(context.session, reachable=False):
            if secretary.id != context.actor:
                await outbox.post(context.session, secretary.id, told, context.now)


async def reload(session: AsyncSession, member: Member) -> Member:
    """The member as the turn has just made it: the roles that were given or taken, the person's own settings."""
    held = await of_person(session, member.person_id)
    person = await session.get_one(Person, member.person_id)
    return replace(
        member,
        title=person.title,
        name=person.name,
        language=person.language,
        settings=person.settings,
        active_id=person.active_id,
        memberships=tuple(
            known.Membership(one.id, one.role, one.agency_id, one.agency.name if one.agency else "") for one in held
        ),
    )


async def display_name(session: AsyncSession, person_id: int) -> str:
    """What the platform calls a person, until they say their name themselves."""
    return await session.scalar(select(Account.display_name).where(Account.person_id == person_id).limit(1)) or ""


def role_of(held: Membership) -> Text:
    """«نمایندهٔ شهرداری مشهد», or the role alone where it belongs to no agency."""
    return role_in(held.role, held.agency.name if held.agency else "")


def role_in(role: Role, agency: str) -> Text:
    """A role, and of which agency where it belongs to one."""
    if not agency or role not in OF_AGENCY:
        return T(f"members.role.{role}")
    return T(f"members.role_of.{role}", agency=agency)


def called(person: Person) -> Personal:
    """A person's title and name, as letters have it."""
    return wording.full_name(person.title, person.name)


def colleague(person: Person) -> Personal:
    """A person of whom a colleague hears."""
    return wording.colleague_name(person.title, person.name)


async def _held(session: AsyncSession, person_id: int, role: Role, agency_id: int | None) -> Membership | None:
    mine = await of_person(session, person_id)
    if agency_id is None:
        return next((one for one in mine if one.role is role), None)
    return next((one for one in mine if one.agency_id == agency_id), None)


async def _current(session: AsyncSession, which: Any) -> Sequence[Membership]:
    rows = await session.scalars(
        select(Membership)
        .where(which, Membership.ended_at.is_(None))
        .options(joinedload(Membership.person), joinedload(Membership.agency))
        .order_by(Membership.id)
    )
    return rows.all()


def _assigned(held: Membership) -> Any:
    return update(Obligation).where(
        Obligation.assignee_id == held.person_id,
        Obligation.agency_id == held.agency_id,
        Obligation.state.in_(OWED),
    )


async def _end(context: ActionContext, held: Membership, **details: Any) -> None:
    held.ended_at, held.version = context.now, held.version + 1
    if held.person.active_id == held.id:
        held.person.active_id = None
    await context.session.flush()
    audit.record(context, "end", "membership", held.id, **details)


async def _tell_ended(session: AsyncSession, held: Membership, now: datetime) -> None:
    screen = Screen(T("members.ended", role=role_of(held)), ((buttons.MENU,),))
    await outbox.post(session, held.person_id, screen, now)
