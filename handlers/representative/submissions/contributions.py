"""The part of a partner in another agency's task: sent to the lead, who takes it into the report («مشارکت»)."""

from dataclasses import replace

from domain.chat.screens import Button, Screen, T, Tap, Text
from domain.forms import moves
from domain.forms.engine import Form, Question
from domain.forms.types.answer_types import Files, Words
from handlers.core import attachments
from handlers.core.forms import form_filling, form_view
from handlers.core.navigation import menu_button
from handlers.core.turn import Filled, Reply, Turn
from handlers.representative import tasks
from handlers.representative.submissions import progress_report, submission_flow
from services.directory import agencies, members
from services.errors import Refused
from services.messaging import buttons
from services.submissions import contributions
from services.submissions import task as task_service
from services.submissions.submissions import FILES
from texts import wording
from texts.answer_summary import clip

FORM = Form("contribution", (Question("words", Words(2000)), Question("files", Files(), required=False)))
DONE = "done"
"""The question of a report that tells what was done."""
SHORT = 200


async def ask(turn: Turn, tap: Tap) -> Reply:
    """Open the form of a contribution to another agency's task («ارسال مشارکت»)."""
    task = await task_service.get(turn.session, turn.member, tap.id)
    if not task.is_open:
        raise Refused("contribution.settled")
    view = task.view
    heading = T(
        "contribution.heading",
        title=wording.resolution_name(view.number, view.item, view.meeting_number),
        agency=view.agency,
        text=clip(" ".join(view.text.split()), SHORT),
    )
    turn.fresh = True
    helping = await contributions.helping(turn.session, turn.member, view)
    if len(turn.member.agency_ids) > 1:
        named = T("tasks.agency", agency=(await agencies.get(turn.session, helping)).name)
        heading = T("form.lines", lines=[named, heading])
    return await form_filling.begin(turn, FORM, view.id, heading=turn.voice.plain(heading), agency=helping)


async def sent(turn: Turn, filled: Filled) -> Reply:
    """Send the contribution to the lead («ارسال»)."""
    answers = filled.answers
    contribution = await contributions.send(
        turn.context, turn.member, filled.subject_id, answers["words"], answers.get("files", []), filled.agency_id
    )
    view = (await task_service.get(turn.session, turn.member, contribution.obligation_id)).view
    title = wording.resolution_name(view.number, view.item, view.meeting_number)
    text = T("contribution.receipt", title=title, agency=view.agency)
    return Screen(text, ((buttons.to_task(view.id),), (menu_button(),)))


async def show(turn: Turn, tap: Tap) -> Reply:
    """Show the contributions to an obligation, one at a time, the latest first («مشارکت همکاران»)."""
    task = await task_service.get(turn.session, turn.member, tap.id)
    back, total, view = (buttons.to_task(tap.id), menu_button()), task.contributions, task.view
    place = max(0, min(tap.place, total - 1))
    contribution = await contributions.at_place(turn.session, turn.member, view, place)
    if contribution is None:
        return Screen(T("contribution.none"), (back,))
    lines: list[Text | str] = [
        T(
            "contribution.head",
            title=wording.resolution_name(view.number, view.item, view.meeting_number),
            place=place + 1,
            total=total,
        ),
        T(
            "contribution.by",
            agency=contribution.agency.name,
            name=members.colleague(contribution.person),
            at=contribution.sent_at,
        ),
        "",
        contribution.words,
    ]
    if contribution.attachments:
        lines += ["", T("answer.attachments", count=len(contribution.attachments))]
    rows: list[tuple[Button, ...]] = []
    if task.mine and task.is_open:
        rows.append((Button(T("contribution.take"), Tap("contribs.take", contribution.id)),))
    if contribution.attachments:
        rows.append((Button(T("contribution.attached"), Tap("contribs.files", contribution.id)),))
    moves = []
    if place:
        moves.append(Button(T("contribution.later"), Tap("contribs", tap.id, arg=str(place - 1))))
    if place + 1 < total:
        moves.append(Button(T("contribution.earlier"), Tap("contribs", tap.id, arg=str(place + 1))))
    rows += [tuple(moves)] if moves else []
    return Screen(T("form.lines", lines=lines), (*rows, back))


async def files(turn: Turn, tap: Tap) -> Reply:
    """Send the files of a contribution."""
    contribution = await contributions.get(turn.session, turn.member, tap.id)
    turn.fresh = True
    what = T("contribution.of", agency=contribution.agency.name)
    *before, last = attachments.screens(what, contribution.attachments)
    back = (Button(T("contribution.see"), Tap("contribs", contribution.obligation_id)), menu_button())
    if last.album:
        return [*before, last, Screen(what, (back,))]
    return [*before, replace(last, buttons=(back,))]


async def take(turn: Turn, tap: Tap) -> Reply:
    """Open the report, or the draft of one, with a contribution's words and files added («افزودن به گزارش»)."""
    contribution = await contributions.get(turn.session, turn.member, tap.id)
    task = await tasks.answerable(turn, Tap("report", contribution.obligation_id))
    if not task.is_open:
        return tasks.show_answered(turn, task)
    turn.fresh = True
    await submission_flow.begin(turn, progress_report.FORM, task)
    opened = form_filling.in_hand(turn)
    state = opened.state
    words = turn.voice.plain(T("contribution.quoted", agency=contribution.agency.name, words=contribution.words))
    if words in state.answers.get(DONE, ""):
        return await form_view.screen(turn, opened, T("contribution.taken_already"))
    answers = {**state.answers, DONE: "\n\n".join(filter(None, [state.answers.get(DONE, ""), words]))}
    if contribution.attachments:
        answers[FILES] = [*state.answers.get(FILES, []), *contribution.attachments]
    _check_room(answers)
    skipped = tuple(name for name in state.skipped if name not in answers)
    taken = moves.begin(progress_report.FORM, turn.world, answers, skipped)
    opened.move_to(progress_report.FORM.fill(replace(taken.state, sources=state.sources), turn.world))
    return await form_view.screen(turn, opened, T("contribution.taken"))


def _check_room(answers: dict[str, object]) -> None:
    """Raise Refused when a report has no room for what was added."""
    for question in progress_report.FORM.questions:
        answer = answers.get(question.name)
        if isinstance(question.type, Words) and isinstance(answer, str) and len(answer) > question.type.most:
            raise Refused("contribution.too_long", most=question.type.most)
        if isinstance(question.type, Files) and isinstance(answer, list) and len(answer) > question.type.most:
            raise Refused("form.too_many_files", most=question.type.most)
