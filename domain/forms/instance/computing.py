"""Computing of an instance: a change is followed by what depends on it alone, each thing after what it reads."""

from __future__ import annotations

from heapq import heappop, heappush

from domain.forms.compiled.dependencies import Dependent, Part
from domain.forms.compiled.model import Action, Control, Event, Kind
from domain.forms.instance import choices
from domain.forms.instance.codecs import canonical
from domain.forms.instance.program import Program, Spec
from domain.forms.xpath.context import Context, Environment, Evaluate
from domain.forms.xpath.effort import NEW_NODE, TooCostlyError
from domain.forms.xpath.nodes import Node
from domain.forms.xpath.references import Place
from domain.forms.xpath.values import Value, to_boolean, to_number, to_text

MOST_STEPS = 200_000
"""Computations after one answer; more are a circle through rows, which no compilation can see."""


class TooManyRows(Exception):  # noqa: N818 - it is what a person reads
    """A repeat would have more rows than are allowed."""

    def __init__(self, place: Place, count: int, most: int) -> None:
        super().__init__(f"/{'/'.join(place)}: {count} rows, at most {most}")
        self.place, self.count, self.most = place, count, most


class Computer:
    """The nodes of an instance with what is still to be computed.

    ``failures`` are the expressions that could not be evaluated, by place and part; their value is blank.
    ``too_costly`` tells that one of them was broken off, so that what follows from the answers is not known.
    """

    def __init__(self, program: Program, environment: Environment, most_rows: int) -> None:
        self.program, self.environment, self.most_rows = program, environment, most_rows
        self.failures: dict[tuple[Place, str], str] = {}
        self.too_costly = False
        self._order = 0
        self._queue: list[tuple[int, int, Part, Node]] = []
        self._queued: set[tuple[int, Part]] = set()
        self._ranges: dict[tuple[int, str], Node] = {}
        self._triggered: list[tuple[Action, Node]] = []
        self._new_rows: list[Node] = []
        self._beginning = self._restoring = False
        self._of_template: set[int] = set()
        environment.instances = program.tables
        environment.label_of = lambda select, value: choices.label(self, select, value)
        environment.translate = lambda node, name: choices.words(self, node, program.translations.get(name, {}))
        environment.root.children = {}
        self.root = environment.root.add(self._node(program.root, environment.root))

    # Nodes

    def _node(self, spec: Spec, parent: Node) -> Node:
        node = Node(spec.element.name, parent, "" if spec.element.kind is Kind.FIELD else None)
        self._order += 1
        node.spec, node.order, node.relevant = spec, self._order, parent.relevant
        return node

    def range_of(self, parent: Node, spec: Spec) -> Node:
        """Return the node that stands for all rows of a repeat, in whose context its count is evaluated."""
        key = (id(parent), spec.element.name)
        if key not in self._ranges:
            self._ranges[key] = self._node(spec, parent)
        return self._ranges[key]

    def evaluate(self, evaluate: Evaluate, node: Node, part: str) -> Value:
        """Evaluate an expression at a node. One that cannot be is blank, and noted among ``failures``."""
        try:
            return evaluate(Context(self.environment, node))
        except (ValueError, OverflowError, RecursionError, ZeroDivisionError) as failure:
            self.failures[(node.spec.place, part)] = f"{type(failure).__name__}: {failure}"
            self.too_costly = self.too_costly or isinstance(failure, TooCostlyError)
            return ""

    # What follows a change

    def store(self, node: Node, text: str) -> None:
        """Give a node its value; what follows is queued."""
        if node.base != text:
            node.base = text
            self.show(node)

    def show(self, node: Node) -> None:
        """Show a node's value as far as it is relevant and still among its choices, and queue who reads it."""
        shown = node.base if node.relevant else ""
        if shown and node.spec.is_select:
            shown = choices.available(self, node, shown)
        if shown == node.shown:
            return
        node.shown = shown
        self._announce(node)
        if node.spec.triggers and not (self._beginning or self._restoring):
            self._triggered += [(action, node) for action in node.spec.triggers]

    def _announce(self, node: Node) -> None:
        """Queue who reads a node, or could."""
        self._notify(node.spec.on_value, node)
        self._notify(self.program.on_anything, node)

    def enqueue(self, part: Part, node: Node) -> None:
        key = (id(node), part)
        if key not in self._queued:
            self._queued.add(key)
            heappush(self._queue, (node.spec.ranks[part], node.order, part, node))

    def enqueue_all(self, node: Node) -> None:
        """Queue everything that can be computed of a node and of all inside."""
        waiting = [node]
        while waiting:
            one = waiting.pop()
            spec: Spec = one.spec
            if spec.relevant:
                self.enqueue(Part.RELEVANT, one)
            if spec.calculate:
                self.enqueue(Part.VALUE, one)
            for child in spec.children:
                if child.count or child.element.fixed:
                    self.enqueue(Part.ROWS, self.range_of(one, child))
            waiting.extend(one.each())

    def _notify(self, dependents: list[Dependent], node: Node) -> None:
        for dependent in dependents:
            place = dependent.computation.place
            if dependent.computation.part is Part.ROWS:
                for parent in self._within(node, len(dependent.common), place[:-1]):
                    self.enqueue(Part.ROWS, self.range_of(parent, self.program.specs[place]))
            else:
                for target in self._within(node, len(dependent.common), place):
                    self.enqueue(dependent.computation.part, target)

    def _within(self, node: Node, depth: int, place: Place) -> list[Node]:
        """Return the nodes at a place that lie in the same row as a node, down to a depth that both have in common."""
        top: Node = node
        for _ in range(len(node.spec.place) - depth):
            top = top.parent or self.environment.root
        found = [top]
        for name in place[depth:]:
            found = [child for one in found for child in (one.children or {}).get(name, ())]
        return found

    # Computing

    def settle(self) -> None:
        """Compute until nothing is left: first values, then what new rows and changes set. Raises TooManyRows."""
        steps = 0
        while True:
            while self._queue:
                _, _, part, node = heappop(self._queue)
                self._queued.discard((id(node), part))
                steps += 1
                if steps > MOST_STEPS:
                    self._queue.clear()
                    self._queued.clear()
                    self.failures[(node.spec.place, part)] = "its rows go round in a circle"
                elif self._is_alive(node):
                    self._compute(part, node)
            if self._new_rows:
                self.dispatch(self._new_rows.pop(0), frozenset({Event.NEW_REPEAT}))
            elif self._triggered:
                self._pull(*self._triggered.pop(0))
            else:
                return

    def _is_alive(self, node: Node) -> bool:
        return node.parent is not None

    def _compute(self, part: Part, node: Node) -> None:
        spec: Spec = node.spec
        if part is Part.RELEVANT and spec.relevant:
            own = to_boolean(self.evaluate(spec.relevant, node, part))
            if own is not node.own_relevant:
                node.own_relevant = own
                self.inherit(node)
        elif part is Part.VALUE and spec.calculate:
            self._calculate(node, spec, spec.calculate)
        elif part is Part.CHOICES:
            self.show(node)
        elif part is Part.ROWS and node.parent:
            self._count(node, node.parent, spec)

    def inherit(self, node: Node) -> None:
        """Bring the relevance of a node, and of all inside, up to date."""
        relevant = node.own_relevant and (node.parent is None or node.parent.relevant)
        if relevant is node.relevant:
            return
        node.relevant = relevant
        if node.children is not None:
            self._notify(node.spec.on_value, node)
            for child in node.each():
                self.inherit(child)
            return
        if relevant and node.spec.calculate:
            node.computed = None
            self.enqueue(Part.VALUE, node)
        before = node.shown
        self.show(node)
        if node.shown == before:
            # A blank counts in a sum or a count as long as it is relevant.
            self._announce(node)

    def _calculate(self, node: Node, spec: Spec, evaluate: Evaluate) -> None:
        if not node.relevant:
            return
        if self._restoring and spec.has_volatile:
            node.computed = node.base
            return
        text = canonical(spec.element, to_text(self.evaluate(evaluate, node, Part.VALUE)))
        if text == node.computed:
            return
        node.computed = text
        # What somebody may have changed by hand is as it was stored.
        if not (self._restoring and spec.element.control is not Control.NONE and not spec.always_read_only):
            self.store(node, text)

    def _count(self, range_: Node, parent: Node, spec: Spec) -> None:
        rows = parent.group(spec.element.name)
        wanted = float(spec.element.rows)
        if spec.count:
            wanted = to_number(self.evaluate(spec.count, range_, Part.ROWS), self.environment.zone)
        if wanted != wanted or wanted == len(rows):
            return
        if wanted > self.most_rows:
            self._queue.clear()
            self._queued.clear()
            raise TooManyRows(spec.place, int(min(wanted, 10**9)), self.most_rows)
        before = len(rows)
        while len(rows) < int(wanted) and not self.too_costly:
            self.new_row(parent, spec)
            # Rows that are counted within counted rows may be millions.
            self.environment.effort -= NEW_NODE * (1 + len(spec.children))
            self.too_costly = self.environment.effort < 0
        while len(rows) > max(0, int(wanted)):
            self.drop_row(rows[-1])
        if len(rows) != before:
            self._notify_rows(parent, spec)

    def new_row(self, parent: Node, spec: Spec) -> Node:
        """Append a row to a repeat."""
        place = len((parent.children or {}).get(spec.element.name, ()))
        row = parent.add(self._node(spec, parent))
        # A counted repeat gets the rows that the form itself has first; all others are made after the template.
        if not spec.count or place >= spec.element.rows or self._is_of_template(parent):
            self._of_template.add(row.order)
        self.grow(row)
        self.enqueue_all(row)
        if not self._beginning:
            self._new_rows.append(row)
        return row

    def drop_row(self, row: Node) -> None:
        """Take a row away; what waited to be computed of it is passed over."""
        if row.parent and row.parent.children:
            row.parent.children[row.name].remove(row)
        for node in (row, *row.below()):
            node.parent = None
            for child in node.spec.children:
                if range_ := self._ranges.pop((id(node), child.element.name), None):
                    range_.parent = None

    def rows_changed(self, parent: Node, spec: Spec) -> None:
        """Queue whoever reads which rows there are."""
        self._notify_rows(parent, spec)

    def _notify_rows(self, parent: Node, spec: Spec) -> None:
        self._notify(spec.on_rows, parent)
        self._notify(self.program.on_anything, parent)

    def grow(self, node: Node) -> None:
        """Make the nodes inside a new one, with their defaults."""
        for child in node.spec.children:
            if child.element.kind is Kind.REPEAT:
                node.group(child.element.name)
                if not (child.count or child.element.fixed):
                    of_template = self._is_of_template(node)
                    for _ in range(child.element.template_rows if of_template else child.element.rows):
                        self.grow(node.add(self._node(child, node)))
                continue
            made = node.add(self._node(child, node))
            if made.children is not None:
                self.grow(made)
                continue
            for name, value in child.element.attributes.items():
                made.attributes[name] = Node(name, made, value)
            made.base = canonical(child.element, child.element.default)
            if made.base:
                made.shown = choices.available(self, made, made.base) if child.is_select else made.base

    def _is_of_template(self, node: Node) -> bool:
        at: Node | None = node
        while at is not None:
            if at.order in self._of_template:
                return True
            at = at.parent
        return False

    # Actions

    def dispatch(self, top: Node, events: frozenset[Event]) -> None:
        """Set what is set at an event, in a node and all inside."""
        for node in (top, *top.below()):
            for action in node.spec.actions if node.spec else ():
                if events.intersection(action.events):
                    self._act(action, node)

    def _pull(self, action: Action, source: Node) -> None:
        """Set what is set when a value changes, in the same row."""
        depth = 0
        for left, right in zip(action.target, action.source, strict=False):
            if left != right:
                break
            depth += 1
        if self._is_alive(source):
            place = action.target[:-1] if action.target[-1].startswith("@") else action.target
            for target in self._within(source, min(depth, len(place)), place):
                self._act(action, target, always=True)

    def _act(self, action: Action, target: Node, *, always: bool = False) -> None:
        if not (target.relevant or always):
            return
        text = to_text(self.evaluate(self.program.values[id(action)], target, "setvalue"))
        name = action.target[-1]
        if name.startswith("@"):
            attribute = target.attributes.setdefault(name[1:], Node(name[1:], target, ""))
            attribute.base = attribute.shown = text
        elif target.children is None:
            self.store(target, canonical(target.spec.element, text))
