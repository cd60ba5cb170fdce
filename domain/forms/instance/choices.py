"""The choices of a select: found by its expression or fixed, with their labels in the reader's language."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from domain.forms.compiled.model import Control, Words
from domain.forms.instance.program import Program
from domain.forms.xpath.context import Environment, Evaluate
from domain.forms.xpath.nodes import Node
from domain.forms.xpath.values import Value, texts, to_text


class Evaluator(Protocol):
    """The instance that evaluates an expression at a node."""

    program: Program
    environment: Environment

    def evaluate(self, evaluate: Evaluate, node: Node, part: str) -> Value: ...


@dataclass(frozen=True, slots=True)
class Choice:
    """A choice as it is offered."""

    value: str
    label: str


_MOST_KNOWN = 2000
"""Lists of choices that a program remembers."""


def values(instance: Evaluator, node: Node) -> dict[str, None]:
    """Return the values that a select offers now, in order; those of lists are remembered by what filters them."""
    spec = node.spec
    if spec.choices is None:
        return dict.fromkeys(option.value for option in spec.element.options)
    keys = () if spec.fixed_choices else spec.choice_keys
    if keys is None:
        return _evaluated(instance, node)
    key = (spec.place, tuple("\n".join(texts(instance.evaluate(one, node, "choices"))) for one in keys))
    known = instance.program.known_choices.get(key)
    if known is None:
        if len(instance.program.known_choices) >= _MOST_KNOWN:
            instance.program.known_choices.clear()
        known = instance.program.known_choices[key] = _evaluated(instance, node)
    return known


def _evaluated(instance: Evaluator, node: Node) -> dict[str, None]:
    spec = node.spec
    column = spec.element.itemset.value
    return dict.fromkeys(_cell(item, column) for item in _nodes(instance.evaluate(spec.choices, node, "choices")))


def offered(instance: Evaluator, node: Node) -> list[Choice]:
    """Return the choices that a select offers now, with their labels."""
    spec = node.spec
    if spec.choices is None:
        return [Choice(one.value, words(instance, node, one.label) or one.value) for one in spec.element.options]
    return [
        Choice(_cell(item, spec.element.itemset.value), _label(instance, node, item))
        for item in _nodes(instance.evaluate(spec.choices, node, "choices"))
    ]


def label(instance: Evaluator, node: Node, value: str) -> str:
    """Return the label of a choice; "" for one that is not offered, or a question without choices."""
    if not node.spec.is_select:
        return ""
    return next((one.label for one in offered(instance, node) if one.value == value), "")


def available(instance: Evaluator, node: Node, text: str) -> str:
    """Return of the chosen values those that are offered."""
    known = values(instance, node)
    if node.spec.element.control is Control.SELECT_ONE:
        return text if text in known else ""
    return " ".join(one for one in text.split() if one in known)


def in_order(instance: Evaluator, node: Node, text: str) -> str:
    """Return chosen values in the order in which they are offered; a ranking keeps its own."""
    control = node.spec.element.control
    if control is Control.SELECT_ONE:
        return available(instance, node, text)
    chosen = text.split()
    if control is Control.RANK:
        return available(instance, node, text)
    wanted = set(chosen)
    return " ".join(value for value in values(instance, node) if value in wanted)


def words(instance: Evaluator, node: Node, label: Words, write: Callable[[Value], str] = to_text) -> str:
    """Write a label in the environment's language, with the values that stand in it as ``write`` shows them."""
    parts = label.get(instance.environment.language)
    if parts is None:
        parts = next(iter(label.values()), [])
    return "".join(
        part if isinstance(part, str) else write(instance.evaluate(instance.program.words(part), node, "label"))
        for part in parts
    )


def _label(instance: Evaluator, node: Node, item: Node) -> str:
    itemset = node.spec.element.itemset
    translated = instance.program.labels.get(id(item))
    if translated:
        return words(instance, node, translated)
    return _cell(item, itemset.label) or _cell(item, itemset.value)


def _cell(item: Node, column: str) -> str:
    node = item
    for name in column.split("/"):
        inside = (node.children or {}).get(name.strip())
        if not inside:
            return ""
        node = inside[0]
    return node.text


def _nodes(value: Value) -> list[Node]:
    return value if isinstance(value, list) else []
