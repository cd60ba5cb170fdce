"""Filling in a compiled form, a move at a time: ``resume(program, state, move, environment)``.

Nothing is kept between two moves but the state, which is JSON. Its answers are by reference below the root,
``house[2]/rooms``, also of what is not relevant now: that is masked and not lost. A repeat without a count is asked
whether it has another row after the last one.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

from domain.forms.compiled.model import Control, Kind
from domain.forms.engine import State
from domain.forms.instance import choices
from domain.forms.instance.choices import Choice
from domain.forms.instance.computing import TooManyRows
from domain.forms.instance.instance import MOST_ROWS, Instance
from domain.forms.instance.program import Program
from domain.forms.xpath.context import Environment
from domain.forms.xpath.nodes import Node


class Moves(StrEnum):
    """Moves that somebody who fills in a form can make."""

    ANSWER = "answer"
    SKIP = "skip"
    BACK = "back"
    FIX = "fix"
    ADD_ROW = "add_row"
    REMOVE_ROW = "remove_row"
    NO_MORE_ROWS = "no_more_rows"


@dataclass(frozen=True, slots=True)
class Move:
    """A move: an answer to the question in hand, or a step to somewhere. ``reference`` is a question or a row."""

    kind: Moves
    value: str = ""
    reference: str = ""


class Outcome(StrEnum):
    """Outcomes of a move, beside the next question."""

    REFUSED_TYPE = "refused_type"
    REFUSED_CONSTRAINT = "refused_constraint"
    REFUSED_REQUIRED = "refused_required"
    REFUSED_ROWS = "refused_rows"
    SHOWN = "shown"
    MASKED = "masked"
    ROWS = "rows"


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened at a reference; ``words`` are the form's own, ``count`` is that of rows."""

    outcome: Outcome
    reference: str
    words: str = ""
    count: int = 0


@dataclass(frozen=True, slots=True)
class Ask:
    """The next thing to ask: a question with its words and choices, or if a repeat has another row (``is_repeat``).

    ``place`` of ``total`` says how far one is among the questions that are asked as far as is known now.
    """

    reference: str
    label: str
    place: int
    total: int
    is_repeat: bool = False
    hint: str = ""
    type: str = "string"
    control: Control = Control.INPUT
    appearance: str = ""
    required: bool = False
    value: str = ""
    choices: tuple[Choice, ...] = ()
    rows: int = 0


@dataclass(frozen=True, slots=True)
class Step:
    """The state after a move, what to ask next, None at the summary, and what happened."""

    state: State
    ask: Ask | None
    events: tuple[Event, ...] = ()


def resume(
    program: Program,
    state: State | None,
    move: Move | None,
    environment: Environment,
    most_rows: int = MOST_ROWS,
) -> Step:
    """Make a move in a form; begin it without a state. A refused move leaves the state as it was.

    Raises TooManyRows for a form that begins with too many rows.
    """
    if state is None:
        filling = _Filling(program, Instance.begin(program, environment, most_rows), State(""))
        return filling.step(())
    filling = _load(program, state, environment, most_rows)
    if move is None:
        return filling.step((), stay=True)
    before = filling.asked(), filling.rows
    try:
        refused = filling.make(move)
    except TooManyRows as many:
        refused = Event(Outcome.REFUSED_ROWS, "/".join(many.place[1:]), count=many.most)
    if refused:
        return _load(program, state, environment, most_rows).step((refused,), stay=True)
    filling.look_again()
    return filling.step(tuple(filling.changes(*before)), stay=move.kind in (Moves.BACK, Moves.FIX))


def _load(program: Program, state: State, environment: Environment, most_rows: int) -> _Filling:
    root = f"/{program.form.root.name}/"
    values = {root + name: str(value) for name, value in state.answers.items()}
    rows = {root + name: count for name, count in state.rows.items()}
    return _Filling(program, Instance.load(program, environment, values, rows, most_rows), state)


