"""Answers that the secretariat enters for an agency, from phone, paper or the office system («ثبت از طرف دستگاه»)."""

from domain.chat.screens import Button, Screen, T, Tap, row_number
from domain.forms.engine import Form, Question
from domain.forms.occasion import Occasion
from domain.forms.types.answer_types import Choice, Pick
from domain.persian.search import Named, matching
from handlers.core.forms import form_filling
from handlers.core.navigation import menu_button
from handlers.core.pagination import page_of
from handlers.core.turn import Filled, Listing, Reply, Turn
from handlers.representative.forms import opening
from handlers.representative.submissions import closing_answers, letter, progress_report, submission_flow
from services.directory import agencies
from services.errors import Refused
from services.obligations import obligations
from services.submissions import task as task_service
from services.submissions.task import Task
from texts import wording
from texts.answer_summary import clip

CHANNELS = ("phone", "paper", "office")
"""The ways by which an answer reaches the secretariat, other than the chat."""
FORM = Form(
    "review.behalf_form",
    (
        Question("agency", Pick("behalf.agencies", sheet="owing")),
        Question("obligation", Pick("behalf.obligations")),
        Question("channel", Choice(CHANNELS)),
        Question("kind", Choice(("report", "letter", "form", "nothing"))),
    ),
    at_once=True,
)
FORMS = {"report": progress_report.FORM, "letter": letter.FORM, "nothing": closing_answers.NOTHING}


async def start(turn: Turn) -> Reply:
    """Ask for the agency, the obligation, the channel and the kind of answer (/behalf)."""
    if not await task_service.owing(turn.session, ""):
        raise Refused("review.none_owed")
    return await form_filling.begin(turn, FORM)


async def start_for(turn: Turn, tap: Tap) -> Reply:
    """Ask for the rest of what a button names: nothing, an agency, or an agency with one of its obligations."""
    if not tap.id:
        return await start(turn)
    agency = await agencies.get(turn.session, tap.id)
    views = await obligations.open_of_agency(turn.session, agency.id)
    if not views:
        raise Refused("review.owes_nothing", agency=agency.name)
    answers = {"agency": {"id": agency.id, "label": agency.name}}
    for view in views:
        if str(view.id) == tap.arg:
            answers["obligation"] = {"id": view.id, "label": _label(turn, view, views)}
    return await form_filling.begin(turn, FORM, f"{agency.id}/{tap.arg}", answers=answers)


async def agencies_listing(turn: Turn, search: str, offset: int) -> Listing:
    """List the agencies with open obligations."""
    return page_of(await task_service.owing(turn.session, search), offset)


async def obligations_listing(turn: Turn, search: str, offset: int) -> Listing:
    """List the open obligations of the agency that was picked."""
    agency_id = turn.form.state.answers["agency"]["id"] if turn.form else 0
    views = await obligations.open_of_agency(turn.session, agency_id)
    labels = [Named(view.id, _label(turn, view, views)) for view in views]
    matches = matching([(number, label, ()) for number, label in labels], search) if search else labels
    return page_of(matches, offset)


def _label(turn: Turn, view: obligations.View, among: list[obligations.View]) -> str:
    """A recurring resolution has an obligation a period: the time left tells them apart."""
    title = view.title(among)
    if view.due:
        title = T("tasks.label", title=title, left=wording.time_left(view.due, view.kind, turn.today))
    return clip(f"{turn.voice.plain(title)}: {' '.join(view.text.split())}", 60)


async def sent(turn: Turn, filled: Filled) -> Reply:
    """Open the form of the answer itself."""
    task = await task_service.get(turn.session, turn.member, filled.answers["obligation"]["id"])
    await obligations.check_owner(turn.session, task.view, filled.answers["agency"]["id"])
    if filled.answers["kind"] == "form":
        return _forms_screen(task, filled.answers["channel"])
    form = FORMS[filled.answers["kind"]]
    return await submission_flow.begin(turn, form, task, channel=filled.answers["channel"])


def _forms_screen(task: Task, channel: str) -> Screen:
    """Return the choice among the forms that are attached to an obligation. Raises Refused when there are none."""
    if not task.forms:
        raise Refused("form_fill.none_attached")
    place = f"{task.view.id}.{channel}"
    rows = [
        (
            Button(
                T("form_fill.fill_form", title=clip(form.title, 40)), Tap("behalf.form", form.assignment_id, 0, place)
            ),
        )
        for form in task.forms
    ]
    return Screen(T("form_fill.choose"), (*rows, (menu_button(),)))


async def fill(turn: Turn, tap: Tap) -> Reply:
    """Open a form that came to the secretariat, to be entered for its agency («پر کردن فرم»)."""
    obligation_id, _, channel = tap.arg.partition(".")
    if not row_number(obligation_id) or channel not in CHANNELS:
        raise Refused("common.stale")
    return await opening.on_behalf(turn, Occasion(tap.id, row_number(obligation_id)), channel)
