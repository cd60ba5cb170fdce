"""The ledger of a broadcast: who has it and who has not and why, who acknowledged it, who answered what."""

from domain.access import permissions
from domain.chat.screens import Button, File, Personal, Screen, T, Tap, Text
from domain.forms.engine import Form, Question
from domain.forms.types.answer_types import Words
from handlers.core.forms import form_filling
from handlers.core.pagination import page_buttons
from handlers.core.turn import Filled, Reply, Turn
from handlers.secretariat.broadcast import broadcasts as screens
from models.tables.broadcasts import Broadcast, BroadcastState, Delivery, DeliveryState
from services import audit
from services.broadcast import broadcasts, ledger, running
from services.broadcast.broadcasts import AlreadySent
from services.broadcast.ledger import Filter
from services.directory import members
from services.queues import jobs

FIND = Form("ledger.find", (Question("name", Words(60), personal=True),), at_once=True)
ROWS = 12
"""The people on one page."""


async def show(turn: Turn, tap: Tap) -> Reply:
    """Show a page of the ledger, narrowed by a filter; below the progress of a broadcast when it comes from there."""
    await turn.leave()
    turn.fresh = not tap.arg
    broadcast = await broadcasts.get_named(turn.session, turn.member, tap.id)
    return await _page(turn, broadcast, _filter(tap), tap.version)


def _filter(tap: Tap) -> Filter:
    return Filter(tap.arg) if tap.arg in tuple(Filter) else Filter.ALL


async def _page(
    turn: Turn, broadcast: Broadcast, which: Filter, offset: int = 0, news: Text | None = None, search: str = ""
) -> Screen:
    await audit.note_reading(turn.context, "ledger", broadcast.id)
    rows, total = await ledger.page(turn.session, broadcast.id, which, offset, ROWS, search)
    lines: list[Text | str] = [news, ""] if news else []
    found = T("ledger.found", search=Personal(search), count=total) if search else None
    lines += [T("ledger.title", number=broadcast.id), found or T(f"ledger.filter.{which}", count=total), ""]
    lines += [_line(broadcast, row) for row in rows] or [T("ledger.empty")]
    number = broadcast.id
    filters = [
        Button(T(f"ledger.only.{each}"), Tap("bc.ledger", number, arg=each))
        for each in Filter
        if each is not which and (each is not Filter.STANDING or broadcast.state is BroadcastState.UNDONE)
    ]
    # A search shows the first that it finds; more letters narrow it.
    moves = page_buttons(
        0 if search else total, offset, lambda first: Tap("bc.ledger", number, first, which), size=ROWS
    )
    search_button = Button(T("ledger.search"), Tap("bc.find", number))
    actions: list[tuple[Button, ...]] = [(search_button, Button(T("ledger.excel"), Tap("bc.excel", number)))]
    unseen = await ledger.unseen(turn.session, broadcast)
    if unseen and permissions.broadcasts(turn.member):
        actions.insert(0, (Button(T("ledger.remind", count=unseen), Tap("bc.remind", number)),))
    pairs = [tuple(filters[place : place + 2]) for place in range(0, len(filters), 2)]
    rows_of_buttons = (
        *((moves,) if moves else ()),
        *pairs,
        *actions,
        (Button(T("broadcast.back"), Tap("bc.open", number)),),
    )
    return Screen(T("ledger.lines", lines=lines), rows_of_buttons)


def _line(broadcast: Broadcast, delivery: Delivery) -> Text:
    """Return a person's line: the outcome, and the receipt or the answer."""
    name = members.formal_name(delivery.person)
    options = broadcast.question.get("options", ())
    if delivery.state is not DeliveryState.DELIVERED:
        return T("ledger.line", name=name, outcome=ledger.outcome(delivery))
    if delivery.answer is not None and delivery.answered_at and delivery.answer < len(options):
        return T("ledger.answered", name=name, option=options[delivery.answer], at=delivery.answered_at)
    if delivery.acknowledged_at:
        return T("ledger.seen", name=name, at=delivery.acknowledged_at)
    if delivery.reminded_at:
        return T("ledger.reminded", name=name, at=delivery.reminded_at)
    return T("ledger.line", name=name, outcome=ledger.outcome(delivery))


async def find(turn: Turn, tap: Tap) -> Reply:
    """Ask for the name of whom the ledger is to show."""
    broadcast = await broadcasts.get_named(turn.session, turn.member, tap.id)
    return await form_filling.begin(turn, FIND, broadcast.id, anew=True)


async def find_sent(turn: Turn, filled: Filled) -> Reply:
    """Show the people of that name."""
    broadcast = await broadcasts.get_named(turn.session, turn.member, filled.subject_id)
    return await _page(turn, broadcast, Filter.ALL, search=filled.answers["name"])


async def remind(turn: Turn, tap: Tap) -> Reply:
    """Remind those who have not acknowledged («یادآوری»)."""
    unseen = await ledger.unseen(turn.session, await broadcasts.get_named(turn.session, turn.member, tap.id))
    try:
        broadcast = await broadcasts.remind(turn.context, turn.member, tap.id)
    except AlreadySent as sent:
        return await screens.decided_before(turn, sent)
    await running.step(turn.context, broadcast.id)
    return await _page(turn, broadcast, Filter.UNSEEN, news=T("ledger.reminding", count=unseen))


async def ask_for_excel(turn: Turn, tap: Tap) -> Reply:
    """Start the job that writes the ledger as an Excel workbook."""
    broadcast = await broadcasts.get_named(turn.session, turn.member, tap.id)
    params = await ledger.rows(turn.context, broadcast, turn.voice.language)
    chat, person_id = turn.incoming.chat, turn.member.person_id
    await jobs.start(turn.session, "broadcast.ledger", chat, person_id, params, turn.now)
    audit.record(turn.context, "export", "ledger", broadcast.id, rows=len(params["rows"]))
    turn.fresh = True
    return Screen(T("ledger.excel_coming"))


async def excel_ready(turn: Turn, job_id: int) -> Reply:
    """Send the workbook, to somebody who may still read that broadcast."""
    result = await jobs.result(turn.session, job_id)
    await broadcasts.get_named(turn.session, turn.member, result["broadcast"])
    back = Button(T("broadcast.open", number=result["broadcast"]), Tap("bc.open", result["broadcast"]))
    name = turn.voice.plain(T("ledger.excel_name", number=result["broadcast"]))
    return Screen(T("ledger.excel_ready"), ((back,),), File(result["hash"], name))
