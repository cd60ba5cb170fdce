"""The keyboards under the chat: one shares the person's own number while a form asks for it, one stays for whoever
answers for an agency («کارهای من · گزارش · راهنما»).
"""

from __future__ import annotations

from domain.access import permissions
from domain.chat.incoming import IncomingKind
from domain.chat.screens import Screen, T
from domain.forms.engine import Question
from domain.forms.types.answer_types import Phone
from handlers.core.turn import Turn

KEYS = ("tasks", "report", "help")
"""The commands of the lasting keyboard."""
_LASTING = tuple(T(f"keyboard.{name}") for name in KEYS)
_BRING_IT = ("start", "help")
"""The commands with whose answer the lasting keyboard comes."""


def with_keyboards(turn: Turn, replies: list[Screen]) -> list[Screen]:
    """Add the reply that brings or removes a keyboard, when the question in hand or the person's roles call for it.

    A message has either buttons or a keyboard, so a keyboard is brought and removed by messages of its own.
    """
    question, notes = turn.form.question if turn.form else None, turn.notes
    asks_phone = question is not None and _is_own_phone(question) and turn.personal_here
    stays = permissions.represents(turn.member) and not turn.member.secretary
    if not replies or not turn.incoming.private:
        return replies
    if asks_phone != notes.phone_keyboard:
        notes.phone_keyboard = asks_phone
        if asks_phone:
            return [*replies, Screen(T("form.share"), ask="contact")]
        notes.lasting_keyboard = stays
        return _first(turn, Screen(T("form.phone_kept" if _has_phone(turn) else "form.share_over")), replies)
    if notes.lasting_keyboard and not stays:
        notes.lasting_keyboard = False
        return _first(turn, Screen(T("keyboard.gone")), replies)
    if stays and not notes.lasting_keyboard and not asks_phone and turn.incoming.command in _BRING_IT:
        notes.lasting_keyboard = True
        return _first(turn, Screen(T("keyboard.here")), replies)
    return replies


def _first(turn: Turn, screen: Screen, replies: list[Screen]) -> list[Screen]:
    """Put the message that brings the lasting keyboard, or leaves none there, before the replies."""
    # The last message has to be the one to act on, and an edited message would stay above this reply.
    turn.fresh = turn.fresh or turn.incoming.kind is IncomingKind.TAP
    lasting = _LASTING if turn.notes.lasting_keyboard else ()
    return [Screen(screen.text, forget=not lasting, keys=lasting), *replies]


def _has_phone(turn: Turn) -> bool:
    """Tell whether the phone question of the form in hand is answered."""
    if turn.form is None:
        return False
    answered = map(turn.form.filling.question, turn.form.state.answers)
    return any(question is not None and _is_own_phone(question) for question in answered)


def _is_own_phone(question: Question) -> bool:
    return isinstance(question.type, Phone) and question.type.own
