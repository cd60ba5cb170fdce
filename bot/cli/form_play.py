"""A form in the terminal: one question after another, as in chat."""

from __future__ import annotations

from datetime import datetime
from random import Random

import typer
from rich.console import Console

from domain.forms.compiled.model import CompiledForm, Control
from domain.forms.instance.program import Program
from domain.forms.resume import Ask, Event, Move, Moves, Outcome, Step, resume
from domain.forms.xpath.context import Environment
from domain.forms.xpath.nodes import Node

HELP = "An empty line skips a question, «<» goes back, «quit» leaves."
_REFUSED = {
    Outcome.REFUSED_TYPE: "That is no answer of this type.",
    Outcome.REFUSED_CONSTRAINT: "That answer is not allowed here.",
    Outcome.REFUSED_REQUIRED: "This question needs an answer.",
    Outcome.REFUSED_ROWS: "That would be too many rows.",
}


def play(form: CompiledForm, now: datetime, language: str, console: Console) -> None:
    """Ask every question of a form and print the answers at its end."""
    program = Program(form)

    def move(step: Step | None, made: Move | None) -> Step:
        environment = Environment(Node("", None), now, random=Random(), language=language)  # noqa: S311 - nobody's secret
        return resume(program, step.state if step else None, made, environment)

    console.print(form.title)
    console.print(HELP)
    step = move(None, None)
    while step.ask:
        _show(console, step.ask)
        said = typer.prompt(">", default="", show_default=False, prompt_suffix=" ").strip()
        if said == "quit":
            return
        step = move(step, _read(step.ask, said))
        for event in step.events:
            _tell(console, event)
    console.print()
    for reference, value in step.state.answers.items():
        console.print(f"{reference}: {value}")


def _show(console: Console, ask: Ask) -> None:
    console.print(f"\n[{ask.place}/{ask.total}] {ask.label}" + (" *" if ask.required else ""))
    if ask.is_repeat:
        console.print(f"{ask.rows} so far. Another one? (yes/no)")
    if ask.hint:
        console.print(f"({ask.hint})")
    for number, choice in enumerate(ask.choices, 1):
        console.print(f"  {number}. {choice.label}  [{choice.value}]")
    if ask.value:
        console.print(f"now: {ask.value}")


def _read(ask: Ask, said: str) -> Move:
    if said == "<":
        return Move(Moves.BACK)
    if ask.is_repeat:
        return Move(Moves.ADD_ROW if said.lower() in ("y", "yes", "بله") else Moves.NO_MORE_ROWS)
    if not said:
        return Move(Moves.SKIP)
    if ask.control is Control.TRIGGER:
        return Move(Moves.ANSWER, "OK")
    if ask.choices:
        values = [choice.value for choice in ask.choices]
        picked = (
            values[int(word) - 1] if word not in values and word.isdecimal() and 0 < int(word) <= len(values) else word
            for word in said.split()
        )
        return Move(Moves.ANSWER, " ".join(picked))
    return Move(Moves.ANSWER, said)


def _tell(console: Console, event: Event) -> None:
    if event.outcome in _REFUSED:
        console.print(event.words or _REFUSED[event.outcome])
    elif event.outcome is Outcome.ROWS:
        console.print(f"{event.reference}: {event.count} rows")
