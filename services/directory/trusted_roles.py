"""Trusted roles, the secretariat's and the chair's: nobody gets one in silence, and little is left after its end."""

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from domain.access.member import TRUSTED, Member, Role
from domain.chat.screens import Button, Screen, T, Tap, Text
from models.tables.people import Invitation, Membership, Person
from services import audit, facts
from services.context import ActionContext
from services.messaging import recipients
from services.messaging.notify import notify
from texts import wording


async def tell_began(context: ActionContext, membership: Membership) -> None:
    """Tell the other secretaries that a person holds a trusted role from now on, and who gave it."""
    if membership.role not in TRUSTED:
        return
    how = T("members.trusted_by_file")
    if context.actor and (giver := await context.session.get(Person, context.actor)):
        how = T("members.trusted_by", name=wording.full_name(giver.title, giver.name))
    await _tell(context, membership, T("members.trusted_began", **_named(membership), how=how))


async def end(context: ActionContext, membership: Membership) -> None:
    """Revoke the invitations of a person whose trusted role has ended, and tell the other secretaries."""
    if membership.role not in TRUSTED:
        return
    if revoked := await revoke_issued(context, membership.person_id):
        text = T("members.trusted_revoked", **_named(membership), count=revoked)
        await _tell(context, membership, text, Button(T("members.invitations"), Tap("invitations")))
    else:
        await _tell(context, membership, T("members.trusted_ended", **_named(membership)))


async def revoke_issued(context: ActionContext, person_id: int) -> int:
    """Revoke the invitations that a person made and that can still be used; return their number."""
    issued = select(Invitation).where(Invitation.created_by == person_id, usable(context.now))
    revoked = (await context.session.scalars(issued)).all()
    for invitation in revoked:
        invitation.revoked_at = context.now
        audit.record(context, "revoke", "invitation", invitation.id)
    return len(revoked)


async def may_let_in(session: AsyncSession, invitation: Invitation) -> bool:
    """Tell whether an invitation's maker may still let somebody in: only a secretary may, and only while being one.

    What has no maker came with the program's start; one of several uses lets nobody in by itself.
    """
    if invitation.created_by is None or not invitation.single_use:
        return True
    held = select(Membership.id).where(
        Membership.person_id == invitation.created_by, Membership.role == Role.SECRETARY, Membership.ended_at.is_(None)
    )
    return await session.scalar(held.limit(1)) is not None


async def was_secretary(session: AsyncSession, member: Member, user: str) -> bool:
    """Tell whether a person, or the account in other hands, has been a secretary, now or once."""
    return bool(await facts.get(session, _owner(user))) or await _held_once(session, member.person_id)


async def part(context: ActionContext, person_id: int, user: str) -> None:
    """Note that the settings make no secretary of an account that a secretary, of now or once, parts with."""
    if await _held_once(context.session, person_id):
        await note_owner(context, user)


async def _held_once(session: AsyncSession, person_id: int) -> bool:
    held = select(Membership.id).where(Membership.person_id == person_id, Membership.role == Role.SECRETARY)
    return await session.scalar(held.limit(1)) is not None


async def note_owner(context: ActionContext, user: str) -> None:
    """Note that the settings have made an account a secretary, or that they never shall again."""
    await facts.put(context.session, _owner(user), {"at": context.now.isoformat()})


def _owner(user: str) -> str:
    return f"owner:{user}"


def usable(now: datetime) -> ColumnElement[bool]:
    """The condition of the invitations that can still be used."""
    left = or_(Invitation.single_use.is_(False), Invitation.uses == 0)
    return and_(Invitation.revoked_at.is_(None), Invitation.expires_at > now, left)


def _named(membership: Membership) -> dict[str, Any]:
    person = membership.person
    return {"name": wording.full_name(person.title, person.name), "role": T(f"members.role.{membership.role}")}


async def _tell(context: ActionContext, membership: Membership, text: Text, *buttons: Button) -> None:
    secretaries = await recipients.secretaries(context.session, reachable=False)
    others = [each for each in secretaries if each.id not in (context.actor, membership.person_id)]
    await notify(context, others, Screen(text, tuple((button,) for button in buttons)))
