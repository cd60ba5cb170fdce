"""Words after a command: the answer to its first question if that asks for words, else said back."""

from __future__ import annotations

from dataclasses import replace

from domain.chat.incoming import IncomingKind
from domain.chat.screens import Screen, T
from domain.forms.types.answer_types import Material, Words
from domain.persian.text import is_seen
from handlers.core.forms import form_filling
from handlers.core.open_form import OpenForm
from handlers.core.turn import Reply, Turn, screens_of
from handlers.representative.free_text import into_form
from texts.answer_summary import clip

TAKE_WORDS = frozenset({"start", "link"})
"""The commands that are given a word themselves."""
MOST = 3000
"""Characters of the words that are said back."""


async def take(turn: Turn, reply: Reply, before: OpenForm | None) -> Reply:
    """Return the reply to a command with what becomes of the words behind it; ``before`` was the form in hand."""
    incoming, opened = turn.incoming, turn.form
    if incoming.command in TAKE_WORDS or not is_seen(incoming.text):
        return reply
    if opened and opened is not before:
        turn.incoming = replace(incoming, kind=IncomingKind.TEXT, command="")
        if asked := await into_form.typed_over(turn):
            return asked
        if opened.question and isinstance(opened.question.type, Words | Material):
            return await form_filling.receive(turn)
        turn.incoming = incoming
    words = clip(incoming.text, MOST)
    said = Screen(T("common.words_not_taken", command=f"/{incoming.command}", words=words))
    return [said, *screens_of(reply)]
