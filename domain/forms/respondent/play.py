"""One play of a form by a random respondent, who answers what is asked, one time in five wrong at first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from random import Random
from typing import Any

from domain.forms.compiled.model import Control, Kind
from domain.forms.instance.computing import TooManyRows
from domain.forms.instance.instance import Instance
from domain.forms.instance.program import Program, Spec
from domain.forms.respondent.answers import Answers
from domain.forms.xpath.context import Environment
from domain.forms.xpath.nodes import Node
from domain.forms.xpath.references import Place

WRONG = 0.2
"""The share of answers before which a random one is tried, whatever the constraint says."""
TRIES = 80
"""Answers that are tried before a question counts as one that cannot be answered."""
TOLD = 3
"""The refused answers of a question that are told."""
MOST_OPERATIONS = 20_000
MOST_PASSES = 25
PATIENCE = 3
"""Times that a question is come back to whose answer a later one has ruled out."""
FEW_ROWS = 8
SOME_ROWS = 60
MANY_ROWS = 1000
"""The most rows of a repeat: of most plays, where every answer to a question asks for more, where a new form has."""
ATTEMPTS = 5
"""Times that a respondent begins: who cannot go on, as earlier answers rule out every one to this question, does so."""


@dataclass(slots=True)
class Played:
    """The moves of a play and its outcome. ``asked`` and ``answered`` are the places of questions, for many plays."""

    operations: list[list[Any]] = field(default_factory=list)
    final: dict[str, tuple[bool, str]] = field(default_factory=dict)
    exceptions: list[str] = field(default_factory=list)
    reason: str | None = None
    asked: set[Place] = field(default_factory=set)
    answered: set[Place] = field(default_factory=set)

    def to_json(self) -> dict[str, Any]:
        return {
            "completed": self.reason is None,
            "reason": self.reason,
            "ops": self.operations,
            "final": {reference: list(value) for reference, value in self.final.items()},
            "exceptions": self.exceptions,
        }


def play(program: Program, environment: Environment, seed: int) -> Played:
    """Let a respondent with a seed play a form to its end."""
    played = _once(program, environment, Random(seed))  # noqa: S311 - a seed is what it is for
    for attempt in range(1, ATTEMPTS):
        if played.reason is None or not played.asked:
            break
        again = _once(program, environment, Random(f"{seed} {attempt}"))  # noqa: S311 - the same
        again.asked |= played.asked
        again.answered |= played.answered
        played = again
    return played


def _once(program: Program, environment: Environment, chance: Random) -> Played:
    played = Played()
    try:
        instance = _begin(program, environment)
    except TooManyRows as many:
        played.reason = str(many)
        return played
    _Play(instance, played, chance).run()
    for node in instance.leaves():
        played.final[instance.reference(node)] = (node.relevant, node.shown)
    played.exceptions = [f"/{'/'.join(place)} {part}: {words}" for (place, part), words in instance.failures.items()]
    return played


def _begin(program: Program, environment: Environment) -> Instance:
    """Begin a form with few rows, so that no answer asks for hundreds; one that begins with more may have them."""
    for most in (FEW_ROWS, SOME_ROWS):
        try:
            return Instance.begin(program, environment, most)
        except TooManyRows:
            continue
    return Instance.begin(program, environment, MANY_ROWS)


class _Play:
    def __init__(self, instance: Instance, played: Played, chance: Random) -> None:
        self._instance, self._played, self._chance = instance, played, chance
        self._done: set[int] = set()
        self._tried: Counter[int] = Counter()
        self._too_many = False

    def run(self) -> None:
        """Answer in order, and again from the beginning while answers have opened more questions."""
        for _ in range(MOST_PASSES):
            before = len(self._played.operations)
            self._pass()
            self._done -= {node.order for node in self._open() if self._tried[node.order] < PATIENCE}
            if not before < len(self._played.operations) <= MOST_OPERATIONS:
                break
        stuck = [self._instance.reference(node) for node in self._open()]
        if stuck:
            self._played.reason = f"no answer was accepted: {', '.join(stuck[:5])}"

    def _open(self) -> Iterator[Node]:
        """Yield the questions asked now that need an answer, or whose answer is ruled out by a later one."""
        for node in self._questions(self._instance.root):
            if not self._instance.is_valid(node) or (not node.shown and self._instance.is_required(node)):
                yield node

    def _pass(self) -> None:
        for node in self._questions(self._instance.root):
            if node.order not in self._done and len(self._played.operations) <= MOST_OPERATIONS:
                self._done.add(node.order)
                self._tried[node.order] += 1
                self._answer(node)

    def _questions(self, node: Node) -> Iterator[Node]:
        """Yield the questions inside a node that are asked now; a repeat gets its rows when it is come to."""
        for spec in node.spec.children:
            if spec.element.kind is Kind.REPEAT:
                self._decide_rows(node, spec)
            for child in list((node.children or {}).get(spec.element.name, ())):
                if not child.relevant:
                    continue
                if child.children is not None:
                    yield from self._questions(child)
                elif spec.element.control is not Control.NONE and not self._instance.is_read_only(child):
                    yield child

    def _decide_rows(self, parent: Node, spec: Spec) -> None:
        key = self._instance.range_of(parent, spec).order
        if spec.count or spec.element.fixed or key in self._done or not parent.relevant:
            return
        self._done.add(key)
        rows = (parent.children or {}).get(spec.element.name, [])
        wanted = self._chance.choice((1, 1, 2, 3))
        if rows and not rows[0].relevant:
            return
        if len(rows) < wanted:
            while len((parent.children or {}).get(spec.element.name, [])) < wanted:
                self._instance.add_row(parent, spec)
            reference = f"{self._instance.reference(parent)}/{spec.element.name}"
            self._played.operations.append(["rows", reference, wanted])

    def _answer(self, node: Node) -> None:
        instance, chance, place = self._instance, self._chance, node.spec.place
        required = instance.is_required(node)
        if node.spec.element.type == "binary" and not required:
            return
        if node.shown and instance.is_valid(node) and chance.random() < 0.4:
            return
        if not required and not node.shown and chance.random() < 0.1:
            return
        self._played.asked.add(place)
        accepted = self._accepted(node)
        if not accepted and self._too_many and instance.most_rows < SOME_ROWS:
            instance.most_rows = SOME_ROWS
            accepted = self._accepted(node)
        if accepted:
            self._played.answered.add(place)
        else:
            self._try(node, "")
        self._played.operations.append(["set", instance.reference(node), node.base])

    def _accepted(self, node: Node) -> bool:
        """Try answers to a question until one is accepted; some of the refused ones are told."""
        instance, chance, refused = self._instance, self._chance, 0
        self._too_many = False
        answers = Answers(instance, node, chance)
        tries = [answers.any()] if node.spec.constraint and chance.random() < WRONG else []
        for value in (*tries, *islice(answers.fitting(), TRIES)):
            if not value or not self._try(node, value):
                continue
            if node.base and instance.is_valid(node):
                return True
            if node.base and refused < TOLD:
                refused += 1
                self._played.operations.append(["refused", instance.reference(node), node.base])
        return False

    def _try(self, node: Node, value: str) -> bool:
        """Set a value; one that asks for too many rows is taken back and was no answer."""
        before = node.base
        try:
            self._instance.set(node, value)
        except TooManyRows:
            self._instance.set(node, before)
            self._too_many = True
            return False
        return True
