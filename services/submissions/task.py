"""One obligation for the people who answer it: read it, hand it to a colleague."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import joinedload

from domain.access import permissions
from domain.access.member import ANSWERING, Member
from domain.chat.screens import Personal, Screen
from domain.persian.search import Named, matching
from models.agencies import Agency
from models.meetings import OWED, Obligation, ObligationState, Resolution, Submission, SubmissionKind
from models.people import Membership, Person
from services import audit
from services.context import ActionContext
from services.directory import members
from services.errors import Refused
from services.messaging import notices
from services.obligations import obligations, responsibility
from services.obligations.obligations import View
from services.reminders import unsent_reminders


@dataclass(frozen=True, slots=True)
class Task:
    """One obligation whole: the sub-items where it answers all of them, the template {hash, name} that goes with it,
    the latest answer that is no supplement, the name of the colleague that it was handed to, whether
    the reader may answer it, and whether the reader's agency only helps with it.
    """

    view: View
    items: Sequence[dict[str, Any]]
    template: dict[str, Any] | None
    answer: Submission | None
    assignee: Personal | None
    mine: bool
    helps: bool

    @property
    def owed(self) -> bool:
        """True while it waits for an answer."""
        return self.view.state in OWED

    @property
    def returned(self) -> bool:
        """True when its answer came back to be corrected."""
        return self.view.state is ObligationState.RETURNED


async def get(session: AsyncSession, member: Member, obligation_id: int) -> Task:
    """The obligation, for whoever may read it. Raises Refused for others, and when there is none."""
    obligation: Obligation | None = await session.scalar(
        select(Obligation)
        .options(
            joinedload(Obligation.resolution).joinedload(Resolution.meeting),
            joinedload(Obligation.agency),
        )
        .where(Obligation.id == obligation_id)
    )
    if obligation is None:
        raise Refused("common.stale")
    view, resolution = obligations.view_of(obligation), obligation.resolution
    helps = False
    if not permissions.sees_agency(member, view.agency_id):
        helps = (view.resolution_id, view.item) in await responsibility.helped_by(session, _agencies(member))
        if not helps:
            raise Refused("common.not_yours")
    answer = await session.scalar(
        select(Submission)
        .where(
            Submission.obligation_id == view.id,
            Submission.supplement.is_(False),
            Submission.kind != SubmissionKind.CHECK_IN,
        )
        .order_by(Submission.id.desc())
        .limit(1)
    )
    assignee = await session.get(Person, view.assignee_id) if view.assignee_id else None
    items = [] if view.item else resolution.items
    mine = await may_answer(session, member, view.agency_id)
    return Task(
        view, items, resolution.template, answer, members.colleague(assignee) if assignee else None, mine, helps
    )


async def may_answer(session: AsyncSession, member: Member, agency_id: int) -> bool:
    """Tell whether a member answers for an agency by themselves; for the secretariat its secretaries do."""
    if permissions.answers_for(member, agency_id):
        return True
    return member.secretary and (await session.get_one(Agency, agency_id)).secretariat


async def agency_of(session: AsyncSession, member: Member) -> Named | None:
    """The agency whose obligations are a member's: the active one, a secretary's is the secretariat."""
    if member.active and member.active.agency_id:
        return Named(member.active.agency_id, member.active.agency)
    if not member.secretary:
        return None
    row = await session.execute(select(Agency.id, Agency.name).where(Agency.secretariat.is_(True)).limit(1))
    found = row.first()
    return Named(found.id, found.name) if found else None


async def helped(session: AsyncSession, member: Member) -> list[View]:
    """Others' open obligations that a member's agencies help with: overdue first, those without a due date last."""
    agencies = _agencies(member)
    own = await agency_of(session, member)
    return await obligations.helped_by(session, {*agencies, own.id} if own else agencies)


def _agencies(member: Member) -> set[int]:
    return {membership.agency_id for membership in member.of_agency if membership.agency_id}


async def owing(session: AsyncSession, search: str) -> list[Named]:
    """The agencies that owe something and that a search finds."""
    owes = select(Obligation.agency_id).where(Obligation.state.in_(OWED))
    rows = await session.execute(select(Agency.id, Agency.name, Agency.aliases).where(Agency.id.in_(owes)))
    return matching(rows, search)


async def colleagues(session: AsyncSession, member: Member, task: Task) -> list[Named]:
    """The others who answer for an obligation's agency, by person."""
    memberships = await members.of_agency(session, task.view.agency_id)
    others = {one.person_id: members.called(one.person) for one in memberships if one.role in ANSWERING}
    return [Named(number, str(name.words)) for number, name in others.items() if number != member.person_id]


async def hand(
    context: ActionContext,
    member: Member,
    obligation_id: int,
    to_id: int,
    screen: Screen,
) -> Membership:
    """Hand an obligation to a colleague, who is told by ``screen`` and from then on reminded of it alone.

    Raises Refused when the member may not answer it, when it is answered, or when the other is no colleague.
    """
    obligation = await obligations.one(context.session, obligation_id)
    if obligation is None or not await may_answer(context.session, member, obligation.agency_id):
        raise Refused("common.not_yours")
    if obligation.state not in OWED:
        raise Refused("answer.settled")
    memberships = await members.of_agency(context.session, obligation.agency_id)
    to = next((one for one in memberships if one.person_id == to_id and one.role in ANSWERING), None)
    if to is None:
        raise Refused("members.not_a_colleague")
    obligation.assignee_id = to_id
    obligation.version += 1
    await unsent_reminders.refresh(context, [obligation])
    audit.record(context, "hand", "obligation", obligation.id, to=to_id)
    await notices.tell(context, to_id, screen)
    return to
