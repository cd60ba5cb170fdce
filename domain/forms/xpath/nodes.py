"""Nodes that expressions read: of a form's instance, and of its lists of choices."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any


class Node:
    """An element: a leaf with a value, or one with children by name, in order.

    ``shown`` is the value that expressions read: "" where the node is not relevant. ``base`` is what was stored. What
    the engine keeps of a node of the instance stands in ``spec``, ``own_relevant``, ``order`` and ``computed``.
    """

    __slots__ = (
        "attributes",
        "base",
        "children",
        "computed",
        "name",
        "order",
        "own_relevant",
        "parent",
        "relevant",
        "shown",
        "spec",
    )

    def __init__(self, name: str, parent: Node | None, value: str | None = None) -> None:
        self.name, self.parent = name, parent
        self.children: dict[str, list[Node]] | None = {} if value is None else None
        self.base = self.shown = value or ""
        self.attributes: dict[str, Node] = {}
        self.relevant = self.own_relevant = True
        self.computed: str | None = None
        self.spec: Any = None
        self.order = 0

    def add(self, child: Node) -> Node:
        """Append a child and return it."""
        self.group(child.name).append(child)
        return child

    def group(self, name: str) -> list[Node]:
        """Return the children of a name, as the list to which others are added."""
        if self.children is None:
            self.children = {}
        return self.children.setdefault(name, [])

    @property
    def text(self) -> str:
        """The string value: a leaf's own, or those of all leaves inside, in order."""
        if self.children is None:
            return self.shown
        return "".join(child.text for child in self.each())

    def each(self) -> Iterator[Node]:
        """Yield the children in order."""
        if self.children:
            for group in self.children.values():
                yield from group

    def below(self) -> Iterator[Node]:
        """Yield everything inside, in order."""
        for child in self.each():
            yield child
            yield from child.below()

    def place(self) -> int:
        """Return the position among the siblings of the same name, from 1 on."""
        if self.parent is None or self.parent.children is None:
            return 1
        return next((place for place, one in enumerate(self.parent.children[self.name], 1) if one is self), 1)
