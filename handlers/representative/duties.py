"""The duties that the appendix of the minutes asks of agencies of one kind («نقش و وظیفهٔ ما»)."""

from domain.chat.screens import Screen, T, Text
from handlers.core.navigation import menu_button
from handlers.core.turn import Reply, Turn
from services.errors import Refused
from services.obligations import duties
from services.submissions import task


async def show(turn: Turn) -> Reply:
    """Show the duties of the active agency's kind (/duties)."""
    represented = await task.agency_of(turn.session, turn.member)
    if represented is None:
        raise Refused("common.not_yours")
    agency_id, agency = represented
    found = await duties.of_agency(turn.session, agency_id)
    if found is None:
        return Screen(T("duties.no_kind", agency=agency), ((menu_button(),),))
    kind, rows = found
    if not rows:
        return Screen(T("duties.empty", kind=kind), ((menu_button(),),))
    lines: list[Text | str] = [T("duties.title", agency=agency, kind=kind), ""]
    lines += [T("duties.row", number=number, text=text) for number, text in rows]
    return Screen(T("form.lines", lines=lines), ((menu_button(),),))
