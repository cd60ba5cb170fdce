"""A form in the terminal: one question after another, as in chat."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import typer
from rich.console import Console

from domain.chat.screens import T, Text
from domain.forms import moves
from domain.forms.compiled.model import CompiledForm
from domain.forms.engine import Filling, Question, World
from domain.forms.types.answer_types import AnswerInput, Choice, InvalidAnswer
from domain.forms.xforms import rows
from domain.forms.xforms.form import XForm, XFormFilling
from domain.forms.xforms.types import Acknowledgement, Ranking, Rows, Ticks
from texts.format import Formatter

HELP = "An empty line skips a question or confirms what was ticked, «<» goes back, «quit» leaves."


def play(form: CompiledForm, now: datetime, language: str, console: Console) -> None:
    """Ask every question of a form and print the answers at its end. ``now`` is in the organisation's zone."""
    filling = moves.begin(XForm.of("played", form), World(now, language))
    voice = Formatter("en", ZoneInfo("UTC"))
    console.print(form.title)
    console.print(HELP)
    while question := filling.question(filling.state.at):
        _show(console, voice, filling, question)
        said = typer.prompt(">", default="", show_default=False, prompt_suffix=" ").strip()
        if said == "quit":
            return
        try:
            filling = _moved(filling, question, said, now)
        except InvalidAnswer as refused:
            console.print(voice.plain(refused.text))
    console.print()
    for reference, value in filling.state.answers.items():
        console.print(f"{reference}: {value}")


def _show(console: Console, voice: Formatter, filling: Filling, question: Question) -> None:
    words, (place, total) = filling.words.of(question), moves.place(filling)
    for note in words.notes:
        console.print(f"\n{note}")
    console.print(f"\n[{place}/{total}] {_plain(voice, words.ask)}" + (" *" if question.required else ""))
    if isinstance(question.type, Rows) and isinstance(filling, XFormFilling):
        console.print(f"{len(filling.found.rows(question.name))} so far. Another one? (yes/no)")
    if words.hint:
        console.print(f"({words.hint})")
    for number, (value, label) in enumerate(words.options.items(), 1):
        console.print(f"  {number}. {_plain(voice, label)}  [{value}]")
    if filling.has(question.name) or question.name in filling.state.pending:
        console.print(f"now: {filling.value(question.name)}")


def _plain(voice: Formatter, label: Text | str) -> str:
    return voice.plain(label if isinstance(label, Text) else T("form.lines", lines=[label]))


def _moved(filling: Filling, question: Question, said: str, now: datetime) -> Filling:
    if said == "<":
        return moves.back(filling)
    if isinstance(question.type, Rows) and isinstance(filling, XFormFilling):
        more = said.lower() in ("y", "yes", "بله")
        return rows.add(filling, question.name) if more else moves.skip(filling)
    if not said:
        return moves.skip(filling)
    choice = ""
    if isinstance(question.type, Choice | Ticks | Ranking):
        values = list(question.type.options)
        choice = " ".join(
            values[int(word) - 1] if word not in values and word.isdecimal() and 0 < int(word) <= len(values) else word
            for word in said.split()
        )
    elif isinstance(question.type, Acknowledgement):
        choice = "OK"
    return moves.answer(filling, AnswerInput(now.date(), said, choice=choice, zone=now.tzinfo or UTC))
