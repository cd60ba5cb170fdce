"""Submissions: the first one answers its obligation, later ones supplement it, a correction is a new row."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, and_, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import joinedload

from domain.access import permissions
from domain.access.member import Member
from domain.chat.screens import Button, Rows, Screen, T, Tap, Text
from domain.forms.engine import Fillable
from domain.forms.occasion import PREFIX
from models.tables.conversations import Draft
from models.tables.followup import Extension
from models.tables.meetings import (
    OPEN_STATES,
    Obligation,
    ObligationState,
    Resolution,
    Submission,
    SubmissionKind,
    Verdict,
)
from services.context import ActionContext
from services.errors import Refused, existing
from services.messaging import buttons, recipients, secretary_notices
from services.messaging.notify import notify, withdraw
from services.messaging.recipients import Recipient
from services.messaging.secretary_notices import NoticeKind
from services.obligations import extensions, obligations, transitions
from services.reminders import reminder_recipients, unsent_reminders
from services.submissions import task
from texts import wording

FILES = "files"
"""The question whose answer is stored as attachments, in every form that answers an obligation."""

FILLED_FORM = "filled"
"""The form of a report that is a filled form; its answers are kept with that."""

DRAFTED = ("report", "letter", FILLED_FORM)
"""The forms that people fill over days; so one may be half-filled when a colleague answers."""

CHAT = "chat"
"""The channel of submissions that people send themselves."""

RECENT = 30
"""The number of a person's latest submissions among which an edited message is looked for."""


@dataclass(frozen=True, slots=True)
class Answer:
    """A filled form on its way to be stored. ``replaces`` is the id of the submission that it corrects, 0 for none.

    ``channel`` is the way by which it reached the secretariat when a secretary enters it on the agency's behalf.
    ``agency_id`` is the agency for which it was begun, 0 for whichever has the obligation.
    """

    kind: SubmissionKind
    form: Fillable
    answers: dict[str, Any]
    sources: dict[str, Any]
    channel: str = CHAT
    replaces: int = 0
    agency_id: int = 0


async def send(context: ActionContext, member: Member, obligation_id: int, answer: Answer) -> Submission:
    """Store an answer; the first one answers the obligation, one that comes later adds to it.

    One that comes while the obligation is closed adds to it, too, and counts once that is open again.
    Colleagues are told, and so are the secretaries.
    Raises Refused when the member does not answer for the agency, Ended when the obligation is another's by now.
    """
    # The submission is locked before its obligation, as a review does: the other way round the two could deadlock.
    corrected = await _locked_submission(context.session, answer.replaces)
    obligation = await _locked(context.session, obligation_id)
    await obligations.check_owner(context.session, obligation, answer.agency_id)
    on_behalf = member.secretary and answer.channel != CHAT
    if not on_behalf and not await task.may_answer(context.session, member, obligation.agency_id):
        raise Refused("common.not_yours")
    corrects = _replace(corrected, obligation)
    waited = obligation.state in OPEN_STATES
    first = corrects or waited
    closed = [] if first else await transitions.closed_while_open(context.session, Obligation.id == obligation.id)
    asked = await extensions.pending(context.session, obligation.id)
    answers = dict(answer.answers)
    submission = Submission(
        obligation=obligation,
        person_id=member.person_id,
        kind=answer.kind,
        form=answer.form.name,
        form_version=answer.form.version,
        attachments=answers.pop(FILES, []),
        answers=answers,
        sources=answer.sources,
        supplement=not first,
        while_closed=bool(closed),
        channel=answer.channel,
        sent_at=context.now,
    )
    context.session.add(submission)
    await context.session.flush()
    if obligation.state is ObligationState.RETURNED:
        # Who corrected it has read why it came back.
        await withdraw(context, returned_key(obligation.id), "answered")
    if first:
        await transitions.answered(context, obligation)
        if answer.kind is SubmissionKind.NOTHING_TO_REPORT:
            transitions.close(obligation)
        await unsent_reminders.refresh(context, [obligation])
        # Of what a secretary entered its agency hears as soon as it is accepted, which is at once.
        await _tell_colleagues(context, obligation, member, asked, reminded=waited and not on_behalf)
    await secretary_notices.tell_secretaries(context, NoticeKind.REPORTS)
    return submission


def returned_key(obligation_id: int) -> str:
    """Return the group key of the news that the answer to an obligation came back to be corrected."""
    return f"returned:{obligation_id}"


async def get(session: AsyncSession, submission_id: int, *, lock: bool = False) -> Submission:
    """Load a submission as ``whole`` does; with ``lock`` as it is now, locked until the transaction ends.

    Raises Refused when there is none.
    """
    query = with_details().where(Submission.id == submission_id)
    if lock:
        query = query.with_for_update(of=Submission).execution_options(populate_existing=True)
    return existing(await session.scalar(query))


def title_of(obligation: Obligation) -> Text:
    """The name of the resolution that an obligation is of, with its meeting: a notice or a receipt stands alone."""
    resolution = obligation.resolution
    return wording.resolution_name(resolution.number, obligation.item, resolution.meeting.number)


def may_read(member: Member, submission: Submission) -> bool:
    """Tell whether a member may read a submission: who sees its agency, and if accepted whoever has its obligation."""
    if permissions.sees_agency(member, submission.agency.id):
        return True
    accepted = submission.verdict is Verdict.ACCEPTED
    return accepted and permissions.sees_agency(member, submission.obligation.agency_id)


