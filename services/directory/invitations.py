"""Invitations: links that let people in; made by a secretary, opened by a newcomer, revoked."""

import io
import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import segno
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import joinedload

from domain.access.member import RANK, Role
from domain.chat.screens import Text
from domain.persian.text import fold
from models.tables.organisation import Audit
from models.tables.people import Account, Invitation, Membership, Person
from services import audit
from services.context import ActionContext
from services.directory import facilitators, members, trusted_roles
from services.errors import Refused
from services.organisation import Organisation
from texts.answer_summary import clip

COLLEAGUE_DAYS = 14
"""Days for which a member's link for colleagues is valid."""


def prepare(
    context: ActionContext,
    role: Role,
    agency_id: int | None,
    *,
    days: int,
    single_use: bool = True,
    name: str = "",
    details: dict[str, Any] | None = None,
) -> Invitation:
    """Prepare an invitation that is not in the database yet.

    ``details`` are {title, post, phone} of the invited person as far as they are known, and {place}, an outside
    contact's committee or the names of the {neighbourhoods}, ids, of a facilitator.
    """
    return Invitation(
        # No letter of it may be read as a mark of any platform's texts, as an underscore is.
        code=secrets.token_hex(12),
        agency_id=agency_id,
        role=role,
        name=name,
        details=details or {},
        single_use=single_use,
        uses=0,
        expires_at=context.now + timedelta(days=days),
        created_by=context.person,
        created_at=context.now,
    )


async def make(
    context: ActionContext,
    role: Role,
    agency_id: int | None,
    *,
    days: int,
    single_use: bool,
    name: str = "",
    details: dict[str, Any] | None = None,
) -> Invitation:
    """Make an invitation: a link and nothing else is needed to use it."""
    invitation = prepare(context, role, agency_id, days=days, single_use=single_use, name=name, details=details)
    context.session.add(invitation)
    await context.session.flush()
    audit.record(context, "add", "invitation", invitation.id, role=role.value, agency=agency_id)
    return await get(context.session, invitation.id)


async def for_colleague(context: ActionContext, membership: Membership) -> Invitation:
    """The link by which a member's colleagues ask to join the same agency; one that is open is given again.

    The secretariat approves each; until then nobody who holds the link sees anything.
    """
    facilitates = membership.role is Role.FACILITATOR
    role = Role.FACILITATOR if facilitates else Role.DEPUTY
    agency_id = None if facilitates else membership.agency_id
    details: dict[str, Any] = {}
    if facilitates and membership.agency:
        details = {"neighbourhoods": [membership.agency.id], "place": membership.agency.name}
    for invitation in await pending(context.session, context.now):
        mine = invitation.created_by == context.actor and not invitation.single_use and invitation.role is role
        if mine and invitation.agency_id == agency_id and invitation.details == details:
            return invitation
    return await make(context, role, agency_id, days=COLLEAGUE_DAYS, single_use=False, details=details)


def links(organisation: Organisation, invitation: Invitation) -> dict[str, str]:
    """The addresses that open the bot with an invitation, by platform; the invited person chooses one."""
    return {platform: pattern.format(invitation.code) for platform, pattern in organisation.links.items()}


def picture(organisation: Organisation, address: str) -> str:
    """Draw an address as a QR code, large enough to be scanned from a slide; return the hash of the stored PNG."""
    image = io.BytesIO()
    segno.make(address, error="m").save(image, kind="png", scale=12, border=4)
    return organisation.store.write(image.getvalue())


async def opened(session: AsyncSession, code: str, person_id: int, now: datetime) -> Invitation:
    """Load the invitation of a link, for the person who opened it.

    Raises Refused when it is unknown, used up, expired or revoked, and when the person has its role already, or had one
    there that ended since: the link is older than the word of whoever ended it.
    """
    invitation = await session.scalar(
        select(Invitation)
        .where(Invitation.code == code)
        .options(joinedload(Invitation.agency))
        .with_for_update(of=Invitation)
    )
    if invitation is None:
        raise Refused("invitation.unknown")
    for membership in await members.of_person(session, person_id):
        if _needless(invitation, membership):
            raise Refused("invitation.already", role=members.role_of(membership))
    if (
        invitation.revoked_at
        or not await trusted_roles.may_let_in(session, invitation)
        or await _ended_since(session, invitation, person_id)
    ):
        raise Refused("invitation.revoked")
    if invitation.single_use and invitation.uses:
        raise Refused("invitation.used")
    if invitation.expires_at <= now:
        raise Refused("invitation.expired", day=invitation.expires_at)
    return invitation


