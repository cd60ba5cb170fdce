"""Contributions of partners to an obligation: sent to the lead, who takes them into the report."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import joinedload

from domain.access import permissions
from domain.access.member import Member
from domain.chat.screens import Button, Screen, T, Tap
from models.tables.followup import Contribution
from services import audit
from services.context import ActionContext
from services.errors import Ended, Refused, existing
from services.messaging import buttons, recipients
from services.messaging.notify import PERSON, notify
from services.messaging.secretary_notices import EVERY
from services.obligations import responsibility
from services.obligations.obligations import View
from services.submissions import task
from texts import wording
from texts.answer_summary import clip

LONGEST = 600
"""The most characters of a contribution in the notice to the lead."""
MOST = 300
"""Contributions of one partner to an obligation; the lead reads them one by one."""


async def send(
    context: ActionContext,
    member: Member,
    obligation_id: int,
    words: str,
    attachments: list[dict[str, Any]],
    for_agency: int = 0,
) -> Contribution:
    """Store a partner's contribution, of which the people of the lead are told.

    What a partner sends in quick succession is told at the end of ``EVERY``, by its last words. Raises Refused for who
    does not answer for a partner, when the obligation is answered, and after the partner's ``MOST``; Ended when the
    member does not answer for the partner ``for_agency`` any more.
    """
    about = await task.get(context.session, member, obligation_id)
    agency_id = await helping(context.session, member, about.view, for_agency)
    if not about.is_open:
        raise Refused("contribution.settled")
    before, last = await _sent_before(context.session, obligation_id, agency_id)
    if before >= MOST:
        raise Refused("contribution.full", most=MOST)
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
    files = [T("answer.attachments", count=len(attachments))] if attachments else []
    earlier = [T("contribution.told_before", count=before)] if before else []
    see = Button(T("contribution.see"), Tap("contribs", obligation_id))
    people = await recipients.answering_for(context.session, [view.agency_id])
    screen = Screen(T("form.lines", lines=[told, *files, *earlier]), ((see,), (buttons.to_task(obligation_id),)))
    group_key = f"contribution:{obligation_id}:{agency_id}:{PERSON}"
    passed = timedelta(seconds=context.now.timestamp() % EVERY.total_seconds())
    not_before = context.now - passed + EVERY if last and context.now - last < EVERY else None
    await notify(context, people, screen, group_key=group_key, not_before=not_before)
    return contribution


async def at_place(session: AsyncSession, member: Member, view: View, place: int) -> Contribution | None:
    """One contribution to an obligation that a member may read, 0 is the latest: of all, or of a partner's own."""
    latest = _whole().where(*_readable(member, view)).order_by(Contribution.id.desc())
    return (await session.scalars(latest.offset(place).limit(1))).first()


async def get(session: AsyncSession, member: Member, contribution_id: int) -> Contribution:
    """Load a contribution that a member may read. Raises Refused for others, and when there is none."""
    contribution = existing(await session.scalar(_whole().where(Contribution.id == contribution_id)))
    about = await task.get(session, member, contribution.obligation_id)
    if about.helps and contribution.agency_id not in member.agency_ids:
        raise Refused("common.not_yours")
    return contribution


async def _sent_before(session: AsyncSession, obligation_id: int, agency_id: int) -> tuple[int, datetime | None]:
    """Count what a partner has sent to an obligation, with the moment of the last."""
    sent = Contribution.obligation_id == obligation_id, Contribution.agency_id == agency_id
    count, last = (await session.execute(select(func.count(), func.max(Contribution.sent_at)).where(*sent))).one()
    return count, last


def _whole() -> Select[Contribution]:
    return select(Contribution).options(joinedload(Contribution.agency), joinedload(Contribution.person))


def _readable(member: Member, view: View) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = [Contribution.obligation_id == view.id]
    if not permissions.sees_agency(member, view.agency_id):
        conditions.append(Contribution.agency_id.in_(member.agency_ids))
    return conditions


async def helping(session: AsyncSession, member: Member, view: View, wanted: int = 0) -> int:
    """The partner for which a member contributes: the one that is wanted, else the active agency first."""
    partners = await responsibility.partners(session, [view.resolution_id])
    helping = partners.get((view.resolution_id, view.item), set())
    answering = [agency for agency in sorted(helping) if permissions.answers_for(member, agency)]
    if not answering:
        raise Refused("common.not_yours")
    if wanted and wanted not in answering:
        raise Ended("contribution.no_partner")
    active = wanted or (member.active.agency_id if member.active else None)
    return active if active in answering else answering[0]
