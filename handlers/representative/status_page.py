"""An agency's own page of its obligations as a picture, for its people and for the secretariat."""

from __future__ import annotations

from typing import Any

from domain.access import permissions
from domain.chat.screens import Screen, T, Tap
from handlers.core import pictures
from handlers.core.navigation import menu_button
from handlers.core.pictures import number
from handlers.core.turn import Reply, Turn
from services.directory import agencies
from services.errors import Refused
from services.obligations import due_days, status
from services.obligations.due_days import ObligationAtStage
from texts import wording
from texts.answer_summary import clip

MOST_ROWS, MOST_LINES = 7, 30
"""The room of one picture: obligations, and lines."""
TEXT, LINE = 130, 56
"""Characters of an obligation's text, and of one line of it."""


async def ask(turn: Turn, tap: Tap) -> Reply:
    """Start the job that draws an agency's page. Raises Refused for somebody else's."""
    if not permissions.sees_agency(turn.member, tap.id):
        raise Refused("common.not_yours")
    agency = await agencies.get(turn.session, tap.id)
    rows = await due_days.of_agency(turn.session, agency.id, turn.today)
    if not rows:
        return Screen(T("picture.nothing_asked", agency=agency.name), ((menu_button(),),))
    tally = await status.tally_of(turn.session, agency.id, turn.today)
    several = len({row.meeting for row in rows}) > 1
    shared = pictures.pages(rows, _lines, MOST_ROWS, MOST_LINES)
    drawn = shared[: pictures.MOST_PAGES]
    places = {id(row): place for place, row in enumerate(rows, 1)}
    parts = [
        {
            "legend": pictures.legend(turn, tally),
            "rows": [_row(turn, row, places[id(row)], several=several) for row in part],
        }
        for part in drawn
    ]
    left = len(rows) - sum(map(len, drawn))
    left_out = T("picture.left.obligations", count=left) if left else None
    back = "status" if permissions.reads_all(turn.member) else "tasks"
    head = T("picture.title.of_agency", name=agency.name), T("picture.of_obligations", count=len(rows))
    await pictures.start(turn, "agency", head, parts, back=back, left=left_out, agency_id=agency.id)
    return None


def _lines(row: ObligationAtStage) -> int:
    return 2 + -(-min(len(row.text), TEXT) // LINE)


def _row(turn: Turn, row: ObligationAtStage, place: int, *, several: bool) -> dict[str, Any]:
    say = turn.voice.plain
    state = T(f"status.legend.{row.stage}")
    left = wording.time_left(row.due, row.kind, turn.today) if row.stage in status.OWING else ""
    return {
        "stage": row.stage.value,
        "number": number(turn, place),
        "name": say(wording.resolution_name(row.number, row.item, row.meeting if several else None)),
        "left": say(left),
        "state": say(T("picture.state_due", state=state, day=row.due) if row.due else state),
        "words": clip(" ".join(row.text.split()), TEXT),
    }
