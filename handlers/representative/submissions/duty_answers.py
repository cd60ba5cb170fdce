"""The quarterly question about the duties of an agency's kind, a tap for each."""

from __future__ import annotations

from domain.chat.screens import T, Tap, row_number
from handlers.core.turn import Reply, Turn
from models.tables.duties import DutyStatus
from services.errors import Refused
from services.submissions import duty_rounds


async def answer(turn: Turn, tap: Tap) -> Reply:
    """Store the answer about one duty, or open it again, and show what is left."""
    agency, _, word = tap.arg.partition(".")
    agency_id, reopened = row_number(agency), 0
    if not agency_id:
        raise Refused("common.stale")
    if word in tuple(DutyStatus):
        status = DutyStatus(word)
        await duty_rounds.answer(turn.context, turn.member, tap.version, tap.id, agency_id, status)
        turn.toast = T("duty.recorded", status=T(f"duty.status.{status}"))
    else:
        await duty_rounds.check(turn.session, turn.member, agency_id)
        reopened = tap.id
    return await duty_rounds.page(turn.session, tap.version, agency_id, reopened)
