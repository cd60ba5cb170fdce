"""Meetings planned, moved and cancelled («برنامه‌ریزی جلسهٔ تازه»). A day off is asked about before it is taken."""

from __future__ import annotations

from datetime import date
from typing import Any

from domain.chat.screens import Button, Screen, T, Tap, Text
from domain.forms.engine import Finish, Form, Question
from domain.forms.types.answer_types import Choice, Number, Pick, Words
from domain.forms.types.hour_of_day import HourOfDay
from domain.forms.types.worded_day import LaterDay
from domain.meetings import MOST_NUMBER
from handlers.core import list_sheet
from handlers.core.forms import form_filling
from handlers.core.pagination import page_buttons, page_of
from handlers.core.turn import PAGE, Filled, Listing, Reply, Turn
from handlers.secretariat.planning import plan_card
from models.tables.meetings import Meeting
from models.tables.planning import MeetingPlan, PlanState
from services.errors import Refused
from services.meetings import meetings, next_meeting
from services.planning import agenda, invitees, message, plans
from services.planning.plans import Followed, When

_BODY = Question("body", Pick("plan.bodies", other=True))
_DAY = Question("day", LaterDay(today_too=True))
_TIME = Question("time", HourOfDay(), required=False)
_PLACE = Question("place", Words(500), required=False)

NEW = Form(
    "plan.new_form",
    (
        _BODY,
        _DAY,
        _TIME,
        _PLACE,
        Question("number", Number(1, MOST_NUMBER), False),
    ),
    finish=Finish.RECORD,
)
MOVE = Form("plan.move_form", (_BODY, _DAY, _TIME, _PLACE), finish=Finish.RECORD)
NUMBER = Form("plan.number_form", (Question("number", Number(1, MOST_NUMBER)),), at_once=True)
DAY_OFF = Form("plan.day_off", (Question("sure", Choice(("keep", "other"))),), at_once=True)
QUICK = Form("meeting.next_form", (Question("day", LaterDay(today_too=True)),), finish=Finish.RECORD)


async def ask(turn: Turn, tap: Tap) -> Reply:
    """Ask for the body, the time and the place of a new meeting."""
    return await form_filling.begin(turn, NEW)


async def bodies(turn: Turn, search: str, offset: int) -> Listing:
    """List the bodies that have met before."""
    names = list(enumerate(await plans.bodies(turn.session, search), 1))
    return page_of(names, offset)


async def made(turn: Turn, filled: Filled) -> Reply:
    """Plan the meeting («ثبت»); ask first when its day is off."""
    return await _day_off(turn, "new", 0, filled.answers) or await _make(turn, filled.answers)


async def _make(turn: Turn, answers: dict[str, Any]) -> Screen:
    body = answers["body"]["label"]
    plan, followed = await plans.make(turn.context, body, answers.get("number"), _when(answers))
    return await plan_card.screen(turn, plan, T("plan.made"), *_followed(followed, plan))


def _when(answers: dict[str, Any]) -> When:
    return When(date.fromisoformat(answers["day"]), answers.get("time", ""), answers.get("place", ""))


def _followed(followed: Followed, plan: MeetingPlan) -> list[Text]:
    """Return the lines that say how many resolutions got their due date from a meeting, and how many have none now.

    Once this one is cancelled or moved, another that is planned already may come first.
    """
    lines = [T("plan.undated", count=followed.undated)] if followed.undated else []
    if not followed.dated or not followed.day:
        return lines
    if plan.state is not PlanState.CANCELLED and followed.day == plan.day:
        return [T("plan.followed", count=followed.dated), *lines]
    return [T("plan.followed_other", count=followed.dated, day=followed.day), *lines]


async def _day_off(turn: Turn, action: str, subject: int, answers: dict[str, Any], **about: Any) -> Screen | None:
    """Ask whether a meeting is to be on a day off; None when its day is a working day."""
    day = date.fromisoformat(answers["day"])
    if not turn.organisation.calendar.is_day_off(day):
        return None
    heading = turn.voice.plain(T("plan.is_off", day=day))
    return await form_filling.begin(
        turn, DAY_OFF, subject, anew=True, heading=heading, action=action, answers_so_far=dict(answers), **about
    )


