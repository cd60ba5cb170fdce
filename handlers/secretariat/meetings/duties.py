"""The appendix's duties by kind: browsed, asked about each quarter, turned into resolutions («وظایف پیوست»)."""

from __future__ import annotations

from domain.chat.screens import Button, Screen, T, Tap, Text
from domain.forms.engine import Finish, Form, Question
from domain.forms.types.answer_types import Picks, Words
from handlers.core.forms import form_filling
from handlers.core.navigation import menu_button
from handlers.core.pagination import page_buttons, page_of
from handlers.core.turn import PAGE, Filled, Listing, Reply, Turn
from handlers.secretariat.meetings.review import resolution_card as card
from models.tables.duties import DutyStatus
from services.meetings import duty_conversion
from services.obligations import duties, duty_quarters
from services.submissions import duty_rounds
from texts.answer_summary import clip

FORM = Form(
    "duty.form", (Question("phrase", Words(300)), Question("owners", Picks("duty.agencies"))), finish=Finish.RECORD
)
SHORT, LABEL, LONGEST = 160, 40, 1500
"""Characters of a duty's text in a list, of a kind's name on a button, and of the text on its own card."""


async def show_kinds(turn: Turn, tap: Tap) -> Reply:
    """List the kinds that have duties."""
    await turn.leave()
    kinds = await duties.kinds(turn.session)
    offset = tap.place
    shown = kinds[offset : offset + PAGE]
    lines: list[Text | str] = [T("duty.kinds" if kinds else "duty.no_kinds")]
    lines += [T("duty.kind_row", kind=kind.name, duties=kind.duties, agencies=kind.agencies) for kind in shown]
    rows = [(Button(clip(kind.name, LABEL), Tap("duty.kind", kind.id)),) for kind in shown]
    moves = page_buttons(len(kinds), offset, lambda first: Tap("duty.kinds", arg=str(first)))
    back = (Button(T("meeting.all"), Tap("meetings")), menu_button())
    return Screen(T("form.lines", lines=lines), tuple(row for row in (*rows, moves, back) if row))


async def show_kind(turn: Turn, tap: Tap) -> Reply:
    """Show the duties of a kind, with the ways to ask about them."""
    await turn.leave()
    return await _kind_screen(turn, tap.id, tap.place)


async def _kind_screen(turn: Turn, kind_id: int, offset: int, news: Text | None = None) -> Screen:
    kind = await duties.kind(turn.session, kind_id)
    every = await duties.of_kind(turn.session, kind_id)
    shown = every[offset : offset + PAGE]
    lines: list[Text | str] = [news, ""] if news else []
    lines.append(T("duty.kind_head", kind=kind.name, agencies=kind.agencies))
    for duty in shown:
        lines += ["", T("duty.row", number=duty.number, text=clip(duty.text, SHORT))]
    opens = [Button(T("duty.open", number=duty.number), Tap("duty.one", duty.id)) for duty in shown]
    rows: list[tuple[Button, ...]] = [tuple(opens[start : start + 4]) for start in range(0, len(opens), 4)]
    rows.append(page_buttons(len(every), offset, lambda first: Tap("duty.kind", kind_id, arg=str(first))))
    past = await duty_rounds.rounds(turn.session, kind_id)
    quarter = duty_quarters.quarter_of(turn.today)
    if turn.member.secretary and not any(one.quarter == quarter for one in past):
        rows.append((Button(T("duty.ask", quarter=duty_quarters.words(quarter)), Tap("duty.ask", kind_id)),))
    if past:
        rows.append((Button(T("duty.table"), Tap("duty.table", kind_id)),))
    rows.append((Button(T("duty.all"), Tap("duty.kinds")), menu_button()))
    return Screen(T("form.lines", lines=lines), tuple(row for row in rows if row))


async def show_one(turn: Turn, tap: Tap) -> Reply:
    """Show one duty, with the button that turns it into a resolution."""
    await turn.leave()
    duty = await duties.get(turn.session, tap.id)
    rows: list[tuple[Button, ...]] = []
    if duty.resolution_id:
        rows.append((Button(T("duty.resolution"), Tap("res", duty.resolution_id)),))
    elif turn.member.secretary:
        rows.append((Button(T("duty.convert"), Tap("duty.convert", duty.id)),))
    rows.append((Button(T("duty.back"), Tap("duty.kind", duty.kind_id)), menu_button()))
    return Screen(T("duty.row", number=duty.number, text=clip(duty.text, LONGEST)), tuple(rows))


