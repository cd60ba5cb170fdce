"""Ways out of a form: its draft waits, is deleted, or waits while the secretariat is told what was too hard."""

from __future__ import annotations

from domain.chat.screens import Button, Screen, T, Tap
from handlers.core.open_form import OpenForm
from handlers.core.turn import Turn
from services.conversations.drafts import Draft
from services.messaging import buttons, secretary_notices


async def leave(turn: Turn, form: OpenForm) -> Screen:
    if not form.keeps_draft:
        await turn.leave(forget=True)
        return Screen(T(form.form.left or "form.left"), ((buttons.MENU,),))
    await turn.leave()
    drop = Button(T("form.drop"), Tap("f", form.draft.id, 0, "drop"))
    return Screen(T("form.kept_for_later"), ((resume_button(form.draft), drop), (buttons.MENU,)))


def ask_to_drop(form: OpenForm) -> Screen:
    """Ask once more before the answers are deleted."""
    count = sum(map(form.filling.has, form.filling.asked()))
    text = T("form.drop_sure", title=form.words.title, count=count)
    drop = Button(T("form.drop_yes"), Tap("f", form.draft.id, 0, "drop!"))
    return Screen(text, ((drop,), (Button(T("form.drop_no"), Tap("f", form.draft.id, 0, "open")),)))


async def stuck(turn: Turn, form: OpenForm) -> Screen:
    """Keep the draft and tell the secretaries at which question somebody could not go on."""
    question = form.question
    if question:
        await secretary_notices.tell_stuck(turn.context, form.words.title, form.words.of(question).short)
    await turn.leave()
    return Screen(T("xform.stuck_kept"), ((resume_button(form.draft), buttons.MENU),))


def resume_button(draft: Draft) -> Button:
    """Return the button that goes on with a draft."""
    return Button(T("form.resume"), Tap("f", draft.id, 0, "open"))
