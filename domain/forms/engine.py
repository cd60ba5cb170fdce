"""Forms as data, and the pure engine that walks one.

Everything that asks questions is a form. The engine holds no state of its own: a ``State`` (JSON in a draft's row)
and an answer go in, the next state comes out. What is asked next is always the first relevant question that is
neither answered nor skipped, so a corrected answer leads straight back to the summary.

``today`` is the organisation's day everywhere: relevance and constraints may ask for it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from typing import Any

from domain.chat.screens import T, Text
from domain.forms.answer_types import AnswerInput, Files, InvalidAnswer, Material, Phone, Type
from domain.forms.expressions import ALWAYS, Answers, Expression, Scope, has_value
from domain.forms.labels import FormLabels


@dataclass(frozen=True, slots=True)
class Constraint:
    """A condition on a question's answer, which the expression reads by the question's own name.

    ``message`` is the key of the text that refuses an answer; a form that is data has those words among its labels.
    """

    expression: Expression
    message: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    """One question; its words come from ``domain.forms.form_words``.

    ``when`` says from the answers so far whether it is asked at all. It is ``personal`` when its answer is somebody's
    name; one that is a number or a file is so by its type.
    """

    name: str
    type: Type
    required: bool = True
    when: Expression = ALWAYS
    constraint: Constraint | None = None
    personal: bool = False

    @property
    def private(self) -> bool:
        """Tell whether the question's answer is somebody's name, number or file."""
        return self.personal or isinstance(self.type, Phone | Files | Material)


class UnmetConstraint(InvalidAnswer):
    """An answer of the right type that its question's constraint refuses. The words of the question may say why."""

    def __init__(self, question: Question, constraint: Constraint) -> None:
        super().__init__(T(constraint.message or "form.unmet"))
        self.question = question


class Finish(StrEnum):
    """The effect of a form's last button: «ارسال» delivers what was written to somebody, «ثبت» only records it."""

    SEND = "send"
    RECORD = "record"


@dataclass(frozen=True, slots=True)
class Form:
    """A list of questions under a name, its id; ``version`` grows when stored answers of an older one would mean
    something else.

    One that goes ``at_once`` is sent by its last answer, without a summary: for what is undone as easily as done.
    A form that is data has ``labels``; the words of all others are texts.
    """

    name: str
    questions: tuple[Question, ...]
    version: int = 1
    at_once: bool = False
    labels: FormLabels | None = None
    finish: Finish = Finish.SEND

    @property
    def finish_label(self) -> Text:
        """The label of the form's last button."""
        return T(f"form.{self.finish}")

    def question(self, name: str) -> Question | None:
        return next((question for question in self.questions if question.name == name), None)


@dataclass(frozen=True, slots=True)
class State:
    """The progress of a form. ``at`` is the question in hand, "" is the summary.

    ``answers`` are JSON values by question name, ``sources`` the names of the messages that each came from, ``rows``
    how many rows each repeat has.
    """

    at: str
    answers: Mapping[str, Any] = field(default_factory=dict)
    skipped: tuple[str, ...] = ()
    sources: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    rows: Mapping[str, int] = field(default_factory=dict)

    def has(self, question: Question) -> bool:
        """Tell whether a question has its answer; nought is one."""
        return has_value(self.answers.get(question.name))

    def to_json(self) -> dict[str, Any]:
        return {
            "at": self.at,
            "answers": dict(self.answers),
            "skipped": list(self.skipped),
            "sources": {name: list(ids) for name, ids in self.sources.items()},
            **({"rows": dict(self.rows)} if self.rows else {}),
        }

    @classmethod
    def from_json(cls, raw: Mapping[str, Any]) -> State:
        return cls(
            raw["at"],
            raw["answers"],
            tuple(raw["skipped"]),
            {name: tuple(ids) for name, ids in raw["sources"].items()},
            raw.get("rows", {}),
        )


def begin(form: Form, today: date, answers: Answers | None = None, skipped: tuple[str, ...] = ()) -> State:
    """Return a fresh state, on the first question that ``answers`` and ``skipped`` leave open."""
    return _onward(form, State("", dict(answers or {}), skipped), today)


def relevant(form: Form, state: State, today: date) -> list[Question]:
    """Return the questions that the answers so far call for, in order."""
    scope = Scope(state.answers, today)
    return [question for question in form.questions if question.when is ALWAYS or question.when.holds(scope)]


def place(form: Form, state: State, today: date) -> tuple[int, int]:
    """Return (place, total) of the question in hand: (3, 7) is the third of seven. The summary is past the last."""
    names = [question.name for question in relevant(form, state, today)]
    return (names.index(state.at) + 1 if state.at in names else len(names) + 1, len(names))