async def convert(turn: Turn, tap: Tap) -> Reply:
    """Ask for the deadline and the owners («تبدیل به اقدام»)."""
    duty = await duties.get(turn.session, tap.id)
    return await form_filling.begin(turn, FORM, duty.id, heading=clip(duty.text, SHORT))


async def converted(turn: Turn, filled: Filled) -> Reply:
    """Make the resolution, of which its owners are told («ثبت»)."""
    owners = [row["id"] for row in filled.answers["owners"]]
    resolution = await duty_conversion.convert(turn.context, filled.subject_id, filled.answers["phrase"], owners)
    return await card.screen(turn, resolution.id, T("duty.converted", agencies=len(owners)))


async def agencies(turn: Turn, search: str, offset: int) -> Listing:
    """List the agencies of the kind whose duty is in hand."""
    duty = await duties.get(turn.session, turn.form.subject_id if turn.form else 0)
    return page_of(await duties.agencies_of(turn.session, duty.kind_id, search), offset)


async def ask(turn: Turn, tap: Tap) -> Reply:
    """Ask all agencies of the kind about this quarter («پرسش فصل»)."""
    told = await duty_rounds.ask(turn.context, tap.id)
    return await _kind_screen(turn, tap.id, 0, T("duty.asked", count=told))


async def table(turn: Turn, tap: Tap) -> Reply:
    """Show the counts of a quarter; ``tap.arg`` is the place of the quarter, the latest first, and of the page."""
    kind = await duties.kind(turn.session, tap.id)
    past = await duty_rounds.rounds(turn.session, kind.id)
    if not past:
        return await _kind_screen(turn, kind.id, 0)
    place, _, first = tap.arg.partition(".")
    which = min(int(place) if place.isdecimal() and len(place) < 9 else 0, len(past) - 1)
    offset = int(first) if first.isdecimal() and len(first) < 9 else 0
    started = past[which]
    counted = await duty_rounds.table(turn.session, started)
    every = await duties.of_kind(turn.session, kind.id)
    lines: list[Text | str] = [
        T("duty.table_head", kind=kind.name, quarter=duty_quarters.words(started.quarter)),
        T("duty.table_asked", answered=counted.answered, asked=counted.asked),
    ]
    unanswered = counted.asked - counted.answered
    for duty in every[offset : offset + PAGE]:
        counts = {status.value: counted.counts.get((duty.id, status), 0) for status in DutyStatus}
        lines += ["", T("duty.row", number=duty.number, text=clip(duty.text, SHORT)), T("duty.counts", **counts)]
    quarters = [
        Button(duty_quarters.words(past[other].quarter), Tap("duty.table", kind.id, arg=f"{other}.0"))
        for other in (which + 1, which - 1)
        if 0 <= other < len(past)
    ]
    rows = [
        page_buttons(len(every), offset, lambda start: Tap("duty.table", kind.id, arg=f"{which}.{start}")),
        (Button(T("duty.silent", count=unanswered), Tap("duty.silent", started.id)),) if unanswered else (),
        tuple(quarters),
        (Button(T("duty.back"), Tap("duty.kind", kind.id)), menu_button()),
    ]
    return Screen(T("form.lines", lines=lines), tuple(row for row in rows if row))


async def silent(turn: Turn, tap: Tap) -> Reply:
    """List the agencies that have not answered all of a quarter's question («بی‌پاسخ‌ها»)."""
    await turn.leave()
    started = await duty_rounds.get(turn.session, tap.id)
    kind = await duties.kind(turn.session, started.kind_id)
    found, first = await duty_quarters.silent(turn.session, started), tap.place
    quarter = duty_quarters.words(started.quarter)
    lines: list[Text | str] = [T("duty.silent_head", kind=kind.name, quarter=quarter, count=len(found))]
    for agency in found[first : first + PAGE]:
        key = "duty.silent_partly" if agency.answered else "duty.silent_row"
        lines.append(T(key, agency=agency.name, answered=agency.answered, asked=agency.asked))
    if started.reminded_at:
        lines += ["", T("duty.reminded", at=started.reminded_at)]
    shown = found[first : first + PAGE] if turn.member.secretary else []
    opens = [(Button(clip(agency.name, LABEL), Tap("agency", agency.id)),) for agency in shown]
    rows = [
        *opens,
        page_buttons(len(found), first, lambda start: Tap("duty.silent", started.id, arg=str(start))),
        (Button(T("duty.table"), Tap("duty.table", kind.id)), menu_button()),
    ]
    return Screen(T("form.lines", lines=lines), tuple(row for row in rows if row))
