"""The status of a whole resolution, which a secretary sets for a reason and takes back («تعیین وضعیت مصوبه»)."""

from __future__ import annotations

from domain.chat.screens import T, Tap
from domain.forms.answer_types import Choice, Words
from domain.forms.engine import Form, Question
from handlers.core import form_filling
from handlers.core.turn import Filled, Reply, Turn
from handlers.secretariat.meetings import resolution_card as card
from models.tables.meetings import OwnStatus
from services.meetings import resolutions
from services.obligations import resolution_status
from texts import wording

FORM = Form(
    "own_status.form",
    (
        Question("status", Choice(("done", "under_way", "not_begun", "overdue", "stopped"))),
        Question("reason", Words(500)),
    ),
)


async def ask(turn: Turn, tap: Tap) -> Reply:
    """Ask for the status and the reason."""
    resolution = await resolutions.get(turn.session, tap.id)
    heading = turn.voice.plain(wording.resolution_name(resolution.number, ""))
    return await form_filling.begin(turn, FORM, resolution.id, heading=heading)


async def sent(turn: Turn, filled: Filled) -> Reply:
    """Set the status («ارسال»)."""
    resolution = await resolutions.get(turn.session, filled.subject_id)
    status, reason = OwnStatus(filled.answers["status"]), filled.answers["reason"]
    resolution_status.override(turn.context, resolution, status, reason)
    return await card.screen(turn, resolution.id, T("own_status.set"))


async def take_back(turn: Turn, tap: Tap) -> Reply:
    """Return to the status that is worked out («بازگشت به وضعیت خودکار»)."""
    resolution = await card.unchanged(turn, tap)
    if resolution is None or not resolution.set_status:
        return await card.screen(turn, tap.id)
    resolution_status.take_back(turn.context, resolution)
    return await card.screen(turn, resolution.id, T("own_status.taken_back"))
