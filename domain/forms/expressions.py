"""Expressions over a form's answers: the relevance of questions and the constraints on answers, in XPath as in XLSForm.

``status = 'under_way'``, ``letter_date <= today()``: a name is the question of that name. What has no answer is "".
A whole number, a date and a text are written as they are; of a list each part, with a space between.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from functools import lru_cache
from random import Random
from typing import Any

from domain.forms.xpath.compiler import compile_tree
from domain.forms.xpath.context import Context, Environment, Evaluate
from domain.forms.xpath.nodes import Node
from domain.forms.xpath.references import references
from domain.forms.xpath.syntax import parse
from domain.forms.xpath.values import number_to_text, to_boolean

Answers = Mapping[str, Any]
LONGEST_KEPT = 300
"""The most characters of the values for which it is kept that an expression holds: in all less than 10 MB."""
_NO_CHANCE = Random(0)  # noqa: S311 - none of these expressions asks for it


@lru_cache(maxsize=1000)
def _compiled(source: str) -> tuple[Evaluate, tuple[str, ...]]:
    """Compile an expression; returns it with the names that it reads."""
    tree = parse(source)
    places = (reference.place for reference in references(tree, ()))
    return compile_tree(tree), tuple(dict.fromkeys(place[0] for place in places if place))


@lru_cache(maxsize=4000)
def _holds(source: str, values: tuple[str, ...], today: date) -> bool:
    """Tell whether an expression holds for the values of the names that it reads; a turn asks several times."""
    evaluate, names = _compiled(source)
    root = Node("", None)
    root.children = {name: [Node(name, root, value)] for name, value in zip(names, values, strict=True)}
    noon = datetime.combine(today, time(12), UTC)
    return to_boolean(evaluate(Context(Environment(root, noon, random=_NO_CHANCE), root)))


@dataclass(frozen=True, slots=True)
class Scope:
    """The values that an expression may read: the answers so far, and the organisation's day."""

    answers: Answers
    today: date


@dataclass(frozen=True, slots=True)
class Expression:
    """An expression as its source. Raises ValueError for one that is none."""

    source: str

    def __post_init__(self) -> None:
        _compiled(self.source)

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the answers that the expression reads."""
        return _compiled(self.source)[1]

    def holds(self, scope: Scope) -> bool:
        """Tell whether the expression holds in a scope."""
        _, names = _compiled(self.source)
        answers = scope.answers
        values = tuple([_written(answers.get(name)) for name in names])
        # The answers of one turn are mostly short; long ones would fill the memory.
        holds = _holds if sum(map(len, values)) <= LONGEST_KEPT else _holds.__wrapped__
        return holds(self.source, values, scope.today)


ALWAYS = Expression("true()")
"""The relevance of most questions."""


def all_of(*parts: Expression) -> Expression:
    """Join parts that all have to hold."""
    return Expression(" and ".join(f"({part.source})" for part in parts) or "true()")


def one_of(name: str, values: tuple[str, ...]) -> Expression:
    """Return the expression that an answer is one of several values."""
    return Expression(" or ".join(f"{name} = '{value}'" for value in values) or "false()")


def has_value(answer: Any) -> bool:
    """Tell whether a value is an answer; nought is one."""
    return answer not in (None, "", [])


def _written(answer: Any) -> str:
    """Write a JSON answer as the text that expressions read."""
    if isinstance(answer, str):
        return answer
    if answer is None:
        return ""
    if isinstance(answer, bool):
        return "true" if answer else "false"
    if isinstance(answer, int | float):
        return number_to_text(float(answer))
    if isinstance(answer, list):
        return " ".join(map(_written, answer))
    return str(answer.get("label") or answer)
