"""The receipts of a notice of resolutions («رؤیت ابلاغ»), and the button by which its readers give one."""

from __future__ import annotations

from collections.abc import Sequence

from domain.chat.screens import Button, Personal, Screen, T, Tap, Text
from handlers.core import list_sheet
from handlers.core.navigation import menu_button
from handlers.core.pagination import page_buttons
from handlers.core.turn import Reply, Turn
from models.tables.followup import NoticeReceipt
from models.tables.meetings import Meeting
from services.directory import members
from services.meetings import meetings, notice_receipts
from texts.answer_summary import clip, enumerated

ROWS = 16
"""People on one screen, a line each."""


async def seen(turn: Turn, tap: Tap) -> Reply:
    """Note that the notice was seen («رؤیت شد»)."""
    first = await notice_receipts.acknowledge(turn.context, tap.id)
    turn.toast = T("receipt.thanks" if first else "receipt.again")
    return None


async def line(turn: Turn, meeting: Meeting) -> list[Text | str]:
    """Return the line of a meeting's page that counts the receipts, none where nobody was told."""
    seen_by, told = await notice_receipts.counts(turn.session, meeting.id)
    return [T("meeting.seen", seen=seen_by, told=told)] if told else []


async def buttons(turn: Turn, meeting: Meeting) -> list[tuple[Button, ...]]:
    """Return the button to the list of receipts."""
    _, told = await notice_receipts.counts(turn.session, meeting.id)
    return [(Button(T("meeting.seen_list"), Tap("notice.receipts", meeting.id)),)] if told else []


async def page(turn: Turn, tap: Tap) -> Reply:
    """List who has not seen the notice yet, then who has, and when."""
    meeting = await meetings.get(turn.session, tap.id)
    receipts = await notice_receipts.of_meeting(turn.session, meeting.id)
    seen_by, told = await notice_receipts.counts(turn.session, meeting.id)
    head = T("meeting.seen_head", title=clip(meeting.title, 120) or T("meeting.untitled"))
    lines: list[Text | Personal | str] = [head, T("meeting.seen", seen=seen_by, told=told), ""]
    shown = receipts[tap.place : tap.place + ROWS]
    lines += await _lines(turn, shown)
    moves = page_buttons(
        len(receipts), tap.place, lambda first: Tap("notice.receipts", meeting.id, 0, str(first)), ROWS
    )
    back = (Button(T("meeting.open"), Tap("meeting", meeting.id)), menu_button())
    rows = (moves, (list_sheet.button("receipts", meeting.id),), back)
    return Screen(T("form.lines", lines=lines), tuple(row for row in rows if row))


async def _lines(turn: Turn, shown: Sequence[NoticeReceipt]) -> list[Text]:
    lines = []
    for receipt in shown:
        roles = [members.place_of(role) for role in await members.of_person(turn.session, receipt.person_id)]
        agency = enumerated(filter(None, roles), 80)
        name = members.colleague(receipt.person)
        if receipt.seen_at:
            lines.append(T("meeting.seen_by", name=name, agency=agency, at=receipt.seen_at))
        else:
            lines.append(T("meeting.not_seen_by", name=name, agency=agency))
    return lines
