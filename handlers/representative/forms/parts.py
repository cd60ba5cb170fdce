"""The rows that several people give to one table: colleagues, branch offices and partners, and who gave what."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from domain.chat.screens import Button, Screen, T, Tap, Text
from domain.forms import moves
from domain.forms.compiled.carry_over import Carried, appended, same_rows
from domain.forms.engine import State
from domain.forms.xforms.form import XFormFilling
from handlers.core.forms import form_view
from handlers.core.navigation import menu_button
from handlers.core.turn import Reply, Turn
from handlers.representative.forms import opening
from models.tables.forms import FilledForm
from services.conversations import drafts
from services.directory import members
from services.errors import Refused
from services.forms import filling, occasions, own_rows
from services.messaging import buttons
from texts import wording
from texts.answer_summary import clip

MOST = 12
"""Parts on one screen; of more the latest."""
TAKEN = "taken"
"""The parts that a draft has taken, by their ids, among what the draft is about."""


async def show(turn: Turn, tap: Tap) -> Reply:
    """Show who gave which rows for a form of an obligation («سهم همکاران»)."""
    due = await occasions.find(turn.session, turn.member, turn.today, opening.wanted(tap))
    one = due.occasion
    given = await filling.parts(turn.session, one.obligation_id, one.assignment_id) if not one.part else ()
    by_excel = await own_rows.counts(turn.session, [part.id for part in given[-MOST:]])
    lines: list[Text | str] = [T("form_fill.parts_head", title=clip(due.title, 200))]
    draft = await filling.draft_of(turn.session, turn.member.person_id, one) if not one.part else None
    taken = draft.about.get(TAKEN, []) if draft else []
    lines += [_line(part, by_excel.get(part.id, 0), is_taken=part.id in taken) for part in given[-MOST:]] or [
        T("form_fill.no_parts")
    ]
    rows: list[tuple[Button, ...]] = []
    for part in given[-MOST:]:
        number = wording.filled_number(part.id, None)
        see = Button(T("form_fill.see_part", number=number), Tap("filled", part.id))
        take = Button(T("form_fill.take_part", number=number), Tap("fill.take", part.id))
        rows.append((see, take) if due.is_open and part.id not in taken else (see,))
    fill = Tap("fill", one.assignment_id, 0, f"{one.obligation_id}.{one.agency_id}")
    if due.is_open:
        label = T("form_fill.go_on_form", title=clip(due.title, 40)) if draft else T("form_fill.open")
        rows.append((Button(label, fill),))
        rows.append((Button(T("form_fill.give_part"), replace(fill, arg=f"{fill.arg}.p")),))
    return Screen(T("form.lines", lines=lines), (*rows, (buttons.to_task(one.obligation_id), menu_button())))


def _line(part: FilledForm, by_excel: int, *, is_taken: bool) -> Text:
    rows = by_excel + sum(count for name, count in part.rows.items() if "[" not in name)
    agency = part.agency.name if part.agency else ""
    return T(
        "form_fill.part_line_taken" if is_taken else "form_fill.part_line",
        number=wording.filled_number(part.id, None),
        agency=agency,
        name=members.colleague(part.person),
        rows=rows,
        at=part.sent_at,
    )


async def take(turn: Turn, tap: Tap) -> Reply:
    """Add the rows of a part to one's own form («افزودن به فرم»)."""
    part = await filling.get(turn.session, tap.id)
    if not part.part or part.obligation is None:
        raise Refused("common.stale")
    arg = f"{part.obligation_id}.{part.obligation.agency_id}"
    due = await occasions.find(
        turn.session, turn.member, turn.today, opening.wanted(Tap("fill", part.assignment_id, 0, arg))
    )
    if due.occasion.part or not due.is_open:
        raise Refused("answer.settled")
    screen = await opening.open_one(turn, Tap("fill", part.assignment_id, 0, arg))
    opened = turn.form
    if opened is None or not isinstance(opened.filling, XFormFilling):
        # A draft of a replaced version is asked about first.
        return screen
    state, taken = opened.filling.state, opened.about.get(TAKEN, [])
    if part.id in taken:
        return await form_view.screen(turn, opened, T("form_fill.part_taken_before"))
    form = opened.filling.form
    way = await opening.way_between(turn, part.version_id, filling.version_in(opened.draft.form))
    rows = way.carry(part.answers, part.rows) if way else Carried(part.answers, part.rows)
    both = appended(form.program.form, state.answers, state.rows, rows.answers, rows.rows, state.rejected)
    files = {**state.files, **part.files}
    filled = form.fill(State("", both.answers, rows=both.rows), turn.world)
    taken_rows = tuple(f"{row}/" for row in both.taken)
    # What a new version asks otherwise is still to be answered.
    skipped = (*state.skipped, *(opening.left_blank(filled, taken_rows) if taken_rows and not rows.lost else ()))
    fresh: dict[str, Any] = {"undo": {}, "refused": 0, "confirming": "", "looked_at": ()}
    after = replace(state, answers=both.answers, skipped=skipped, rows=both.rows, files=files, **fresh)
    opened.move_to(moves.onward(form.fill(after, turn.world)))
    source = own_rows.Source(filled_id=part.id)
    lost = await own_rows.copy(turn.session, source, opened.draft.id, opening.converting(way))
    opened.draft = await drafts.about(turn.session, opened.draft, {**opened.about, TAKEN: [*taken, part.id]})
    lines = [T("form_fill.part_taken"), *opening.told_of_lost((*rows.lost, *lost))]
    if same := same_rows(both.answers, both.taken):
        lines.append(T("form_fill.part_rows_again", count=same))
    return await form_view.screen(turn, opened, T("form.lines", lines=lines))
