"""A compiled form that is filled in: what ``Filling`` asks for, over an instance.

The names of its questions are references below the root, ``house[2]/rooms``; those of a repeat, ``house``, and of one
of its rows, ``house[2]``, are questions, too. The answers in the state are as XForms writes them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from random import SystemRandom
from typing import Any
from zlib import crc32

from domain.chat.screens import T
from domain.forms.added import is_added
from domain.forms.compiled.model import CompiledForm, Control, Kind
from domain.forms.engine import Fillable, Filling, Finish, Question, State, Unfinished, UnmetConstraint, World
from domain.forms.form_words import FormWords, Label
from domain.forms.instance import choices
from domain.forms.instance.computing import TooManyRows
from domain.forms.instance.instance import Instance
from domain.forms.instance.program import Program, Spec
from domain.forms.types.answer_types import AnswerInput, InvalidAnswer, Type
from domain.forms.xforms import asked, examples, progress
from domain.forms.xforms.numbers import TooLarge
from domain.forms.xforms.places import Track
from domain.forms.xforms.types import Row, Rows, Upload, stored_name, type_of
from domain.forms.xforms.words import InstanceWords, TitleWords, written
from domain.forms.xpath.context import Environment
from domain.forms.xpath.effort import MOST_EFFORT
from domain.forms.xpath.nodes import Node

MOST_REFUSED = 3
"""Refused answers to one question after which a way out is offered."""


class XForm(Fillable):
    """A compiled form under the id by which it is stored, made ready to run."""

    __slots__ = ("at_once", "finish", "left", "name", "program", "reversible", "version")

    def __init__(self, name: str, program: Program) -> None:
        self.name, self.program = name, program
        self.version, self.at_once, self.finish, self.left = 1, False, Finish.SEND, ""
        # Where nothing but what is worked out follows from an answer, the one before brings all back.
        self.reversible = not any(
            spec.triggers or spec.count or spec.has_volatile or (spec.calculate and spec.element.is_asked)
            for spec in program.specs.values()
        )

    @classmethod
    def of(cls, name: str, form: CompiledForm) -> XForm:
        """Make a form ready, which takes a large one a tenth of a second."""
        return cls(name, Program(form))

    def begin(self, given: State, world: World) -> XFormFilling:
        """Return a fresh filling. Raises InvalidAnswer for one that begins with too many rows, or costs too much."""
        try:
            instance = Instance.begin(self.program, self.environment(world), world.most_rows)
        except TooManyRows as many:
            raise _too_many(many) from many
        if instance.too_costly:
            raise InvalidAnswer(T("xform.never_begins"))
        fresh = XFormFilling(self, given, world).taken(instance)
        if not given.answers and not given.rows:
            return fresh
        answers, rows = {**fresh.state.answers, **given.answers}, {**fresh.state.rows, **given.rows}
        filled = XFormFilling(self, replace(given, answers=answers, rows=rows), world)
        return filled.taken(filled.instance)

    def fill(self, state: State, world: World) -> XFormFilling:
        return XFormFilling(self, state, world)

    def words(self, language: str) -> FormWords:
        return TitleWords(self.program.form.title)

    def question(self, name: str) -> Question | None:
        spec = self.spec(name)
        return Question(name, type_of(spec.element)) if spec and spec.element.kind is Kind.FIELD else None

    def spec(self, name: str) -> Spec | None:
        """Return the spec of a reference below the root; None for one that leads nowhere."""
        names = (part.partition("[")[0] for part in name.split("/"))
        return self.program.specs.get((self.program.form.root.name, *names))

    def environment(self, world: World) -> Environment:
        """Return the environment of expressions in a world."""
        languages = self.program.form.languages
        language = world.language if world.language in languages else languages[0]
        root = Node("", None)
        random, properties = SystemRandom(), world.properties
        return Environment(root, world.now, random=random, language=language, properties=properties, effort=MOST_EFFORT)


class XFormFilling(Filling):
    """A compiled form with its answers. The instance is loaded when it is first needed, and handed on by a move."""

    __slots__ = ("_asked", "_instance", "_questions", "form", "state", "world")
    form: XForm

    def __init__(self, form: XForm, state: State, world: World, instance: Instance | None = None) -> None:
        self.form, self.state, self.world = form, state, world
        self._instance = instance
        self._asked: asked.Asked | None = None
        self._questions: dict[str, Question | None] = {}

    @property
    def root(self) -> str:
        """The beginning of every reference of the instance."""
        return f"/{self.form.program.form.root.name}/"

    @property
    def instance(self) -> Instance:
        """The instance of the state, to be read."""
        if self._instance is None:
            values = {self.root + name: str(value) for name, value in self.state.answers.items()}
            rows = {self.root + name: count for name, count in self.state.rows.items()}
            environment = self.form.environment(self.world)
            # A draft keeps the rows that it has, although the office allows fewer by now.
            most = max((self.world.most_rows, *rows.values()))
            self._instance = Instance.load(self.form.program, environment, values, rows, most)
        return self._instance

    def take(self) -> Instance:
        """Return the instance to be changed. Should that fail, this filling loads another one of its own state."""
        instance, self._instance, self._asked = self.instance, None, None
        self._questions = {}
        return instance

    def taken(self, instance: Instance, **changes: Any) -> XFormFilling:
        """Return the filling after an instance was changed, and the state as ``changes`` say."""
        values, rows = instance.dump()
        state = replace(
            self.state,
            answers={reference.removeprefix(self.root): value for reference, value in values.items()},
            rows={reference.removeprefix(self.root): count for reference, count in rows.items()},
            **{"undo": {}, "refused": 0, "confirming": "", **changes},
        )
        return XFormFilling(self.form, state, self.world, instance)

    def with_state(self, **changes: Any) -> XFormFilling:
        """Return the filling with a state that changes no answer."""
        made = XFormFilling(self.form, replace(self.state, **changes), self.world, self._instance)
        made._asked = self._asked
        self._instance, self._asked = None, None
        return made

    @property
    def words(self) -> InstanceWords:
        return InstanceWords(self.instance, self.found, self.root)

    @property
    def found(self) -> asked.Asked:
        """The questions that are asked now."""
        if self._asked is None:
            self._asked = asked.find(self.instance)
        return self._asked

    def asked(self) -> Sequence[str]:
        return tuple(self.found.nodes)

    def node(self, name: str) -> Node | None:
        """Return the node of a question or a row; None when there is none any more."""
        return self.instance.find(self.root + name)

    def place(self) -> tuple[int, int]:
        return self._position("")

    def place_in_row(self) -> tuple[int, int] | None:
        """Return (place, total) of the question in hand among those of its row; None outside rows."""
        row = progress.row_of(self.state.at)
        return self._position(row) if row else None

    def about_row(self) -> Label:
        """Return the first answers of the row of the question in hand, "" without any."""
        node = self.instance.find(self.root + progress.row_of(self.state.at))
        return self.words.about(node) if node else ""

    def _position(self, inside: str) -> tuple[int, int]:
        at, skipped, nodes = self.state.at, set(self.state.skipped), self.found.nodes
        open_names = (name for name in nodes if name == at or (name not in skipped and not self.has(name)))
        return progress.position(self.form.program, nodes, at, open_names, inside)

    def question(self, name: str) -> Question | None:
        if name not in self._questions:
            self._questions[name] = self._made(name) if name else None
        return self._questions[name]

    def _made(self, name: str) -> Question | None:
        spec = self.form.spec(name)
        if spec is None:
            return None
        element, is_row = spec.element, name.endswith("]")
        if element.kind is Kind.REPEAT and not is_row:
            return Question(name, Rows(), required=False) if name in self.found.repeats else None
        node = self.node(name)
        if node is None or element.kind is Kind.GROUP:
            return None
        if element.kind is Kind.REPEAT:
            return Question(name, Row(), required=False)
        if element.control is Control.NONE:
            return None
        options = tuple(choices.values(self.instance, node)) if spec.is_select else ()
        return Question(name, type_of(element, options), required=self.instance.is_required(node))

    def may_go(self, name: str) -> bool:
        found = self.found
        return name in found.nodes or name in found.repeats or (name.endswith("]") and self.question(name) is not None)

    def has(self, name: str) -> bool:
        if name in self.found.repeats:
            return not self.found.grows(name)
        node = self.found.nodes.get(name) or self.node(name)
        return node is not None and bool(node.children is not None or node.shown)

    def value(self, name: str) -> Any:
        """Return the answer as it is written, of a file its attachment; of what is not confirmed what is gathered."""
        if name in self.state.pending:
            return self.state.pending[name] or None
        spec = self.form.spec(name)
        if spec is None or spec.element.kind is not Kind.FIELD:
            return None
        node = self.node(name)
        if node is None or node.children is not None or not node.shown:
            return None
        if node.spec.element.control is Control.UPLOAD:
            return self.state.files.get(node.shown, {"name": node.shown, "kind": "document"})
        return node.shown

    def stored(self, question: Question, value: Any, source: str) -> XFormFilling:
        """Store an answer; what is gathered waits for its confirmation. Raises InvalidAnswer."""
        if question.type.gathers:
            return self.with_state(pending={**self.state.pending, question.name: value}, refused=0)
        changes: dict[str, Any] = {}
        if isinstance(question.type, Upload):
            attachment, value = value, stored_name(value)
            changes["files"] = {**self.state.files, value: attachment}
        others = {name: given for name, given in self.state.sources.items() if name != question.name}
        changes["sources"] = {**others, question.name: (source,)} if source else others
        return self._set(question, str(value), **changes)

    def settled(self, question: Question) -> XFormFilling:
        pending = self.state.pending.get(question.name)
        if pending is None:
            return self
        value = question.type.finished(pending) if isinstance(question.type, Track) and pending else pending
        left = {name: one for name, one in self.state.pending.items() if name != question.name}
        return self._set(question, value, pending=left)

    def _set(self, question: Question, value: str, **changes: Any) -> XFormFilling:
        name, instance = question.name, self.take()
        node = instance.find(self.root + name)
        if node is None:
            raise InvalidAnswer(T("xform.rows_gone"))
        before = node.base
        try:
            instance.set(node, value)
        except TooManyRows as many:
            raise _too_many(many) from many
        valid = instance.is_valid(node)
        if instance.too_costly:
            raise InvalidAnswer(T("xform.too_costly"))
        if value and not node.base:
            raise InvalidAnswer(T("form.choice_needed" if node.spec.is_select else "form.unmet"))
        if not valid:
            refusal = examples.refusal(instance, node, question.type, value)
            if self.form.reversible:
                # A large form takes long to be loaded anew.
                instance.set(node, before)
                self._instance = instance
            raise UnmetConstraint(question, refusal)
        rejected = {one: words for one, words in self.state.rejected.items() if one != name}
        after = self.taken(instance, skipped=self.skipped_but(name), rejected=rejected, **changes)
        answer = f"{name}={value}"
        if self.state.confirming != answer and (lost := self._lost_rows(after)):
            raise WouldLoseRows(answer, lost)
        return after

    def skipped_but(self, name: str) -> tuple[str, ...]:
        """Return what was skipped without one question or repeat, which is answered or grows again."""
        return tuple(one for one in self.state.skipped if one != name)

    def _lost_rows(self, after: XFormFilling) -> int:
        """Count the rows with answers that a counted repeat has lost."""
        lost = set()
        for repeat, count in self.state.rows.items():
            if after.state.rows.get(repeat, 0) < count:
                for reference in self.state.answers:
                    row, inside, field = reference.removeprefix(f"{repeat}[").partition("]/")
                    if inside and row.isdecimal() and int(row) > after.state.rows.get(repeat, 0):
                        spec = self.form.spec(f"{repeat}/{field}")
                        if spec and spec.element.is_asked:
                            lost.add((repeat, row))
        return len(lost)

    def without(self, name: str) -> XFormFilling:
        left = {other: value for other, value in self.state.pending.items() if other != name}
        node = self.node(name)
        if node is None or node.children is not None or not node.base:
            return self.with_state(pending=left)
        sources = {other: ids for other, ids in self.state.sources.items() if other != name}
        instance = self.take()
        instance.set(node, "")
        return self.taken(instance, pending=left, sources=sources)

    def without_added(self) -> XFormFilling:
        """Remove the words that were added in Excel beside the answers."""
        answers = {name: value for name, value in self.state.answers.items() if not is_added(name)}
        return XFormFilling(self.form, replace(self.state, answers=answers), self.world)

    def went(self, at: str, skipped: tuple[str, ...] | None = None) -> XFormFilling:
        before, looked_at = self.state.at, self.state.looked_at
        moved: dict[str, Any] = {} if at == before else {"refused": 0, **self.state.lines_put_by()}
        rows = (*looked_at, before) if before.endswith("]") and before not in looked_at else looked_at
        moved["looked_at"] = tuple(row for row in rows if at.startswith(f"{row}/"))
        return self.with_state(at=at, skipped=self.state.skipped if skipped is None else skipped, **moved)

    def open_next(self, left: Sequence[str]) -> str:
        rows = [row for row in self.state.looked_at if self.question(row)]
        if not rows:
            return left[0] if left else ""
        return next((name for name in left if name.startswith(f"{rows[-1]}/")), rows[-1])

    def final(self) -> dict[str, Any]:
        instance, pending = self.instance, self.state.pending
        for name, node in self.found.nodes.items():
            if node.children is not None:
                continue
            if pending.get(name, node.shown) != node.shown:
                raise Unfinished(name, T("xform.unconfirmed"))
            if not node.shown:
                if instance.is_required(node):
                    words = written(instance, node, node.spec.element.required_message)
                    raise Unfinished(name, T("form.lines", lines=[words]) if words else T("form.required"))
            elif not instance.is_valid(node):
                words = written(instance, node, node.spec.element.constraint_message)
                raise Unfinished(name, T("form.lines", lines=[words]) if words else T("form.unmet"))
        finished = self.take()
        finished.finish()
        if finished.too_costly:
            # Of an answer nobody knows whether it is asked, and none may be missing from what is sent.
            raise InvalidAnswer(T("xform.too_costly"))
        values, _ = finished.dump(relevant=True)
        return {reference.removeprefix(self.root): value for reference, value in values.items()}

    def keeper(self, given: AnswerInput) -> Question | None:
        """Return the first question that has no file yet and takes one of that kind."""
        uploads = [name for name, node in self.found.nodes.items() if _is_upload(node) and not node.shown]
        for question in map(self.question, uploads):
            if question and isinstance(question.type, Upload) and question.type.takes_all(given.files):
                return question
        return None

    def refusing(self, invalid: InvalidAnswer) -> XFormFilling:
        """Note that an answer was refused; one that would take rows away is taken when it comes again."""
        if isinstance(invalid, WouldLoseRows):
            return self.with_state(confirming=invalid.answer)
        # What no other wording mends needs the way out at once.
        more = MOST_REFUSED if isinstance(invalid, TooLarge) else 1
        return self.with_state(refused=self.state.refused + more)

    def number(self, name: str) -> int:
        return crc32(name.encode()) % 999_999_937 + 1 if name else 0

    def tag(self, name: str) -> str:
        return str(self.number(name))

    def named(self, tag: str) -> str:
        found = self.found
        rows = (f"{name}[{row}]" for name in found.repeats for row in range(1, len(found.rows(name)) + 1))
        return next((name for name in (*found.nodes, *found.repeats, *rows) if self.tag(name) == tag), "")

    def option(self, kind: Type, tag: str) -> str:
        """Return the value of an option by its tag, "" for none."""
        return next((value for value in getattr(kind, "options", ()) if self.tag(value) == tag), "")


class WouldLoseRows(InvalidAnswer):
    """An answer by which a table would have fewer rows than are answered; given once more it is meant."""

    def __init__(self, answer: str, count: int) -> None:
        super().__init__(T("xform.would_lose_rows", count=count))
        self.answer = answer


def _is_upload(node: Node) -> bool:
    return node.children is None and node.spec.element.control is Control.UPLOAD


def _too_many(many: TooManyRows) -> InvalidAnswer:
    return InvalidAnswer(T("xform.too_many_asked", count=many.count, most=many.most))
