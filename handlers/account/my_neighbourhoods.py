"""A facilitator's own neighbourhoods («محله‌های من»): what is open in each, and the choice of others."""

from domain.access.member import Role
from domain.chat.screens import Button, Screen, T, Tap, Text
from domain.forms.answer_types import Picks
from domain.forms.engine import Form, Question
from handlers.core import form_filling
from handlers.core.navigation import menu_button
from handlers.core.turn import Filled, Reply, Turn
from services.directory import facilitators, members
from services.obligations import obligations
from texts.answer_summary import clip

FORM = Form("mine", (Question("places", Picks("neighbourhoods"), required=False),), at_once=True)


async def show(turn: Turn, tap: Tap) -> Reply:
    """Show the own neighbourhoods with what is open there."""
    await turn.leave()
    return await _screen(turn)


async def choose(turn: Turn, tap: Tap) -> Reply:
    """Ask which neighbourhoods are one's own, the present ones ticked («افزودن یا برداشتن محله»)."""
    present = await facilitators.of_person(turn.session, turn.member.person_id)
    own = [{"id": number, "label": name} for number, name in present]
    return await form_filling.begin(turn, FORM, answers={"places": own} if own else {}, anew=True, at="places")


async def chosen(turn: Turn, filled: Filled) -> Reply:
    """Store the choice, of which the secretariat is told."""
    ticked = [row["id"] for row in filled.answers.get("places", ())]
    placed = await facilitators.choose(turn.context, ticked)
    turn.member = await members.reload(turn.session, turn.member)
    return await _screen(turn, T("mine.changed" if placed.changed else "mine.same"))


async def _screen(turn: Turn, news: Text | None = None) -> Screen:
    lines: list[Text | str] = [news, ""] if news else []
    lines.append(T("mine.head"))
    own = [held for held in turn.member.of_agency if held.role is Role.FACILITATOR]
    rows: list[tuple[Button, ...]] = []
    for held in own:
        views = await obligations.open_of_agency(turn.session, held.agency_id or 0)
        overdue = sum(view.overdue(turn.today) for view in views)
        key = "overdue" if overdue else "owed" if views else "owes_nothing"
        lines.append(T(f"mine.{key}", name=held.agency, count=len(views), overdue=overdue))
        if views:
            rows.append((Button(T("tasks.of_agency", agency=clip(held.agency, 24)), Tap("tasks.of", held.id)),))
    if not own:
        lines.append(T("mine.none"))
    rows.append((Button(T("mine.choose"), Tap("mine.choose")),))
    return Screen(T("mine.lines", lines=lines), (*rows, (Button(T("start.me"), Tap("me")), menu_button())))