def _needless(invitation: Invitation, membership: Membership) -> bool:
    """Tell whether a membership is all that the invitation would give, or more."""
    if invitation.role is Role.FACILITATOR and invitation.details.get("neighbourhoods"):
        return False
    if invitation.agency_id is None:
        return membership.role is invitation.role
    return membership.agency_id == invitation.agency_id and RANK.index(membership.role) <= RANK.index(invitation.role)


async def _ended_since(session: AsyncSession, invitation: Invitation, person_id: int) -> bool:
    """Tell whether a person's role in an invitation's place ended after it was made, or their account was parted.

    An account that was parted or locked out is a newcomer's, whatever roles it had. A link by which one only asks is
    nobody's end.
    """
    if not invitation.single_use:
        return False
    ended = select(Membership.id).where(
        Membership.person_id == person_id,
        Membership.agency_id == invitation.agency_id,
        Membership.ended_at > invitation.created_at,
    )
    if invitation.agency_id is None:
        ended = ended.where(Membership.role == invitation.role)
    parted = select(Audit.id).where(
        Audit.subject == "account",
        Audit.subject_id.in_(select(Account.id).where(Account.person_id == person_id)),
        Audit.action == "unlink",
        Audit.at > invitation.created_at,
    )
    return bool(await session.scalar(ended.limit(1)) or await session.scalar(parted.limit(1)))


def role_of(invitation: Invitation) -> Text:
    """The role that an invitation gives, with its agency, neighbourhoods or committee."""
    return members.role_in(invitation.role, clip(place_of(invitation), 300))


def place_of(invitation: Invitation) -> str:
    """The name of the agency, the neighbourhoods or the committee of an invitation, "" for none."""
    return invitation.agency.name if invitation.agency else invitation.details.get("place", "")


async def accept(context: ActionContext, invitation: Invitation, person_id: int) -> Membership:
    """Let a person in by an invitation, count its use, and fill in what it knows of the person."""
    invitation.uses += 1
    person = await context.session.get_one(Person, person_id)
    person.name = person.name or invitation.name or await members.display_name(context.session, person_id)
    person.name_fold = fold(person.name)
    person.title = person.title or invitation.details.get("title", "")
    person.post = person.post or invitation.details.get("post", "")
    person.phone = person.phone or invitation.details.get("phone", "")
    by = context.acting(invitation.created_by)
    if invitation.role is Role.FACILITATOR:
        return await facilitators.let_in(by, person_id, invitation.details.get("neighbourhoods", []))
    body = place_of(invitation) if invitation.role is Role.OUTSIDE else ""
    return await members.let_in(by, person_id, invitation.role, invitation.agency_id, body=body)


async def pending(session: AsyncSession, now: datetime) -> Sequence[Invitation]:
    """The invitations that can still be used, the newest first."""
    rows = await session.scalars(
        select(Invitation)
        .where(trusted_roles.usable(now))
        .options(joinedload(Invitation.agency))
        .order_by(Invitation.id.desc())
    )
    return rows.all()


async def get(session: AsyncSession, invitation_id: int) -> Invitation:
    """Load one invitation with its agency. Raises Refused when there is none."""
    invitation = await session.get(
        Invitation, invitation_id, options=[joinedload(Invitation.agency)], populate_existing=True
    )
    if invitation is None:
        raise Refused("invitation.unknown")
    return invitation


async def revoke(context: ActionContext, invitation: Invitation) -> None:
    """Revoke an invitation: from now on its link lets nobody in."""
    invitation.revoked_at = invitation.revoked_at or context.now
    audit.record(context, "revoke", "invitation", invitation.id)
