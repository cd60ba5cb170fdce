"""An obligation as the task of the people who answer it: read it, hand it to a colleague."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import joinedload

from domain.access import permissions
from domain.access.member import ANSWERING, Member
from domain.chat.screens import Personal, Screen, T, Text
from domain.persian.search import Named, matching
from models.tables.agencies import Agency
from models.tables.correspondence import SecretariatLetter
from models.tables.followup import Contribution, Extension
from models.tables.meetings import OPEN_STATES, Obligation, ObligationState, Resolution, Submission, SubmissionKind
from models.tables.organisation import Audit
from models.tables.people import Membership, Person
from services import audit
from services.context import ActionContext
from services.correspondence import letters
from services.directory import members
from services.errors import Refused, existing
from services.messaging import buttons
from services.messaging.notify import PERSON, notify
from services.messaging.recipients import Recipient
from services.obligations import attached_forms, extensions, history, obligations, responsibility
from services.obligations.attached_forms import Attached
from services.obligations.obligations import View
from services.reminders import unsent_reminders
from texts import wording
from texts.answer_summary import clip

SHORT = 220
"""The most characters of a resolution's text in the notice to the colleague who gets it."""


@dataclass(frozen=True, slots=True)
class Task:
    """One obligation as a reader sees it.

    ``items`` are the sub-items where it answers all of them, ``template`` is the {hash, name} of the file to be filled,
    ``answer`` the latest one that is no supplement, ``assignee`` the name of the colleague to whom it was handed.
    ``mine`` is True when the reader may answer it, ``helps`` when the reader's agency only helps with it.
    ``extensions`` are its requests for more time and the dates given to it, ``letters`` what the secretariat sent about
    it, the oldest first. ``contributions`` is the number of those that the reader may see, ``forms`` are those that are
    attached to it. ``text_changed_at`` is the moment of the last correction of the text since it was issued.
    """

    view: View
    items: Sequence[dict[str, Any]]
    template: dict[str, Any] | None
    answer: Submission | None
    assignee: Personal | None
    mine: bool
    helps: bool
    extensions: Sequence[Extension] = ()
    letters: Sequence[SecretariatLetter] = ()
    contributions: int = 0
    forms: Sequence[Attached] = ()
    text_changed_at: datetime | None = None

    @property
    def is_open(self) -> bool:
        """True while the obligation waits for an answer."""
        return self.view.state in OPEN_STATES

    @property
    def returned(self) -> bool:
        """True when the answer was returned to be corrected."""
        return self.view.state is ObligationState.RETURNED


async def get(session: AsyncSession, member: Member, obligation_id: int) -> Task:
    """Load an obligation for a member who may read it, of one that was merged into its twin that one.

    Raises Refused for others, and when there is none.
    """
    whole = select(Obligation).options(
        joinedload(Obligation.resolution).joinedload(Resolution.meeting), joinedload(Obligation.agency)
    )
    obligation = await session.scalar(whole.where(Obligation.id == obligation_id))
    if obligation is None and (stays := await _merged_into(session, obligation_id)):
        obligation = await session.scalar(whole.where(Obligation.id == stays))
    obligation = existing(obligation)
    view, resolution = obligations.view_of(obligation), obligation.resolution
    helps = False
    if not permissions.sees_agency(member, view.agency_id):
        helps = (view.resolution_id, view.item) in await responsibility.helped_by(session, member.agency_ids)
        if not helps:
            raise Refused("common.not_yours")
    answer = await session.scalar(
        select(Submission)
        .where(
            Submission.obligation_id == view.id,
            Submission.supplement.is_(False),
            Submission.kind != SubmissionKind.CHECK_IN,
            Submission.former_agency_id.is_(None),
        )
        .order_by(Submission.id.desc())
        .limit(1)
    )
    assignee = await session.get(Person, view.assignee_id) if view.assignee_id else None
    items = [] if view.item else resolution.items
    mine = await may_answer(session, member, view.agency_id)
    asked = await extensions.history(session, [view.id])
    return Task(
        view,
        items,
        resolution.template,
        answer,
        members.colleague(assignee) if assignee else None,
        mine,
        helps,
        asked.get(view.id, ()),
        (await letters.letters_of(session, [view.id])).get(view.id, ()),
        await contributions(session, view.id, member.agency_ids if helps else ()),
        await attached_forms.of_obligation(session, view.id, member.person_id),
        await history.text_changed_at(session, view.resolution_id),
    )


