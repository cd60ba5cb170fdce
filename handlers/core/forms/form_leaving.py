"""Ways out of a form: its draft waits, is deleted, or waits while the secretariat is told what was too hard."""

from __future__ import annotations

from collections import Counter

from domain.chat.screens import Button, Personal, Screen, T, Tap, Text
from domain.forms import moves
from domain.forms.engine import Fillable, State
from domain.forms.form_words import Label
from domain.forms.xforms.form import XFormFilling
from handlers.core.forms.form_lookup import find_form
from handlers.core.open_form import OpenForm, is_begun
from handlers.core.turn import Turn
from handlers.core.xforms import xform_view
from services.conversations import drafts
from services.conversations.drafts import Draft
from services.messaging import buttons, secretary_notices
from texts.answer_summary import clip

MOST_DRAFTS = 3
"""Half-filled forms that the menu offers."""


async def leave(turn: Turn, form: OpenForm) -> Screen:
    """Leave a form in hand: its draft waits, unless there is nothing worth keeping or it was only tried."""
    if form.is_trial:
        await turn.leave(forget=True)
        to_form = Button(T("form_desk.to_form"), Tap("form", form.about.get("office_form", 0)))
        return Screen(T("form_desk.trial_left"), ((to_form,), (buttons.MENU,)))
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


def is_stuck(form: OpenForm) -> bool:
    """Tell whether the question in hand takes no answer, so that the secretariat has to hear of it."""
    question, filling = form.question, form.filling
    if question is None or form.is_trial or not isinstance(filling, XFormFilling):
        return False
    return xform_view.is_stuck(filling, question)


async def stuck(turn: Turn, form: OpenForm) -> Screen:
    """Keep the draft and tell the secretaries at which question somebody could not go on."""
    question = form.question
    if question:
        await secretary_notices.tell_stuck(
            turn.context, form.draft.form, form.words.title, form.words.of(question).short
        )
    await turn.leave()
    return Screen(T("xform.stuck_kept"), ((resume_button(form.draft), buttons.MENU),))


def resume_button(draft: Draft) -> Button:
    """Return the button that goes on with a draft."""
    return Button(T("form.resume"), Tap("f", draft.id, 0, "open"))


async def half_filled(turn: Turn) -> list[tuple[Button, ...]]:
    """Return a button for each form that the person began to answer and left, no two of one label."""
    rows: list[tuple[Button, ...]] = []
    labels = Counter[str]()
    for draft in await drafts.of_person(turn.session, turn.member.person_id):
        form = await find_form(turn, draft.form)
        if form and _worth_resuming(turn, form, draft):
            label = _resume_label(draft, form.words(turn.voice.language).title)
            plain = turn.voice.plain(label)
            labels[plain] += 1
            if labels[plain] > 1:
                label = T("start.resume_again", label=label, place=labels[plain])
            rows.append((Button(label, Tap("f", draft.id, 0, "open")),))
    return rows[:MOST_DRAFTS]


def _worth_resuming(turn: Turn, form: Fillable, draft: Draft) -> bool:
    if not form.at_once:
        return is_begun(form, draft.state["answers"], draft.about)
    return moves.gathered(form.fill(State.from_json(draft.state), turn.world))


def _resume_label(draft: Draft, title: Label) -> Text | Personal:
    about = draft.about.get("heading")
    plain = T("start.resume", title=title)
    if not about:
        return plain
    label = T("start.resume_about", title=title, about=clip(about, 24))
    return Personal(label, plain) if draft.about.get("named") else label
