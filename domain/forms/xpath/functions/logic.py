"""Functions of truth and choice between values."""

from __future__ import annotations

from math import inf

from domain.forms.xpath.context import Context, Evaluate
from domain.forms.xpath.nodes import Node
from domain.forms.xpath.registry import lazy, strict
from domain.forms.xpath.values import Value, node_to_number, to_boolean, to_number, to_text


@strict("true", 0, 0)
def true(_context: Context) -> Value:
    return True


@strict("false", 0, 0)
def false(_context: Context) -> Value:
    return False


@strict("boolean", 1, 1)
def boolean(_context: Context, value: Value) -> Value:
    return to_boolean(value)


@strict("not", 1, 1)
def negation(_context: Context, value: Value) -> Value:
    return not to_boolean(value)


@strict("boolean-from-string", 1, 1)
def boolean_from_string(_context: Context, value: Value) -> Value:
    return to_text(value) in ("1", "true")


@lazy("if", 3, 3)
def condition(arguments: list[Evaluate]) -> Evaluate:
    test, when_true, when_false = arguments
    return lambda context: when_true(context) if to_boolean(test(context)) else when_false(context)


@lazy("coalesce", 1, None)
def coalesce(arguments: list[Evaluate]) -> Evaluate:
    def first(context: Context) -> Value:
        for argument in arguments:
            if text := to_text(argument(context)):
                return text
        return ""

    return first


@lazy("once", 1, 1)
def once(arguments: list[Evaluate]) -> Evaluate:
    """Keep the value that the node already has; evaluate only where there is none."""
    [argument] = arguments
    return lambda context: context.current.text or to_text(argument(context))


@lazy("checklist", 2, None)
def checklist(arguments: list[Evaluate]) -> Evaluate:
    def count(context: Context) -> Value:
        least, most = _bounds(context, arguments)
        values = [value for argument in arguments[2:] for value in _booleans(argument(context))]
        return least <= sum(values) <= most

    return count


@lazy("weighted-checklist", 2, None)
def weighted_checklist(arguments: list[Evaluate]) -> Evaluate:
    def count(context: Context) -> Value:
        least, most = _bounds(context, arguments)
        total = 0.0
        for test, weight in zip(arguments[2::2], arguments[3::2], strict=False):
            weights = weight(context)
            each = (
                [node_to_number(node, context.zone) for node in weights]
                if isinstance(weights, list)
                else [to_number(weights, context.zone)]
            )
            total += sum(one for true, one in zip(_booleans(test(context)), each, strict=False) if true)
        return least <= total <= most

    return count


def _bounds(context: Context, arguments: list[Evaluate]) -> tuple[float, float]:
    least, most = (to_number(argument(context), context.zone) for argument in arguments[:2])
    return least, inf if most == -1 else most


def _booleans(value: Value) -> list[bool]:
    return [_is_answered(node) for node in value] if isinstance(value, list) else [to_boolean(value)]


def _is_answered(node: Node) -> bool:
    return bool(node.text.strip())
