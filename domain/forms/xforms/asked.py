"""The questions of an instance that are asked now, with the words that stand before each."""

from __future__ import annotations

from dataclasses import dataclass, field

from domain.forms.compiled.model import Control, Kind
from domain.forms.instance.instance import Instance
from domain.forms.instance.program import Spec
from domain.forms.xpath.nodes import Node


@dataclass(slots=True)
class Asked:
    """The nodes that are asked by reference, in order; a repeat that may grow comes after its rows, with its parent.

    ``repeats`` are all repeats with their parents, also those whose rows are counted; ``notes`` are the nodes of words
    before each reference, "" for those at the end.
    """

    nodes: dict[str, Node] = field(default_factory=dict)
    repeats: dict[str, tuple[Spec, Node]] = field(default_factory=dict)
    notes: dict[str, list[Node]] = field(default_factory=dict)

    def rows(self, repeat: str) -> list[Node]:
        """Return the rows of a repeat."""
        spec, parent = self.repeats[repeat]
        return list((parent.children or {}).get(spec.element.name, ()))

    def grows(self, repeat: str) -> bool:
        """Tell whether somebody may add rows to a repeat."""
        return repeat in self.repeats and repeat in self.nodes


def find(instance: Instance) -> Asked:
    """Find what is asked of an instance."""
    found = Asked()
    reads_only = any(spec.readonly for spec in instance.program.specs.values())
    waiting: list[Node] = []
    _collect(instance, instance.root, "", found, waiting, reads_only=reads_only)
    if waiting:
        found.notes[""] = waiting
    return found


def _collect(
    instance: Instance, node: Node, prefix: str, found: Asked, waiting: list[Node], *, reads_only: bool
) -> None:
    for spec in node.spec.children:
        element = spec.element
        here = prefix + element.name
        group = (node.children or {}).get(element.name, [])
        if element.kind is Kind.FIELD:
            if element.control is Control.NONE or spec.is_hidden or not group[0].relevant:
                continue
            if reads_only and instance.is_read_only(group[0]):
                waiting.append(group[0])
                continue
            _ask(found, waiting, here, group[0])
            continue
        for place, child in enumerate(group, 1):
            if child.relevant:
                row = f"[{place}]" if element.kind is Kind.REPEAT else ""
                _collect(instance, child, f"{here}{row}/", found, waiting, reads_only=reads_only)
        if element.kind is Kind.REPEAT and node.relevant and (not group or group[0].relevant):
            found.repeats[here] = spec, node
            if not spec.count and not element.fixed:
                _ask(found, waiting, here, node)


def _ask(found: Asked, waiting: list[Node], reference: str, node: Node) -> None:
    found.nodes[reference] = node
    if waiting:
        found.notes[reference] = waiting.copy()
        waiting.clear()
