"""The Excel sheet of each list of the secretariat, by the name that the button under it bears."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from domain.access import permissions
from domain.chat.screens import Tap
from handlers.core import list_sheet
from handlers.core.list_sheet import ListSheet
from handlers.core.turn import Reply, Rule, Turn
from handlers.secretariat.lists import directory_rows, meeting_rows, standing_rows, waiting_rows
from services.errors import Refused

SHEETS: dict[str, tuple[Callable[[Turn, Tap], Awaitable[ListSheet]], Rule]] = {
    "agencies": (standing_rows.agencies_sheet, permissions.reads_all),
    "by_resolution": (standing_rows.by_resolution_sheet, permissions.reads_all),
    "resolutions": (standing_rows.resolutions_sheet, permissions.reads_all),
    "receipts": (meeting_rows.receipts_sheet, permissions.reads_all),
    "meetings": (meeting_rows.meetings_sheet, permissions.reads_all),
    "plans": (meeting_rows.plans_sheet, permissions.reads_all),
    "people": (standing_rows.people_sheet, permissions.secretary),
    "groups": (directory_rows.groups_sheet, permissions.secretary),
    "hoods": (directory_rows.hoods_sheet, permissions.secretary),
    "owing": (waiting_rows.owing_sheet, permissions.secretary),
    "calls": (standing_rows.calls_sheet, permissions.secretary),
    "letters": (standing_rows.letters_sheet, permissions.secretary),
    "forms": (standing_rows.forms_sheet, permissions.reads_all),
    "filled": (waiting_rows.filled_forms_sheet, permissions.reads_all),
    "reviews": (waiting_rows.reviews_sheet, permissions.secretary),
    "extensions": (waiting_rows.extensions_sheet, permissions.secretary),
    "requests": (waiting_rows.requests_sheet, permissions.secretary),
    "questions": (waiting_rows.questions_sheet, permissions.secretary),
    "ideas": (waiting_rows.ideas_sheet, permissions.secretary),
}
"""The function that makes each list's rows, and the rule for who may read them."""


async def ask(turn: Turn, tap: Tap) -> Reply:
    """Start the job that writes the list of the button («همین فهرست در اکسل»)."""
    name, _, _ = tap.arg.partition("/")
    if name not in SHEETS:
        raise Refused("common.stale")
    rows, rule = SHEETS[name]
    turn.allow(rule)
    return await list_sheet.start(turn, await rows(turn, tap))
