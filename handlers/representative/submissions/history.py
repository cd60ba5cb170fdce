"""The agency's earlier submissions: list them, open one, or correct it («پاسخ‌های پیشین»)."""

from domain.access import permissions
from domain.chat.screens import Button, Screen, T, Tap, Text
from handlers.core.forms.form_lookup import find_form
from handlers.core.navigation import menu_button
from handlers.core.pagination import page_buttons
from handlers.core.turn import PAGE, Reply, Turn
from handlers.representative import tasks
from handlers.representative.forms import opening
from handlers.representative.submissions import submission_card, submission_flow
from models.tables.meetings import Submission, Verdict
from services.directory import agencies
from services.errors import Refused
from services.forms import filling
from services.messaging import buttons
from services.submissions import submissions
from services.submissions import task as task_service


async def show(turn: Turn) -> Reply:
    """List the submissions of the active agency (/history)."""
    agency = await tasks.own_agency(turn)
    return await _list_screen(turn, agency.id, agency.name, 0)


async def page(turn: Turn, tap: Tap) -> Reply:
    """Show the page of an agency's submissions that a button names."""
    agency = await agencies.get(turn.session, tap.id)
    if not permissions.sees_agency(turn.member, agency.id):
        raise Refused("common.not_yours")
    return await _list_screen(turn, agency.id, agency.name, tap.place)


async def _list_screen(turn: Turn, agency_id: int, agency: str, offset: int) -> Screen:
    page_rows, total = await submissions.of_agency(turn.session, agency_id, offset, PAGE)
    if not page_rows:
        return Screen(T("history.empty", agency=agency), ((buttons.TASKS, menu_button()),))
    lines: list[Text | str] = [T("history.title", agency=agency), T("history.count", count=total)]
    for submission in page_rows:
        lines += ["", _row(submission)]
    rows = [
        (Button(submission_card.label(submission), Tap("history.open", submission.id)),) for submission in page_rows
    ]
    moves = page_buttons(total, offset, lambda first: Tap("history", agency_id, arg=str(first)))
    return Screen(T("form.lines", lines=lines), (*rows, *((moves,) if moves else ()), (menu_button(),)))


def _row(submission: Submission) -> Text:
    return T(
        "history.row",
        number=submission.id,
        what=submission_card.label(submission),
        title=submission_card.resolution_title(submission),
        at=submission.sent_at,
        verdict=T(f"answer.verdict.{submission.verdict}"),
    )


async def show_one(turn: Turn, tap: Tap) -> Reply:
    """Show one submission with its verdict, and below it the long texts and files that its card has no room for."""
    submission = await submissions.get(turn.session, tap.id)
    if not submissions.may_read(turn.member, submission):
        raise Refused("common.not_yours")
    now_of, sent_by = submission.obligation.agency_id, submission.agency.id
    theirs = permissions.sees_agency(turn.member, now_of)
    of = sent_by if permissions.sees_agency(turn.member, sent_by) else now_of
    rows = [
        (Button(T("history.list"), Tap("history", of)),),
        (*((buttons.to_task(submission.obligation_id),) if theirs else ()), menu_button()),
    ]
    if _correctable(turn, submission):
        rows.insert(0, (Button(T("answer.again"), Tap("again", submission.id)),))
    if filled := await filling.of_submission(turn.session, submission):
        rows.insert(0, (Button(T("form_fill.see"), Tap("filled", filled.id)),))
    card = Screen(T("form.lines", lines=await submission_card.lines(turn, submission)), tuple(rows))
    return [card, *await submission_card.enclosures(turn, submission)]


def _correctable(turn: Turn, submission: Submission) -> bool:
    """Tell whether the person may correct a submission: their own before its review, or a returned one."""
    if submission.form not in submissions.DRAFTED or submission.former_agency_id:
        return False
    if submission.verdict is Verdict.WAITING:
        return submission.person_id == turn.member.person_id
    answers = permissions.answers_for(turn.member, submission.obligation.agency_id)
    return answers and submission.verdict is Verdict.RETURNED


async def correct(turn: Turn, tap: Tap) -> Reply:
    """Open the form of a submission with its answers, to be corrected («اصلاح و ارسال دوباره»)."""
    submission = await submissions.get(turn.session, tap.id)
    task = await task_service.get(turn.session, turn.member, submission.obligation_id)
    if not _correctable(turn, submission) or not (task.is_open or submission.verdict is Verdict.WAITING):
        return tasks.show_answered(turn, task)
    if filled := await filling.of_submission(turn.session, submission):
        return await opening.again(turn, Tap("filled.again", filled.id))
    form = await find_form(turn, submission.form)
    if form is None:
        raise Refused("form.gone")
    channel = submission.channel if submission.person_id == turn.member.person_id else submissions.CHAT
    return await submission_flow.begin(turn, form, task, after=submission, channel=channel)


async def edited(turn: Turn) -> Reply:
    """Explain that editing a message does not change a submission already sent, and offer to correct it."""
    incoming = turn.incoming
    submission = await submissions.sent_with(turn.session, turn.member.person_id, incoming.source)
    if submission is None:
        return None
    rows = [(Button(submission_card.label(submission), Tap("history.open", submission.id)),)]
    if _correctable(turn, submission):
        rows.insert(0, (Button(T("answer.again"), Tap("again", submission.id)),))
    return Screen(T("answer.edited_late", what=submission_card.label(submission)), tuple(rows))
