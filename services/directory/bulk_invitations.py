"""Invitations of representatives without a question: for one agency, or for all that nobody represents."""

from collections.abc import Collection, Sequence
from typing import NamedTuple

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from domain.access.member import Role
from models.tables.agencies import Agency
from models.tables.people import Invitation
from services import audit
from services.context import ActionContext
from services.directory import invitations
from services.messaging import recipients

DAYS = 30
"""Days for which these invitations are valid."""
_UNREPRESENTED = (
    Agency.retired_at.is_(None),
    Agency.neighbourhood.is_(False),
    Agency.secretariat.is_(False),
    ~recipients.somebody_answers(),
)


class Invited(NamedTuple):
    """The open invitations of some agencies' representatives, and how many of them are new."""

    invitations: Sequence[Invitation]
    made: int


async def count_unrepresented(session: AsyncSession) -> int:
    """Count the agencies in service for which nobody answers."""
    return (await session.execute(select(func.count()).select_from(Agency).where(*_UNREPRESENTED))).scalar_one()


async def unrepresented(session: AsyncSession) -> Sequence[int]:
    """The ids of the agencies in service for which nobody answers, in the order of their names."""
    return (await session.scalars(select(Agency.id).where(*_UNREPRESENTED).order_by(Agency.name, Agency.id))).all()


async def invite(context: ActionContext, agency_ids: Collection[int]) -> Invited:
    """Invite a representative of each agency; one whose invitation is still open keeps it."""
    waiting = {
        invitation.agency_id: invitation
        for invitation in await invitations.pending(context.session, context.now)
        if invitation.role is Role.REPRESENTATIVE and invitation.single_use
    }
    made = [
        invitations.prepare(context, Role.REPRESENTATIVE, agency_id, days=DAYS)
        for agency_id in agency_ids
        if agency_id not in waiting
    ]
    context.session.add_all(made)
    await context.session.flush()
    for invitation in made:
        audit.record(
            context, "add", "invitation", invitation.id, role=invitation.role.value, agency=invitation.agency_id
        )
    fresh = {row.agency_id: row for row in await invitations.pending(context.session, context.now) if row in made}
    return Invited([{**waiting, **fresh}[agency_id] for agency_id in agency_ids], len(made))
