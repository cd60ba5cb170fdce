"""Forms that are filled in: what a draft begins with, and what is stored when it is sent."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

from sqlalchemy import Select, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import joinedload

from domain.access import permissions
from domain.access.member import Member
from domain.chat.screens import Button, Screen, T, Tap, row_number
from domain.forms.engine import Form
from domain.forms.occasion import PREFIX, Occasion
from models.tables.conversations import Draft
from models.tables.forms import FilledForm, FormAssignment, FormRhythm, FormRow, FormState, FormVersion
from models.tables.meetings import Obligation, Resolution, Submission, SubmissionKind, Verdict
from services import audit
from services.context import ActionContext
from services.errors import Refused, existing
from services.forms import assignments, library, missing, occasions, own_rows
from services.forms.occasions import Due
from services.messaging import recipients, secretary_notices
from services.messaging.notify import notify, withdraw
from services.messaging.secretary_notices import NoticeKind
from services.reminders import form_reminders
from services.submissions import reviews, submissions
from services.submissions.submissions import CHAT, FILES, FILLED_FORM, Answer
from texts import wording

INSTANCE_ID = "meta/instanceID"
"""The reference below the root of the id that XForms gives each instance of a form."""


@dataclass(frozen=True, slots=True)
class Sent:
    """A filled form on its way to be stored; ``answers`` and ``rows`` are by reference below the root.

    ``draft_id`` is the draft that it was, ``replaces`` the filled form that it corrects, 0 for none. ``channel`` is the
    way by which it reached the secretariat when a secretary enters it on the agency's behalf.
    """

    answers: Mapping[str, str]
    rows: Mapping[str, int] = field(default_factory=dict)
    files: Mapping[str, Any] = field(default_factory=dict)
    sources: Mapping[str, Any] = field(default_factory=dict)
    draft_id: int = 0
    replaces: int = 0
    channel: str = CHAT


async def send(context: ActionContext, member: Member, version_id: int, occasion: Occasion, sent: Sent) -> FilledForm:
    """Store a filled form. On an obligation it is its report; a part goes to the agency that has the obligation.

    Raises Refused when the form was withdrawn or detached, the member may not fill it in, or a colleague was quicker.
    """
    session = context.session
    # Of two at once for one agency exactly one is first.
    assignment = await assignments.get(session, occasion.assignment_id, lock=True)
    version = await library.version(session, version_id)
    if assignment.form.state is not FormState.PUBLISHED:
        raise Refused("form_fill.withdrawn", title=assignment.form.title)
    if assignment.detached_at:
        raise Refused("form_fill.detached", title=assignment.form.title)
    if version.form_id != assignment.form_id or not version.published_at:
        raise Refused("common.stale")
    if member.secretary and sent.channel != CHAT:
        due = await occasions.on_behalf(session, occasion)
    else:
        due = await occasions.find(session, member, context.today, occasion)
    corrected = await _corrected(session, member, occasion, sent.replaces)
    if corrected:
        # Who corrected it has read why it came back.
        await withdraw(context, returned_key(corrected.id), "answered")
    filled = FilledForm(
        version_id=version_id,
        assignment_id=assignment.id,
        obligation_id=occasion.obligation_id or None,
        agency_id=occasion.agency_id or None,
        person_id=member.person_id,
        replaces_id=corrected.id if corrected else None,
        period=occasion.period,
        part=occasion.part,
        answers=dict(sent.answers),
        rows=dict(sent.rows),
        files=dict(sent.files),
        sources=dict(sent.sources),
        sent_at=context.now,
    )
    if occasion.part:
        await _tell_lead(context, due)
    elif occasion.obligation_id:
        replaces = corrected.submission_id or 0 if corrected else 0
        filled.submission_id = await _report(context, member, version, filled, (sent.channel, replaces))
        report = await session.get(Submission, replaces)
        if report and report.verdict is Verdict.ACCEPTED:
            # It was accepted while it was corrected: it stays, and this one adds to it.
            filled.replaces_id = None
    else:
        await _check_first(session, due, filled, corrected)
        filled.verdict = Verdict.WAITING
        if corrected and corrected.verdict is Verdict.WAITING:
            corrected.verdict = Verdict.REPLACED
    session.add(filled)
    await session.flush()
    await own_rows.send(session, sent.draft_id, filled.id, filled.rows)
    audit.record(context, "fill", "form", assignment.form_id, filled=filled.id)
    await missing.refresh(context, assignment.form_id, assignment.form.title)
    if filled.verdict:
        await form_reminders.refresh(context, occasion.agency_id, member.person_id)
        await secretary_notices.tell_secretaries(context, NoticeKind.FORMS)
    return await get(session, filled.id)


def returned_key(filled_id: int) -> str:
    """Return the group key of the news that a filled form came back to be corrected."""
    return f"form_returned:{filled_id}"


def anew(answers: Mapping[str, str]) -> dict[str, str]:
    """Return the answers of an earlier form for one that begins with them, which is an instance of its own."""
    return {**answers, INSTANCE_ID: f"uuid:{uuid4()}"} if INSTANCE_ID in answers else dict(answers)


async def _corrected(session: AsyncSession, member: Member, occasion: Occasion, filled_id: int) -> FilledForm | None:
    """Load the filled form that is corrected, locked, so that of a correction and a verdict only one holds."""
    if not filled_id:
        return None
    row = await session.get(FilledForm, filled_id, with_for_update=True, populate_existing=True)
    same = row and (row.assignment_id, row.obligation_id or 0, row.agency_id or 0) == (
        occasion.assignment_id,
        occasion.obligation_id,
        occasion.agency_id,
    )
    return row if same and row and (row.agency_id or row.person_id == member.person_id) else None


async def _report(
    context: ActionContext, member: Member, version: FormVersion, filled: FilledForm, way: tuple[str, int]
) -> int:
    """Send the report that a filled form is, by a channel and in the place of another; its files go with it."""
    answers = {"done": version.title, FILES: list(filled.files.values())}
    form = Form(FILLED_FORM, (), version.number)
    answer = Answer(SubmissionKind.REPORT, form, answers, dict(filled.sources), *way, filled.agency_id or 0)
    submission = await submissions.send(context, member, filled.obligation_id or 0, answer)
    await reviews.entered(context, member, submission)
    return submission.id


async def _check_first(session: AsyncSession, due: Due, filled: FilledForm, corrected: FilledForm | None) -> None:
    """Raise Refused when a form that is filled in once was sent by somebody else meanwhile.

    Of one for whenever there is a need, when the one that is corrected was accepted, or corrected by somebody else.
    """
    same = [
        FilledForm.assignment_id == filled.assignment_id,
        FilledForm.agency_id.is_not_distinct_from(filled.agency_id),
        FilledForm.period == filled.period,
        *([] if filled.agency_id else [FilledForm.person_id == filled.person_id]),
    ]
    if due.rhythm is FormRhythm.ALWAYS:
        number = corrected.id if corrected else 0
        same = [or_(FilledForm.id == number, FilledForm.replaces_id == number)]
    before: FilledForm | None = await session.scalar(
        with_details().where(*same, FilledForm.verdict.in_((Verdict.WAITING, Verdict.ACCEPTED))).limit(1)
    )
    if before and before is not corrected:
        raise Refused("form_fill.sent_before", number=wording.filled_number(before.id, None), at=before.sent_at)
    if before and before.verdict is Verdict.ACCEPTED:
        raise Refused("form_fill.accepted_before", number=wording.filled_number(before.id, None))


async def _tell_lead(context: ActionContext, due: Due) -> None:
    """Tell the people of the agency that has the obligation of the rows that it was given."""
    obligation = await context.session.get_one(Obligation, due.occasion.obligation_id)
    lead = await recipients.answering_for(context.session, [obligation.agency_id])
    [giver] = await recipients.people(context.session, [context.person])
    words = T(
        "form_fill.part_told",
        agency=due.place,
        name=wording.colleague_name(giver.title, giver.name),
        form=due.title,
    )
    place = due.occasion.assignment_id, 0, f"{obligation.id}.{obligation.agency_id}"
    given = Button(T("form_fill.parts"), Tap("fill.parts", *place))
    open_form = Button(T("form_fill.open"), Tap("fill", *place))
    await notify(context, [one for one in lead if one.id != context.actor], Screen(words, ((given,), (open_form,))))


def with_details() -> Select[FilledForm]:
    """The query of filled forms with their version, place, obligation, review, sender and reviewer."""
    return select(FilledForm).options(
        joinedload(FilledForm.form_version).joinedload(FormVersion.form),
        joinedload(FilledForm.assignment),
        joinedload(FilledForm.agency),
        joinedload(FilledForm.person),
        joinedload(FilledForm.reviewer),
        joinedload(FilledForm.submission).joinedload(Submission.reviewer),
        joinedload(FilledForm.obligation).joinedload(Obligation.resolution).joinedload(Resolution.meeting),
        joinedload(FilledForm.obligation).joinedload(Obligation.agency),
    )


async def get(session: AsyncSession, filled_id: int, *, lock: bool = False) -> FilledForm:
    """Load a filled form; with ``lock`` as it is now, locked until the transaction ends. Raises Refused for none."""
    query = with_details().where(FilledForm.id == filled_id)
    if lock:
        query = query.with_for_update(of=FilledForm).execution_options(populate_existing=True)
    return existing(await session.scalar(query))


async def of_submission(session: AsyncSession, submission: Submission) -> FilledForm | None:
    """The filled form that a report is, None for any other report."""
    if submission.form != FILLED_FORM:
        return None
    filled: FilledForm | None = await session.scalar(with_details().where(FilledForm.submission_id == submission.id))
    return filled


def verdict(filled: FilledForm) -> Verdict | None:
    """The verdict on a filled form: its report's, or its own; None for a part."""
    return filled.submission.verdict if filled.submission else filled.verdict


