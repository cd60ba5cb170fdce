"""The monthly check-in on continuous resolutions, a tap for each («استعلام وضعیت»)."""

from __future__ import annotations

from domain.chat.screens import Screen, T, Tap
from handlers.core.turn import Reply, Turn
from services.messaging import buttons
from services.reminders import checkin_message
from services.reminders.checkin_message import TAPS, Status
from services.submissions import checkins


async def answer(turn: Turn, tap: Tap) -> Reply:
    """Store the answer to a check-in question, and show the questions that are left."""
    reopened = 0
    if tap.arg == "change":
        reopened = tap.id
    elif tap.arg in TAPS:
        status = Status(tap.arg)
        await checkins.answer(turn.context, turn.member, tap.id, status)
        turn.toast = T("checkin.recorded", status=T(f"checkin.status.{status}"))
    asked = await checkins.questions(turn.context, turn.member)
    if not asked:
        return Screen(T("checkin.none"), ((buttons.MENU,),))
    return checkin_message.screen(asked, T("checkin.head"), reopened)
