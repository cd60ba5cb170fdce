"""A representative asks for more time («درخواست تمدید مهلت»)."""

from datetime import date

from domain.chat.screens import Screen, T, Tap, Text
from domain.forms.engine import Form, Question
from domain.forms.types.answer_types import Files, Words
from domain.forms.types.worded_day import LaterDay
from handlers.core.forms import form_filling
from handlers.core.navigation import menu_button
from handlers.core.turn import Filled, Reply, Turn
from handlers.representative import tasks
from handlers.representative.free_text import into_form
from services.errors import Refused
from services.messaging import buttons
from services.obligations import obligations
from services.submissions import extension_requests
from services.submissions import task as task_service
from services.submissions.extension_requests import ExtensionDecided, ExtensionRequest
from texts import wording
from texts.answer_summary import clip

FORM = Form(
    "extension",
    (
        Question("until", LaterDay()),
        Question("reason", Words(1000)),
        Question("files", Files(), required=False),
    ),
)
SHORT = 160
"""Characters of a resolution's text over each question."""


async def ask(turn: Turn, tap: Tap) -> Reply:
    """Open the form of a request for more time about one obligation."""
    task = await tasks.answerable(turn, tap)
    if not task.is_open:
        return tasks.show_answered(turn, task)
    view = task.view
    obligation = await obligations.find(turn.session, view.id)
    if obligation is None:
        raise Refused("common.stale")
    await extension_requests.check_may_ask(turn.session, obligation)
    lines: list[Text | str] = [
        T(
            "extension.heading",
            title=wording.resolution_name(view.number, view.item, view.meeting_number),
            text=clip(" ".join(view.text.split()), SHORT),
        ),
        T("tasks.deadline", due=wording.due_date(view.due, view.kind, turn.today)),
    ]
    if view.overdue(turn.today):
        lines.append(T("extension.overdue"))
    turn.fresh = True
    heading = turn.voice.plain(T("form.lines", lines=lines))
    due = view.due.isoformat() if view.due else ""
    screen = await form_filling.begin(turn, FORM, view.id, heading=heading, due=due, agency=view.agency_id)
    return await into_form.offered(turn, chosen=tap.arg == "stray") or screen


async def sent(turn: Turn, filled: Filled) -> Reply:
    """Store the request, and show its receipt («ارسال»)."""
    answers = filled.answers
    wish = ExtensionRequest(date.fromisoformat(answers["until"]), answers["reason"], answers.get("files", []))
    extension = await extension_requests.ask(turn.context, turn.member, filled.subject_id, wish, filled.agency_id)
    obligation = extension.obligation
    resolution = obligation.resolution
    title = wording.resolution_name(resolution.number, obligation.item, resolution.meeting.number)
    lines: list[Text | str] = [
        T("extension.receipt", number=extension.id, title=title, until=extension.until),
    ]
    if off := wording.day_off(extension.until, turn.organisation.calendar):
        lines.append(off)
    overdue = obligation.due is not None and obligation.due < turn.today
    lines.append(T("extension.receipt_overdue" if overdue else "extension.receipt_next"))
    return Screen(T("form.lines", lines=lines), ((buttons.to_task(obligation.id),), (menu_button(),)))


async def withdraw(turn: Turn, tap: Tap) -> Reply:
    """Withdraw a request that waits for its decision, and show the task («پس گرفتن درخواست»)."""
    try:
        extension = await extension_requests.withdraw(turn.context, turn.member, tap.id)
        turn.toast = T("extension.withdrawn")
    except ExtensionDecided as decided:
        extension, turn.toast = decided.extension, decided.text
    return tasks.card(turn, await task_service.get(turn.session, turn.member, extension.obligation_id))