async def before(session: AsyncSession, submission: Submission, most: int) -> list[Submission]:
    """The latest submissions of an obligation before one of them, the oldest first."""
    earlier = Submission.obligation_id == submission.obligation_id, Submission.id < submission.id
    rows = await session.scalars(select(Submission).where(*earlier).order_by(Submission.id.desc()).limit(most))
    return [*reversed(rows.all())]


async def of_agency(session: AsyncSession, agency_id: int, offset: int, limit: int) -> tuple[Sequence[Submission], int]:
    """A page of an agency's submissions, the latest first, and the number of all.

    Among them are those of another agency before the obligation was moved, once they are accepted.
    """
    own = or_(Submission.former_agency_id.is_(None), Submission.verdict == Verdict.ACCEPTED)
    of_this = or_(Submission.former_agency_id == agency_id, and_(Obligation.agency_id == agency_id, own))
    total = await session.scalar(
        select(func.count())
        .select_from(Submission)
        .join(Obligation, Submission.obligation_id == Obligation.id)
        .where(of_this)
    )
    rows = await session.scalars(
        with_details()
        .join(Submission.obligation)
        .where(of_this)
        .order_by(Submission.id.desc())
        .offset(offset)
        .limit(limit)
    )
    return rows.all(), total or 0


async def sent_with(session: AsyncSession, person_id: int, source: str) -> Submission | None:
    """Find the recent submission of a person that has the message ``source`` in it."""
    rows = await session.scalars(
        with_details().where(Submission.person_id == person_id).order_by(Submission.id.desc()).limit(RECENT)
    )
    return next((row for row in rows if any(source in ids for ids in row.sources.values())), None)


def with_details() -> Select[Submission]:
    """The query of submissions with their obligation, resolution, meeting, agency, sender and reviewer."""
    return select(Submission).options(
        joinedload(Submission.person),
        joinedload(Submission.reviewer),
        joinedload(Submission.obligation).joinedload(Obligation.resolution).joinedload(Resolution.meeting),
        joinedload(Submission.obligation).joinedload(Obligation.agency),
        joinedload(Submission.former_agency),
    )


async def _locked(session: AsyncSession, obligation_id: int) -> Obligation:
    """Load an obligation, locked until the transaction ends, so that of two answers at once exactly one is first."""
    return existing(
        await session.scalar(
            select(Obligation)
            .options(joinedload(Obligation.resolution).joinedload(Resolution.meeting), joinedload(Obligation.agency))
            .where(Obligation.id == obligation_id)
            .with_for_update(of=Obligation)
            .execution_options(populate_existing=True)
        )
    )


async def _locked_submission(session: AsyncSession, submission_id: int) -> Submission | None:
    """Load the submission that a correction replaces, locked, so that of a correction and a verdict only one holds."""
    if not submission_id:
        return None
    return await session.get(Submission, submission_id, with_for_update=True, populate_existing=True)


def _replace(corrected: Submission | None, obligation: Obligation) -> bool:
    """Mark an unreviewed submission as replaced by its correction.

    Returns True when the correction is the answer now, False when there was none or it was a supplement.
    """
    if corrected is None or corrected.obligation_id != obligation.id or corrected.verdict is not Verdict.WAITING:
        return False
    corrected.verdict = Verdict.REPLACED
    corrected.version += 1
    return not corrected.supplement


async def _tell_colleagues(
    context: ActionContext, obligation: Obligation, sender: Member, asked: Extension | None, *, reminded: bool
) -> None:
    """Tell of an answer whoever has a draft, or had ``asked`` for more time; with ``reminded`` whoever is reminded."""
    of_report = and_(Draft.subject == str(obligation.id), Draft.form.in_(DRAFTED))
    of_form = and_(Draft.subject.contains(f".{obligation.id}.{obligation.agency_id}."), Draft.form.startswith(PREFIX))
    drafts: dict[int, list[Draft]] = {}
    for draft in await context.session.scalars(select(Draft).where(or_(of_report, of_form))):
        drafts.setdefault(draft.person_id, []).append(draft)
    # Who left the agency, or had the obligation before it was moved, may have a draft, too, and is told nothing of it.
    concerned = {*drafts, asked and asked.asked_by}
    answering = await recipients.answering_for(context.session, [obligation.agency_id])
    told = [one for one in [*answering, *await recipients.secretaries(context.session)] if one.id in concerned]
    if reminded:
        told += (await reminder_recipients.of(context.session, [obligation], context.today))[obligation.id].own
    name = wording.colleague_name(sender.title, sender.name)

    def screen(person: Recipient) -> Screen:
        lines = [T("answer.colleague_sent", title=title_of(obligation), name=name)]
        rows: Rows = tuple(
            (
                Button(T("form.resume"), Tap("f", draft.id, 0, "open")),
                Button(T("form.drop"), Tap("f", draft.id, 0, "drop")),
            )
            for draft in drafts.get(person.id, ())
        )
        if rows:
            lines.append(T("answer.colleague_draft"))
        if asked and asked.asked_by == person.id:
            lines.append(T("answer.colleague_request", until=asked.until))
        return Screen(T("form.lines", lines=lines), rows or ((buttons.to_task(obligation.id),),))

    await notify(context, [person for person in told if person.id != sender.person_id], screen)
