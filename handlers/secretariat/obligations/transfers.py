"""A secretary moves an obligation to another agency («انتقال به دستگاه دیگر»)."""

from domain.chat.screens import Button, Screen, T, Tap, Text
from domain.deadlines import DeadlineKind, periods
from domain.forms.engine import Finish, Form, Question
from domain.forms.types.answer_types import Pick, Words
from handlers.core.navigation import menu_button
from handlers.core.turn import Filled, Reply, Turn
from handlers.secretariat.obligations import chase
from services.messaging import buttons
from services.submissions import obligation_moves
from texts import wording

FORM = Form(
    "chase.move_form", (Question("agency", Pick("agencies")), Question("reason", Words(1000))), finish=Finish.RECORD
)


async def ask(turn: Turn, tap: Tap) -> Reply:
    """Ask for the agency and the reason."""
    return await chase.begin(turn, FORM, tap)


async def sent(turn: Turn, filled: Filled) -> Reply:
    """Move the obligation, and name the agency in which nobody was told of it («ثبت»)."""
    to_id, reason = filled.answers["agency"]["id"], filled.answers["reason"]
    moved = await obligation_moves.move(turn.context, filled.subject_id, to_id, reason, filled.agency_id)
    obligation, resolution = moved.obligation, moved.obligation.resolution
    title = wording.resolution_name(resolution.number, obligation.item, resolution.meeting.number)
    before, to = moved.before.name, obligation.agency.name
    lines: list[Text | str] = [T("chase.moved" if moved.told_both else "chase.moved_only", title=title, agency=to)]
    if periods.kind(resolution.deadline) is DeadlineKind.RECURRING:
        lines.append(T("chase.moved_period"))
    rows: list[tuple[Button, ...]] = []
    if not moved.told_before:
        lines.append(T("chase.moved_unheard", agency=before))
    if not moved.told_new:
        lines.append(T("chase.moved_unheard", agency=to))
        rows.append((Button(T("status.invite"), Tap("invite.now", obligation.agency_id)),))
    rows.append((buttons.to_task(obligation.id), menu_button()))
    return Screen(T("form.lines", lines=lines), tuple(rows))
