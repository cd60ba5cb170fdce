"""Notices of a meeting's resolutions as letters («ابلاغ مصوبات»), to one agency or to all of them."""

from __future__ import annotations

from domain.chat.screens import Button, Screen, T, Tap, Text
from domain.forms.engine import Form, Question
from domain.forms.types.answer_types import Pick
from domain.persian.search import Named, matching
from handlers.core.forms import form_filling
from handlers.core.pagination import page_buttons, page_of
from handlers.core.turn import PAGE, Filled, Listing, Reply, Turn
from handlers.secretariat.correspondence import made_before
from services.correspondence import letter_fields, letters, notices
from services.correspondence.letters import AlreadyMade
from services.errors import Refused
from services.meetings import meetings
from services.obligations import status
from texts.answer_summary import clip

PICK = Form("letters.notice_pick", (Question("agency", Pick("notices.agencies")),), at_once=True)


async def choose_meeting(turn: Turn, tap: Tap) -> Reply:
    """Show the meetings whose resolutions oblige somebody, the latest first."""
    rows = await status.meetings(turn.session)
    back = (Button(T("letters.back"), Tap("letters")),)
    if not rows:
        return Screen(T("letters.no_meeting"), (back,))
    shown = rows[tap.id : tap.id + PAGE]
    buttons = [(Button(clip(meeting.title, 50), Tap("notices.of", meeting.id)),) for meeting in shown]
    pages = page_buttons(len(rows), tap.id, lambda first: Tap("notices", first))
    return Screen(T("letters.choose_meeting"), tuple(row for row in (*buttons, pages, back) if row))


async def show_meeting(turn: Turn, tap: Tap) -> Reply:
    """Offer the notices of one meeting."""
    meeting = await meetings.get(turn.session, tap.id)
    names = await notices.named(turn.session, meeting.id)
    if not names:
        raise Refused("letters.no_meeting")
    text: Text = T("letters.meeting", title=clip(meeting.title, 200), count=len(names))
    rows = (
        (Button(T("letters.notice_all", count=len(names)), Tap("notices.make", meeting.id)),),
        (Button(T("letters.notice_one"), Tap("notices.pick", meeting.id)),),
        (Button(T("letters.back"), Tap("letters")),),
    )
    return Screen(text, rows)


async def make_all(turn: Turn, tap: Tap) -> Reply:
    """Start the job that writes the notice of a meeting to each agency, or to the one of a repeated tap."""
    ids = [tap.place] if tap.place else list(await notices.named(turn.session, tap.id))
    return await _make(turn, tap.id, ids, known=tap.version)


async def ask_agency(turn: Turn, tap: Tap) -> Reply:
    """Ask for the agency that is to be notified."""
    meeting = await meetings.get(turn.session, tap.id)
    return await form_filling.begin(turn, PICK, meeting.id, anew=True)


async def agency_picked(turn: Turn, filled: Filled) -> Reply:
    """Start the job that writes the notice to the picked agency."""
    return await _make(turn, filled.subject_id, [filled.answers["agency"]["id"]])


async def agencies_of(turn: Turn, search: str, offset: int) -> Listing:
    """List the agencies that the meeting's resolutions oblige."""
    names = await notices.named(turn.session, turn.form.subject_id if turn.form else 0)
    rows = [Named(number, name) for number, name in names.items()]
    found = matching([(number, name, ()) for number, name in rows], search) if search else rows
    return page_of(found, offset)


async def _make(turn: Turn, meeting_id: int, agency_ids: list[int], known: int = 0) -> Screen:
    drafts = await notices.drafts(turn.context, meeting_id, agency_ids)
    if not drafts:
        raise Refused("letters.no_meeting")
    archive = letter_fields.phrase("official_letter.notice.archive")
    try:
        await letters.make(turn.context, turn.incoming.chat, drafts, archive, known=known)
    except AlreadyMade as refused:
        one = str(agency_ids[0]) if len(agency_ids) == 1 else ""
        return made_before.screen(refused, Tap("notices.make", meeting_id, made_before.newest(refused), one))
    return Screen(T("letters.coming", count=len(drafts)))
