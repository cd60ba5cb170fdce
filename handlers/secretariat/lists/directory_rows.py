"""Rows of the lists of groups and neighbourhoods."""

from __future__ import annotations

from domain.chat.screens import T, Tap
from handlers.core.list_sheet import Cell, ListSheet, heads
from handlers.core.turn import Turn
from handlers.secretariat.directory.neighbourhoods import RETIRED, UNSERVED
from services import audit
from services.directory import agencies, neighbourhoods


async def groups_sheet(turn: Turn, tap: Tap) -> ListSheet:
    """Return each group with its agencies, a row for each; an empty group has a row of its own."""
    rows: list[list[Cell]] = []
    for group_id, name in await agencies.groups(turn.session):
        listed = await agencies.listed(turn.session, group_id)
        rows += [[name, agency] for _, agency in listed] or [[name, ""]]
    return ListSheet(T("lists.title.groups"), heads("group", "agency"), rows)


async def hoods_sheet(turn: Turn, tap: Tap) -> ListSheet:
    """Return the neighbourhoods with their facilitators, or those alone that the button names."""
    await audit.note_reading(turn.context, "people")
    which = tap.arg.partition("/")[2]
    found = await neighbourhoods.browse(turn.session, retired=which == RETIRED, unserved=which == UNSERVED)
    rows: list[list[Cell]] = [
        [hood.name, hood.district, "، ".join(str(name.words) for name in hood.facilitators)] for hood in found
    ]
    title = f"lists.title.hoods_{which}" if which in (RETIRED, UNSERVED) else "lists.title.hoods"
    return ListSheet(T(title), heads("hood", "district", "facilitators"), rows)
