"""The keyboard that shares one's own number: there while a form asks for a phone, and only then."""

from __future__ import annotations

from domain.chat.incoming import Kind
from domain.chat.screens import Screen, T
from domain.forms.answer_types import Phone
from domain.forms.engine import Question
from handlers.core import form_filling
from handlers.core.turn import Turn

THERE = "phone_keyboard"
"""The chat's note that the keyboard is under it."""


def kept_in_step(turn: Turn, replies: list[Screen]) -> list[Screen]:
    """The replies, with the keyboard put there or taken away when the question in hand calls for it.

    A message has buttons of its own or a keyboard, never both, so that the keyboard comes and goes with one of its own.
    """
    question, answered = _in_hand(turn)
    wanted = question is not None and isinstance(question.type, Phone) and turn.personal_here
    if not replies or wanted == bool(turn.notes.get(THERE)):
        return replies
    if wanted:
        turn.notes[THERE] = True
        return [*replies, Screen(T("form.share"), ask="contact")]
    del turn.notes[THERE]
    # The last message is to be the one to act on, and an edit would leave it above.
    turn.fresh = turn.fresh or turn.incoming.kind is Kind.TAP
    return [Screen(T("form.phone_kept" if answered else "form.share_over"), forget=True), *replies]


def _in_hand(turn: Turn) -> tuple[Question | None, bool]:
    """The question in hand, and whether the form's phone question has its answer."""
    if turn.draft is None:
        return None, False
    form, state = form_filling.in_hand(turn)
    answered = any(isinstance(one.type, Phone) and one.name in state.answers for one in form.questions)
    return form.question(state.at), answered
