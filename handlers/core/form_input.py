"""Readers of inputs as answers to a question."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from domain.chat.incoming import Attachment, IncomingKind, Trouble
from domain.chat.screens import T, Text
from domain.forms.engine import Filling, Question
from domain.forms.form_words import QuestionWords
from domain.forms.types.answer_types import AnswerInput, Choice, Pick, Picks
from domain.forms.types.worded_day import LaterDay
from domain.forms.xforms.numbers import Quantity, is_money
from domain.persian.number_words import in_words
from domain.persian.text import fold, parse_number
from handlers.core.turn import Turn
from texts import wording

LARGE = 1_000_000
"""The least number that is said back in words."""
_UNKNOWN = frozenset(map(fold, ("نمی‌دانم", "نمیدانم", "نمی‌دونم", "نمیدونم", "اطلاع ندارم", "ندارم", "I don't know")))
ENOUGH = 3
"""Letters at the start of an option's label that are enough to name it, when no other option starts with them."""


def may_skip(question: Question | None, text: str) -> bool:
    """Tell whether somebody has no answer to a question that may be passed over."""
    return question is not None and not question.required and fold(text).rstrip(" .!") in _UNKNOWN


def as_answer(turn: Turn) -> AnswerInput:
    """Return the input as an answer, without files that did not arrive."""
    incoming = turn.incoming
    return AnswerInput(
        today=turn.today,
        text="" if incoming.kind is IncomingKind.TAP else incoming.text,
        rich=incoming.rich,
        contact=incoming.contact,
        files=tuple(file for file in incoming.files if not file.trouble),
        source=incoming.source,
        calendar=turn.organisation.calendar,
        location=incoming.location,
        zone=turn.organisation.zone,
    )


def typed_choice(turn: Turn, kind: Choice, words: QuestionWords, text: str) -> str:
    """Return the option whose label, its beginning or its number on the screen was typed; "" for none."""
    typed, options = fold(text), kind.options
    # Python reads no number of thousands of digits.
    if typed.isdecimal() and len(typed) < len("1000") and 1 <= int(typed) <= len(options):
        return options[int(typed) - 1]
    labels = {fold(turn.voice.plain(words.option(option))): option for option in options}
    matching = [option for label, option in labels.items() if len(typed) >= ENOUGH and label.startswith(typed)]
    return labels.get(typed) or (matching[0] if len(matching) == 1 else "")


def tapped_choice(turn: Turn, question: Question | None, detail: str) -> str:
    """Return the choice of a tapped button; in a long list with the label that the chat was shown."""
    if not question or not isinstance(question.type, Pick | Picks):
        return detail
    label = turn.notes.rows.get(detail, "")
    return f"{detail}|{label}" if label else ""


def file_trouble(turn: Turn, bad: Sequence[Attachment]) -> Text:
    """Return the text about files that did not arrive; it names the first one."""
    name, trouble = bad[0].name, bad[0].trouble
    if trouble is Trouble.TOO_BIG:
        return T("form.file_too_big", name=name, most=turn.organisation.download_mb)
    return T(f"form.file_{trouble or Trouble.NOT_FETCHED}", name=name)


def remark(turn: Turn, question: Question, filling: Filling) -> Text | None:
    """Return the remark on an answer: a day off by its name, a large number in words, one found in a sentence."""
    answer = filling.value(question.name)
    if isinstance(question.type, LaterDay) and isinstance(answer, str):
        return wording.day_off(date.fromisoformat(answer), turn.organisation.calendar)
    if isinstance(question.type, Quantity) and answer:
        number, said = float(answer), parse_number(turn.incoming.text)
        is_converted = said is not None and float(said.value) != number
        if number == int(number) and (abs(number) >= LARGE or is_converted):
            return T("xform.large", number=int(number), words=in_words(int(number), turn.voice.language))
        # «یک مشکل داریم» has a number, too.
        if said and said.unit and " " in said.unit and not is_money(said.unit):
            return T("xform.number_read", number=int(number) if number == int(number) else number)
    return None
