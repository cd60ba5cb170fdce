"""People who have not sent a form, shown to a secretary with a button that reminds them now («نفرستاده‌ها»)."""

from domain.chat.screens import Button, Personal, Screen, T, Tap, Text
from handlers.core.navigation import menu_button
from handlers.core.pagination import page_buttons
from handlers.core.turn import Reply, Turn
from services.forms import library
from services.forms import missing as missing_forms
from services.forms.missing import Missing
from texts import wording
from texts.answer_summary import clip

LINES = 20
MOST_NAMES = 3
"""The most people that one line names."""


async def show(turn: Turn, tap: Tap) -> Reply:
    """Show a page of those who have not sent a form."""
    await turn.leave()
    return await _screen(turn, tap.id, tap.place)


async def remind(turn: Turn, tap: Tap) -> Reply:
    """Remind all of them now («یادآوری به همه»)."""
    form = await library.get(turn.session, tap.id)
    told = await missing_forms.remind(turn.context, form.id, form.title)
    return await _screen(turn, tap.id, 0, T("form_missing.told", count=told) if told else T("form_missing.told_today"))


async def _screen(turn: Turn, form_id: int, offset: int, news: Text | None = None) -> Screen:
    form = await library.get(turn.session, form_id)
    found = await missing_forms.of_form(turn.session, form_id, turn.today)
    lines: list[Text | str] = [news, ""] if news else []
    lines.append(T("form_missing.head", title=clip(form.title, 200), count=len(found)))
    what: Text | None = None
    for one in found[offset : offset + LINES]:
        if one.what != what:
            what = one.what
            lines += ["", T("form_missing.of", what=what)]
        lines.append(_line(turn, one))
    if not found:
        lines.append(T("form_missing.none"))
    rows: list[tuple[Button, ...]] = []
    if turn.member.secretary and any(one.people for one in found):
        rows.append((Button(T("form_missing.remind"), Tap("form.remind", form_id)),))
    moves = page_buttons(len(found), offset, lambda first: Tap("form.missing", form_id, arg=str(first)), LINES)
    rows += [moves] if moves else []
    rows.append((Button(T("form_desk.to_form"), Tap("form", form_id)), menu_button()))
    return Screen(T("form.lines", lines=lines), tuple(rows))


def _line(turn: Turn, one: Missing) -> Text:
    names = [str(wording.full_name(person.title, person.name).words) for person in one.people[:MOST_NAMES]]
    said = Personal("، ".join(names)) if names else T("form_missing.nobody")
    if one.place:
        return T("form_missing.line", place=one.place, people=said, due=one.time_left(turn.today))
    return T("form_missing.line_own", people=said, due=one.time_left(turn.today))
