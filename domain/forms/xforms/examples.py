"""The words that refuse an answer: the form's own message, what was understood, and an answer that would be taken."""

from __future__ import annotations

from datetime import date
from itertools import islice
from math import inf
from random import Random
from typing import Any

from domain.chat.screens import T, Text
from domain.forms.instance.computing import TooManyRows
from domain.forms.instance.instance import Instance
from domain.forms.respondent.answers import Answers
from domain.forms.types.answer_types import Type
from domain.forms.xforms.numbers import Quantity
from domain.forms.xforms.words import written
from domain.forms.xpath.nodes import Node

TRIES = 24
"""Answers that are tried for an example."""


def refusal(instance: Instance, node: Node, kind: Type, value: str) -> Text:
    """Return the refusal of a value that breaks its constraint. The instance is used up by looking for an example."""
    words = written(instance, node, node.spec.element.constraint_message)
    lines: list[Text | str] = [words or T("form.unmet")]
    understood = shown(node.spec.element.type, kind, value)
    if understood is not None:
        lines.append(T("xform.understood", value=understood))
    if example := _example(instance, node, value):
        lines.append(T("xform.example", value=shown(node.spec.element.type, kind, example)))
    return T("form.lines", lines=lines)


def shown(type_name: str, kind: Type, value: str) -> Any:
    """Return a number or a date as it is shown; None for what is understood as it was written."""
    if isinstance(kind, Quantity):
        return T("xform.number", number=number(value))
    return date.fromisoformat(value) if type_name == "date" else None


def number(stored: str) -> int | float:
    """Return a stored number as it is shown."""
    value = float(stored)
    return int(value) if value == int(value) else value


def _example(instance: Instance, node: Node, given: str) -> str:
    """Return the number or date that the constraint takes next to the one given; "" when none is found."""
    if node.spec.element.type not in ("int", "decimal", "date"):
        return ""
    chance = Random(node.spec.element.name)  # noqa: S311 - the same example each time
    likely = [value for value in islice(Answers(instance, node, chance).fitting(), TRIES) if value]
    if node.spec.element.type == "date":
        likely.append(instance.environment.now.date().isoformat())
    for value in sorted(likely, key=lambda one: (_distance(one, given), one)):
        try:
            instance.set(node, value)
        except TooManyRows:
            return ""
        if node.base and instance.is_valid(node):
            return node.base
    return ""


def _distance(value: str, given: str) -> float:
    """Return how far two numbers, or two days, are apart."""
    try:
        return abs(float(value) - float(given))
    except ValueError:
        pass
    try:
        return abs((date.fromisoformat(value) - date.fromisoformat(given)).days)
    except ValueError:
        return inf
