"""Dependencies of a form: the order of computing, and the circles that there must not be."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum

from domain.forms.compiled.model import CompiledForm, Element, Kind
from domain.forms.xpath.references import EVERYTHING, Place, Reference, references
from domain.forms.xpath.syntax import Tree


class Part(StrEnum):
    """Parts of an element that are computed: its relevance, its value, the choices of its value, a repeat's rows."""

    RELEVANT = "relevant"
    VALUE = "value"
    CHOICES = "choices"
    ROWS = "rows"


@dataclass(frozen=True, slots=True)
class Computation:
    """One thing to be computed, of every element at a place."""

    part: Part
    place: Place


@dataclass(frozen=True, slots=True)
class Dependent:
    """A computation that reads something. ``common`` is the deepest place above both: what lies in other rows of it is
    not concerned.
    """

    computation: Computation
    common: Place


@dataclass(slots=True)
class Dependencies:
    """Readers of each value and of each set of rows; ``rank`` is the order of computing.

    ``on_anything`` are those whose path could lead anywhere.
    """

    on_value: dict[Place, list[Dependent]] = field(default_factory=dict)
    on_rows: dict[Place, list[Dependent]] = field(default_factory=dict)
    on_anything: list[Dependent] = field(default_factory=list)
    rank: dict[Computation, int] = field(default_factory=dict)
    circles: list[tuple[Place, ...]] = field(default_factory=list)


def expressions(element: Element) -> Iterator[tuple[Part, Tree]]:
    """Yield what is computed of an element, with its expression."""
    if element.relevant is not None:
        yield Part.RELEVANT, element.relevant
    if element.calculate is not None:
        yield Part.VALUE, element.calculate
    if element.itemset is not None:
        yield Part.CHOICES, element.itemset.nodes
    if element.count is not None:
        yield Part.ROWS, element.count


def find(form: CompiledForm) -> Dependencies:
    """Find what depends on what."""
    elements = dict(form.each())
    found, graph = Dependencies(), _Graph(elements)
    for place, element in elements.items():
        for part, tree in expressions(element):
            computation = Computation(part, place)
            graph.add(computation)
            for reference in references(tree, place):
                _note(found, graph, elements, computation, reference)
    found.rank, found.circles = graph.order()
    return found


def _note(
    found: Dependencies, graph: _Graph, elements: dict[Place, Element], computation: Computation, reference: Reference
) -> None:
    place, common = reference.place, reference.common
    if place == EVERYTHING:
        found.on_anything.append(Dependent(computation, ()))
        return
    # Which rows there are matters for every repeat on the way from what both have in common.
    for depth in range(1, len(place) + 1):
        above = place[:depth]
        element = elements.get(above)
        if element is None or element.kind is not Kind.REPEAT:
            continue
        if depth > len(common) or depth == len(place):
            shared = common if len(common) < depth else above[:-1]
            found.on_rows.setdefault(above, []).append(Dependent(computation, shared))
            graph.reads(computation, Computation(Part.ROWS, above), crossing=True)
    target = elements.get(place)
    if target is None:
        return
    if target.kind is Kind.FIELD:
        if place != computation.place or computation.part is not Part.VALUE:
            found.on_value.setdefault(place, []).append(Dependent(computation, common))
            graph.reads(computation, Computation(Part.VALUE, place), crossing=reference.crossing)
        return
    graph.reads(computation, Computation(Part.RELEVANT, place), crossing=True)
    found.on_value.setdefault(place, []).append(Dependent(computation, common))
    if reference.whole:
        for below, element in elements.items():
            if below[: len(place)] == place and element.kind is Kind.FIELD and below != computation.place:
                found.on_value.setdefault(below, []).append(Dependent(computation, common))
                graph.reads(computation, Computation(Part.VALUE, below), crossing=True)


class _Graph:
    """Computations and what each reads. An edge that crosses rows orders them, but makes no circle."""

    def __init__(self, elements: dict[Place, Element]) -> None:
        self._edges: dict[Computation, dict[Computation, bool]] = {}
        for place, element in elements.items():
            value = Computation(Part.VALUE, place)
            relevant = Computation(Part.RELEVANT, place)
            self.reads(value, relevant, crossing=False)
            if element.itemset is not None:
                self.reads(value, Computation(Part.CHOICES, place), crossing=False)
            if len(place) > 2:
                self.reads(relevant, Computation(Part.RELEVANT, place[:-1]), crossing=False)
            if element.kind is Kind.REPEAT:
                self.reads(relevant, Computation(Part.ROWS, place), crossing=True)

    def add(self, computation: Computation) -> None:
        self._edges.setdefault(computation, {})

    def reads(self, reader: Computation, read: Computation, *, crossing: bool) -> None:
        edges = self._edges.setdefault(reader, {})
        self._edges.setdefault(read, {})
        edges[read] = edges.get(read, True) and crossing

    def order(self) -> tuple[dict[Computation, int], list[tuple[Place, ...]]]:
        """Return the rank of each computation, what it reads before it, and the circles."""
        rank: dict[Computation, int] = {}
        for first in self._edges:
            waiting = [(first, iter(self._edges[first]))]
            seen = {first}
            while waiting and first not in rank:
                here, others = waiting[-1]
                for other in others:
                    if other not in rank and other not in seen:
                        seen.add(other)
                        waiting.append((other, iter(self._edges[other])))
                        break
                else:
                    rank[here] = len(rank)
                    waiting.pop()
        return rank, self._circles()

    def _circles(self) -> list[tuple[Place, ...]]:
        """Return the places of each circle once, the shortest way round (Tarjan's components, in loops)."""
        index: dict[Computation, int] = {}
        low: dict[Computation, int] = {}
        stack: list[Computation] = []
        on_stack: set[Computation] = set()
        circles: list[tuple[Place, ...]] = []
        for first in self._edges:
            if first in index:
                continue
            work = [(first, iter(self._same_row(first)))]
            index[first] = low[first] = len(index)
            stack.append(first)
            on_stack.add(first)
            while work:
                here, others = work[-1]
                other = next(others, None)
                if other is None:
                    work.pop()
                    if work:
                        low[work[-1][0]] = min(low[work[-1][0]], low[here])
                    if low[here] == index[here]:
                        part: list[Computation] = []
                        while not part or part[-1] != here:
                            part.append(stack.pop())
                            on_stack.discard(part[-1])
                        if len(part) > 1 or here in self._same_row(here):
                            circles.append(tuple(dict.fromkeys(one.place for one in reversed(part))))
                elif other not in index:
                    index[other] = low[other] = len(index)
                    stack.append(other)
                    on_stack.add(other)
                    work.append((other, iter(self._same_row(other))))
                elif other in on_stack:
                    low[here] = min(low[here], index[other])
        return circles

    def _same_row(self, computation: Computation) -> list[Computation]:
        return [read for read, crossing in self._edges[computation].items() if not crossing]
