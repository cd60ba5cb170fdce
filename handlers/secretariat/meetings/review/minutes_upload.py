"""The upload of a meeting's minutes, as a Word or text file or pasted, which a job then reads (/minutes)."""

from __future__ import annotations

from typing import Any

from domain.chat.screens import Button, Screen, T, Tap
from domain.forms.engine import Form, Question
from domain.forms.types.answer_types import Material, is_picture
from handlers.core.forms import form_filling
from handlers.core.navigation import menu_button
from handlers.core.turn import Filled, Reply, Turn
from handlers.representative.free_text import guesses
from handlers.secretariat.meetings.review import minutes_review
from models.tables.meetings import Meeting
from models.tables.planning import MeetingPlan
from services.errors import Refused
from services.meetings import meetings
from services.messaging import job_progress, secretary_notices
from services.planning import message, minutes_of_plan, plans
from services.queues import jobs

FORM = Form("minutes", (Question("document", Material()),), at_once=True)

_READ, _READ_NONE = T("reading.read"), T("reading.read_none")


async def start(turn: Turn) -> Reply:
    """Ask for the minutes (/minutes)."""
    return await form_filling.begin(turn, FORM)


async def ask(turn: Turn, tap: Tap) -> Reply:
    """Ask for the minutes from a button, which may be for a text that came unasked: more of it can follow."""
    stray = turn.notes.stray if tap.arg == "stray" else None
    if stray is None or not stray.words:
        return await form_filling.begin(turn, FORM)
    turn.notes.stray = None
    pasted = {"document": {"texts": [stray.words], "files": []}}
    return await form_filling.begin(turn, FORM, answers=pasted, anew=True, at="document")


async def ask_of_plan(turn: Turn, tap: Tap) -> Reply:
    """Ask for the minutes of one planned meeting («صورتجلسهٔ این جلسه»)."""
    plan = await plans.get(turn.session, tap.id)
    if plan.meeting_id:
        return await _known_screen(turn, plan.meeting_id)
    heading = turn.voice.plain(message.title(plan))
    return await form_filling.begin(turn, FORM, plan.id, heading=heading, anew=True, plan=plan.id)


async def _known_screen(turn: Turn, meeting_id: int) -> Screen:
    button = Button(T("minutes.open_known"), Tap("meeting", meeting_id))
    return Screen(T("plan_minutes.there"), ((button,), (menu_button(),)))


async def sent(turn: Turn, filled: Filled) -> Reply:
    """Start reading the one file, the pictures of pages or the pasted text, in their order."""
    material = filled.answers["document"]
    files, text = material["files"], "\n".join(material["texts"])
    if len(files) > 1 and not all(map(is_picture, files)):
        raise Refused("minutes.one_file")
    named = [{"hash": file["hash"], "name": file["name"]} for file in files]
    return await _start_reading(turn, {"files": named, "text": text, "plan": filled.about.get("plan", 0)})


async def _start_reading(turn: Turn, params: dict[str, Any]) -> Reply:
    """Start the job that reads minutes; its message, or that of the tap, shows it and can stop it."""
    params = {**params, "calendar": turn.organisation.calendar.to_json()}
    over = turn.incoming.tapped
    begun = T("minutes.reading")
    await job_progress.start(turn.context, "minutes", turn.incoming.chat, params, "minutes.stop", begun, over=over)
    return ()


async def stop(turn: Turn, tap: Tap) -> Reply:
    """Stop the reading («لغو»)."""
    stopped = await jobs.cancel(turn.session, tap.id, turn.member.person_id, turn.now)
    return Screen(T("minutes.stopped" if stopped else "minutes.read_already"), ((_again_button(),), (menu_button(),)))


async def read_ready(turn: Turn, job_id: int) -> Reply:
    """Put the reading into review; minutes that came before are asked about first."""
    try:
        result = await jobs.result(turn.session, job_id)
    except Refused as refused:
        await job_progress.close(turn.context, job_id, T("minutes.not_read"))
        return Screen(refused.text, ((_again_button(),), (menu_button(),)))
    await job_progress.close(turn.context, job_id, T("minutes.was_read"))
    earlier = await meetings.find_by_fingerprint(turn.session, result["fingerprint"])
    if earlier is None:
        return await _take_in(turn, result)
    text = T("minutes.known", title=earlier.title or T("meeting.untitled"), at=earlier.created_at)
    known = Button(T("minutes.open_known"), Tap("meeting", earlier.id))
    anew = Button(T("minutes.anew"), Tap("minutes.anew", job_id, earlier.id))
    rows = [(known,), (anew,), (menu_button(),)]
    if result.get("plan"):
        link = Tap("plan.link", result["plan"], earlier.version, str(earlier.id))
        rows.insert(1, (Button(T("plan_minutes.link_known"), link),))
    return Screen(text, tuple(rows))


