"""Forms from JSON: the questions, words, relevance and constraints of one that is data.

{id, version, at_once, languages, title, questions}; ``title`` and every other words are by language, and the first of
``languages`` says what has no translation. A question is {name, type, required, personal, when, constraint, ask, short,
options, refusal}: ``type`` is {kind} with the parameters of the type, ``when`` and ``constraint`` are expressions
in XPath, and ``options`` are the words of each option of a choice, in order. What may be left out has its default.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from domain.forms.engine import Constraint, Form, Question
from domain.forms.expressions import ALWAYS, Expression
from domain.forms.labels import FormLabels, QuestionLabels
from domain.forms.types.answer_types import Choice, Day, Files, Number, Percent, Phone, Pick, Type, Words

_TYPES: dict[str, type[Type]] = {
    "words": Words,
    "number": Number,
    "percent": Percent,
    "choice": Choice,
    "pick": Pick,
    "day": Day,
    "files": Files,
    "phone": Phone,
}


def form_from_json(raw: Mapping[str, Any]) -> Form:
    """Read a form from JSON. Raises ValueError for JSON that is none."""
    try:
        questions = tuple(_question(one) for one in raw["questions"])
        labels = {one["name"]: _labels(one) for one in raw["questions"]}
        words = FormLabels(raw["title"], labels, raw["languages"][0])
        return Form(raw["id"], questions, raw.get("version", 1), raw.get("at_once", False), words)
    except (KeyError, TypeError, IndexError) as wrong:
        raise ValueError(f"no form: {wrong!r}") from wrong


def _question(raw: Mapping[str, Any]) -> Question:
    return Question(
        raw["name"],
        _type(raw),
        required=raw.get("required", True),
        when=Expression(raw["when"]) if "when" in raw else ALWAYS,
        constraint=Constraint(Expression(raw["constraint"])) if "constraint" in raw else None,
        personal=raw.get("personal", False),
    )


def _type(raw: Mapping[str, Any]) -> Type:
    parameters = dict(raw["type"])
    kind = parameters.pop("kind")
    return Choice(tuple(raw["options"])) if kind == "choice" else _TYPES[kind](**parameters)


def _labels(raw: Mapping[str, Any]) -> QuestionLabels:
    return QuestionLabels(raw["ask"], raw.get("short", {}), raw.get("options", {}), raw.get("refusal", {}))
