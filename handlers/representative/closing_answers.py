"""The short answers: nothing to report, not ours, or it is a colleague's."""

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
from texts.answers import clip

NOTHING = Form("answer.nothing", (Question("word", Words(1000), required=False),))
NOT_OURS = Form("answer.not_ours", (Question("reason", Words(1000)),))
HAND = Form("answer.hand", (Question("colleague", Pick("task.colleagues"), personal=True),), at_once=True)


async def nothing(turn: Turn, tap: Tap) -> Reply:
    """«فاقد عملکرد»: closes the obligation, with a word if one wishes."""
    return await submission_flow.open_for(turn, tap, NOTHING)


async def nothing_sent(turn: Turn, filled: Filled) -> Reply:
    """«ارسال»."""
    return await submission_flow.sent(turn, filled, SubmissionKind.NOTHING_TO_REPORT)


async def not_ours(turn: Turn, tap: Tap) -> Reply:
    """«مرتبط با این دستگاه نیست»: the reason, about which the secretariat decides."""
    return await submission_flow.open_for(turn, tap, NOT_OURS)


async def not_ours_sent(turn: Turn, filled: Filled) -> Reply:
    """«ارسال»."""
    return await submission_flow.sent(turn, filled, SubmissionKind.NOT_APPLICABLE)


async def hand(turn: Turn, tap: Tap) -> Reply:
    """«ارجاع به همکار»: to which one?"""
    task = await tasks.to_answer(turn, tap)
    if not task.owed:
        return tasks.answered_before(turn, task)
    if not await task_service.colleagues(turn.session, turn.member, task):
        raise Refused("answer.no_colleague", agency=task.view.agency)
    return await submission_flow.begin(turn, HAND, task)


async def colleagues(turn: Turn, search: str, offset: int) -> Listing:
    """Those to whom the obligation in hand can be handed."""
    subject = turn.draft.subject if turn.draft else ""
    task = await task_service.get(turn.session, turn.member, int(subject))
    colleagues = await task_service.colleagues(turn.session, turn.member, task)
    found = matching([(one.id, one.name, ()) for one in colleagues], search)
    return Listing(found[offset : offset + PAGE], len(found))


async def handed(turn: Turn, filled: Filled) -> Reply:
    """The colleague was named, and is told."""
    task = await task_service.get(turn.session, turn.member, filled.subject_id)
    view, title = task.view, wording.resolution_name(task.view.number, task.view.item)
    told = T(
        "answer.handed_to_you",
        by=wording.colleague_name(turn.member.title, turn.member.name),
        title=title,
        due=wording.due_date(view.due, view.kind, turn.today),
        text=clip(view.text, submission_flow.SHORT),
    )
    to = await task_service.hand(
        turn.context,
        turn.member,
        view.id,
        filled.answers["colleague"]["id"],
        Screen(told, ((buttons.to_task(view.id),),)),
    )
    rows = ((Button(T("tasks.list"), Tap("tasks")), menu_button()),)
    return Screen(T("answer.handed", title=title, name=members.colleague(to.person)), rows)