def may_read(member: Member, filled: FilledForm) -> bool:
    """Tell whether a member may read a filled form: who sees its agency, for a part the lead, without one its sender.

    Whoever has its obligation since reads it once it is accepted, as its report.
    """
    if permissions.reads_all(member):
        return True
    if filled.agency_id is None and filled.person_id == member.person_id:
        return True
    agencies = {filled.agency_id}
    if filled.obligation and (filled.part or verdict(filled) is Verdict.ACCEPTED):
        agencies.add(filled.obligation.agency_id)
    return any(agency and permissions.sees_agency(member, agency) for agency in agencies)


async def parts(session: AsyncSession, obligation_id: int, assignment_id: int) -> Sequence[FilledForm]:
    """The parts that others gave for an obligation, the latest of each person and agency, in the order of coming."""
    rows = await session.scalars(
        with_details()
        .where(
            FilledForm.obligation_id == obligation_id,
            FilledForm.assignment_id == assignment_id,
            FilledForm.part.is_(True),
        )
        .order_by(FilledForm.id)
    )
    latest = {(row.agency_id, row.person_id): row for row in rows}
    return list(latest.values())


async def excel_rows(session: AsyncSession, filled_id: int) -> dict[str, tuple[int, int]]:
    """The numbers of rows of each repeat that came by Excel and are kept as rows of their own, and of wrong ones."""
    rows = await session.execute(
        select(FormRow.repeat, func.count(), func.count().filter(func.json_array_length(FormRow.problems) > 0))
        .where(FormRow.filled_id == filled_id)
        .group_by(FormRow.repeat)
    )
    return {repeat: (count, wrong) for repeat, count, wrong in rows}


