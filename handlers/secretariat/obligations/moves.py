"""A secretary moves an obligation to another agency («انتقال به دستگاه دیگر»)."""

from domain.chat.screens import Button, Screen, T, Tap, Text
from domain.deadlines import DeadlineKind, periods
from domain.forms.answer_types import Pick, Words
from domain.forms.engine import Form, Question
from handlers.core.navigation import menu_button
from handlers.core.turn import Filled, Reply, Turn
from handlers.secretariat.obligations import chase
from services.messaging import buttons
from services.submissions import obligation_moves
from texts import wording

FORM = Form("chase.move_form", (Question("agency", Pick("agencies")), Question("reason", Words(1000))))


async def ask(turn: Turn, tap: Tap) -> Reply:
    """Ask for the agency and the reason."""
    return await chase.begin(turn, FORM, tap)


async def sent(turn: Turn, filled: Filled) -> Reply:
    """Move the obligation; both agencies are told («ارسال»)."""
    picked = filled.answers["agency"]
    obligation, heard = await obligation_moves.move(
        turn.context, filled.subject_id, picked["id"], filled.answers["reason"]
    )
    resolution = obligation.resolution
    title = wording.resolution_name(resolution.number, obligation.item, resolution.meeting.number)
    lines: list[Text | str] = [T("chase.moved", title=title, agency=obligation.agency.name)]
    if periods.kind(resolution.deadline) is DeadlineKind.RECURRING:
        lines.append(T("chase.moved_period"))
    rows: list[tuple[Button, ...]] = []
    if not heard:
        lines.append(T("chase.moved_unheard"))
        rows.append((Button(T("status.invite"), Tap("invite", obligation.agency_id)),))
    rows.append((buttons.to_task(obligation.id), menu_button()))
    return Screen(T("form.lines", lines=lines), tuple(rows))