async def _merged_into(session: AsyncSession, obligation_id: int) -> int:
    """The id of the obligation that another one became when their agencies were merged, 0 for none."""
    rows = await session.execute(
        select(Audit.subject_id, Audit.details).where(Audit.subject == "obligation", Audit.action == "merge")
    )
    merges = {details["other"]: stays for stays, details in rows}
    found = 0
    while obligation_id in merges:
        found = obligation_id = merges[obligation_id]
    return found


async def contributions(session: AsyncSession, obligation_id: int, of_agencies: Collection[int] = ()) -> int:
    """Count the contributions of partners to an obligation, of all or of some agencies."""
    of = [Contribution.agency_id.in_(of_agencies)] if of_agencies else []
    rows = select(func.count()).select_from(Contribution).where(Contribution.obligation_id == obligation_id, *of)
    return (await session.execute(rows)).scalar_one()


async def may_answer(session: AsyncSession, member: Member, agency_id: int) -> bool:
    """Tell whether a member may answer for an agency; for the secretariat its secretaries may."""
    if permissions.answers_for(member, agency_id):
        return True
    return member.secretary and (await session.get_one(Agency, agency_id)).secretariat


async def agency_of(session: AsyncSession, member: Member) -> Named | None:
    """The agency whose obligations are a member's tasks: the active one; for a secretary the secretariat."""
    if member.active and member.active.agency_id:
        return Named(member.active.agency_id, member.active.agency)
    if not member.secretary:
        return None
    rows = await session.execute(select(Agency.id, Agency.name).where(Agency.secretariat.is_(True)).limit(1))
    secretariat = rows.first()
    return Named(secretariat.id, secretariat.name) if secretariat else None


async def helped(session: AsyncSession, member: Member) -> list[View]:
    """The open obligations of others with which a member's agencies help, those without a due date last."""
    agencies = member.agency_ids
    own = await agency_of(session, member)
    return await obligations.helped_by(session, {*agencies, own.id} if own else agencies)


async def owing(session: AsyncSession, search: str) -> list[Named]:
    """The agencies with an open obligation that a search finds."""
    with_open = select(Obligation.agency_id).where(Obligation.state.in_(OPEN_STATES))
    rows = await session.execute(select(Agency.id, Agency.name, Agency.aliases).where(Agency.id.in_(with_open)))
    return matching(rows, search)


async def colleagues(session: AsyncSession, member: Member, task: Task) -> list[Named]:
    """The others who answer for a task's agency, by the person's id."""
    memberships = await members.of_agency(session, task.view.agency_id)
    others = {row.person_id: members.formal_name(row.person) for row in memberships if row.role in ANSWERING}
    return [Named(number, str(name.words)) for number, name in others.items() if number != member.person_id]


async def hand_over(
    context: ActionContext,
    member: Member,
    view: View,
    to_id: int,
) -> Membership:
    """Hand an obligation to a colleague, who alone is reminded of it from then on.

    The colleague is told, and so is another one who had it until now; each once a day. Raises Refused when the member
    may not answer it, when it is answered, or when the other is no colleague.
    """
    obligation = await obligations.find(context.session, view.id)
    if obligation is None or not await may_answer(context.session, member, obligation.agency_id):
        raise Refused("common.not_yours")
    if obligation.state not in OPEN_STATES:
        raise Refused("answer.settled")
    memberships = await members.of_agency(context.session, obligation.agency_id)
    answering = {row.person_id: row for row in memberships if row.role in ANSWERING}
    to = answering.get(to_id)
    if to is None:
        raise Refused("members.not_a_colleague")
    before = answering.get(obligation.assignee_id or 0)
    obligation.assignee_id = to_id
    obligation.version += 1
    await unsent_reminders.refresh(context, [obligation])
    audit.record(context, "hand", "obligation", obligation.id, to=to_id)
    by = wording.colleague_name(member.title, member.name)
    title = wording.resolution_name(view.number, view.item, view.meeting_number)
    due = wording.due_date(view.due, view.kind, context.today)
    text = T("answer.handed_to_you", by=by, title=title, due=due, text=clip(view.text, SHORT))
    await _tell_once_a_day(context, "handed", to, view, text)
    if before and before.person_id not in (to_id, member.person_id):
        text = T("answer.handed_on", by=by, title=title, name=members.colleague(to.person))
        await _tell_once_a_day(context, "handed_on", before, view, text)
    return to


async def _tell_once_a_day(context: ActionContext, news: str, colleague: Membership, view: View, text: Text) -> None:
    """Tell a colleague, once a day: the same may be handed over again and again, by whoever answers for it."""
    screen = Screen(text, ((buttons.to_task(view.id),),))
    key = f"{news}:{view.id}:{context.today}:{PERSON}"
    await notify(context, [Recipient.of(colleague.person)], screen, dedupe_key=key)
