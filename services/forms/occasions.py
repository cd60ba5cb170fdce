"""Occasions to fill in a form: for which obligation, agency or neighbourhood, and in which period."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Any

from sqlalchemy import Select, exists, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from domain.access.member import ANSWERING, OF_AGENCY, Member
from domain.chat.screens import T, Text
from domain.dates import jalali
from domain.forms.occasion import PREFIX, Occasion
from domain.persian.text import sort_key
from models.tables.agencies import Agency
from models.tables.forms import FilledForm, FormAssignment, FormRhythm, FormState, FormTarget, OfficeForm
from models.tables.meetings import OPEN_STATES, Meeting, Obligation, ObligationState, Resolution, Submission, Verdict
from services.conversations import drafts
from services.errors import Refused
from services.forms.library import VERDICT
from services.obligations import attached_forms, responsibility
from services.reminders import form_periods, waiting_forms
from texts import wording

_PERIOD = re.compile(r"(\d{4})-(q[1-4]|0[1-9]|1[0-2])", re.ASCII)
"""A month or a quarter, as occasions have them: ``1398-07`` or ``1398-q3``."""


class Progress(StrEnum):
    """The progress of an occasion, as whoever fills in its form sees it."""

    NOT_BEGUN = "not_begun"
    DRAFT = "draft"
    SENT = "sent"
    ACCEPTED = "accepted"
    RETURNED = "returned"


@dataclass(frozen=True, slots=True)
class Due:
    """An occasion as a list shows it.

    ``place`` is the name of the agency or neighbourhood, "" for a person's own; ``what`` names the obligation. ``due``
    is the obligation's due date, without one the end of the period. ``filled_id`` is what was sent last, 0 for nothing;
    ``is_open`` while something can be sent. With ``adds`` the obligation is answered, and a form of it that was not
    sent yet adds to the answer.
    """

    occasion: Occasion
    title: str
    place: str
    rhythm: FormRhythm
    progress: Progress
    filled_id: int
    is_open: bool
    due: date | None = None
    what: Text | None = None
    adds: bool = False

    @property
    def waits(self) -> bool:
        """True while the form is asked for; one for whenever there is a need is not, unless it is begun."""
        return self.is_open and (self.rhythm is not FormRhythm.ALWAYS or self.progress is Progress.DRAFT)

    def of_period(self, period: str) -> Due:
        """The same occasion in another period."""
        return replace(self, occasion=replace(self.occasion, period=period))


def period_name(period: str, language: str) -> Text | None:
    """A period in words, «آبان ۱۳۹۸» or «پاییز ۱۳۹۸»; None for none, or for one that no calendar has."""
    found = _PERIOD.fullmatch(period)
    if found is None:
        return None
    year, place = found.groups()
    if place.startswith("q"):
        return T("duty.quarter", season=T(f"duty.season.{place[1:]}"), year=int(year))
    months = jalali.MONTHS if language == "fa" else jalali.MONTHS_LATIN
    return T("export.month", month=months[int(place) - 1], year=int(year))


async def of_member(session: AsyncSession, member: Member, today: date) -> list[Due]:
    """The occasions to fill in forms that a member has, what is open first, then by place, due date and title."""
    if not await session.scalar(select(exists(_attached().with_only_columns(FormAssignment.id)))):
        return []
    begun = await _begun(session, member)
    found = [
        *await _of_roles(session, member, today),
        *await _of_obligations(session, await _agencies(session, member), begun),
        *await _parts(session, member),
    ]
    sent = await _sent(session, member, found)
    due = [due for one in found if not _is_over(due := _with_progress(one, sent, begun), today)]
    return sorted(due, key=lambda one: (not one.is_open, sort_key(one.place), one.due or date.max, one.title))


def _is_over(due: Due, today: date) -> bool:
    """Tell whether there is nothing to send or see, or an occasion on no obligation is past and was sent."""
    if not due.is_open and due.progress is Progress.NOT_BEGUN:
        return True
    return bool(due.due and due.due < today and not due.is_open and not due.occasion.obligation_id)


async def find(session: AsyncSession, member: Member, today: date, wanted: Occasion) -> Due:
    """The occasion of a member that is for the same thing as another one, in its period or else the present one.

    A part of an obligation may be given by whoever may fill in the whole, too. Raises Refused for none such.
    """
    same = (wanted.assignment_id, wanted.obligation_id, wanted.agency_id)
    having = [
        due
        for due in await of_member(session, member, today)
        if (due.occasion.assignment_id, due.occasion.obligation_id, due.occasion.agency_id) == same
    ]
    having.sort(key=lambda due: (due.occasion.period == wanted.period, due.due or date.max), reverse=True)
    exact = next((due for due in having if due.occasion.part == wanted.part), None)
    if exact is None and having and wanted.part and wanted.obligation_id:
        exact = replace(having[0], occasion=replace(having[0].occasion, part=True))
    if exact is None:
        passed_over = await waiting_forms.is_passed_over(session, wanted.assignment_id)
        raise Refused("form_fill.unreadable" if passed_over else "form_fill.not_yours")
    return exact


async def on_behalf(session: AsyncSession, wanted: Occasion) -> Due:
    """The occasion of an obligation that a secretary fills in for its agency. Raises Refused for none such."""
    obligation = await session.get(Obligation, wanted.obligation_id)
    agency = await session.get(Agency, obligation.agency_id) if obligation else None
    having = await _of_obligations(session, {agency.id: agency.name}, ()) if agency else []
    same = (wanted.assignment_id, wanted.obligation_id)
    due = next((one for one in having if (one.occasion.assignment_id, one.occasion.obligation_id) == same), None)
    if due is None or not due.is_open:
        raise Refused("answer.settled")
    return due


async def _agencies(session: AsyncSession, member: Member) -> dict[int, str]:
    """The agencies and neighbourhoods that a member answers for; the secretariat itself for its secretaries."""
    own = {held.agency_id: held.agency for held in member.of_agency if held.role in ANSWERING and held.agency_id}
    if member.secretary:
        rows = await session.execute(select(Agency.id, Agency.name).where(Agency.secretariat.is_(True)))
        own |= dict(rows.all())
    return own


def _attached() -> Select[FormAssignment, str]:
    return (
        select(FormAssignment, OfficeForm.title)
        .join(OfficeForm, OfficeForm.id == FormAssignment.form_id)
        .where(FormAssignment.detached_at.is_(None), OfficeForm.state == FormState.PUBLISHED)
    )


async def _of_roles(session: AsyncSession, member: Member, today: date) -> list[Due]:
    """The occasions of forms that are attached to a role, a neighbourhood or everyone."""
    found = []
    for assignment, title in await waiting_forms.attached(session):
        with waiting_forms.passing_over(assignment.id):
            found += [
                _due(assignment, title, name, Occasion(assignment.id, 0, agency_id, period), due=day)
                for period, day in form_periods.periods(assignment, today)
                for agency_id, name in _places(member, assignment)
            ]
    return found


def _places(member: Member, assignment: FormAssignment) -> list[tuple[int, str]]:
    """The agencies and neighbourhoods for which a member fills in a form; (0, "") for themselves."""
    match assignment.target:
        case FormTarget.NEIGHBOURHOOD:
            held = [one for one in member.of_agency if one.agency_id == assignment.agency_id and one.role in ANSWERING]
        case FormTarget.ROLE if assignment.role in OF_AGENCY:
            held = [one for one in member.of_agency if one.role is assignment.role]
        case FormTarget.ROLE:
            return [(0, "")] if assignment.role and member.has(assignment.role) else []
        case _:
            return [] if member.outside else [(0, "")]
    return list(dict.fromkeys((one.agency_id or 0, one.agency) for one in held))


async def _of_obligations(session: AsyncSession, agencies: Mapping[int, str], begun: Collection[str]) -> list[Due]:
    """The occasions of forms that are attached to obligations of some agencies: open ones, and those answered so.

    Whoever had begun a form when a colleague answered otherwise may still send it, as a supplement.
    """
    half_filled = {occasion.obligation_id for subject in begun if (occasion := Occasion.parse(subject))}
    answered = exists().where(FilledForm.obligation_id == Obligation.id, FilledForm.part.is_(False))
    rows = await waiting_forms.readable(
        session,
        _obligation_rows().where(
            Obligation.agency_id.in_(agencies),
            or_(Obligation.state.in_(OPEN_STATES), Obligation.id.in_(half_filled), answered),
        ),
    )
    return [
        _due(
            assignment,
            title,
            agencies[obligation.agency_id],
            Occasion(assignment.id, obligation.id, obligation.agency_id, obligation.period),
            due=obligation.due,
            what=wording.resolution_name(number, obligation.item, meeting),
            is_open=obligation.state in OPEN_STATES,
            adds=obligation.state in (ObligationState.ANSWERED, ObligationState.ACCEPTED),
        )
        for assignment, title, obligation, number, meeting in rows
    ]


async def _parts(session: AsyncSession, member: Member) -> list[Due]:
    """The open obligations of others to whose forms a member gives rows: of the parent or of the lead."""
    own = {held.agency_id: held.agency for held in member.of_agency if held.role in ANSWERING and held.agency_id}
    if not own:
        return []
    parents = await session.execute(
        select(Agency.parent_id, Agency.id).where(Agency.id.in_(own), Agency.parent_id.is_not(None))
    )
    branches: dict[int, int] = {}
    for parent_id, branch_id in parents:
        branches.setdefault(parent_id or 0, branch_id)
    helped = await responsibility.helped_by(session, own)
    of_helped = Obligation.resolution_id.in_({resolution_id for resolution_id, _ in helped})
    rows = await waiting_forms.readable(
        session,
        _obligation_rows()
        .add_columns(Agency.name)
        .join(Agency, Agency.id == Obligation.agency_id)
        .where(
            Obligation.state.in_(OPEN_STATES),
            Obligation.agency_id.not_in(own),
            or_(Obligation.agency_id.in_(branches), of_helped),
        ),
    )
    active = member.active.agency_id if member.active else None
    partner = active if active in own else next(iter(own))
    due = []
    for assignment, title, obligation, number, meeting, lead in rows:
        if obligation.agency_id not in branches and (obligation.resolution_id, obligation.item) not in helped:
            continue
        giver = branches.get(obligation.agency_id, partner)
        occasion = Occasion(assignment.id, obligation.id, giver, obligation.period, part=True)
        name = wording.resolution_name(number, obligation.item, meeting)
        what = T("form_fill.part_of", title=name, agency=lead)
        due.append(_due(assignment, title, own[giver], occasion, due=obligation.due, what=what))
    return due


def _obligation_rows() -> Select[FormAssignment, str, Obligation, int, int | None]:
    return (
        _attached()
        .add_columns(Obligation, Resolution.number, Meeting.number)
        .join(Obligation, attached_forms.concerns())
        .join(Resolution, Resolution.id == Obligation.resolution_id)
        .join(Meeting, Meeting.id == Resolution.meeting_id)
    )


def _due(
    assignment: FormAssignment,
    title: str,
    place: str,
    occasion: Occasion,
    *,
    due: date | None = None,
    what: Text | None = None,
    is_open: bool = True,
    adds: bool = False,
) -> Due:
    return Due(occasion, title, place, assignment.rhythm, Progress.NOT_BEGUN, 0, is_open, due, what, adds)


_Key = tuple[int, int, int, str, bool]


async def _sent(session: AsyncSession, member: Member, found: Sequence[Due]) -> dict[_Key, tuple[int, Verdict | None]]:
    """The last that was sent on each occasion: its id and its verdict, None for a part."""
    rows = await session.execute(
        select(FilledForm, VERDICT)
        .outerjoin(Submission, Submission.id == FilledForm.submission_id)
        .where(
            FilledForm.assignment_id.in_({one.occasion.assignment_id for one in found}),
            or_(FilledForm.agency_id.is_not(None), FilledForm.person_id == member.person_id),
            or_(VERDICT.is_(None), VERDICT != Verdict.REPLACED),
        )
        .order_by(FilledForm.id)
    )
    return {
        (filled.assignment_id, filled.obligation_id or 0, filled.agency_id or 0, filled.period, filled.part): (
            filled.id,
            decided,
        )
        for filled, decided in rows
    }


async def _begun(session: AsyncSession, member: Member) -> dict[str, dict[str, Any]]:
    """The subjects of the forms that are data and that a member has begun, with what each draft is about."""
    return await drafts.answered_subjects(session, member.person_id, PREFIX)


def _with_progress(
    due: Due, sent: Mapping[_Key, tuple[int, Verdict | None]], begun: Mapping[str, Mapping[str, Any]]
) -> Due:
    one = due.occasion
    filled_id, verdict = sent.get(
        (one.assignment_id, one.obligation_id, one.agency_id, one.period, one.part), (0, None)
    )
    progress = _PROGRESS.get(verdict, Progress.SENT) if filled_id else Progress.NOT_BEGUN
    repeated = due.rhythm is FormRhythm.ALWAYS or bool(one.obligation_id)
    # What was begun and is no correction cannot be sent any more, as when two accounts became one person's.
    is_over = progress in (Progress.SENT, Progress.ACCEPTED) and not begun.get(one.subject, {}).get("replaces")
    if one.subject in begun and (repeated or not is_over):
        progress = Progress.DRAFT
    is_open = due.is_open if repeated else not is_over
    is_open = is_open or (due.adds and not filled_id)
    return replace(due, progress=progress, filled_id=filled_id, is_open=is_open)


_PROGRESS: dict[Verdict | None, Progress] = {Verdict.ACCEPTED: Progress.ACCEPTED, Verdict.RETURNED: Progress.RETURNED}
