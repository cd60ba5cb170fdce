"""«پاسخ‌های پیشین»: an agency's submissions; open one, correct it, or learn that a sent message cannot be edited."""

from domain.access import permissions
from domain.chat.screens import Button, Screen, T, Tap, Text
from handlers.core.form_lookup import find_form
from handlers.core.navigation import menu_button
from handlers.core.pagination import around
from handlers.core.turn import PAGE, Reply, Turn
from handlers.representative import submission_card, submission_flow, tasks
from models.meetings import Submission, Verdict
from services.directory import agencies
from services.errors import Refused
from services.messaging import buttons
from services.submissions import submissions
from services.submissions import task as task_service


async def show(turn: Turn) -> Reply:
    """/history: of the active agency."""
    agency = await tasks.own_agency(turn)
    return await _listed(turn, agency.id, agency.name, 0)


async def page(turn: Turn, tap: Tap) -> Reply:
    """A page of an agency's answers; the button names the agency and the place."""
    agency = await agencies.get(turn.session, tap.id)
    if not permissions.sees_agency(turn.member, agency.id):
        raise Refused("common.not_yours")
    return await _listed(turn, agency.id, agency.name, tap.place)


async def _listed(turn: Turn, agency_id: int, agency: str, offset: int) -> Screen:
    found, total = await submissions.of_agency(turn.session, agency_id, offset, PAGE)
    if not found:
        return Screen(T("history.empty", agency=agency), ((menu_button(),),))
    lines: list[Text | str] = [T("history.title", agency=agency), T("history.count", count=total)]
    for submission in found:
        lines += ["", _row(submission)]
    rows = [(Button(submission_card.what(submission), Tap("history.open", submission.id)),) for submission in found]
    moves = around(total, offset, lambda first: Tap("history", agency_id, arg=str(first)))
    return Screen(T("form.lines", lines=lines), (*rows, *((moves,) if moves else ()), (menu_button(),)))


def _row(submission: Submission) -> Text:
    return T(
        "history.row",
        number=submission.id,
        what=submission_card.what(submission),
        title=submission_card.title(submission),
        at=submission.sent_at,
        verdict=T(f"answer.verdict.{submission.verdict}"),
    )


async def show_one(turn: Turn, tap: Tap) -> Reply:
    """One answer with its verdict, and under it what a card has no room for: long texts and the files."""
    submission = await submissions.get(turn.session, tap.id)
    agency_id = submission.obligation.agency_id
    if not permissions.sees_agency(turn.member, agency_id):
        raise Refused("common.not_yours")
    rows = [
        (Button(T("history.list"), Tap("history", agency_id)),),
        (buttons.to_task(submission.obligation_id), menu_button()),
    ]
    if _correctable(turn, submission):
        rows.insert(0, (Button(T("answer.again"), Tap("again", submission.id)),))
    card = Screen(T("form.lines", lines=await submission_card.lines(turn, submission)), tuple(rows))
    return [card, *await submission_card.enclosures(turn, submission)]


def _correctable(turn: Turn, submission: Submission) -> bool:
    """Tell whether the reader may correct it: their own while nobody has reviewed it, or a returned one."""
    if submission.form not in submissions.DRAFTED:
        return False
    if submission.verdict is Verdict.WAITING:
        return submission.person_id == turn.member.person_id
    answers = permissions.answers_for(turn.member, submission.obligation.agency_id)
    return answers and submission.verdict is Verdict.RETURNED


async def again(turn: Turn, tap: Tap) -> Reply:
    """«اصلاح و ارسال دوباره»: the form of an answer, open with what it said."""
    submission = await submissions.get(turn.session, tap.id)
    task = await task_service.get(turn.session, turn.member, submission.obligation_id)
    if not _correctable(turn, submission) or not (task.owed or submission.verdict is Verdict.WAITING):
        return tasks.answered_before(turn, task)
    form = await find_form(turn, submission.form)
    if form is None:
        raise Refused("form.gone")
    channel = submission.channel if submission.person_id == turn.member.person_id else submissions.CHAT
    return await submission_flow.begin(turn, form, task, after=submission, channel=channel)


async def edited(turn: Turn) -> Reply:
    """An edited message that no form in hand knows: a part of something sent already is not changed by it."""
    incoming = turn.incoming
    submission = await submissions.sent_with(turn.session, turn.member.person_id, incoming.source)
    if submission is None:
        return None
    rows = [(Button(submission_card.what(submission), Tap("history.open", submission.id)),)]
    if _correctable(turn, submission):
        rows.insert(0, (Button(T("answer.again"), Tap("again", submission.id)),))
    return Screen(T("answer.edited_late", what=submission_card.what(submission)), tuple(rows))
