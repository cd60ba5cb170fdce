"""Functions of lists of nodes."""

from __future__ import annotations

import hashlib
from math import isnan, nan

from domain.forms.xpath.context import Context, Evaluate
from domain.forms.xpath.nodes import Node
from domain.forms.xpath.registry import lazy, strict
from domain.forms.xpath.values import Value, to_number, to_text

_PRIME = 2_147_483_647
_MULTIPLIER = 16_807


def _nodes(value: Value) -> list[Node]:
    if not isinstance(value, list):
        raise ValueError("nodes are needed here")
    return value


@strict("count", 1, 1)
def count(_context: Context, value: Value) -> Value:
    return float(sum(node.relevant for node in _nodes(value)))


@strict("count-non-empty", 1, 1)
def count_non_empty(_context: Context, value: Value) -> Value:
    return float(sum(node.text != "" for node in _nodes(value)))


@strict("current", 0, 0)
def current(context: Context) -> Value:
    return [context.current]


@strict("instance", 1, 1)
def instance(context: Context, name: Value) -> Value:
    found = context.environment.instances.get(to_text(name))
    return [found] if found else []


@strict("last", 0, 0)
def last(context: Context) -> Value:
    return float(context.size)


@strict("position", 0, 1)
def position(context: Context, *values: Value) -> Value:
    """Return the place of the context in its list, or of a row among its rows."""
    if not values:
        return float(context.position)
    nodes = _nodes(values[0])
    return float(nodes[0].place()) if nodes else nan


@strict("name", 0, 1)
def name(context: Context, *values: Value) -> Value:
    nodes = _nodes(values[0]) if values else [context.node]
    return nodes[0].name if nodes else ""


@strict("local-name", 0, 1)
def local_name(context: Context, *values: Value) -> Value:
    return to_text(name(context, *values)).rpartition(":")[2]


@strict("indexed-repeat", 3, None)
def indexed_repeat(context: Context, target: Value, *rows_and_places: Value) -> Value:
    """Return the targets in the row of a place, for repeats in repeats in the row of each place."""
    levels = []
    for rows, place in zip(rows_and_places[::2], rows_and_places[1::2], strict=False):
        number = to_number(place, context.zone)
        if isnan(number):
            return []
        levels.append((_nodes(rows), number))
    inside: Node | None = None
    for rows, number in sorted(levels, key=lambda level: _depth(level[0])):
        candidates = [row for row in rows if inside is None or _contains(inside, row)]
        if number != int(number) or not 1 <= number <= len(candidates):
            return []
        inside = candidates[int(number) - 1]
    return [node for node in _nodes(target) if inside is None or _contains(inside, node)]


def _depth(rows: list[Node]) -> int:
    depth, node = 0, rows[0] if rows else None
    while node is not None:
        depth, node = depth + 1, node.parent
    return depth


def _contains(outer: Node, inner: Node) -> bool:
    node: Node | None = inner
    while node is not None and node is not outer:
        node = node.parent
    return node is outer


@lazy("randomize", 1, 2)
def randomize(arguments: list[Evaluate]) -> Evaluate:
    """Shuffle nodes; a seed gives the order that JavaRosa gives for it."""
    nodes, *seed = arguments

    def shuffle(context: Context) -> Value:
        given = list(_nodes(nodes(context)))
        if not seed:
            context.environment.random.shuffle(given)
            return given
        return _shuffled(given, _seed(seed[0](context), context))

    return shuffle


def _seed(value: Value, context: Context) -> int:
    number = to_number(value, context.zone)
    if not isnan(number):
        return max(-(2**63), min(2**63 - 1, int(max(-1e19, min(1e19, number)))))
    text = to_text(value)
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], "big", signed=True) if text else 0


def _shuffled(nodes: list[Node], seed: int) -> list[Node]:
    """Shuffle by the generator of Park and Miller, from the inside out."""
    state = abs(seed) % _PRIME * (1 if seed >= 0 else -1)
    if state <= 0:
        state += _PRIME - 1
    shuffled: list[Node] = []
    for place, node in enumerate(nodes):
        state = state * _MULTIPLIER % _PRIME
        other = int((state - 1) / (_PRIME - 1) * (place + 1))
        if other == place:
            shuffled.append(node)
        else:
            shuffled.append(shuffled[other])
            shuffled[other] = node
    return shuffled
