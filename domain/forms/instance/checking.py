"""Checking of many values at once, such as a sheet's cells: one call sets them and tells which are refused."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from domain.forms.compiled.model import Control
from domain.forms.instance import choices
from domain.forms.instance.codecs import canonical
from domain.forms.instance.instance import Instance
from domain.forms.xpath.nodes import Node


class Verdict(StrEnum):
    """Reasons why a value is refused, or missing."""

    UNKNOWN = "unknown"
    TYPE = "type"
    CHOICE = "choice"
    CONSTRAINT = "constraint"
    REQUIRED = "required"


@dataclass(frozen=True, slots=True)
class Refusal:
    """A refused value by its reference below the root; ``words`` are the form's own, "" where it has none."""

    reference: str
    verdict: Verdict
    words: str = ""


def check(instance: Instance, values: Mapping[str, str], *, required: bool = False) -> list[Refusal]:
    """Set values by reference, work out what follows, and return those that are refused, in the order given.

    A value is refused that is none of its type, is not among the choices that the other values leave, or breaks its
    constraint; none of these is kept. What turns out not to be relevant is kept, masked. With ``required`` every
    question that is asked now and needs an answer has to have one. The rows must be there. Raises TooManyRows.
    """
    root = f"/{instance.root.name}/"
    refused: dict[str, Refusal] = {}
    nodes: dict[str, Node] = {}
    for reference, value in values.items():
        below = reference.removeprefix(root)
        node = instance.find(root + below)
        if node is None or node.children is not None:
            refused[below] = Refusal(below, Verdict.UNKNOWN)
            continue
        nodes[below] = node
        instance.put(node, value)
        if value.strip() and not canonical(node.spec.element, value):
            refused[below] = Refusal(below, Verdict.TYPE)
    instance.settle()
    # What a refused value left blank may have others refused, so that the verdicts are asked for once more at the end.
    for below in (*nodes, *nodes):
        if below not in refused and (refusal := _refusal(instance, below, nodes[below])):
            refused[below] = refusal
            instance.set(nodes[below], "")
    if required:
        for node in _missing(instance):
            below = instance.reference(node).removeprefix(root)
            words = choices.words(instance, node, node.spec.element.required_message)
            refused.setdefault(below, Refusal(below, Verdict.REQUIRED, words))
    places = {reference.removeprefix(root): place for place, reference in enumerate(values)}
    return sorted(refused.values(), key=lambda refusal: places.get(refusal.reference, len(places)))


def _refusal(instance: Instance, below: str, node: Node) -> Refusal | None:
    if not node.base or not node.relevant:
        return None
    if node.spec.is_select:
        ordered = choices.in_order(instance, node, node.base)
        if len(ordered.split()) < len(node.base.split()):
            return Refusal(below, Verdict.CHOICE)
        instance.store(node, ordered)
    if not instance.is_valid(node):
        words = choices.words(instance, node, node.spec.element.constraint_message)
        return Refusal(below, Verdict.CONSTRAINT, words)
    return None


def _missing(instance: Instance) -> Iterator[Node]:
    for node in instance.leaves():
        is_open = node.spec.element.control is not Control.NONE and node.relevant and not node.shown
        if is_open and instance.is_required(node) and not instance.is_read_only(node):
            yield node
