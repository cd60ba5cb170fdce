"""The consolidated table of a form: the rows of all agencies in one view, a page at a time («همهٔ ردیف‌ها»)."""

from collections.abc import Iterable
from math import ceil

from domain.chat.screens import Button, Screen, T, Tap, Text
from handlers.core.navigation import menu_button
from handlers.core.pagination import page_buttons
from handlers.core.turn import PAGE, Reply, Turn
from handlers.representative.forms import filled_card
from services.forms import all_rows, library
from services.forms.all_rows import FilledRow, Place
from texts.answer_summary import clip
from texts.wrong_rows import reasons, typed

LONG = 420
"""Characters of a row on a page."""


async def show(turn: Turn, tap: Tap) -> Reply:
    """Show a page of a form's rows."""
    await turn.leave()
    form = await library.get(turn.session, tap.id)
    places = await all_rows.places(turn.session, form.id)
    senders = len({place.sender for place in places})
    lines: list[Text | str] = [T("form_rows.head", title=clip(form.title, 200))]
    lines.append(T("form_rows.count", rows=len(places), senders=senders) if places else T("form_rows.none"))
    before: Place | None = None
    for row in await all_rows.load(turn.session, places[tap.place : tap.place + PAGE]):
        lines += await _heads(turn, before, row)
        lines.append(await _line(turn, row))
        before = row.place
    if len(places) > PAGE:
        pages = {"page": tap.place // PAGE + 1, "pages": ceil(len(places) / PAGE)}
        lines += ["", T("xform.summary_page", **pages)]
    moves = page_buttons(len(places), tap.place, lambda first: Tap("form.rows", form.id, 0, str(first)))
    excel = ((Button(T("form_rows.excel"), Tap("export.form", form.id)),),) if places else ()
    back = (Button(T("form_desk.to_form"), Tap("form", form.id)), menu_button())
    return Screen(T("form.lines", lines=lines), (*((moves,) if moves else ()), *excel, back))


async def _heads(turn: Turn, before: Place | None, row: FilledRow) -> list[Text | str]:
    """Return the lines over a row: its sender with what the form asks once, and the repeat where there are several."""
    lines: list[Text | str] = []
    place = row.place
    if before is None or before.filled_id != place.filled_id:
        lines += ["", T("form_rows.sender_waiting" if place.waiting else "form_rows.sender", sender=place.sender)]
        if place.repeat and (once := await filled_card.once_lines(turn, row)):
            lines.append(_joined(turn, map(_text, once)))
        before = None
    other = place.repeat and (before is None or before.repeat != place.repeat)
    if other and (label := await filled_card.repeat_label(turn, place)):
        lines.append(T("form_rows.repeat", label=label))
    return lines


def _joined(turn: Turn, lines: Iterable[Text]) -> str:
    return clip("؛ ".join(map(turn.voice.plain, lines)), LONG)


async def _line(turn: Turn, row: FilledRow) -> Text:
    if row.problems:
        label = await filled_card.column_labels(turn, row.place)
        said, wrong = ("؛ ".join(map(turn.voice.plain, told(row.problems, label))) for told in (typed, reasons))
        return T("form_rows.wrong", number=row.place.row, said=clip(said, LONG), reasons=clip(wrong, LONG))
    said = _joined(turn, map(_text, await filled_card.row_lines(turn, row)))
    return T("form_rows.row", number=row.place.row or 1, said=said)


def _text(line: Text | str) -> Text:
    return line if isinstance(line, Text) else T("form.lines", lines=[line])
