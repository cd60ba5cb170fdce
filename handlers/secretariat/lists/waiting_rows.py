"""Rows of the lists of work that waits: of answers, requests, questions, ideas, filled forms, and what is owed."""

from __future__ import annotations

from domain.chat.screens import T, Tap
from domain.deadlines import periods
from domain.persian.text import sort_key
from handlers.core.list_sheet import MOST, Cell, ListSheet, heads
from handlers.core.turn import Turn
from handlers.ideas import idea_card
from models.tables.ideas import IdeaState, IdeaSubject
from models.tables.meetings import OPEN_STATES, Obligation
from services import audit
from services.directory import members, registration
from services.forms import filling, reviewing
from services.ideas import idea_search, questions
from services.obligations import obligations
from services.submissions import extension_requests, reviews
from texts import wording

ANSWER = ("done", "word", "reason", "subject", "obstacles")
"""The questions whose answers say in words what came, in their order."""


async def reviews_sheet(turn: Turn, tap: Tap) -> ListSheet:
    """Return the answers that wait for a review."""
    rows: list[list[Cell]] = []
    for submission in await reviews.all_waiting(turn.session):
        obligation = submission.obligation
        said = [str(submission.answers[name]) for name in ANSWER if submission.answers.get(name)]
        rows.append(
            [
                submission.id,
                wording.submission_kind(submission.kind, submission.form),
                submission.agency.name,
                *_resolution(obligation.resolution.number, obligation.item, obligation.resolution.meeting.number),
                "\n".join(said),
                len(submission.attachments),
                obligation.due,
                members.formal_name(submission.person),
                submission.sent_at.astimezone(turn.organisation.zone),
            ]
        )
    names = ("number", "kind", "agency", "resolution", "meeting", "text", "files", "due", "person", "at")
    return ListSheet(T("lists.title.reviews"), heads(*names), rows)


async def extensions_sheet(turn: Turn, tap: Tap) -> ListSheet:
    """Return the requests for more time that wait for a decision."""
    rows: list[list[Cell]] = []
    for extension in await extension_requests.all_waiting(turn.session):
        obligation = extension.obligation
        resolution = obligation.resolution
        due = obligation.due or wording.due_date(None, periods.kind(resolution.deadline), turn.today)
        rows.append(
            [
                obligation.agency.name,
                *_resolution(resolution.number, obligation.item, resolution.meeting.number),
                due,
                extension.until,
                extension.reason,
                members.formal_name(extension.asker) if extension.asker else "",
                extension.asked_at.astimezone(turn.organisation.zone),
            ]
        )
    names = ("agency", "resolution", "meeting", "due", "until", "reason", "person", "at")
    return ListSheet(T("lists.title.extensions"), heads(*names), rows)


async def requests_sheet(turn: Turn, tap: Tap) -> ListSheet:
    """Return the requests to join that wait for a decision."""
    await audit.note_reading(turn.context, "requests")
    rows: list[list[Cell]] = [
        [
            members.formal_name(request.person),
            T(f"members.role.{request.role}"),
            request.agency.name if request.agency else request.agency_name,
            request.person.post,
            request.person.phone,
            request.asked_at.astimezone(turn.organisation.zone),
        ]
        for request in await registration.all_pending(turn.session)
    ]
    return ListSheet(T("lists.title.requests"), heads("person", "role", "agency", "post", "phone", "at"), rows)


async def questions_sheet(turn: Turn, tap: Tap) -> ListSheet:
    """Return the questions of members, unanswered first."""
    found, _ = await questions.listed(turn.session, 0, MOST)
    rows: list[list[Cell]] = []
    for question in found:
        answer, about = questions.last_answer(question), question.obligation
        rows.append(
            [
                question.id,
                T(f"question.state.{questions.state_of(question)}"),
                members.formal_name(question.person),
                about.agency.name if about else "",
                about.resolution.number if about else "",
                question.text,
                answer.text if answer else "",
                question.asked_at.astimezone(turn.organisation.zone),
            ]
        )
    names = ("number", "state", "person", "agency", "resolution", "text", "answer", "at")
    return ListSheet(T("lists.title.questions"), heads(*names), rows)


async def ideas_sheet(turn: Turn, tap: Tap) -> ListSheet:
    """Return the ideas of the state and the subject that the button names, «state.subject»."""
    _, _, detail = tap.arg.partition("/")
    state, _, subject = detail.partition(".")
    found, _ = await idea_search.listed(
        turn.session,
        0,
        MOST,
        state=IdeaState(state) if state in tuple(IdeaState) else None,
        subject=IdeaSubject(subject) if subject in tuple(IdeaSubject) else None,
    )
    rows: list[list[Cell]] = [
        [
            idea.id,
            T(f"idea.state.{idea.state}"),
            idea_card.subject(idea),
            members.formal_name(idea.person),
            idea.text,
            len(idea.attachments),
            idea.sent_at.astimezone(turn.organisation.zone),
        ]
        for idea in found
    ]
    return ListSheet(T("lists.title.ideas"), heads("number", "state", "subject", "person", "text", "files", "at"), rows)


async def filled_forms_sheet(turn: Turn, tap: Tap) -> ListSheet:
    """Return the filled forms of one form, or without one those that wait for a review."""
    found, _ = await reviewing.listed(turn.session, 0, MOST, tap.id)
    rows: list[list[Cell]] = [
        [
            wording.filled_number(filled.id, filled.submission_id),
            filled.form_version.title,
            filled.agency.name if filled.agency else "",
            members.formal_name(filled.person),
            T(f"answer.verdict.{filling.verdict(filled)}"),
            filled.sent_at.astimezone(turn.organisation.zone),
        ]
        for filled in found
    ]
    return ListSheet(T("lists.title.filled"), heads("number", "form", "agency", "person", "state", "at"), rows)


async def owing_sheet(turn: Turn, tap: Tap) -> ListSheet:
    """Return the open obligations of all agencies, which the secretariat may answer for them."""
    views = await obligations.views(turn.session, Obligation.state.in_(OPEN_STATES))
    rows: list[list[Cell]] = [
        [
            view.agency,
            *_resolution(view.number, view.item, view.meeting_number),
            view.text,
            view.due or wording.due_date(None, view.kind, turn.today),
        ]
        for view in sorted(obligations.in_order(views), key=lambda view: sort_key(view.agency))
    ]
    return ListSheet(T("lists.title.owing"), heads("agency", "resolution", "meeting", "text", "due"), rows)


def _resolution(number: int, item: str, meeting: int | None) -> list[Cell]:
    return [f"{number}، {item}" if item else number, meeting if meeting is not None else ""]
