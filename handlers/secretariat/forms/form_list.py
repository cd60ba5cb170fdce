"""The office's forms: listed, searched, and those that come with Dabir offered to be published (/forms)."""

from domain.chat.screens import Button, Screen, T, Tap, Text
from domain.forms.engine import Form, Question
from domain.forms.types.answer_types import Pick
from forms.catalogue import ShippedForm, shipped_forms
from handlers.core import list_sheet
from handlers.core.forms import form_filling
from handlers.core.navigation import menu_button
from handlers.core.pagination import page_buttons, page_of
from handlers.core.turn import PAGE, Filled, Listing, Reply, Turn
from handlers.secretariat.forms import form_card
from models.tables.forms import OfficeForm
from services.forms import library
from services.messaging import secretary_notices
from services.messaging.secretary_notices import NoticeKind
from services.queues import jobs
from texts.answer_summary import clip

FIND = Form("form_desk.find", (Question("form", Pick("forms")),), at_once=True)
LABEL = 40
"""Characters of a form's title on a button."""


async def show(turn: Turn) -> Reply:
    """List the forms of the office (/forms)."""
    return await _list_screen(turn, 0)


async def page(turn: Turn, tap: Tap) -> Reply:
    """Show the page of the list that a button names."""
    await turn.leave()
    return await _list_screen(turn, tap.place)


async def _list_screen(turn: Turn, offset: int) -> Screen:
    listed, total = await library.page(turn.session, offset, PAGE)
    lines: list[Text | str] = [T("form_desk.head", count=total) if total else T("form_desk.none")]
    for form in listed:
        lines += ["", _row(form)]
    if not total:
        lines += ["", T("form_desk.how")] if turn.member.secretary else []
    rows: list[tuple[Button, ...]] = [(Button(clip(form.title, LABEL), Tap("form", form.id)),) for form in listed]
    moves = page_buttons(total, offset, lambda first: Tap("forms", arg=str(first)))
    rows += [moves] if moves else []
    if turn.member.secretary:
        rows += await waiting_button(turn)
        ready = Button(T("form_desk.shipped"), Tap("form.shipped"))
        rows.append((Button(T("form_desk.new"), Tap("form.new")), ready))
    if total > 1:
        rows.append((Button(T("form_desk.find.button"), Tap("form.find")), list_sheet.button("forms")))
    return Screen(T("form.lines", lines=lines), (*rows, (menu_button(),)))


async def waiting_button(turn: Turn) -> tuple[tuple[Button, ...], ...]:
    """Return the button to the filled forms that wait for a review, if there are any."""
    count = await secretary_notices.waiting(turn.session, NoticeKind.FORMS)
    return ((Button(T("form_desk.waiting", count=count), Tap("filled_forms")),),) if count else ()


def _row(form: library.Listed) -> Text:
    key = "form_desk.row_waiting" if form.waiting else "form_desk.row_sent" if form.sent else "form_desk.row"
    state = T(f"form_desk.state.{form.state}")
    return T(key, title=clip(form.title, 120), state=state, sent=form.sent, waiting=form.waiting)


async def find(turn: Turn, tap: Tap) -> Reply:
    """Ask for a form, by a part of its title («جست‌وجو»)."""
    return await form_filling.begin(turn, FIND)


async def find_sent(turn: Turn, filled: Filled) -> Reply:
    """Show the form that was chosen."""
    return await form_card.screen(turn, filled.answers["form"]["id"])


async def listing(turn: Turn, search: str, offset: int) -> Listing:
    """List the forms that a search finds."""
    return page_of(await library.found(turn.session, search), offset)


async def shipped(turn: Turn, tap: Tap) -> Reply:
    """List the forms that come with Dabir: those that the office has open, the others are published by a tap."""
    await turn.leave()
    taken, offset = await library.shipped(turn.session), tap.place
    ready = shipped_forms()
    lines: list[Text | str] = [T("form_desk.shipped_head"), ""]
    rows = []
    for place, form in list(enumerate(ready))[offset : offset + PAGE]:
        title = form.titles.get(turn.voice.language, form.titles["fa"])
        known = taken.get(form.id)
        key = "form_desk.shipped_of" if form.resolution else "form_desk.shipped_any"
        line = T(key, title=title, number=form.resolution or 0)
        way = "publish" if known is None else "renew" if await _is_older(turn, known, form) else "open"
        lines.append(T(f"form_desk.shipped_{way}_line", line=line))
        opens = Tap("form", known.id) if known and way == "open" else Tap("form.take_shipped", arg=str(place))
        label = T(f"form_desk.shipped_{way}", title=clip(title, LABEL))
        rows.append((Button(label, opens),))
    moves = page_buttons(len(ready), offset, lambda first: Tap("form.shipped", arg=str(first)))
    back = (form_card.list_button(), menu_button())
    return Screen(T("form.lines", lines=lines), (*rows, *((moves,) if moves else ()), back))


async def _is_older(turn: Turn, known: OfficeForm, form: ShippedForm) -> bool:
    """Tell whether the office has an older version of a form than the one that comes with Dabir now."""
    name = (await library.newest(turn.session, known.id)).name
    return name.isdecimal() and int(name) < form.version


async def take_shipped(turn: Turn, tap: Tap) -> Reply:
    """Start the job that reads a form which comes with Dabir; a new one is published when it is read."""
    ready = shipped_forms()
    if not tap.arg.isdecimal() or tap.place >= len(ready):
        turn.toast = T("common.stale")
        return await shipped(turn, Tap("form.shipped"))
    form = ready[tap.place]
    known = (await library.shipped(turn.session)).get(form.id)
    if known and not await _is_older(turn, known, form):
        return await form_card.screen(turn, known.id)
    turn.fresh = True
    params = {"shipped": form.id, "form": known.id if known else 0, **form_card.clock(turn)}
    await jobs.start(turn.session, "form.read", turn.incoming.chat, turn.member.person_id, params, turn.now)
    if known:
        return Screen(T("form_desk.reading"))
    return Screen(T("form_desk.reading_shipped", title=form.titles.get(turn.voice.language, form.titles["fa"])))
