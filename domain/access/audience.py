"""Audiences of broadcasts: sets of people put together step by step, kept as data and worked out anew at each use."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class PartKind(StrEnum):
    """The kinds of parts. Those of a resolution are its owners, and of these the ones that have not reported yet."""

    EVERYONE = "everyone"
    ROLE = "role"
    ACTOR_KIND = "kind"
    GROUP = "group"
    AGENCY = "agency"
    NEIGHBOURHOOD = "neighbourhood"
    OWNERS = "owners"
    SILENT = "silent"
    OVERDUE = "overdue"
    OUTSIDE = "outside"


class Operator(StrEnum):
    """The ways to go on from the people so far: with those of a part, with only those, or without those."""

    PLUS = "plus"
    AND = "and"
    MINUS = "minus"


@dataclass(frozen=True, slots=True)
class Part:
    """One part of an audience: ``ids`` are the rows that it is about, ``name`` is a role, or what they are called."""

    kind: PartKind
    ids: tuple[int, ...] = ()
    name: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """A part, and how it changes the people so far."""

    operator: Operator
    part: Part


@dataclass(frozen=True, slots=True)
class Audience:
    """The steps in their order. The first one can only add; without any step there is nobody."""

    steps: tuple[Step, ...] = ()

    def then(self, operator: Operator, part: Part) -> Audience:
        """The audience with one more step."""
        return Audience((*self.steps, Step(operator if self.steps else Operator.PLUS, part)))

    def without_last(self) -> Audience:
        """The audience without its last step."""
        return Audience(self.steps[:-1])

    def evaluate(self, members: Callable[[Part], frozenset[int]]) -> frozenset[int]:
        """The ids of the people; ``members`` gives those of a part."""
        people: frozenset[int] = frozenset()
        for step in self.steps:
            match step.operator:
                case Operator.PLUS:
                    people |= members(step.part)
                case Operator.AND:
                    people &= members(step.part)
                case Operator.MINUS:
                    people -= members(step.part)
        return people

    def to_json(self) -> dict[str, Any]:
        """The shape that ``from_json`` reads: {steps: [[operator, kind, ids, name]]}."""
        return {"steps": [[step.operator, step.part.kind, list(step.part.ids), step.part.name] for step in self.steps]}

    @classmethod
    def from_json(cls, raw: Mapping[str, Any]) -> Audience:
        steps = raw.get("steps", ())
        return cls(tuple(Step(Operator(how), Part(PartKind(kind), tuple(ids), name)) for how, kind, ids, name in steps))
