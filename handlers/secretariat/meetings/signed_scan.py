"""The signed scan of a meeting's minutes, kept with the meeting («نسخهٔ امضاشده»)."""

from __future__ import annotations

from domain.chat.screens import Button, File, Screen, T, Tap
from domain.forms.engine import Form, Question
from domain.forms.types.letter_types import Paper
from handlers.core.forms import form_filling
from handlers.core.navigation import menu_button
from handlers.core.turn import Filled, Reply, Turn
from models.tables.meetings import Meeting, MeetingState
from services.meetings import meetings
from texts.answer_summary import clip

FORM = Form("meeting.signed_form", (Question("files", Paper()),), at_once=True)


async def buttons(turn: Turn, meeting: Meeting) -> list[tuple[Button, ...]]:
    """Return the buttons to get the signed scan, and for a secretary to put it in."""
    rows: list[tuple[Button, ...]] = []
    if meeting.signed:
        rows.append((Button(T("meeting.signed_get", count=len(meeting.signed)), Tap("meeting.signed", meeting.id)),))
    if turn.member.secretary and meeting.state in (MeetingState.REVIEW, MeetingState.ISSUED):
        label = T("meeting.signed_replace" if meeting.signed else "meeting.signed_put")
        rows.append((Button(label, Tap("meeting.sign", meeting.id, meeting.version)),))
    return rows


async def ask(turn: Turn, tap: Tap) -> Reply:
    """Ask for the scan, a PDF or photos of the pages."""
    meeting = await meetings.get_reviewable(turn.session, tap.id)
    heading = clip(meeting.title, 120)
    return await form_filling.begin(turn, FORM, meeting.id, heading=heading, anew=True, version=meeting.version)


async def sent(turn: Turn, filled: Filled) -> Reply:
    """Keep the scan, in the place of an earlier one."""
    meeting = await meetings.get_reviewable(turn.session, filled.subject_id)
    await meetings.keep_signed(turn.context, meeting, filled.answers["files"], filled.about["version"])
    open_one = Button(T("meeting.open"), Tap("meeting", meeting.id))
    return Screen(T("meeting.signed_kept", count=len(meeting.signed)), ((open_one,), (menu_button(),)))


async def get(turn: Turn, tap: Tap) -> Reply:
    """Send the scan, each file in a message."""
    meeting = await meetings.get(turn.session, tap.id)
    turn.fresh = True
    title = clip(meeting.title, 200) or T("meeting.untitled")
    back = ((Button(T("meeting.open"), Tap("meeting", meeting.id)),),)
    if not meeting.signed:
        return Screen(T("meeting.signed_none"), back)
    last = len(meeting.signed)
    return [
        Screen(
            T("meeting.signed_page", title=title, place=place, total=last),
            back if place == last else (),
            File(file["hash"], file["name"], "photo" if file["kind"] == "photo" else "document"),
        )
        for place, file in enumerate(meeting.signed, 1)
    ]
