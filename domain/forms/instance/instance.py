"""The instance of a form: what has been answered, with everything that follows from it worked out.

A reference is the path of a node with the positions of its rows, ``/data/house[2]/rooms``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from domain.forms.added import head_of, is_added
from domain.forms.compiled.dependencies import Part
from domain.forms.compiled.model import Event, Kind
from domain.forms.instance import choices
from domain.forms.instance.codecs import canonical
from domain.forms.instance.computing import Computer, TooManyRows
from domain.forms.instance.program import Program, Spec
from domain.forms.xpath.context import Context, Environment
from domain.forms.xpath.nodes import Node
from domain.forms.xpath.values import to_boolean, to_text

MOST_ROWS = 200
"""Rows of a repeat that a draft in chat holds."""
_ROW = re.compile(r"(.*)\[(\d+)\]\Z", re.DOTALL)
_PRELOADS = {"uid": "concat('uuid:', uuid())", "start": "now()", "today": "today()"}


class Instance(Computer):
    """A program with its nodes; ``begin`` or ``load`` makes one."""

    @classmethod
    def begin(cls, program: Program, environment: Environment, most_rows: int = MOST_ROWS) -> Instance:
        """Return a fresh instance: defaults, calculations, and what is set at the first load. Raises TooManyRows."""
        instance = cls(program, environment, most_rows)
        instance._beginning = True
        instance.grow(instance.root)
        for node in instance.leaves():
            preload, _, name = node.spec.element.preload.partition(":")
            if source := _PRELOADS.get(preload):
                instance.store(node, instance._write(source))
            elif preload == "property":
                instance.store(node, environment.properties.get(name, ""))
        instance.enqueue_all(instance.root)
        instance.settle()
        instance._beginning = False
        instance.dispatch(instance.root, frozenset({Event.FIRST_LOAD, Event.LOAD}))
        instance._triggered.clear()
        instance.settle()
        return instance

    @classmethod
    def load(
        cls,
        program: Program,
        environment: Environment,
        values: Mapping[str, str],
        rows: Mapping[str, int],
        most_rows: int = MOST_ROWS,
    ) -> Instance:
        """Return an instance of stored values: what is only calculated is worked out anew, unless it is by chance."""
        instance = cls(program, environment, most_rows)
        instance._restoring = True
        instance._restore(instance.root, f"/{instance.root.name}", values, rows)
        instance._restore_added(values)
        instance.enqueue_all(instance.root)
        instance.settle()
        instance._restoring = False
        return instance

    def _restore(self, node: Node, reference: str, values: Mapping[str, str], rows: Mapping[str, int]) -> None:
        for child in node.spec.children:
            here = f"{reference}/{child.element.name}"
            if child.element.kind is Kind.REPEAT:
                node.group(child.element.name)
                for place in range(1, min(rows.get(here, 0), self.most_rows) + 1):
                    self._restore(node.add(self._node(child, node)), f"{here}[{place}]", values, rows)
                continue
            made = node.add(self._node(child, node))
            if made.children is not None:
                self._restore(made, here, values, rows)
                continue
            for name, value in child.element.attributes.items():
                made.attributes[name] = Node(name, made, values.get(f"{here}/@{name}", value))
            made.base = made.shown = values.get(here, "")
            if made.base and child.is_select:
                self.enqueue(Part.CHOICES, made)

    def _restore_added(self, values: Mapping[str, str]) -> None:
        """Give rows, and the form itself, the words that were added beside their answers."""
        below_root = len(self.root.name) + 2
        for reference, words in values.items():
            if "@" in reference and is_added(reference[below_root:]):
                node = self.find(reference.rpartition("/@")[0])
                if node is not None:
                    head = head_of(reference)
                    node.attributes[head] = Node(head, node, words)

    def dump(self, *, relevant: bool = False) -> tuple[dict[str, str], dict[str, int]]:
        """Return the values that are there and the rows of each repeat, also of what is not ``relevant`` now."""
        values: dict[str, str] = {}
        rows: dict[str, int] = {}
        here = f"/{self.root.name}"
        self._dump(self.root, here, values, rows, relevant=relevant)
        values.update(_attributes(self.root, here))
        return values, rows

    def _dump(
        self, node: Node, reference: str, values: dict[str, str], rows: dict[str, int], *, relevant: bool
    ) -> None:
        for spec in node.spec.children:
            here = f"{reference}/{spec.element.name}"
            group = (node.children or {}).get(spec.element.name, [])
            if spec.element.kind is Kind.REPEAT:
                rows[here] = len(group)
                for place, row in enumerate(group, 1):
                    self._dump(row, f"{here}[{place}]", values, rows, relevant=relevant)
                    if row.relevant or not relevant:
                        values.update(_attributes(row, f"{here}[{place}]"))
            elif spec.element.kind is Kind.GROUP:
                self._dump(group[0], here, values, rows, relevant=relevant)
            elif group[0].relevant or not relevant:
                if value := group[0].shown if relevant else group[0].base:
                    values[here] = value
                values.update(_attributes(group[0], here))

    def set(self, node: Node, value: str) -> None:
        """Set a value as somebody answers it, and work out what follows. Raises TooManyRows."""
        text = canonical(node.spec.element, value)
        if node.spec.is_select and text:
            text = choices.in_order(self, node, text)
        self.store(node, text)
        self.settle()

    def add_row(self, parent: Node, spec: Spec) -> Node:
        """Add a row at the end of a repeat. Raises TooManyRows."""
        count = len((parent.children or {}).get(spec.element.name, ()))
        if count >= self.most_rows:
            raise TooManyRows(spec.place, count + 1, self.most_rows)
        row = self.new_row(parent, spec)
        self.rows_changed(parent, spec)
        self.settle()
        return row

    def remove_row(self, row: Node) -> None:
        """Remove a row of a repeat."""
        parent, spec = row.parent, row.spec
        if parent is None:
            raise ValueError("the row is gone already")
        self.drop_row(row)
        self.rows_changed(parent, spec)
        self.settle()

    def finish(self) -> None:
        """Set what is set when the form is finished."""
        for node in self.leaves():
            if node.spec.element.preload == "end":
                self.store(node, self._write("now()"))
        self.settle()

    def _write(self, source: str) -> str:
        return to_text(self.program.expression(source)(Context(self.environment, self.root)))

    def leaves(self) -> Iterator[Node]:
        """Yield every field, relevant or not, in order."""
        return (node for node in self.root.below() if node.children is None)

    def is_valid(self, node: Node) -> bool:
        """Tell whether a node's value meets its constraint; a blank always does."""
        constraint = node.spec.constraint
        if constraint is None or not node.shown:
            return True
        return to_boolean(self.evaluate(constraint, node, "constraint"))

    def is_required(self, node: Node) -> bool:
        """Tell whether a node needs an answer; where its list offers no choice now, it can have none."""
        required = node.spec.required
        if required is None or not to_boolean(self.evaluate(required, node, "required")):
            return False
        return not node.spec.is_select or bool(choices.values(self, node))

    def is_read_only(self, node: Node) -> bool:
        """Tell whether a node, or a group around it, is read-only now."""
        at: Node | None = node
        while at is not None:
            if at.spec and at.spec.readonly and to_boolean(self.evaluate(at.spec.readonly, at, "readonly")):
                return True
            at = at.parent
        return False

    def reference(self, node: Node) -> str:
        """Return the reference of a node."""
        parts: list[str] = []
        at: Node | None = node
        while at is not None and at.parent is not None:
            row = f"[{at.place()}]" if at.spec.element.kind is Kind.REPEAT else ""
            parts.append(f"{at.name}{row}")
            at = at.parent
        return "/" + "/".join(reversed(parts))

    def find(self, reference: str) -> Node | None:
        """Find the node of a reference; None when there is none any more."""
        node: Node = self.environment.root
        for part in reference.strip("/").split("/"):
            row = _ROW.match(part)
            name, place = (row[1], int(row[2])) if row else (part, 1)
            group = (node.children or {}).get(name, [])
            if not 1 <= place <= len(group):
                return None
            node = group[place - 1]
        return node


def _attributes(node: Node, reference: str) -> dict[str, str]:
    return {f"{reference}/@{name}": one.base for name, one in node.attributes.items() if one.base}
