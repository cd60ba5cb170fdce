"""The audit trail in chat: who did what, when, before and after; searched by typing, and as Excel (/audit)."""

from __future__ import annotations

from typing import Any

from domain.chat.screens import Button, File, Personal, Screen, T, Tap, Text
from domain.forms.engine import Form, Question
from domain.forms.types.answer_types import Pick, Words
from handlers.core.forms import form_filling
from handlers.core.navigation import menu_button
from handlers.core.pagination import page_buttons
from handlers.core.turn import PAGE, Filled, Listing, Reply, Turn
from services import audit
from services.export import audit_trail
from services.export.audit_trail import Entry
from services.queues import jobs
from texts.answer_summary import clip

FIND = Form("audit.find", (Question("entry", Pick("audit"), personal=True),), at_once=True)
EXCEL = Form("audit.excel", (Question("search", Words(100), required=False, personal=True),), at_once=True)
LONGEST, SHORT = 1500, 100
"""The most characters of a value on a card, and of a line on a button; Excel has all of either."""


async def show(turn: Turn) -> Reply:
    """Show the latest entries (/audit)."""
    return await _page(turn, 0)


async def page(turn: Turn, tap: Tap) -> Reply:
    """Show a page of the entries."""
    await turn.leave()
    return await _page(turn, tap.id)


async def _page(turn: Turn, offset: int) -> Screen:
    entries, total = await audit_trail.page(turn.session, turn.voice, turn.today, "", offset, PAGE)
    lines: list[Text | str] = [T("audit.title_count", count=total)]
    for place, entry in enumerate(entries, offset + 1):
        lines += ["", T("audit.row", place=place, line=_line(entry))]
    opens = [
        Button(T("audit.open", place=place), Tap("audit.one", entry.id, arg=str(offset)))
        for place, entry in enumerate(entries, offset + 1)
    ]
    moves = page_buttons(total, offset, lambda first: Tap("audit", first))
    rows = (
        *(tuple(opens[place : place + 4]) for place in range(0, len(opens), 4)),
        *((moves,) if moves else ()),
        (Button(T("audit.find.title"), Tap("audit.find")), Button(T("audit.excel.title"), Tap("audit.excel"))),
        (menu_button(),),
    )
    return Screen(T("form.lines", lines=lines), rows)


def _line(entry: Entry) -> Text:
    about = T("audit.about", about=entry.about) if entry.about else T("audit.about_nothing")
    return T("audit.line", at=entry.at, who=entry.who, what=entry.what, about=about)


async def show_one(turn: Turn, tap: Tap) -> Reply:
    """Show one entry with all that was written of it."""
    return await _card(turn, tap.id, tap.place)


async def _card(turn: Turn, entry_id: int, offset: int = 0) -> Screen:
    entry = await audit_trail.get(turn.session, entry_id)
    lines: list[Text | str] = [_line(entry), *(_clipped(line) for line in audit_trail.lines(entry))]
    back = Button(T("audit.back"), Tap("audit", offset))
    return Screen(T("form.lines", lines=lines), ((back, Button(T("audit.find.title"), Tap("audit.find"))),))


def _clipped(line: Text) -> Text:
    params: dict[str, Any] = dict(line.params)
    words = params["value"].words
    return T(line.key, **{**params, "value": Personal(clip(str(words), LONGEST))})


async def find(turn: Turn, tap: Tap) -> Reply:
    """Ask for words that an entry has, in a list that they narrow («جست‌وجو»)."""
    return await form_filling.begin(turn, FIND, anew=True)


async def listing(turn: Turn, search: str, offset: int) -> Listing:
    """List the entries that a search finds."""
    entries, total = await audit_trail.page(turn.session, turn.voice, turn.today, search, offset, PAGE)
    return Listing([(entry.id, clip(turn.voice.plain(_line(entry)), SHORT)) for entry in entries], total)


async def find_sent(turn: Turn, filled: Filled) -> Reply:
    """Show the entry that was chosen."""
    return await _card(turn, filled.answers["entry"]["id"])


async def ask_for_excel(turn: Turn, tap: Tap) -> Reply:
    """Ask what the workbook is to have, by the words of a search («خروجی اکسل»)."""
    return await form_filling.begin(turn, EXCEL, anew=True)


async def excel_asked(turn: Turn, filled: Filled) -> Reply:
    """Start the job that writes what the search finds, or everything."""
    search = filled.answers.get("search") or ""
    chat, person_id = turn.incoming.chat, turn.member.person_id
    job_id = await jobs.start(turn.session, "audit.write", chat, person_id, {"search": search}, turn.now)
    audit.record(turn.context, "export", "audit", job_id, search=search)
    return Screen(T("audit.excel_coming"))


async def excel_ready(turn: Turn, job_id: int) -> Reply:
    """Send the workbook."""
    result = await jobs.result(turn.session, job_id)
    back = Button(T("audit.back"), Tap("audit"))
    name = turn.voice.plain(T("audit.excel_name"))
    return Screen(T("audit.excel_ready", count=result["rows"]), ((back,),), File(result["hash"], name))
