"""Forms, and one that is being filled in: the questions that are asked now, and a value stored with its verdict.

Everything that asks questions is a form. Its moves, the same for all, are ``domain.forms.moves``; a ``Filling`` is what
they need of a form, of questions in a row (``Form``) as of one that was compiled (``domain.forms.xforms``). Nothing
lives between two turns but the ``State``, JSON in a draft's row.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from domain.chat.screens import T, Text
from domain.forms.expressions import ALWAYS, Scope, has_value
from domain.forms.form_words import FormWords, words_of
from domain.forms.labels import FormLabels
from domain.forms.questions import Constraint as Constraint
from domain.forms.questions import Question as Question
from domain.forms.types.answer_types import AnswerInput, Files, InvalidAnswer


class UnmetConstraint(InvalidAnswer):
    """An answer of the right type that its question's constraint refuses. The words of the question may say why."""

    def __init__(self, question: Question, text: Text) -> None:
        super().__init__(text)
        self.question = question


class Finish(StrEnum):
    """The effect of a form's last button: «ارسال» delivers what was written to somebody, «ثبت» only records it."""

    SEND = "send"
    RECORD = "record"


class Unfinished(InvalidAnswer):
    """A form that cannot be sent yet: a question lacks its answer, or has one that is not right any more."""

    def __init__(self, name: str, text: Text) -> None:
        super().__init__(text)
        self.name = name


@dataclass(frozen=True, slots=True)
class World:
    """The world of a turn: the moment in the organisation's zone, the reader's language, and what is known of them.

    ``properties`` are a compiled form's: ``username``, ``deviceid`` …; no repeat of one has more than ``most_rows``.
    """

    now: datetime
    language: str = ""
    properties: Mapping[str, str] = field(default_factory=dict)
    most_rows: int = 200

    @property
    def today(self) -> date:
        """The organisation's day."""
        return self.now.date()


class Fillable(ABC):
    """A form that can be filled in, under its ``name``, its id; see ``Form`` for the rest."""

    __slots__ = ()
    name: str
    version: int
    at_once: bool
    finish: Finish
    left: str
    makes: str = ""

    @property
    def finish_label(self) -> Text:
        """The label of the form's last button: what it makes by its name, else «ارسال» or «ثبت»."""
        return T(self.makes or f"form.{self.finish}")

    @abstractmethod
    def begin(self, given: State, world: World) -> Filling:
        """Return a fresh filling with the answers, rows and skipped questions that are given."""

    @abstractmethod
    def fill(self, state: State, world: World) -> Filling:
        """Return the filling of a stored state."""

    @abstractmethod
    def words(self, language: str) -> FormWords:
        """Return the words of the form for readers of a language, whatever is answered."""

    @abstractmethod
    def question(self, name: str) -> Question | None:
        """Return a question whether it is asked now or not; None for a name that the form does not know."""