async def left_to_others(turn: Turn, job_id: int) -> None:
    """Take in minutes whose sender is no secretary any more, unless they are known, and tell those who are."""
    await job_progress.close(turn.context, job_id, T("minutes.was_read"))
    try:
        result = await jobs.result(turn.session, job_id)
    except Refused:
        return
    fingerprint = result.get("fingerprint", "")
    if fingerprint and await meetings.find_by_fingerprint(turn.session, fingerprint) is None:
        meeting, planned = await meetings.store_reading(turn.context, result), result.get("plan")
        plan = await (plans.get(turn.session, planned) if planned else minutes_of_plan.find(turn.session, meeting))
        if plan and not minutes_of_plan.differences(plan, meeting):
            await minutes_of_plan.link(turn.context, plan, meeting)
        title = meeting.title or T("meeting.untitled")
        screen = Screen(
            T("minutes.left", title=title), ((Button(T("minutes.open_left"), Tap("reading", meeting.id)),),)
        )
        await secretary_notices.tell_of(turn.context, screen)


async def take_in_again(turn: Turn, tap: Tap) -> Reply:
    """Take the same minutes in as another meeting; a second tap opens the meeting that the first tap made."""
    result = await jobs.result(turn.session, tap.id)
    if "fingerprint" not in result:
        raise Refused("common.stale")
    latest = await meetings.find_by_fingerprint(turn.session, result["fingerprint"])
    if latest and latest.id != tap.version:
        turn.toast = T("common.stale")
        return await minutes_review.screen(turn, latest)
    return await _take_in(turn, result)


async def _take_in(turn: Turn, result: dict[str, Any]) -> Screen:
    """Take the reading in; minutes that agree with a plan become its, others are asked about."""
    meeting = await meetings.store_reading(turn.context, result)
    news = _READ if result["resolutions"] else _READ_NONE
    if not result.get("plan"):
        found = await minutes_of_plan.find(turn.session, meeting)
        return await _linked(turn, found, meeting) if found else await minutes_review.screen(turn, meeting, news)
    plan = await plans.get(turn.session, result["plan"])
    differing = minutes_of_plan.differences(plan, meeting)
    if not differing:
        return await _linked(turn, plan, meeting)
    lines = [T("plan_minutes.differ", title=message.title(plan)), "", *differing, "", T("plan_minutes.ask")]
    same = Button(T("plan_minutes.same"), Tap("plan.link", plan.id, meeting.version, str(meeting.id)))
    other = Button(T("plan_minutes.other"), Tap("reading", meeting.id))
    return Screen(T("form.lines", lines=lines), ((same,), (other,)))


async def _linked(turn: Turn, plan: MeetingPlan, meeting: Meeting) -> Screen:
    await minutes_of_plan.link(turn.context, plan, meeting)
    return await minutes_review.screen(turn, meeting, T("plan_minutes.linked", title=message.title(plan)))


async def link_to_plan(turn: Turn, tap: Tap) -> Reply:
    """Make a meeting the planned one («همین جلسه است»); the word is the meeting, ``version`` its version."""
    plan = await plans.get(turn.session, tap.id)
    meeting = await meetings.get_reviewable(turn.session, tap.place)
    if meeting.version != tap.version and plan.meeting_id != meeting.id:
        turn.toast = T("common.stale")
        return await minutes_review.screen(turn, meeting)
    return await _linked(turn, plan, meeting)


async def read_kept(turn: Turn, tap: Tap) -> Reply:
    """Start reading what came unasked, which is minutes («صورتجلسه است»): a file, pictures of pages, or all texts."""
    files, text = guesses.take(turn, tap.id)
    named = [{"hash": file["hash"], "name": file["name"]} for file in files]
    return await _start_reading(turn, {"files": named, "text": text})


def _again_button() -> Button:
    return Button(T("minutes.again"), Tap("minutes"))
