"""The right to broadcast to one audience, which belongs to a membership and ends with it."""

from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import joinedload

from domain.access.audience import Audience
from domain.access.member import Member, Role
from domain.chat.screens import Button, Screen, T, Tap
from models.tables.broadcasts import Broadcast
from models.tables.people import Membership
from services import audit
from services.context import ActionContext
from services.directory import members
from services.errors import Refused
from services.messaging.notify import notify
from services.messaging.recipients import Recipient


class Right(NamedTuple):
    """A right of a membership to an audience, and the name under which its holder writes."""

    membership_id: int
    audience: Audience
    sender: str


async def grant(context: ActionContext, membership_id: int, audience: Audience) -> Membership:
    """Give a member the right to one audience, in place of another one; the member is told."""
    membership = await members.get(context.session, membership_id)
    membership.audience, membership.version = audience.to_json(), membership.version + 1
    await context.session.flush()
    audit.record(context, "grant", "membership", membership.id, audience=audience.to_json())
    button = Button(T("menu.broadcast"), Tap("bc"))
    await _tell(context, membership, Screen(T("audience.granted_to_you"), ((button,),)))
    return membership


async def revoke(context: ActionContext, membership_id: int) -> Membership:
    """Take a member's right back; the member is told. What was scheduled by it is not sent."""
    membership = await members.get(context.session, membership_id)
    if not membership.audience:
        raise Refused("audience.no_right")
    membership.audience, membership.version = None, membership.version + 1
    await context.session.flush()
    audit.record(context, "revoke", "membership", membership.id)
    await _tell(context, membership, Screen(T("audience.revoked_from_you")))
    return membership


async def of_member(session: AsyncSession, member: Member, membership_id: int = 0) -> list[Right]:
    """The rights of a member, or that of one membership. Raises Refused where there is none."""
    rows = await session.scalars(
        select(Membership)
        .where(Membership.person_id == member.person_id, Membership.ended_at.is_(None))
        .options(joinedload(Membership.agency))
        .order_by(Membership.id)
    )
    name = f"{member.title} {member.name}".strip()
    rights = [
        Right(row.id, Audience.from_json(row.audience), members.place_of(row) or name)
        for row in rows
        if row.audience and membership_id in (0, row.id)
    ]
    if not rights:
        raise Refused("common.not_yours")
    return rights


async def may_send(session: AsyncSession, broadcast: Broadcast) -> bool:
    """Tell whether the author, or whoever decided on the sending, is a secretary still.

    What is written by a right goes while its author has the right to this audience.
    """
    if broadcast.sender:
        return await holds(session, broadcast)
    people = (broadcast.author_id, broadcast.decided_by)
    held = await session.scalars(
        select(Membership.role).where(Membership.person_id.in_(people), Membership.ended_at.is_(None))
    )
    return Role.SECRETARY in held.all()


async def holds(session: AsyncSession, broadcast: Broadcast) -> bool:
    """Tell whether the author of what is written by a right has the right to its audience still."""
    held = await session.scalars(
        select(Membership.audience).where(Membership.person_id == broadcast.author_id, Membership.ended_at.is_(None))
    )
    return broadcast.audience in held.all()


async def _tell(context: ActionContext, membership: Membership, screen: Screen) -> None:
    if context.actor != membership.person_id:
        await notify(context, [Recipient.of(membership.person)], screen)
