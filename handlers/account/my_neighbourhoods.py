"""A facilitator's own neighbourhoods («محله‌های من»): what is open in each, and the choice of others."""

from collections import Counter

from domain.access.member import Role
from domain.chat.screens import Button, Screen, T, Tap, Text
from domain.forms.engine import Form, Question
from domain.forms.types.answer_types import Picks
from domain.persian.search import Named
from domain.persian.text import sort_key
from handlers.core.forms import form_filling
from handlers.core.navigation import menu_button
from handlers.core.pagination import page_buttons
from handlers.core.turn import PAGE, Filled, Reply, Turn
from services.directory import facilitators, members, neighbourhoods, registration
from services.forms import occasions
from services.obligations import obligations
from texts.answer_summary import clip, enumerated

FORM = Form("mine", (Question("places", Picks("neighbourhoods"), required=False),), at_once=True)


async def show(turn: Turn, tap: Tap) -> Reply:
    """Show a page of the own neighbourhoods with what is open there."""
    await turn.leave()
    return await _screen(turn, first=tap.place)


async def choose(turn: Turn, tap: Tap) -> Reply:
    """Ask which neighbourhoods are one's own, those held and asked for ticked («افزودن یا برداشتن محله»)."""
    present = await facilitators.of_person(turn.session, turn.member.person_id)
    present += await _asked_for(turn)
    own = [{"id": number, "label": name} for number, name in present]
    return await form_filling.begin(turn, FORM, answers={"places": own} if own else {}, anew=True, at="places")


async def chosen(turn: Turn, filled: Filled) -> Reply:
    """Give up what is no longer ticked, and ask the secretariat for what is new."""
    ticked = [row["id"] for row in filled.answers.get("places", ())]
    placed, waiting = await registration.choose_neighbourhoods(turn.context, ticked)
    turn.member = await members.reload(turn.session, turn.member)
    changed = T("mine.changed" if placed.changed else "mine.same")
    return await _screen(turn, T("mine.asked") if waiting else changed)


async def withdraw(turn: Turn, tap: Tap) -> Reply:
    """Withdraw the request for more neighbourhoods."""
    await registration.withdraw(turn.context, turn.member.person_id)
    return await _screen(turn, T("mine.withdrawn"))


async def _asked_for(turn: Turn) -> list[Named]:
    """Return the neighbourhoods that the person asked for, and that the secretariat has not decided on."""
    waiting = await registration.pending_of(turn.session, turn.member.person_id)
    asked = waiting.neighbourhoods if waiting and waiting.role is Role.FACILITATOR else []
    return await neighbourhoods.named_of(turn.session, asked)


async def _screen(turn: Turn, news: Text | None = None, first: int = 0) -> Screen:
    lines: list[Text | str] = [news, ""] if news else []
    lines.append(T("mine.head"))
    own = sorted(turn.member.neighbourhoods, key=lambda held: sort_key(held.agency))
    shown = own[first : first + PAGE]
    counts = await obligations.open_counts(turn.session, [held.agency_id or 0 for held in shown], turn.today)
    due = await occasions.of_member(turn.session, turn.member, turn.today)
    forms = Counter(one.occasion.agency_id for one in due if one.waits)
    rows: list[tuple[Button, ...]] = []
    for held in shown:
        count, overdue = counts.get(held.agency_id or 0, (0, 0))
        waiting = forms[held.agency_id or 0]
        key = "overdue" if overdue else "owed" if count else "forms" if waiting else "owes_nothing"
        lines.append(T(f"mine.{key}", name=held.agency, count=count or waiting, overdue=overdue))
        if count:
            rows.append((Button(T("tasks.of_agency", agency=clip(held.agency, 24)), Tap("tasks.of", held.id)),))
    if not own:
        lines.append(T("mine.none"))
    if asked := await _asked_for(turn):
        lines += ["", T("mine.waits", names=enumerated([row.name for row in asked], 300))]
        rows.append((Button(T("mine.withdraw"), Tap("mine.withdraw")),))
    moves = page_buttons(len(own), first, lambda place: Tap("mine", arg=str(place)))
    rows += [moves] if moves else []
    rows.append((Button(T("mine.choose"), Tap("mine.choose")),))
    return Screen(T("mine.lines", lines=lines), (*rows, (Button(T("start.me"), Tap("me")), menu_button())))
