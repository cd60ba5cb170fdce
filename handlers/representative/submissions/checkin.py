"""The monthly check-in on continuous resolutions, a tap for each («استعلام وضعیت»)."""

from __future__ import annotations

from dataclasses import replace

from domain.chat.screens import Screen, T, Tap
from domain.forms.engine import Form, Question
from domain.forms.types.answer_types import Words
from handlers.core.forms import form_filling
from handlers.core.turn import Filled, Reply, Turn
from handlers.representative import tasks
from services.messaging import buttons
from services.reminders.messages import checkin_message
from services.reminders.messages.checkin_message import TAPS, Status
from services.submissions import checkins
from texts import wording

STOPPED = Form("checkin.stopped_form", (Question("why", Words(1000)),), at_once=True)


async def answer(turn: Turn, tap: Tap) -> Reply:
    """Store the answer to a check-in question, and show the questions that are left."""
    reopened = 0
    if tap.arg == "change":
        reopened = tap.id
    elif tap.arg == Status.STOPPED:
        return await _ask_why(turn, tap)
    elif tap.arg in TAPS:
        status = Status(tap.arg)
        await checkins.answer(turn.context, turn.member, tap.id, status)
        turn.toast = T("checkin.recorded", status=T(f"checkin.status.{status}"))
    asked = await checkins.questions(turn.context, turn.member)
    if not asked:
        return Screen(T("checkin.none"), ((buttons.MENU,),))
    return checkin_message.screen(asked, T("checkin.head"), reopened)


async def _ask_why(turn: Turn, tap: Tap) -> Screen:
    """Ask below the questions why the work stopped («متوقف»)."""
    task = await tasks.answerable(turn, tap)
    turn.fresh = True
    heading = turn.voice.plain(wording.resolution_name(task.view.number, task.view.item, task.view.meeting_number))
    return await form_filling.begin(turn, STOPPED, tap.id, anew=True, heading=heading)


async def stopped(turn: Turn, filled: Filled) -> Reply:
    """Store that the work stopped and why, which the secretariat reviews, and show the questions that are left."""
    await checkins.answer(turn.context, turn.member, filled.subject_id, Status.STOPPED, filled.answers["why"])
    recorded = Screen(T("checkin.recorded", status=T(f"checkin.status.{Status.STOPPED}")))
    asked = await checkins.questions(turn.context, turn.member)
    if not asked:
        return replace(recorded, buttons=((buttons.MENU,),))
    return [recorded, checkin_message.screen(asked, T("checkin.head"))]