def position(form: Form, state: State) -> int:
    """Return the number of the question in hand among all of the form, asked or not, from 1 on; 0 is the summary."""
    return next((place for place, question in enumerate(form.questions, 1) if question.name == state.at), 0)


def answer(form: Form, state: State, given: AnswerInput) -> State:
    """Return the state after an answer to the question in hand.

    Raises InvalidAnswer when the answer is not one of the question's type, its constraint refuses it, or nothing is
    asked any more.
    """
    question = form.question(state.at)
    if question is None:
        raise InvalidAnswer(T("form.at_summary", finish=form.finish_label))
    value = question.type.read(given, state.answers.get(question.name))
    state = _store(state, question, value, given)
    return state if question.type.gathers and not question.type.whole(value) else _onward(form, state, given.today)


def put_by(form: Form, state: State, given: AnswerInput) -> State:
    """Give files that the question in hand does not ask for to the form's question for files.

    Raises InvalidAnswer when the form has no such question, or it takes no more.
    """
    asked = relevant(form, state, given.today)
    keeper = next((question for question in asked if isinstance(question.type, Files)), None)
    if keeper is None:
        raise InvalidAnswer(T("form.no_files"))
    return _store(state, keeper, keeper.type.read(given, state.answers.get(keeper.name)), given)


def gathered(form: Form, state: State) -> bool:
    """Tell whether any question that gathers several messages has an answer."""
    return any(question.type.gathers and state.has(question) for question in form.questions)


def correct(form: Form, state: State, question: Question, given: AnswerInput) -> State:
    """Return the state after an edit of the message that answered a question. Raises InvalidAnswer.

    The question in hand stays, unless it is no longer asked or the summary lacks an answer now.
    """
    state = _store(state, question, question.type.read(given, state.answers.get(question.name)), given)
    asked = (one.name for one in relevant(form, state, given.today))
    return state if state.at in asked else _onward(form, state, given.today)


def answered_by(form: Form, state: State, source: str) -> Question | None:
    """Return the question that a message answered alone; those that gather take no correction."""
    questions = (form.question(name) for name, ids in state.sources.items() if source in ids)
    return next((question for question in questions if question and not question.type.gathers), None)


def skip(form: Form, state: State, today: date) -> State:
    """Move past an optional question, or on from files that are all sent. Raises InvalidAnswer for a required one."""
    question = form.question(state.at)
    if question is None:
        return state
    if not state.has(question):
        if question.required:
            raise InvalidAnswer(T("form.required"))
        state = replace(state, skipped=(*state.skipped, question.name))
    return _onward(form, state, today)


def back(form: Form, state: State, today: date) -> State:
    """Move to the question before; the first has none before it."""
    names = [question.name for question in relevant(form, state, today)]
    index = names.index(state.at) if state.at in names else len(names)
    return replace(state, at=names[index - 1]) if index else state


def fix(form: Form, state: State, name: str, today: date) -> State:
    """Move to one question, to answer it anew. An unknown or irrelevant name changes nothing."""
    if name not in (question.name for question in relevant(form, state, today)):
        return state
    return replace(state, at=name, skipped=tuple(other for other in state.skipped if other != name))


def clear(state: State, name: str) -> State:
    """Remove the answer to one question, such as files that were sent by mistake."""
    answers = {key: value for key, value in state.answers.items() if key != name}
    sources = {key: ids for key, ids in state.sources.items() if key != name}
    return replace(state, answers=answers, sources=sources)


def final(form: Form, state: State, today: date) -> dict[str, Any]:
    """Return the answers to send: those of relevant questions only. Raises InvalidAnswer for a missing required one."""
    answers = {}
    for question in relevant(form, state, today):
        if state.has(question):
            answers[question.name] = state.answers[question.name]
        elif question.required:
            raise InvalidAnswer(T("form.required"))
    return answers


def _onward(form: Form, state: State, today: date) -> State:
    for question in relevant(form, state, today):
        if question.name not in state.skipped and not state.has(question):
            return replace(state, at=question.name)
    return replace(state, at="")


def _store(state: State, question: Question, value: Any, given: AnswerInput) -> State:
    """Return the state with an answer. Raises UnmetConstraint when the question's constraint refuses it."""
    ids = state.sources.get(question.name, ()) if question.type.gathers else ()
    answers = {**state.answers, question.name: value}
    constraint = question.constraint
    if constraint and not constraint.expression.holds(Scope(answers, given.today)):
        raise UnmetConstraint(question, constraint)
    return replace(
        state,
        answers=answers,
        sources={**state.sources, question.name: (*ids, given.source)} if given.source else state.sources,
        skipped=tuple(name for name in state.skipped if name != question.name),
    )