async def day_off_decided(turn: Turn, filled: Filled) -> Reply:
    """Keep the day off, or ask for another day."""
    answers, action = filled.about["answers_so_far"], filled.about["action"]
    if filled.answers["sure"] == "keep":
        match action:
            case "new":
                return await _make(turn, answers)
            case "move":
                return await _move(turn, filled.subject_id, filled.about["version"], answers)
            case _:
                return await _quick(turn, filled.subject_id, date.fromisoformat(answers["day"]))
    del answers["day"]
    match action:
        case "new":
            return await form_filling.begin(turn, NEW, answers=answers, skipped=_skipped(NEW, answers), anew=True)
        case "move":
            return await _ask_move(turn, await plans.get_editable(turn.context, filled.subject_id), answers)
        case _:
            return await _ask_quick(turn, await meetings.get(turn.session, filled.subject_id))


def _skipped(form: Form, answers: dict[str, Any]) -> tuple[str, ...]:
    """Return the questions that were passed over before, apart from the one that is asked again."""
    return tuple(one.name for one in form.questions if one.name not in answers and not one.required)


async def move(turn: Turn, tap: Tap) -> Reply:
    """Ask for another time, place or body; what stays is answered already («تغییر زمان، مکان یا مرجع»)."""
    plan = await plans.get_editable(turn.context, tap.id)
    body = {"id": 0, "label": plan.body}
    answers = {"body": body, "day": plan.day.isoformat(), "time": plan.time, "place": plan.place}
    return await _ask_move(turn, plan, {name: value for name, value in answers.items() if value})


async def _ask_move(turn: Turn, plan: MeetingPlan, answers: dict[str, Any]) -> Screen:
    invited = invitees.tally(await invitees.listed(turn.session, plan.id)).invited
    heading = turn.voice.plain(T("plan.move_tells", count=invited) if invited else message.title(plan))
    skipped = _skipped(MOVE, answers)
    return await form_filling.begin(
        turn, MOVE, plan.id, answers=answers, skipped=skipped, anew=True, heading=heading, version=plan.version
    )


async def moved(turn: Turn, filled: Filled) -> Reply:
    """Move the meeting («ثبت»); ask first when its new day is off."""
    version = filled.about["version"]
    plan = await plans.get_editable(turn.context, filled.subject_id, version)
    if plan.day != date.fromisoformat(filled.answers["day"]):
        asked = await _day_off(turn, "move", plan.id, filled.answers, version=version)
        if asked:
            return asked
    return await _move(turn, plan.id, version, filled.answers)


async def _move(turn: Turn, plan_id: int, version: int, answers: dict[str, Any]) -> Screen:
    """Give the meeting its new time, place and body; the invited are told, and asked again when the time changed."""
    plan = await plans.get_editable(turn.context, plan_id, version)
    before, when = When(plan.day, plan.time, plan.place), _when(answers)
    body = answers["body"]["label"] if "body" in answers else plan.body
    renamed = body != plan.body
    if before == when and not renamed:
        return await plan_card.screen(turn, plan, T("plan.unchanged"))
    followed = await plans.move(turn.context, plan, when, body)
    anew = (before.day, before.time) != (when.day, when.time)
    told = await invitees.tell_moved(turn.context, plan, anew=anew, renamed=renamed)
    news = [T("plan.body_corrected")] if renamed else []
    news += [*([T("plan.moved")] if before != when else []), *_followed(followed, plan)]
    if told:
        news.append(T("plan.told_anew" if anew else "plan.told", count=told))
    return await plan_card.screen(turn, plan, *news, *await _taken_back(turn, plan))


async def cancel(turn: Turn, tap: Tap) -> Reply:
    """Cancel the meeting after one confirmation that names who is told («لغو جلسه»)."""
    plan = await plans.get(turn.session, tap.id)
    if tap.version != plan.version or plan.state is PlanState.CANCELLED:
        turn.toast = T("common.stale")
        return await plan_card.screen(turn, plan)
    plan = await plans.get_editable(turn.context, tap.id)
    if tap.arg != "sure":
        invited = invitees.tally(await invitees.listed(turn.session, plan.id)).invited
        lines = [T("plan.cancelling", title=message.title(plan), when=message.when(turn.organisation, plan))]
        lines.append(T("plan.cancel_tells", count=invited) if invited else T("plan.cancel_quiet"))
        sure = Button(T("plan.cancel_sure"), Tap("plan.cancel", plan.id, plan.version, "sure"))
        return Screen(T("form.lines", lines=lines), ((sure,), (plan_card.open_button(plan),)))
    followed = await plans.cancel(turn.context, plan)
    told = await invitees.tell_cancelled(turn.context, plan)
    await agenda.take_back(turn.context, plan)
    news = [T("plan.cancelled", count=told) if told else T("plan.cancelled_quiet"), *_followed(followed, plan)]
    return await plan_card.screen(turn, plan, *news)


