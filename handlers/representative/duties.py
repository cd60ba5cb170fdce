"""The duties that the appendix of the minutes asks of agencies of one kind («نقش و وظیفهٔ ما»)."""

from domain.chat.screens import Button, Screen, T, Tap, Text
from handlers.core.navigation import menu_button
from handlers.core.turn import Reply, Turn
from handlers.representative import tasks
from services.directory import agencies
from services.messaging import buttons
from services.obligations import duties
from services.submissions import duty_rounds, task


async def show(turn: Turn) -> Reply:
    """Show the duties of the active agency's kind (/duties)."""
    agency_id, agency = await tasks.own_agency(turn)
    found = await duties.of_agency(turn.session, agency_id)
    if found is None:
        ask = Button(T("duties.ask"), Tap("duties.ask", agency_id))
        return Screen(T("duties.no_kind", agency=agency), ((ask,), (buttons.TASKS, menu_button())))
    kind, rows = found
    if not rows:
        return Screen(T("duties.empty", kind=kind), ((buttons.TASKS, menu_button()),))
    lines: list[Text | str] = [T("duties.title", agency=agency, kind=kind), ""]
    lines += [T("duties.row", number=number, text=text) for number, text in rows]
    keys = [(menu_button(),)]
    round_id = await duty_rounds.open_round(turn.session, agency_id, turn.today)
    if round_id and await task.may_answer(turn.session, turn.member, agency_id):
        keys.insert(0, (Button(T("duty.of_quarter"), Tap("duty.answer", 0, round_id, f"{agency_id}.show")),))
    return Screen(T("form.lines", lines=lines), tuple(keys))


async def ask_for_kind(turn: Turn, tap: Tap) -> Reply:
    """Ask the secretariat to set the kind of one's agency («از دبیرخانه بخواهید»)."""
    agency = await tasks.own_agency(turn)
    if agency.id != tap.id:
        turn.toast = T("common.stale")
        return await show(turn)
    await agencies.ask_for_kind(turn.context, agency)
    return Screen(T("duties.asked", agency=agency.name), ((buttons.TASKS, menu_button()),))
