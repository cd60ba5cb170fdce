"""Expressions over a form's answers, as data: the relevance of questions and the constraints on answers.

An expression is a frozen value that JSON can hold, so that a form may come from a file or from the database. Another
kind of expression, such as a compiled XPath, is one more class here and one more case of ``evaluate``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from operator import ge, gt, le, lt
from typing import Any

Answers = Mapping[str, Any]

TODAY = "today"
"""The bound of a ``Compare`` that stands for the organisation's present day."""

OPERATORS = {"<": lt, "<=": le, ">": gt, ">=": ge}


@dataclass(frozen=True, slots=True)
class Scope:
    """The values that an expression may read: the answers so far, and the organisation's day."""

    answers: Answers
    today: date


@dataclass(frozen=True, slots=True)
class Answered:
    """True when the question has an answer; nought is one."""

    name: str


@dataclass(frozen=True, slots=True)
class Equals:
    """True when the answer is exactly this value."""

    name: str
    value: str | int | bool


@dataclass(frozen=True, slots=True)
class OneOf:
    """True when the answer is one of several values."""

    name: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Selected:
    """True when the answer is a list that holds this option."""

    name: str
    option: str


@dataclass(frozen=True, slots=True)
class Compare:
    """True when the answer is a number, or an ISO date, on the right side of a bound.

    ``operator`` is a key of ``OPERATORS``. A date is compared with an ISO date or with ``TODAY``. A comparison that is
    impossible, as that of a missing answer, is False.
    """

    name: str
    operator: str
    bound: float | str


@dataclass(frozen=True, slots=True)
class Not:
    """True when the part is not."""

    part: Expression


@dataclass(frozen=True, slots=True)
class AllOf:
    """True when every part is."""

    parts: tuple[Expression, ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    """True when at least one part is."""

    parts: tuple[Expression, ...]


Expression = Answered | Equals | OneOf | Selected | Compare | Not | AllOf | AnyOf

ALWAYS = AllOf(())
"""The relevance of most questions."""

_KINDS: dict[str, type[Expression]] = {
    "answered": Answered,
    "equals": Equals,
    "one_of": OneOf,
    "selected": Selected,
    "compare": Compare,
    "not": Not,
    "all_of": AllOf,
    "any_of": AnyOf,
}
_NAMES = {kind: name for name, kind in _KINDS.items()}


def all_of(*parts: Expression) -> Expression:
    """Join parts that all have to hold."""
    return AllOf(parts)


def any_of(*parts: Expression) -> Expression:
    """Join parts of which one has to hold."""
    return AnyOf(parts)


def has_value(answer: Any) -> bool:
    """Tell whether a value is an answer; nought is one."""
    return answer not in (None, "", [])


def evaluate(expression: Expression, scope: Scope) -> bool:
    """Tell whether an expression holds in a scope."""
    match expression:
        case AllOf(parts):
            return all(evaluate(part, scope) for part in parts)
        case AnyOf(parts):
            return any(evaluate(part, scope) for part in parts)
        case Not(part):
            return not evaluate(part, scope)
        case Equals(name, value):
            return bool(scope.answers.get(name) == value)
        case OneOf(name, values):
            return scope.answers.get(name) in values
        case Answered(name):
            return has_value(scope.answers.get(name))
        case Selected(name, option):
            answer = scope.answers.get(name)
            return isinstance(answer, list) and option in answer
        case Compare(name, operator, bound):
            return _compares(scope.answers.get(name), operator, bound, scope.today)


def _compares(answer: Any, operator: str, bound: float | str, today: date) -> bool:
    if isinstance(bound, str):
        day = _day(answer)
        return day is not None and bool(
            OPERATORS[operator](day, today if bound == TODAY else date.fromisoformat(bound))
        )
    return isinstance(answer, int | float) and bool(OPERATORS[operator](answer, bound))


def _day(answer: Any) -> date | None:
    try:
        return date.fromisoformat(answer) if isinstance(answer, str) else None
    except ValueError:
        return None


def to_json(expression: Expression) -> dict[str, Any]:
    """Return an expression as JSON: its kind, and its fields by name."""
    values = {field.name: getattr(expression, field.name) for field in fields(expression)}
    return {"kind": _NAMES[type(expression)], **{name: _pack(value) for name, value in values.items()}}


def from_json(raw: Mapping[str, Any]) -> Expression:
    """Read an expression from JSON. Raises ValueError for a kind, a field or an operator that there is not."""
    kind = _KINDS.get(raw.get("kind", ""))
    given = {name: _unpack(value) for name, value in raw.items() if name != "kind"}
    if kind is None or given.keys() != {field.name for field in fields(kind)}:
        raise ValueError(f"no expression: {raw!r}")
    if kind is Compare and given["operator"] not in OPERATORS:
        raise ValueError(f"no operator: {given['operator']!r}")
    return kind(**given)


def _pack(value: Any) -> Any:
    if isinstance(value, tuple):
        return [_pack(one) for one in value]
    return to_json(value) if type(value) in _NAMES else value


def _unpack(value: Any) -> Any:
    if isinstance(value, list):
        return tuple(_unpack(one) for one in value)
    return from_json(value) if isinstance(value, dict) else value
