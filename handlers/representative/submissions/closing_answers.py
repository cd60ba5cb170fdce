"""The short answers: nothing to report, not ours, or handed over to a colleague."""

from domain.chat.screens import Button, Personal, Screen, T, Tap
from domain.forms.engine import Form, Question
from domain.forms.types.answer_types import Pick, Words
from domain.persian import closing_words
from domain.persian.closing_words import ClosingWords
from domain.persian.search import matching
from handlers.core.forms import form_filling
from handlers.core.navigation import menu_button
from handlers.core.pagination import page_of
from handlers.core.turn import Filled, Listing, Reply, Turn
from handlers.representative import tasks
from handlers.representative.submissions import submission_flow
from models.tables.meetings import SubmissionKind
from services.directory import members
from services.messaging import buttons
from services.submissions import colleague_requests
from services.submissions import task as task_service
from texts import wording

NOTHING, NO_OPINION, NO_EXPERIENCE = (
    Form(f"answer.{words}", (Question("word", Words(1000), required=False),)) for words in ClosingWords
)
"""The forms of the answers that close an obligation without a report, each under its own words."""
NOT_OURS = Form("answer.not_ours", (Question("reason", Words(1000)),))
HAND = Form("answer.hand", (Question("colleague", Pick("task.colleagues", other=True), personal=True),), at_once=True)
INVITE = Form("answer.invite", (Question("name", Words(200), personal=True),), at_once=True)


async def nothing(turn: Turn, tap: Tap) -> Reply:
    """Open the form that closes the obligation with nothing to report («فاقد عملکرد», «نظری نداریم»)."""
    task = await tasks.answerable(turn, tap)
    by_words = {
        ClosingWords.NOTHING: NOTHING,
        ClosingWords.NO_OPINION: NO_OPINION,
        ClosingWords.NO_EXPERIENCE: NO_EXPERIENCE,
    }
    return await submission_flow.open_for(turn, tap, by_words[closing_words.of(task.view.text)])


async def nothing_sent(turn: Turn, filled: Filled) -> Reply:
    """Store the answer that there is nothing to report, and show its receipt («ارسال»)."""
    return await submission_flow.sent(turn, filled, SubmissionKind.NOTHING_TO_REPORT)


async def not_ours(turn: Turn, tap: Tap) -> Reply:
    """Open the form for why the agency is not in charge («مرتبط با این دستگاه نیست»)."""
    return await submission_flow.open_for(turn, tap, NOT_OURS)


async def not_ours_sent(turn: Turn, filled: Filled) -> Reply:
    """Store the reason, about which the secretariat decides, and show its receipt («ارسال»)."""
    return await submission_flow.sent(turn, filled, SubmissionKind.NOT_APPLICABLE)


async def hand_over(turn: Turn, tap: Tap) -> Reply:
    """Ask for the colleague who is to answer («سپردن اقدام به همکار»)."""
    task = await tasks.answerable(turn, tap)
    if not task.is_open:
        return tasks.show_answered(turn, task)
    if not await task_service.colleagues(turn.session, turn.member, task):
        invite = Tap("invite.now", task.view.agency_id) if turn.member.secretary else Tap("hand.invite", task.view.id)
        rows = ((Button(T("answer.ask_to_invite"), invite),), (buttons.to_task(task.view.id), menu_button()))
        return Screen(T("answer.no_colleague", agency=task.view.agency), rows)
    return await submission_flow.begin(turn, HAND, task)


async def invite(turn: Turn, tap: Tap) -> Reply:
    """Ask for the name of the colleague whom the secretariat is to invite («درخواست دعوت همکار»)."""
    task = await tasks.answerable(turn, tap)
    turn.fresh = True
    return await form_filling.begin(turn, INVITE, task.view.id)


async def invite_sent(turn: Turn, filled: Filled) -> Reply:
    """Ask the secretariat to invite the colleague."""
    return await _ask_to_invite(turn, filled, filled.answers["name"])


async def _ask_to_invite(turn: Turn, filled: Filled, name: str) -> Screen:
    await colleague_requests.ask(turn.context, turn.member, filled.subject_id, name)
    text = T("answer.invite_sent", name=Personal(name, T("privacy.colleague")))
    return Screen(text, ((buttons.to_task(filled.subject_id), menu_button()),))


async def colleagues(turn: Turn, search: str, offset: int) -> Listing:
    """List the colleagues to whom the obligation in hand can be handed over."""
    task = await tasks.answerable(turn, Tap("hand", turn.form.subject_id if turn.form else 0))
    colleagues = await task_service.colleagues(turn.session, turn.member, task)
    matches = matching([(colleague.id, colleague.name, ()) for colleague in colleagues], search)
    return page_of(matches, offset)


async def hand_over_sent(turn: Turn, filled: Filled) -> Reply:
    """Hand the obligation over to the chosen colleague, who is told; one who is not here yet is to be invited."""
    if not filled.answers["colleague"]["id"]:
        return await _ask_to_invite(turn, filled, filled.answers["colleague"]["label"])
    task = await task_service.get(turn.session, turn.member, filled.subject_id)
    view, title = task.view, wording.resolution_name(task.view.number, task.view.item, task.view.meeting_number)
    assignee = await task_service.hand_over(turn.context, turn.member, view, filled.answers["colleague"]["id"])
    rows = ((Button(T("tasks.list"), Tap("tasks")), menu_button()),)
    return Screen(T("answer.handed", title=title, name=members.colleague(assignee.person)), rows)
