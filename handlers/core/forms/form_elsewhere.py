"""A form that the same person fills in, or has finished, in another chat."""

from __future__ import annotations

from domain.chat.screens import Screen, T, Text
from handlers.core.forms.form_lookup import find_form
from handlers.core.open_form import OpenForm
from handlers.core.turn import Turn
from services.messaging import buttons


def moved_on(turn: Turn, form: OpenForm) -> Text | None:
    """Return the text that another chat shows the current question and this one an older one, else None."""
    if not form.shown_in or turn.incoming.chat in form.shown_in:
        return None
    return T("form.moved_on", platform=_platform(form.shown_in[-1]))


async def sent_elsewhere(turn: Turn) -> Screen | None:
    """Tell once that the form in hand here was sent from another chat of the person; None without such a note."""
    note, turn.notes.sent = turn.notes.sent, None
    tap = turn.incoming.tap
    if note is None or turn.form or (tap and (tap.name, tap.id) != ("f", note.draft)):
        return None
    form = await find_form(turn, note.form)
    if form is None:
        return None
    title = form.words(turn.voice.language).title
    text = T("form.sent_elsewhere", title=title, platform=_platform(note.chat), at=note.at)
    return Screen(text, ((buttons.MENU,),))


def _platform(chat: str) -> Text:
    return T(f"platform.{chat.partition(':')[0]}")
