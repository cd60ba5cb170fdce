"""Inputs read as answers to a question."""

from __future__ import annotations

from collections.abc import Sequence

from domain.chat.incoming import Attachment, IncomingKind, Trouble
from domain.chat.screens import T, Text
from domain.forms.answer_types import AnswerInput, Choice, Pick
from domain.forms.engine import Question
from domain.forms.words import QuestionWords
from domain.persian.text import fold
from handlers.core.turn import Turn

ENOUGH = 3
"""Letters of an option's label that stand for the whole, when no other option begins with them."""


def given(turn: Turn) -> AnswerInput:
    """Return the input as an answer; files that did not arrive are no part of it."""
    incoming = turn.incoming
    return AnswerInput(
        today=turn.today,
        text="" if incoming.kind is IncomingKind.TAP else incoming.text,
        contact=incoming.contact,
        files=tuple(file for file in incoming.files if not file.trouble),
        source=incoming.source,
    )


def chosen(turn: Turn, kind: Choice, words: QuestionWords, text: str) -> str:
    """Return the option whose label, its beginning or its number on the screen was typed; "" when it is none."""
    said, options = fold(text), kind.options
    if said.isdecimal() and 1 <= int(said) <= len(options):
        return options[int(said) - 1]
    labels = {fold(turn.voice.plain(words.option(option))): option for option in options}
    begun = [option for label, option in labels.items() if len(said) >= ENOUGH and label.startswith(said)]
    return labels.get(said) or (begun[0] if len(begun) == 1 else "")


def picked(turn: Turn, question: Question | None, detail: str) -> str:
    """Return the choice of a tapped button; of a long list with the label that the chat was shown."""
    if not question or not isinstance(question.type, Pick):
        return detail
    label = turn.notes.rows.get(detail, "")
    return f"{detail}|{label}" if label else ""


def file_trouble(turn: Turn, bad: Sequence[Attachment]) -> Text:
    """Return the text about files that did not arrive; the first one speaks for all."""
    if bad[0].trouble is Trouble.TOO_BIG:
        return T("form.file_too_big", name=bad[0].name, most=turn.organisation.download_mb)
    return T("form.file_not_fetched", name=bad[0].name)