async def before(session: AsyncSession, occasion: Occasion, person_id: int) -> FilledForm | None:
    """The last that was sent for the same place in another period: a new answer begins with its rows."""
    own = [] if occasion.agency_id else [FilledForm.person_id == person_id]
    earlier: FilledForm | None = await session.scalar(
        with_details()
        .where(
            FilledForm.assignment_id == occasion.assignment_id,
            FilledForm.agency_id.is_not_distinct_from(occasion.agency_id or None),
            FilledForm.period != occasion.period,
            FilledForm.part.is_(False),
            *own,
        )
        .order_by(FilledForm.id.desc())
        .limit(1)
    )
    return earlier


async def draft_of(session: AsyncSession, person_id: int, occasion: Occasion) -> Draft | None:
    """The draft that a person has for an occasion, of whatever version of its form."""
    draft: Draft | None = await session.scalar(
        select(Draft)
        .where(Draft.person_id == person_id, Draft.form.startswith(PREFIX), Draft.subject == occasion.subject)
        .order_by(Draft.id.desc())
        .limit(1)
    )
    return draft


def version_in(form: str) -> int:
    """The id of the version that the name of a form names, 0 for a form that is no data."""
    number = form.removeprefix(PREFIX)
    return row_number(number) if form.startswith(PREFIX) else 0


async def assignment_of(session: AsyncSession, occasion: Occasion) -> FormAssignment:
    """The assignment of an occasion. Raises Refused when there is none."""
    return await assignments.get(session, occasion.assignment_id)
