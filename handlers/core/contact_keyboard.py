"""The keyboard that shares the person's own number, shown only while a form asks for a phone."""

from __future__ import annotations

from domain.chat.incoming import IncomingKind
from domain.chat.screens import Screen, T
from domain.forms.answer_types import Phone
from domain.forms.engine import Question
from handlers.core.turn import Turn


def with_contact_keyboard(turn: Turn, replies: list[Screen]) -> list[Screen]:
    """Add the reply that shows or removes the keyboard when the question in hand calls for it.

    A message has either buttons or a keyboard, so the keyboard is brought and removed by messages of its own.
    """
    question = turn.form.question if turn.form else None
    wanted = question is not None and _is_own_phone(question) and turn.personal_here
    if not replies or wanted == turn.notes.phone_keyboard:
        return replies
    turn.notes.phone_keyboard = wanted
    if wanted:
        return [*replies, Screen(T("form.share"), ask="contact")]
    # The last message has to be the one to act on, and an edited message would stay above this reply.
    turn.fresh = turn.fresh or turn.incoming.kind is IncomingKind.TAP
    return [Screen(T("form.phone_kept" if _has_phone(turn) else "form.share_over"), forget=True), *replies]


def _has_phone(turn: Turn) -> bool:
    """Tell whether the phone question of the form in hand is answered."""
    if turn.form is None:
        return False
    answered = map(turn.form.filling.question, turn.form.state.answers)
    return any(question is not None and _is_own_phone(question) for question in answered)


def _is_own_phone(question: Question) -> bool:
    return isinstance(question.type, Phone) and question.type.own
