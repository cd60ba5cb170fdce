"""The duties that the appendix of the minutes asks of agencies of one kind («نقش و وظیفهٔ ما»)."""

from domain.chat.screens import Screen, T, Text
from handlers.core.navigation import menu_button
from handlers.core.turn import Reply, Turn
from handlers.representative import tasks
from services.obligations import duties


async def show(turn: Turn) -> Reply:
    """Show the duties of the active agency's kind (/duties)."""
    agency_id, agency = await tasks.own_agency(turn)
    found = await duties.of_agency(turn.session, agency_id)
    if found is None:
        return Screen(T("duties.no_kind", agency=agency), ((menu_button(),),))
    kind, rows = found
    if not rows:
        return Screen(T("duties.empty", kind=kind), ((menu_button(),),))
    lines: list[Text | str] = [T("duties.title", agency=agency, kind=kind), ""]
    lines += [T("duties.row", number=number, text=text) for number, text in rows]
    return Screen(T("form.lines", lines=lines), ((menu_button(),),))
