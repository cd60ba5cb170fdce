"""The words and files that were sent to a form which nobody gets any more, for whoever sent them in vain."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from domain.chat.rich_text import RichText
from domain.chat.screens import Personal, Screen, T, Text
from domain.forms.engine import Question
from domain.forms.types.answer_types import Day
from domain.forms.types.hour_of_day import HourOfDay
from handlers.core import attachments
from handlers.core.open_form import OpenForm
from handlers.core.turn import Filled, Turn
from services.conversations import drafts
from services.messaging import buttons
from texts import answer_summary

WROTE = "wrote"
"""The key in what a form is about of answers to an earlier one, by question, about which this one decides."""
MOST = 3500
"""Characters of the words that are given back."""


async def end(turn: Turn, form: OpenForm, filled: Filled, why: Text) -> list[Screen]:
    """End a form that can never be sent, and give back what was sent to it."""
    await drafts.remove(turn.session, form.draft.id)
    turn.form, turn.fresh = None, True
    words, files = lost(turn, form, filled), lost_files(filled)
    lines = [why, *([T("form.unsent", words=words)] if words else []), *_files_line(files)]
    return [Screen(T("form.lines", lines=lines), ((buttons.MENU,),)), *_sent_back(form, files)]


def late(turn: Turn, form: OpenForm, filled: Filled) -> list[Screen]:
    """Give back what was sent to a form when somebody else had been first; nothing for none."""
    words, files = lost(turn, form, filled), lost_files(filled)
    lines = [*([T("form.came_late", words=words)] if words else []), *_files_line(files)]
    return [Screen(T("form.lines", lines=lines)), *_sent_back(form, files)] if lines else []


def _files_line(files: list[dict[str, Any]]) -> list[Text]:
    return [T("form.unsent_files", count=len(files))] if files else []


def _sent_back(form: OpenForm, files: list[dict[str, Any]]) -> list[Screen]:
    return attachments.screens(T("form.unsent_file", title=form.words.title), files)


def lost_files(filled: Filled) -> list[dict[str, Any]]:
    """Return the files that were sent as answers; those that were there before the form are still kept."""
    return list(_files(filled, _sent(filled)))


def _sent(filled: Filled) -> dict[str, Any]:
    sent = {name: value for name, value in filled.answers.items() if name in filled.sources}
    return {**sent, **filled.about.get(WROTE, {})}


def _files(filled: Filled, answers: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    for answer in answers.values():
        if isinstance(answer, str) and answer in filled.files:
            yield filled.files[answer]
        kept = answer.get("files") if isinstance(answer, dict) else answer
        if isinstance(kept, list):
            yield from (file for file in kept if isinstance(file, dict) and "hash" in file)


def lost(turn: Turn, form: OpenForm, filled: Filled) -> str | Personal:
    """Return the words that were typed as answers, "" for none."""
    return _words(turn, form, _sent(filled))


def dropped(turn: Turn, form: OpenForm, carried: Mapping[str, Any]) -> str | Personal:
    """Return the words that were typed in a draft which gives way to a new one, but for answers ``carried`` over."""
    state = form.state
    typed = {name: value for name, value in state.answers.items() if name in state.sources}
    return _words(turn, form, {name: value for name, value in typed.items() if carried.get(name) != value})


def _words(turn: Turn, form: OpenForm, answers: Mapping[str, Any]) -> str | Personal:
    asked = {name: form.filling.question(name) for name in answers}
    typed = [_typed(turn, form, question, answers[name]) for name, question in asked.items()]
    words = answer_summary.clip("\n".join(filter(None, typed)), MOST)
    private = any(question and question.private for question in asked.values())
    return Personal(words, T("privacy.withheld")) if words and private else words


def _typed(turn: Turn, form: OpenForm, question: Question | None, answer: Any) -> str:
    """Return one answer as it was typed; what was understood of a day or an hour as a summary shows it."""
    if isinstance(answer, dict):
        words: str = answer.get("phone") or answer.get("label") or ""
        return RichText.from_json(answer["words"]).words if "words" in answer else words
    if question and isinstance(question.type, Day | HourOfDay):
        value = answer_summary.value(question, form.words.of(question), answer)
        return turn.voice.plain(T("form.answer", label=form.words.of(question).short, value=value))
    return answer if isinstance(answer, str) else ""