async def number(turn: Turn, tap: Tap) -> Reply:
    """Ask for the meeting's number («شمارهٔ جلسه»)."""
    plan = await plans.get_editable(turn.context, tap.id)
    return await form_filling.begin(turn, NUMBER, plan.id, heading=turn.voice.plain(message.title(plan)), anew=True)


async def numbered(turn: Turn, filled: Filled) -> Reply:
    """Give the meeting its number."""
    plan = await plans.get_editable(turn.context, filled.subject_id)
    await plans.renumber(turn.context, plan, filled.answers["number"])
    await invitees.renew(turn.context, plan)
    return await plan_card.screen(turn, plan, T("plan.renumbered"), *await _taken_back(turn, plan))


async def _taken_back(turn: Turn, plan: MeetingPlan) -> list[Text]:
    """Take back the agenda that waits to be sent, and return the line that says so."""
    unsent = await agenda.take_back(turn.context, plan)
    return [T("plan.agenda_taken_back", count=unsent)] if unsent else []


async def calendar_file(turn: Turn, tap: Tap) -> Reply:
    """Send the meeting's calendar file («فایل تقویم»)."""
    plan = await plans.get(turn.session, tap.id)
    turn.fresh = True
    return message.calendar(turn.context, plan)


async def quick(turn: Turn, tap: Tap) -> Reply:
    """Ask for the day of the meeting after an issued one: the quickest way to plan it («تاریخ جلسهٔ آینده»)."""
    return await _ask_quick(turn, await meetings.get(turn.session, tap.id))


async def _ask_quick(turn: Turn, meeting: Meeting) -> Screen:
    return await form_filling.begin(turn, QUICK, meeting.id, heading=next_meeting.body_of(meeting)[:120])


async def quickly_made(turn: Turn, filled: Filled) -> Reply:
    """Plan the next meeting with a day alone («ثبت»); ask first when that is off."""
    subject = filled.subject_id
    return await _day_off(turn, "quick", subject, filled.answers) or await _quick(
        turn, subject, date.fromisoformat(filled.answers["day"])
    )


async def _quick(turn: Turn, meeting_id: int, day: date) -> Screen:
    """Plan the next meeting of a body, or move the one that is planned, unless people are invited to it already."""
    body = next_meeting.body_of(await meetings.get(turn.session, meeting_id)) or turn.organisation.name
    planned = await plans.next_of(turn.session, body, turn.today)
    if planned is None:
        planned, followed = await plans.make(turn.context, body, None, When(day))
    elif invitees.tally(await invitees.listed(turn.session, planned.id)).invited:
        return await plan_card.screen(turn, await plans.get(turn.session, planned.id), T("plan.has_invited"))
    else:
        planned = await plans.get_editable(turn.context, planned.id)
        followed = await plans.move(turn.context, planned, When(day, planned.time, planned.place))
    plan = await plans.get(turn.session, planned.id)
    if followed.dated and followed.day == day:
        return await plan_card.screen(turn, plan, T("meeting.next_set", day=day, count=followed.dated))
    return await plan_card.screen(turn, plan, T("meeting.next_set_alone", day=day), *_followed(followed, plan))


async def page(turn: Turn, tap: Tap) -> Reply:
    """List all planned meetings, cancelled ones too."""
    rows, total = await plans.listed(turn.session, tap.place, PAGE)
    if not rows:
        raise Refused("plan.none")
    lines = [T("plan.all_head", count=total), "", *plan_card.lines_of(turn, rows)]
    moves = page_buttons(total, tap.place, lambda first: Tap("plans", arg=str(first)))
    back = (Button(T("meeting.all"), Tap("meetings")),)
    buttons = (*plan_card.buttons_of(rows), moves, (list_sheet.button("plans"),), back)
    return Screen(T("form.lines", lines=lines), tuple(row for row in buttons if row))