class _Filling:
    """One turn: the instance of a state, and where one stands in it."""

    def __init__(self, program: Program, instance: Instance, state: State) -> None:
        self._instance, self._state = instance, state
        self._reads_only = any(spec.readonly for spec in program.specs.values())
        self._asked: dict[str, Node | None] | None = None
        self.rows: dict[str, int] = {}
        self._root = f"/{program.form.root.name}/"

    def make(self, move: Move) -> Event | None:
        """Make a move; returns why it is refused."""
        at = self._state.at
        match move.kind:
            case Moves.ANSWER:
                return self._answer(at, move.value)
            case Moves.SKIP:
                return self._skip(at)
            case Moves.BACK:
                references = list(self.asked())
                index = references.index(at) if at in references else len(references)
                self._go(references[index - 1] if index else at)
            case Moves.FIX:
                self._go(move.reference)
            case Moves.ADD_ROW:
                self._add_row(at)
            case Moves.REMOVE_ROW:
                row = self._instance.find(self._root + move.reference)
                if row is not None and row.spec.element.kind is Kind.REPEAT:
                    self._instance.remove_row(row)
                    self._state = replace(self._state, skipped=_without_row(self._state.skipped, move.reference))
            case Moves.NO_MORE_ROWS:
                self._state = replace(self._state, skipped=(*self._state.skipped, at))
        return None

    def _answer(self, reference: str, value: str) -> Event | None:
        node = self._instance.find(self._root + reference)
        if node is None or node.children is not None:
            return Event(Outcome.REFUSED_TYPE, reference)
        self._instance.set(node, value)
        if not node.base:
            return Event(Outcome.REFUSED_TYPE, reference)
        if not self._instance.is_valid(node):
            words = choices.words(self._instance, node, node.spec.element.constraint_message)
            return Event(Outcome.REFUSED_CONSTRAINT, reference, words)
        self._state = replace(self._state, skipped=tuple(one for one in self._state.skipped if one != reference))
        return None

    def _skip(self, reference: str) -> Event | None:
        node = self._instance.find(self._root + reference)
        if node is not None and not node.shown:
            if self._instance.is_required(node):
                words = choices.words(self._instance, node, node.spec.element.required_message)
                return Event(Outcome.REFUSED_REQUIRED, reference, words)
            self._state = replace(self._state, skipped=(*self._state.skipped, reference))
        return None

    def _add_row(self, reference: str) -> None:
        above, _, name = (self._root + reference).rpartition("/")
        parent = self._instance.find(above)
        spec = next((one for one in parent.spec.children if one.element.name == name), None) if parent else None
        if parent is not None and spec is not None and spec.element.kind is Kind.REPEAT:
            self._instance.add_row(parent, spec)

    def _go(self, reference: str) -> None:
        skipped = tuple(one for one in self._state.skipped if one != reference)
        self._state = replace(self._state, at=reference, skipped=skipped)

    def asked(self) -> dict[str, Node | None]:
        """Return what is asked by reference, in order; a repeat that may grow comes after its rows, with None."""
        if self._asked is None:
            self.rows = {}
            self._asked = {}
            self._collect(self._instance.root, "", self._asked)
        return self._asked

    def look_again(self) -> None:
        """Forget what was asked before a move."""
        self._asked = None

    def changes(self, asked: dict[str, Node | None], rows: dict[str, int]) -> Iterator[Event]:
        """Yield what a move has shown, masked, or given more or fewer rows."""
        now = self.asked()
        yield from (Event(Outcome.MASKED, reference) for reference in asked if reference not in now)
        yield from (Event(Outcome.SHOWN, reference) for reference in now if reference not in asked)
        for reference in rows.keys() | self.rows.keys():
            if rows.get(reference) != self.rows.get(reference):
                yield Event(Outcome.ROWS, reference, count=self.rows.get(reference, 0))

    def _collect(self, node: Node, prefix: str, asked: dict[str, Node | None]) -> None:
        for spec in node.spec.children:
            element = spec.element
            here = prefix + element.name
            group = (node.children or {}).get(element.name, [])
            if element.kind is Kind.FIELD:
                is_asked = element.control is not Control.NONE and group[0].relevant
                if is_asked and not (self._reads_only and self._instance.is_read_only(group[0])):
                    asked[here] = group[0]
                continue
            for place, child in enumerate(group, 1):
                if child.relevant:
                    row = f"[{place}]" if element.kind is Kind.REPEAT else ""
                    self._collect(child, f"{here}{row}/", asked)
            if element.kind is Kind.REPEAT:
                self.rows[here] = len(group)
                if not spec.count and not element.fixed and (not group or group[0].relevant):
                    asked[here] = None

    def step(self, events: tuple[Event, ...], *, stay: bool = False) -> Step:
        """Return the state with the next question: the first that is neither answered nor skipped."""
        asked = self.asked()
        at = self._state.at
        if not stay or at not in asked:
            at = next((reference for reference, node in asked.items() if self._is_open(reference, node)), "")
        values, rows = self._instance.dump()
        state = replace(
            self._state,
            at=at,
            answers={reference.removeprefix(self._root): value for reference, value in values.items()},
            rows={reference.removeprefix(self._root): count for reference, count in rows.items()},
        )
        return Step(state, self._ask(at, asked) if at else None, events)

    def _is_open(self, reference: str, node: Node | None) -> bool:
        if reference in self._state.skipped:
            return False
        return node is None or not node.shown

    def _ask(self, at: str, asked: dict[str, Node | None]) -> Ask:
        place = next(place for place, reference in enumerate(asked, 1) if reference == at)
        node = asked[at]
        if node is None:
            return self._ask_row(at, place, len(asked))
        element = node.spec.element
        return Ask(
            at,
            choices.words(self._instance, node, element.label) or element.name,
            place,
            len(asked),
            hint=choices.words(self._instance, node, element.hint),
            type=element.type,
            control=element.control,
            appearance=element.appearance,
            required=self._instance.is_required(node),
            value=node.shown,
            choices=tuple(choices.offered(self._instance, node)) if node.spec.is_select else (),
        )

    def _ask_row(self, at: str, place: int, total: int) -> Ask:
        above, _, name = (self._root + at).rpartition("/")
        parent = self._instance.find(above) or self._instance.root
        spec = next(one for one in parent.spec.children if one.element.name == name)
        label = choices.words(self._instance, parent, spec.element.label) or name
        rows = len((parent.children or {}).get(name, ()))
        return Ask(at, label, place, total, is_repeat=True, control=Control.NONE, rows=rows)


def _without_row(skipped: tuple[str, ...], row: str) -> tuple[str, ...]:
    """Return what was skipped, without the row that is gone; later rows move up."""
    name, _, place = row.removesuffix("]").rpartition("[")
    kept = []
    for reference in skipped:
        if not reference.startswith(f"{name}["):
            kept.append(reference)
            continue
        number, _, rest = reference[len(name) + 1 :].partition("]")
        if int(number) != int(place):
            kept.append(f"{name}[{int(number) - (int(number) > int(place))}]{rest}")
    return tuple(kept)
