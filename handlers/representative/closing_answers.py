"""The short answers: nothing to report, not ours, or handed over to a colleague."""

from domain.chat.screens import Button, Screen, T, Tap
from domain.forms.answer_types import Pick, Words
from domain.forms.engine import Form, Question
from domain.persian.search import matching
from handlers.core.navigation import menu_button
from handlers.core.turn import PAGE, Filled, Listing, Reply, Turn
from handlers.representative import submission_flow, tasks
from models.meetings import SubmissionKind
from services.directory import members
from services.errors import Refused
from services.messaging import buttons
from services.submissions import task as task_service
from texts import wording
from texts.answer_summary import clip

NOTHING = Form("answer.nothing", (Question("word", Words(1000), required=False),))
NOT_OURS = Form("answer.not_ours", (Question("reason", Words(1000)),))
HAND = Form("answer.hand", (Question("colleague", Pick("task.colleagues"), personal=True),), at_once=True)


async def nothing(turn: Turn, tap: Tap) -> Reply:
    """Open the form that closes the obligation with nothing to report («فاقد عملکرد»)."""
    return await submission_flow.open_for(turn, tap, NOTHING)


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
    """Ask for the colleague who is to answer («ارجاع به همکار»)."""
    task = await tasks.answerable(turn, tap)
    if not task.is_open:
        return tasks.show_answered(turn, task)
    if not await task_service.colleagues(turn.session, turn.member, task):
        raise Refused("answer.no_colleague", agency=task.view.agency)
    return await submission_flow.begin(turn, HAND, task)


async def colleagues(turn: Turn, search: str, offset: int) -> Listing:
    """List the colleagues to whom the obligation in hand can be handed over."""
    task = await task_service.get(turn.session, turn.member, turn.form.subject_id if turn.form else 0)
    colleagues = await task_service.colleagues(turn.session, turn.member, task)
    matches = matching([(colleague.id, colleague.name, ()) for colleague in colleagues], search)
    return Listing(matches[offset : offset + PAGE], len(matches))


async def hand_over_sent(turn: Turn, filled: Filled) -> Reply:
    """Hand the obligation over to the chosen colleague, who is told."""
    task = await task_service.get(turn.session, turn.member, filled.subject_id)
    view, title = task.view, wording.resolution_name(task.view.number, task.view.item)
    message = T(
        "answer.handed_to_you",
        by=wording.colleague_name(turn.member.title, turn.member.name),
        title=title,
        due=wording.due_date(view.due, view.kind, turn.today),
        text=clip(view.text, submission_flow.SHORT),
    )
    assignee = await task_service.hand(
        turn.context,
        turn.member,
        view.id,
        filled.answers["colleague"]["id"],
        Screen(message, ((buttons.to_task(view.id),),)),
    )
    rows = ((Button(T("tasks.list"), Tap("tasks")), menu_button()),)
    return Screen(T("answer.handed", title=title, name=members.colleague(assignee.person)), rows)
