"""The common part of all answers to an obligation: open the form, store the answer, show a receipt."""

from typing import Any

from domain.chat.screens import Button, Screen, T, Tap, Text
from domain.forms.engine import Fillable, Form, State
from handlers.core.forms import form_filling
from handlers.core.navigation import menu_button
from handlers.core.turn import Filled, Reply, Turn
from handlers.representative import tasks
from handlers.representative.free_text import into_form
from models.tables.meetings import Submission, SubmissionKind
from services.directory import welcome
from services.obligations import obligations
from services.submissions import reviews, submissions
from services.submissions import task as task_service
from services.submissions.submissions import CHAT, FILES, Answer
from services.submissions.task import Task
from texts import wording
from texts.answer_summary import clip

SHORT = 220
"""Characters of a resolution's text over each question."""


async def open_for(turn: Turn, tap: Tap, form: Form, *, supplement: bool = False) -> Reply:
    """Open a form about the obligation that a button names, below the reminder or the card that has the button.

    Raises Refused when the person may only read it.
    """
    turn.fresh = True
    task, chosen = await tasks.answerable(turn, tap), tap.arg == "stray"
    return await begin(turn, form, task, supplement=supplement, chosen=chosen)


async def begin(
    turn: Turn,
    form: Fillable,
    task: Task,
    *,
    after: Submission | None = None,
    channel: str = CHAT,
    supplement: bool = False,
    chosen: bool = False,
) -> Reply:
    """Open the form of an answer; a draft is resumed, else ``after`` or a returned answer fills the form in.

    An obligation that needs no answer is shown instead, unless this one corrects ``after`` or is a ``supplement``.
    What came unasked before goes into the form: at once if the form was ``chosen`` for it, else after a question.
    """
    if not task.is_open and after is None and not supplement:
        return tasks.show_answered(turn, task)
    if after is None and task.returned and task.answer and task.answer.form == form.name:
        after = task.answer
    heading = turn.voice.plain(await _heading(turn, task, channel))
    about: dict[str, Any] = {"heading": heading, "channel": channel, "agency": task.view.agency_id}
    if after is None:
        screen = await form_filling.begin(turn, form, task.view.id, **about)
    else:
        about["replaces"] = after.id
        answers = {**after.answers, FILES: after.attachments} if after.attachments else dict(after.answers)
        asked = form.fill(State("", answers), turn.world).asked()
        skipped = tuple(name for name in asked if name not in answers)
        screen = await form_filling.begin(turn, form, task.view.id, answers=answers, skipped=skipped, **about)
    return await into_form.offered(turn, chosen=chosen) or screen


async def _heading(turn: Turn, task: Task, channel: str) -> Text:
    """Return the lines over each question; the meeting is named where tasks of several meetings are open."""
    view = task.view
    others = await obligations.open_of_agencies(turn.session, {view.agency_id, *turn.member.agency_ids})
    title = view.title([view, *others])
    key = "report.heading_template" if task.template and task.is_open else "report.heading"
    lines: list[Text | str] = []
    if channel != CHAT:
        lines.append(T("report.heading_behalf", agency=view.agency))
    elif len(turn.member.agency_ids) > 1:
        lines.append(T("tasks.agency", agency=view.agency))
    lines.append(T(key, title=title, text=clip(" ".join(view.text.split()), SHORT)))
    if task.returned and task.answer:
        lines.append(T("tasks.returned", words=clip(task.answer.words, SHORT)))
    return T("form.lines", lines=lines)


async def sent(turn: Turn, filled: Filled, kind: SubmissionKind) -> Reply:
    """Store the answer and show its receipt."""
    answer = Answer(
        kind,
        filled.form,
        filled.answers,
        filled.sources,
        filled.about["channel"],
        filled.about.get("replaces", 0),
        filled.agency_id,
    )
    submission = await submissions.send(turn.context, turn.member, filled.subject_id, answer)
    await reviews.entered(turn.context, turn.member, submission)
    return await _receipt(turn, submission)


async def _receipt(turn: Turn, submission: Submission) -> Screen:
    """Return the receipt: the number under which the answer is kept, and the next step."""
    obligation = submission.obligation
    title = submissions.title_of(obligation)
    lines: list[Text | str] = [
        T("answer.receipt", what=wording.submission_kind(submission.kind, submission.form), number=submission.id),
        T("answer.receipt_of", title=title, at=submission.sent_at),
    ]
    if submission.channel != CHAT:
        channel = T(f"answer.channel.{submission.channel}")
        lines.append(T("answer.receipt_behalf", agency=obligation.agency.name, channel=channel))
        return Screen(T("form.lines", lines=lines), ((Button(T("review.behalf"), Tap("behalf")),), (menu_button(),)))
    if len(turn.member.agency_ids) > 1:
        lines.append(T("tasks.agency", agency=obligation.agency.name))
    counts = "closed" if submission.while_closed else "supplement" if submission.supplement else "review"
    lines.append(T(f"answer.receipt_{counts}"))
    rows = [(menu_button(),)]
    agency = await task_service.agency_of(turn.session, turn.member)
    if agency and (left := len(await obligations.open_of_agency(turn.session, agency.id))):
        rows.insert(0, (Button(T("tasks.more", count=left), Tap("tasks")),))
    elif len(turn.member.neighbourhoods) > 1:
        rows.insert(0, (welcome.MINE,))
    return Screen(T("form.lines", lines=lines), tuple(rows))
