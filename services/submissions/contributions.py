"""Contributions of partners to an obligation: sent to the lead, who takes them into the report."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import joinedload

from domain.access import permissions
from domain.access.member import Member
from domain.chat.screens import Button, Screen, T, Tap
from models.tables.followup import Contribution
from services import audit
from services.context import ActionContext
from services.errors import Refused, existing
from services.messaging import buttons, recipients
from services.messaging.notify import notify
from services.obligations import responsibility
from services.obligations.obligations import View
from services.submissions import task
from texts import wording
from texts.answer_summary import clip

LONGEST = 600
"""The most characters of a contribution in the notice to the lead."""


async def send(
    context: ActionContext, member: Member, obligation_id: int, words: str, attachments: list[dict[str, Any]]
) -> Contribution:
    """Store a partner's contribution, of which the people of the lead are told.

    Raises Refused for who does not answer for a partner, and when the obligation is answered.
    """
    about = await task.get(context.session, member, obligation_id)
    agency_id = await _helping(context.session, member, about.view)
    if not about.is_open:
        raise Refused("contribution.settled")
    contribution = Contribution(
        obligation_id=obligation_id,
        agency_id=agency_id,
        person_id=member.person_id,
        words=words,
        attachments=attachments,
        sent_at=context.now,
    )
    context.session.add(contribution)
    await context.session.flush()
    audit.record(context, "contribute", "obligation", obligation_id, agency=agency_id)
    contribution = await get(context.session, member, contribution.id)
    view = about.view
    told = T(
        "contribution.told",
        agency=contribution.agency.name,
        title=wording.resolution_name(view.number, view.item, view.meeting_number),
        words=clip(words, LONGEST),
    )
    if attachments:
        told = T("form.lines", lines=[told, T("answer.attachments", count=len(attachments))])
    see = Button(T("contribution.see"), Tap("contribs", obligation_id))
    people = await recipients.answering_for(context.session, [view.agency_id])
    await notify(context, people, Screen(told, ((see,), (buttons.to_task(obligation_id),))))
    return contribution


async def of_obligation(session: AsyncSession, member: Member, view: View) -> Sequence[Contribution]:
    """The contributions to an obligation that a member may read, the oldest first: all, or a partner's own."""
    rows = await session.scalars(_whole().where(*_readable(member, view)).order_by(Contribution.id))
    return rows.all()


async def get(session: AsyncSession, member: Member, contribution_id: int) -> Contribution:
    """Load a contribution that a member may read. Raises Refused for others, and when there is none."""
    contribution = existing(await session.scalar(_whole().where(Contribution.id == contribution_id)))
    about = await task.get(session, member, contribution.obligation_id)
    if about.helps and contribution.agency_id not in member.agency_ids:
        raise Refused("common.not_yours")
    return contribution


def _whole() -> Select[Contribution]:
    return select(Contribution).options(joinedload(Contribution.agency), joinedload(Contribution.person))


def _readable(member: Member, view: View) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = [Contribution.obligation_id == view.id]
    if not permissions.sees_agency(member, view.agency_id):
        conditions.append(Contribution.agency_id.in_(member.agency_ids))
    return conditions


async def _helping(session: AsyncSession, member: Member, view: View) -> int:
    """The partner for which a member contributes, the active agency first."""
    partners = await responsibility.partners(session, [view.resolution_id])
    helping = partners.get((view.resolution_id, view.item), set())
    answering = [agency for agency in sorted(helping) if permissions.answers_for(member, agency)]
    if not answering:
        raise Refused("common.not_yours")
    active = member.active.agency_id if member.active else None
    return active if active in answering else answering[0]
