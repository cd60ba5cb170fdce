"""Compilation of expressions: data becomes nested functions, made once a form and called for each answer."""

from __future__ import annotations

from collections.abc import Callable
from math import fmod, inf, isnan, nan

from domain.forms.xpath import steps
from domain.forms.xpath.context import Context, Evaluate
from domain.forms.xpath.registry import LIBRARY
from domain.forms.xpath.syntax import Tree
from domain.forms.xpath.values import (
    ORDER,
    Value,
    different,
    equal,
    node_to_number,
    ordered,
    to_boolean,
    to_number,
)


class UnknownFunctionError(ValueError):
    """A function that there is not, or with too few or too many arguments."""


def compile_tree(tree: Tree) -> Evaluate:
    """Compile an expression. Raises UnknownFunctionError."""
    match tree:
        case ["number" | "text", value]:
            constant: Value = float(value) if tree[0] == "number" else value
            return lambda _context: constant
        case ["call", name, arguments]:
            return _call(name, [compile_tree(argument) for argument in arguments])
        case ["minus", part]:
            inner = compile_tree(part)
            return lambda context: -to_number(inner(context), context.zone)
        case ["path", start, parts]:
            return steps.compile_path(start, parts, compile_tree)
        case ["|", left, right]:
            return _union(compile_tree(left), compile_tree(right))
        case ["or" | "and", _, _]:
            return _logic(tree)
        case ["+" | "-" | "*" | "div" | "mod", _, _]:
            return _arithmetic(tree)
        case [operator, left, right]:
            return _comparison(operator, left, right)
    raise ValueError(f"no expression: {tree!r}")


def _call(name: str, arguments: list[Evaluate]) -> Evaluate:
    function = LIBRARY.get(name)
    if function is None:
        raise UnknownFunctionError(f"there is no function {name}()")
    if len(arguments) < function.least or (function.most is not None and len(arguments) > function.most):
        raise UnknownFunctionError(f"{name}() does not take {len(arguments)} arguments")
    return function.build(arguments)


def _spine(tree: Tree, operators: frozenset[str]) -> tuple[Tree, list[tuple[str, Tree]]]:
    """Return the first operand of a chain such as ``a + b - c``, and the operators with the others."""
    rest: list[tuple[str, Tree]] = []
    while tree[0] in operators:
        rest.append((tree[0], tree[2]))
        tree = tree[1]
    return tree, rest[::-1]


def _logic(tree: Tree) -> Evaluate:
    operator = tree[0]
    first, rest = _spine(tree, frozenset({operator}))
    parts = [compile_tree(part) for part in (first, *(part for _, part in rest))]
    if operator == "or":
        return lambda context: any(to_boolean(part(context)) for part in parts)
    return lambda context: all(to_boolean(part(context)) for part in parts)


def _divide(left: float, right: float) -> float:
    if right:
        return left / right
    return nan if left == 0 or isnan(left) else inf if (left > 0) == (str(right)[0] != "-") else -inf


def _remainder(left: float, right: float) -> float:
    return nan if not right or abs(left) == inf or isnan(left) or isnan(right) else fmod(left, right)


_OPERATIONS: dict[str, Callable[[float, float], float]] = {
    "+": lambda left, right: left + right,
    "-": lambda left, right: left - right,
    "*": lambda left, right: left * right,
    "div": _divide,
    "mod": _remainder,
}


def _arithmetic(tree: Tree) -> Evaluate:
    first, rest = _spine(tree, frozenset(_OPERATIONS))
    start = compile_tree(first)
    others = [(_OPERATIONS[operator], compile_tree(part)) for operator, part in rest]

    def compute(context: Context) -> Value:
        zone = context.zone
        result = float(to_number(start(context), zone))
        for operation, part in others:
            result = operation(result, float(to_number(part(context), zone)))
        return result

    return compute


def _comparison(operator: str, left: Tree, right: Tree) -> Evaluate:
    one, other = compile_tree(left), compile_tree(right)
    if operator in ORDER:
        compare = ORDER[operator]
        if right[0] == "number":
            bound = float(right[1])

            def compare_with_number(context: Context) -> Value:
                value = one(context)
                if isinstance(value, list):
                    return any(compare(node_to_number(node, context.zone), bound) for node in value)
                return bool(compare(to_number(value, context.zone), bound))

            return compare_with_number
        return lambda context: ordered(operator, one(context), other(context), context.zone)
    if operator == "=":
        return lambda context: equal(one(context), other(context), context.zone)
    if operator == "!=":
        return lambda context: different(one(context), other(context), context.zone)
    raise ValueError(f"no operator: {operator!r}")


def _union(one: Evaluate, other: Evaluate) -> Evaluate:
    def join(context: Context) -> Value:
        left, right = one(context), other(context)
        if not isinstance(left, list) or not isinstance(right, list):
            raise ValueError("| joins lists of nodes alone")
        known = set(map(id, left))
        return left + [node for node in right if id(node) not in known]

    return join