@dataclass(frozen=True, slots=True)
class Form(Fillable):
    """A list of questions under a name, its id; ``version`` grows when stored answers of an older one would mean
    something else.

    One that goes ``at_once`` is sent by its last answer, without a summary: for what is undone as easily as done.
    A form that is data has ``labels``; the words of all others are texts. One that only confirms an action keeps no
    draft: whoever leaves it reads the text ``left``. ``makes`` is the text of the last button of
    one that makes something.
    """

    name: str
    questions: tuple[Question, ...]
    version: int = 1
    at_once: bool = False
    labels: FormLabels | None = None
    finish: Finish = Finish.SEND
    left: str = ""
    makes: str = ""
    _places: Mapping[str, tuple[int, Question]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        places = {question.name: (place, question) for place, question in enumerate(self.questions, 1)}
        object.__setattr__(self, "_places", places)

    def begin(self, given: State, world: World) -> Filling:
        return self.fill(given, world)

    def fill(self, state: State, world: World) -> Filling:
        return FormFilling(self, state, world)

    def words(self, language: str) -> FormWords:
        return words_of(self.name, self.labels, language)

    def question(self, name: str) -> Question | None:
        return self._places.get(name, (0, None))[1]

    def number(self, name: str) -> int:
        """Return the place of a question, from 1 on; 0 for a name that stands for none."""
        return self._places.get(name, (0, None))[0]


@dataclass(frozen=True, slots=True)
class State:
    """The progress of a form. ``at`` is the question in hand, "" is the summary.

    ``answers`` are JSON values by question name, ``sources`` the names of the messages that each came from, ``rows``
    how many rows each repeat has. What is ``given`` was known before the form began: it is sent, and not asked.

    Of a compiled form ``pending`` are values that are gathered and not confirmed, ``files`` those that answers name, by
    that name, and ``undo`` is the form before a row was deleted. ``refused`` counts the refusals of the question in
    hand; ``confirming`` is the answer to it that would take rows away and has to be given twice. ``looked_at`` are the
    rows that were opened to correct what is in hand, the outermost first. ``pasted`` are several lines of which it is
    asked whether each is a row; ``rejected`` are words that were no answer, by the question that they wait at, and
    lines of which nobody said whether each is a row, by their repeat.
    """

    at: str
    answers: Mapping[str, Any] = field(default_factory=dict)
    skipped: tuple[str, ...] = ()
    sources: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    rows: Mapping[str, int] = field(default_factory=dict)
    pending: Mapping[str, str] = field(default_factory=dict)
    files: Mapping[str, Any] = field(default_factory=dict)
    undo: Mapping[str, Any] = field(default_factory=dict)
    refused: int = 0
    confirming: str = ""
    looked_at: tuple[str, ...] = ()
    pasted: str = ""
    rejected: Mapping[str, str] = field(default_factory=dict)
    given: tuple[str, ...] = ()

    def lines_put_by(self) -> dict[str, Any]:
        """Return the changes that keep lines of which nobody said whether each is a row: they wait at their repeat."""
        if not self.pasted:
            return {}
        repeat = self.at.rpartition("[")[0]
        waiting = f"{self.rejected[repeat]}\n{self.pasted}" if repeat in self.rejected else self.pasted
        return {"pasted": "", "rejected": {**self.rejected, repeat: waiting}}

    def to_json(self) -> dict[str, Any]:
        return {
            "at": self.at,
            "answers": dict(self.answers),
            "skipped": list(self.skipped),
            "sources": {name: list(ids) for name, ids in self.sources.items()},
            **({"rows": dict(self.rows)} if self.rows else {}),
            **({"pending": dict(self.pending)} if self.pending else {}),
            **({"files": dict(self.files)} if self.files else {}),
            **({"undo": dict(self.undo)} if self.undo else {}),
            **({"refused": self.refused} if self.refused else {}),
            **({"confirming": self.confirming} if self.confirming else {}),
            **({"looked_at": list(self.looked_at)} if self.looked_at else {}),
            **({"pasted": self.pasted} if self.pasted else {}),
            **({"rejected": dict(self.rejected)} if self.rejected else {}),
            **({"given": list(self.given)} if self.given else {}),
        }

    @classmethod
    def from_json(cls, raw: Mapping[str, Any]) -> State:
        return cls(
            raw["at"],
            raw["answers"],
            tuple(raw["skipped"]),
            {name: tuple(ids) for name, ids in raw["sources"].items()},
            raw.get("rows", {}),
            raw.get("pending", {}),
            raw.get("files", {}),
            raw.get("undo", {}),
            raw.get("refused", 0),
            raw.get("confirming", ""),
            tuple(raw.get("looked_at", ())),
            raw.get("pasted", ""),
            raw.get("rejected", {}),
            tuple(raw.get("given", ())),
        )


# No ABC, for speed, as with Type.
class Filling:
    """A form with its answers, at one moment of a turn. What changes it returns the next one and leaves this as it is.

    ``state`` is what is stored of it.
    """

    form: Fillable
    state: State
    world: World

    @property
    @abstractmethod
    def words(self) -> FormWords:
        """The words of the form for the reader, with the answers that stand in them."""

    @abstractmethod
    def asked(self) -> Sequence[str]:
        """Return the names of the questions that the answers so far call for, in order."""

    @abstractmethod
    def question(self, name: str) -> Question | None:
        """Return a question; None for a name that stands for none."""

    @abstractmethod
    def value(self, name: str) -> Any:
        """Return the answer to a question, None without one."""

    @abstractmethod
    def stored(self, question: Question, value: Any, source: str) -> Filling:
        """Store an answer that came with a message. Raises UnmetConstraint when its constraint refuses it."""

    @abstractmethod
    def without(self, name: str) -> Filling:
        """Remove the answer to a question."""

    @abstractmethod
    def went(self, at: str, skipped: tuple[str, ...] | None = None) -> Filling:
        """Move to a question, "" is the summary."""

    @abstractmethod
    def final(self) -> dict[str, Any]:
        """Return the answers to send: those of questions that are asked. Raises Unfinished when one is missing."""

    @abstractmethod
    def keeper(self, given: AnswerInput) -> Question | None:
        """Return the question that takes files that come unasked."""

    @abstractmethod
    def number(self, name: str) -> int:
        """Return the number by which a button knows that it was drawn for another question; 0 is the summary's."""

    def place(self) -> tuple[int, int]:
        """Return (place, total) of the question in hand; the summary is past the last."""
        names, at = self.asked(), self.state.at
        return (names.index(at) + 1 if at in names else len(names) + 1, len(names))

    def has(self, name: str) -> bool:
        """Tell whether a question has its answer; nought is one."""
        return has_value(self.value(name))

    def settled(self, question: Question) -> Filling:
        """Take what a question gathered as its answer. Raises InvalidAnswer."""
        return self

    def may_go(self, name: str) -> bool:
        """Tell whether a name is somewhere to stand."""
        return name in self.asked()

    def open_next(self, left: Sequence[str]) -> str:
        """Return the question to go on with, of those that are ``left``; "" for the summary."""
        return left[0] if left else ""

    def tag(self, name: str) -> str:
        """Return the short form of a name, for the data of a button; ``named`` finds the name again."""
        return name

    def named(self, tag: str) -> str:
        """Return the name of a tag, "" for none."""
        return tag


class FormFilling(Filling):
    """A form of questions in a row with its answers. Relevance is worked out once."""

    __slots__ = ("_asked", "form", "state", "world")
    form: Form

    def __init__(self, form: Form, state: State, world: World, asked: tuple[str, ...] | None = None) -> None:
        self.form, self.state, self.world, self._asked = form, state, world, asked

    @property
    def words(self) -> FormWords:
        return self.form.words(self.world.language)

    def asked(self) -> tuple[str, ...]:
        if self._asked is None:
            given = self.state.given
            called_for = self._called_for()
            self._asked = tuple([name for name in called_for if name not in given]) if given else called_for
        return self._asked

    def _called_for(self) -> tuple[str, ...]:
        """Return the names of the questions that the answers so far call for, with those that are given."""
        scope = Scope(self.state.answers, self.world.today)
        questions = self.form.questions
        return tuple([one.name for one in questions if one.when is ALWAYS or one.when.holds(scope)])

    def question(self, name: str) -> Question | None:
        return self.form.question(name)

    def value(self, name: str) -> Any:
        return self.state.answers.get(name)

    def stored(self, question: Question, value: Any, source: str) -> FormFilling:
        state = self.state
        ids = state.sources.get(question.name, ()) if question.type.gathers else ()
        answers = {**state.answers, question.name: value}
        constraint = question.constraint
        if constraint and not constraint.expression.holds(Scope(answers, self.world.today)):
            raise UnmetConstraint(question, T(constraint.message or "form.unmet"))
        # A message that gave the answer before has no say in this one.
        sources = {name: given for name, given in state.sources.items() if name != question.name or ids}
        after = replace(
            state,
            answers=answers,
            sources={**sources, question.name: (*ids, source)} if source else sources,
            skipped=tuple(name for name in state.skipped if name != question.name),
        )
        return FormFilling(self.form, after, self.world)

    def without(self, name: str) -> FormFilling:
        answers = {key: value for key, value in self.state.answers.items() if key != name}
        sources = {key: ids for key, ids in self.state.sources.items() if key != name}
        return FormFilling(self.form, replace(self.state, answers=answers, sources=sources), self.world)

    def went(self, at: str, skipped: tuple[str, ...] | None = None) -> FormFilling:
        state = replace(self.state, at=at, skipped=self.state.skipped if skipped is None else skipped)
        return FormFilling(self.form, state, self.world, self._asked)

    def final(self) -> dict[str, Any]:
        answers = {}
        for name in self._called_for() if self.state.given else self.asked():
            if self.has(name):
                answers[name] = self.state.answers[name]
            elif (question := self.form.question(name)) and question.required:
                raise Unfinished(name, T("form.required"))
        return answers

    def keeper(self, given: AnswerInput) -> Question | None:
        questions = map(self.form.question, self.asked())
        return next((question for question in questions if question and isinstance(question.type, Files)), None)

    def number(self, name: str) -> int:
        return self.form.number(name)
