"""The consolidated table of a form: the rows of all agencies in one view, a page at a time («همهٔ ردیف‌ها»)."""

from domain.chat.screens import Button, Screen, T, Tap, Text
from handlers.core.navigation import menu_button
from handlers.core.pagination import page_buttons
from handlers.core.turn import PAGE, Reply, Turn
from handlers.representative.forms import filled_card
from services.forms import all_rows, library
from services.forms.all_rows import FilledRow
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
    sender = ""
    for row in await all_rows.load(turn.session, places[tap.place : tap.place + PAGE]):
        if row.place.sender != sender:
            sender = row.place.sender
            lines += ["", T("form_rows.sender_waiting" if row.place.waiting else "form_rows.sender", sender=sender)]
        lines.append(await _line(turn, row))
    moves = page_buttons(len(places), tap.place, lambda first: Tap("form.rows", form.id, 0, str(first)))
    excel = ((Button(T("form_rows.excel"), Tap("export.form", form.id)),),) if places else ()
    back = (Button(T("form_desk.to_form"), Tap("form", form.id)), menu_button())
    return Screen(T("form.lines", lines=lines), (*((moves,) if moves else ()), *excel, back))


async def _line(turn: Turn, row: FilledRow) -> Text:
    if row.problems:
        label = await filled_card.column_labels(turn, row.place)
        said, wrong = ("؛ ".join(map(turn.voice.plain, told(row.problems, label))) for told in (typed, reasons))
        return T("form_rows.wrong", number=row.place.row, said=clip(said, LONG), reasons=clip(wrong, LONG))
    lines = map(_text, await filled_card.row_lines(turn, row))
    said = "؛ ".join(map(turn.voice.plain, lines))
    return T("form_rows.row", number=row.place.row or 1, said=clip(said, LONG))


def _text(line: Text | str) -> Text:
    return line if isinstance(line, Text) else T("form.lines", lines=[line])
