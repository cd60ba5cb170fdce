"""A form that is filled in in Excel: its sheet is sent as a file, and taken back whenever it comes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from domain.chat.screens import Button, File, Screen, T, Tap, Text
from domain.forms import moves
from domain.forms.engine import State
from domain.forms.xforms.form import XForm
from handlers.core.navigation import menu_button
from handlers.core.turn import Reply, Turn
from handlers.representative.forms import stored
from handlers.representative.forms.opening import left_blank
from models.tables.form_sheets import FormSheet
from services.conversations import drafts
from services.conversations.drafts import Draft
from services.errors import Refused
from services.form_sheets import recognition
from services.forms import filling, sheets
from services.messaging import buttons, job_progress
from services.queues import jobs
from texts.answer_summary import clip

MOST_TOLD = 12
"""Wrong cells in one message; the file that comes back has them all."""
LONGEST = 200
"""Characters of what is said of one cell."""


async def send(turn: Turn, tap: Tap) -> Reply:
    """Make the sheet of a draft, or of one of its tables («پر کردن در اکسل»)."""
    draft = await _draft(turn, tap.id)
    form = await _form(turn, draft)
    state = State.from_json(draft.state)
    repeat = form.fill(state, turn.world).named(tap.arg) if tap.arg else ""
    if tap.arg and not repeat:
        raise Refused("common.stale")
    sheet = await sheets.note(turn.context, draft, repeat)
    params = await _params(turn, draft, sheet, state)
    chat, person_id = turn.incoming.chat, turn.member.person_id
    await jobs.start(turn.session, "form.sheet.write", chat, person_id, params, turn.now)
    turn.fresh = True
    return Screen(T("form_sheet.making"))


async def _draft(turn: Turn, draft_id: int) -> Draft:
    """Return a draft as it is now, also one that this chat has in hand."""
    if turn.form and turn.form.draft.id == draft_id:
        return turn.form.to_draft()
    draft = await drafts.get(turn.session, turn.member.person_id, draft_id)
    if draft is None:
        raise Refused("form.gone")
    return draft


async def _form(turn: Turn, draft: Draft) -> XForm:
    version_id = filling.version_in(draft.form)
    if not version_id:
        raise Refused("common.stale")
    return await stored.ready(turn.session, version_id)


async def _params(turn: Turn, draft: Draft, sheet: FormSheet, state: State) -> dict[str, Any]:
    version_id = filling.version_in(draft.form)
    return {
        "version": version_id,
        "draft": draft.id,
        "sheet": sheet.id,
        "repeat": sheet.repeat,
        "answers": dict(state.answers),
        "rows": dict(state.rows),
        "ids": await sheets.ids(turn.session, sheet, version_id),
        "language": turn.voice.language,
    }


async def made(turn: Turn, job_id: int) -> Reply:
    """Send the sheet."""
    try:
        result = await jobs.result(turn.session, job_id)
    except Refused as refused:
        return Screen(refused.text, ((menu_button(),),))
    file = File(result["hash"], result["name"])
    key = "ready" if result["rows"] else "ready_answered" if result["answered"] else "ready_blank"
    return Screen(T(f"form_sheet.{key}", rows=result["rows"]), (_go_on(result["draft"]),), file)


def _go_on(draft_id: int, way: str = "go_on") -> tuple[Button, ...]:
    return (Button(T(f"form_sheet.{way}"), Tap("f", draft_id, 0, "below")),)


async def offer(turn: Turn) -> Reply:
    """Start reading a file that is a sheet of a form, whatever is in hand; None for any other file.

    The answer is the message that shows the progress, and no other.
    """
    head, digest = turn.workbook
    sheet_id = recognition.sheet_id(head)
    if sheet_id == recognition.UNNAMED:
        sheet_id = await sheets.latest(turn.session, turn.member.person_id, turn.form.draft) if turn.form else 0
    return await _start_reading(turn, sheet_id, digest) if sheet_id else None


async def _start_reading(turn: Turn, sheet_id: int, digest: str) -> Reply:
    try:
        sheet, draft = await sheets.find(turn.session, turn.member.person_id, sheet_id)
    except Refused as refused:
        return Screen(refused.text, ((buttons.FORMS, menu_button()),))
    draft = await _draft(turn, draft.id)
    state = State.from_json(draft.state)
    params = {
        **await _params(turn, draft, sheet, state),
        "hash": digest,
        "known": sheet.known,
        "most_rows": turn.organisation.form_rows,
        "stamp": await sheets.stamp(turn.session, draft),
    }
    begun = T("form_sheet.reading")
    await job_progress.start(turn.context, "form.sheet.read", turn.incoming.chat, params, "sheet.stop", begun)
    return ()


async def stop(turn: Turn, tap: Tap) -> Reply:
    """Stop the reading of a sheet («توقف»)."""
    stopped = await jobs.cancel(turn.session, tap.id, turn.member.person_id, turn.now)
    return Screen(T("form_sheet.stopped" if stopped else "form_sheet.over"), ((menu_button(),),))


async def read(turn: Turn, job_id: int) -> Reply:
    """Take what was right into the draft, and tell what was wrong; a draft that changed meanwhile is read for anew."""
    try:
        result = await jobs.result(turn.session, job_id)
        draft = await _draft(turn, result["draft"])
    except Refused as refused:
        await job_progress.close(turn.context, job_id, T("form_sheet.not_read"))
        return Screen(refused.text, ((menu_button(),),))
    await job_progress.close(turn.context, job_id, T("form_sheet.was_read"))
    if await sheets.stamp(turn.session, draft) != result["stamp"]:
        return await _start_reading(turn, result["sheet"], result["hash"])
    await sheets.take(turn.context, draft.id, result)
    await _move(turn, draft, result)
    return _report(turn, result)


async def _move(turn: Turn, draft: Draft, result: dict[str, Any]) -> None:
    """Give a draft its new answers; it goes on with the first required question that they leave open.

    Of what stood in the sheet, or in a row of it, nothing else is asked: its sender has seen the column and left it.
    """
    form = await _form(turn, draft)
    before = State.from_json(draft.state)
    answers = result["answers"]
    was, now = _by_row(before.answers), _by_row(answers)
    same = {name for name in (*before.pending, *before.sources) if was.get(_row_of(name)) == now.get(_row_of(name))}
    pending = {name: one for name, one in before.pending.items() if name in same}
    # A row may have another place now: an edit of an older message must not change what stands in its old one.
    sources = {name: ids for name, ids in before.sources.items() if name in same}
    state = replace(before, answers=answers, rows=result["rows"], sources=sources, pending=pending, undo={}, refused=0)
    blank = left_blank(form.fill(state, turn.world), (f"{result['repeat']}[" if result["repeat"] else "",))
    skipped = tuple(dict.fromkeys((*before.skipped, *blank)))
    filled = form.fill(replace(state, skipped=skipped), turn.world)
    open_still = {
        name: words for name, words in before.rejected.items() if filled.question(name) and not filled.has(name)
    }
    undo = result.get("undo") or {}
    if undo:
        undo = {**undo, "skipped": list(skipped), "rejected": open_still, "row": result["repeats"][0]}
    after = moves.onward(filled.with_state(rejected=open_still, undo=undo))
    if turn.form and turn.form.draft.id == draft.id:
        turn.form.move_to(after)
        turn.form.shown_in = ()
    else:
        state_now = {**draft.state, **after.state.to_json(), drafts.SHOWN: []}
        await drafts.keep(turn.session, replace(draft, state=state_now), turn.now)


def _row_of(name: str) -> str:
    """Return the outermost row that a question is in, or the question itself."""
    row, inside, _ = name.partition("]/")
    return f"{row}{inside}"


def _by_row(answers: Mapping[str, str]) -> dict[str, dict[str, str]]:
    rows: dict[str, dict[str, str]] = {}
    for name, value in answers.items():
        rows.setdefault(_row_of(name), {})[name] = value
    return rows


def _report(turn: Turn, result: dict[str, Any]) -> Reply:
    """Return the counts, the wrong cells and what else is to be known, and the sheet with the wrong cells marked."""
    lines: list[Text | str] = [_counts(result)]
    if result["stored"]:
        lines.append(T("form_sheet.stored", most=turn.organisation.form_rows))
    several = len({cell["sheet"] for cell in result["cells"]}) > 1
    cells = result["cells"][:MOST_TOLD]
    if cells:
        lines += ["", T("form_sheet.wrong_cells", count=result["wrong_cells"])]
    for cell in cells:
        key = "form_sheet.cell_of" if several else "form_sheet.cell"
        said = clip(cell["text"], LONGEST)
        lines.append(T(key, sheet=cell["sheet"], row=cell["row"], column=clip(cell["column"], 60), said=said))
    if result["wrong_cells"] > len(cells):
        lines.append(T("form_sheet.more_cells", count=result["wrong_cells"] - len(cells)))
    if notes := result["notes"]:
        lines += ["", *(T(note["key"], **note["params"]) for note in notes)]
    if not result["wrong_cells"]:
        # Whoever sent the sheet takes the form for sent.
        lines += ["", T("form_sheet.not_sent")]
    way = "go_on" if result["wrong_cells"] else "send"
    report = Screen(T("form.lines", lines=lines), (_go_on(result["draft"], way),))
    if not result["marked"]:
        return report
    return [report, Screen(T("form_sheet.marked"), (), File(result["marked"], result["name"]))]


def _counts(result: dict[str, Any]) -> Text:
    if not result["good"] and not result["wrong"]:
        return T("form_sheet.taken_wrong" if result["wrong_cells"] else "form_sheet.taken")
    key = "form_sheet.rows_wrong" if result["wrong"] else "form_sheet.rows_right"
    return T(key, good=result["good"], wrong=result["wrong"])
