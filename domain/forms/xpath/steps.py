"""Location paths: compiled steps over nodes, with predicates and a quick way through lists of choices."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import chain

from domain.forms.xpath.context import Context, Evaluate
from domain.forms.xpath.effort import CHILDREN, CONDITION
from domain.forms.xpath.nodes import Node
from domain.forms.xpath.syntax import Tree
from domain.forms.xpath.values import Value, to_boolean

Move = Callable[[Node], Iterable[Node]]
Compile = Callable[[Tree], Evaluate]
Narrow = Callable[[Context, list[Node]], list[Node]]


def compile_path(start: str | Tree, parts: list[Tree], compile_tree: Compile) -> Evaluate:
    """Compile a path: from the root "/", the context ".", or an expression that gives nodes."""
    moves = [(_move(axis, test), [_predicate(tree, compile_tree) for tree in trees]) for axis, test, trees in parts]
    if isinstance(start, list):
        inner = compile_tree(start)

        def from_expression(context: Context) -> Value:
            nodes = inner(context)
            if not isinstance(nodes, list):
                raise ValueError("a path can only go on from nodes")
            return _follow(context, nodes, moves)

        return from_expression
    if start == "/":
        return lambda context: _follow(context, [context.environment.root], moves)
    if not moves:
        return lambda context: [context.node]
    return lambda context: _follow(context, [context.node], moves)


def _follow(context: Context, nodes: list[Node], moves: list[tuple[Move, list[Narrow]]]) -> list[Node]:
    for move, predicates in moves:
        if len(nodes) == 1:
            nodes = list(move(nodes[0]))
            context.environment.spend(1 + len(nodes) // CHILDREN)
        elif nodes:
            before = len(nodes)
            nodes = _distinct(chain.from_iterable(move(node) for node in nodes))
            context.environment.spend(before + len(nodes))
        for narrow in predicates:
            nodes = narrow(context, nodes)
    return nodes


def _distinct(nodes: Iterable[Node]) -> list[Node]:
    return list({id(node): node for node in nodes}.values())


def _move(axis: str, test: str) -> Move:
    if axis == "child" and not test.endswith(")") and test != "*":
        return lambda node: node.children.get(test, ()) if node.children else ()
    if axis == "attribute":
        if test == "*":
            return lambda node: node.attributes.values()
        return lambda node: (node.attributes[test],) if test in node.attributes else ()
    walk = _AXES[axis]
    if test in ("node()", "*"):
        return walk
    if test.endswith(")"):
        # Texts and comments are no nodes of their own here.
        return lambda _node: ()
    return lambda node: (one for one in walk(node) if one.name == test)


def _parent(node: Node) -> Iterable[Node]:
    return () if node.parent is None else (node.parent,)


def _ancestors(node: Node) -> list[Node]:
    found = []
    while node.parent is not None:
        node = node.parent
        found.append(node)
    return found[::-1]


def _siblings(node: Node, *, after: bool) -> list[Node]:
    if node.parent is None:
        return []
    all_of_them = list(node.parent.each())
    place = next(place for place, one in enumerate(all_of_them) if one is node)
    return all_of_them[place + 1 :] if after else all_of_them[:place]


def _beside(node: Node, *, after: bool) -> Iterable[Node]:
    """Yield what follows or precedes a node in the document, without its ancestors."""
    for one in (node, *reversed(_ancestors(node))):
        for sibling in _siblings(one, after=after):
            yield sibling
            yield from sibling.below()


_AXES: dict[str, Move] = {
    "self": lambda node: (node,),
    "child": Node.each,
    "parent": _parent,
    "ancestor": _ancestors,
    "ancestor-or-self": lambda node: [*_ancestors(node), node],
    "descendant": Node.below,
    "descendant-or-self": lambda node: chain((node,), node.below()),
    "following-sibling": lambda node: _siblings(node, after=True),
    "preceding-sibling": lambda node: _siblings(node, after=False),
    "following": lambda node: _beside(node, after=True),
    "preceding": lambda node: _beside(node, after=False),
}


def _predicate(tree: Tree, compile_tree: Compile) -> Narrow:
    """Compile a predicate: a place, or a condition that each node of the list has to meet."""
    if tree[0] == "number":
        place = tree[1]
        return lambda _context, nodes: (
            [nodes[int(place) - 1]] if place == int(place) and 1 <= place <= len(nodes) else []
        )
    if (fast := _same_child(tree, compile_tree)) is not None:
        return fast
    inner = compile_tree(tree)

    def narrow(context: Context, nodes: list[Node]) -> list[Node]:
        kept, size = [], len(nodes)
        context.environment.spend(size * CONDITION)
        scope = Context(context.environment, context.node, context.current, 1, size)
        for position, node in enumerate(nodes, 1):
            scope.node, scope.position = node, position
            value = inner(scope)
            if value == position if isinstance(value, float) else to_boolean(value):
                kept.append(node)
        return kept

    return narrow


def _same_child(tree: Tree, compile_tree: Compile) -> Narrow | None:
    """Compile ``child = expression`` where the expression is the same for each node: it is evaluated once.

    This is what filters of choices look like, and lists of choices may be long.
    """
    match tree:
        case ["=", ["path", ".", [["child", name, []]]], other] if _is_fixed(other):
            pass
        case ["=", other, ["path", ".", [["child", name, []]]]] if _is_fixed(other):
            pass
        case _:
            return None
    inner, slow = compile_tree(other), compile_tree(tree)

    def narrow(context: Context, nodes: list[Node]) -> list[Node]:
        value = inner(context)
        if isinstance(value, list):
            wanted = {node.text for node in value}
        elif isinstance(value, str):
            wanted = {value}
        else:
            scope = Context(context.environment, context.node, context.current)
            kept = []
            for node in nodes:
                scope.node = node
                if slow(scope):
                    kept.append(node)
            return kept
        return [
            node
            for node in nodes
            if node.children and any(child.text in wanted for child in node.children.get(name, ()))
        ]

    return narrow


def _is_fixed(tree: Tree) -> bool:
    """Tell whether an expression does not depend on the node that a predicate looks at."""
    match tree:
        case ["text", _]:
            return True
        case ["path", "/", _]:
            return True
        case ["path", ["call", "current", []], _]:
            return True
    return False
