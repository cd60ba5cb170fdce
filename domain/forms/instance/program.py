"""Programs: compiled forms made ready to run, once a version of a form."""

from __future__ import annotations

from dataclasses import dataclass, field

from domain.forms.compiled.dependencies import Computation, Dependencies, Dependent, Part, find
from domain.forms.compiled.model import FALSE, TRUE, Action, CompiledForm, Control, Element, Event, Table, Words
from domain.forms.xpath.compiler import compile_tree
from domain.forms.xpath.context import Evaluate
from domain.forms.xpath.nodes import Node
from domain.forms.xpath.references import VOLATILE, Place, functions, references
from domain.forms.xpath.syntax import Tree, parse

_OF_VALUES = frozenset(
    {"selected", "not", "contains", "starts-with", "string", "number", "true", "false", "concat", "string-length", "if"}
)
"""Functions of a filter that give the same for the same values."""
_MADE_BY_PYXFORM = ("generated_table_list_label_", "reserved_name_for_field_list_labels_")
"""The beginnings of names that pyxform gives to the heads of tables, which nobody is asked."""
_SELECTS = frozenset({Control.SELECT_ONE, Control.SELECT_MULTIPLE, Control.RANK})


@dataclass(slots=True, eq=False)
class Spec:
    """An element with its expressions compiled, and what to compute again when its value or rows change."""

    place: Place
    element: Element
    children: tuple[Spec, ...]
    relevant: Evaluate | None
    calculate: Evaluate | None
    constraint: Evaluate | None
    required: Evaluate | None
    readonly: Evaluate | None
    count: Evaluate | None
    choices: Evaluate | None
    on_value: list[Dependent] = field(default_factory=list)
    on_rows: list[Dependent] = field(default_factory=list)
    actions: list[Action] = field(default_factory=list)
    triggers: list[Action] = field(default_factory=list)
    is_select: bool = False
    always_read_only: bool = False
    is_hidden: bool = False
    """Tells that nobody is asked although there is a control: it is marked so, or the head of a table."""
    ranks: dict[Part, int] = field(default_factory=dict)
    has_volatile: bool = False
    fixed_choices: bool = False
    """Tells that the choices are the same for everyone and whatever is answered."""
    choice_keys: tuple[Evaluate, ...] | None = None
    """The values that the choices depend on; None where more than these may matter."""


class Program:
    """A form made ready: its specs by place, its tables as nodes, and the values of its actions."""

    def __init__(self, form: CompiledForm) -> None:
        self.form = form
        found = find(form)
        self.on_anything = found.on_anything
        self.specs: dict[Place, Spec] = {}
        self.root = self._spec(form.root, (form.root.name,), found)
        self.values: dict[int, Evaluate] = {}
        for action in form.actions:
            self.values[id(action)] = compile_tree(action.value)
            if action.source and Event.VALUE_CHANGED in action.events and (spec := self.specs.get(action.source)):
                spec.triggers.append(action)
            target = action.target[:-1] if action.target[-1].startswith("@") else action.target
            if spec := self.specs.get(target):
                spec.actions.append(action)
        self.labels: dict[int, Words] = {}
        self.translations: dict[str, Words] = {}
        self.tables = {name: self._table(table) for name, table in form.tables.items()}
        self.known_choices: dict[tuple[Place, tuple[str, ...]], dict[str, None]] = {}
        self._words: dict[int, Evaluate] = {}
        self._sources: dict[str, Evaluate] = {}

    def _spec(self, element: Element, place: Place, found: Dependencies) -> Spec:
        children = tuple(self._spec(child, (*place, child.name), found) for child in element.children)
        spec = Spec(
            place,
            element,
            children,
            relevant=_compiled(element.relevant if element.relevant != TRUE else None),
            calculate=_compiled(element.calculate),
            constraint=_compiled(element.constraint),
            required=_compiled(element.required if element.required != FALSE else None),
            readonly=_compiled(element.readonly if element.readonly != FALSE else None),
            count=_compiled(element.count),
            choices=_compiled(element.itemset.nodes if element.itemset else None),
            on_value=found.on_value.get(place, []),
            on_rows=found.on_rows.get(place, []),
        )
        spec.is_select = element.control in _SELECTS
        spec.always_read_only = element.readonly == TRUE
        spec.is_hidden = _is_hidden(element, is_select=spec.is_select)
        spec.ranks = {part: found.rank.get(Computation(part, place), 0) for part in Part}
        spec.has_volatile = element.calculate is not None and any(
            name in VOLATILE for name, _ in functions(element.calculate)
        )
        spec.fixed_choices = element.itemset is None or (
            not references(element.itemset.nodes, place) and not _is_shuffled(element.itemset.nodes)
        )
        if element.itemset and not spec.fixed_choices:
            spec.choice_keys = _keys(element.itemset.nodes)
        self.specs[place] = spec
        return spec

    def _table(self, table: Table) -> Node:
        """Return a table as nodes, like the secondary instance that it was."""
        document = Node("", None)
        root = document.add(Node("root", document))
        for place, row in enumerate(table.rows):
            item = root.add(Node("item", root))
            for column, cell in zip(table.columns, row, strict=True):
                if column:
                    item.add(Node(column, item, cell))
            if table.labels:
                self.labels[id(item)] = table.labels[place]
                self.translations[row[table.columns.index("itextId")]] = table.labels[place]
        return document

    def words(self, tree: Tree) -> Evaluate:
        """Compile an expression of a label, once."""
        known = self._words.get(id(tree))
        if known is None:
            known = self._words[id(tree)] = compile_tree(tree)
        return known

    def expression(self, source: str) -> Evaluate:
        """Compile an expression of the engine's own, once."""
        known = self._sources.get(source)
        if known is None:
            known = self._sources[source] = compile_tree(parse(source))
        return known


def _is_hidden(element: Element, *, is_select: bool) -> bool:
    appearance = element.appearance.split()
    is_head = is_select and "label" in appearance
    return "hidden" in appearance or is_head or element.name.startswith(_MADE_BY_PYXFORM)


def _compiled(tree: Tree | None) -> Evaluate | None:
    return compile_tree(tree) if tree is not None else None


def _keys(tree: Tree) -> tuple[Evaluate, ...] | None:
    """Return what filters the choices of a list: the paths that lead out of it, None for choices of another kind."""
    match tree:
        case ["path", ["call", "instance", [["text", _]]], [*steps]]:
            found: list[Tree] = []
            if all(_lead_out(predicate, found) for _, _, predicates in steps for predicate in predicates):
                return tuple(compile_tree(path) for path in found)
    return None


def _lead_out(tree: Tree, found: list[Tree]) -> bool:
    """Collect the paths of a filter that lead out of the list. False where anything else than values matters."""
    match tree:
        case ["number" | "text", _]:
            return True
        case ["path", "/" | ["call", "current", []], _]:
            found.append(tree)
            return True
        case ["path", ".", [["child", _, []]]]:
            return True
        case ["call", name, arguments]:
            return name in _OF_VALUES and all(_lead_out(argument, found) for argument in arguments)
        case ["path", *_]:
            return False
        case [_, *parts]:
            return all(_lead_out(part, found) for part in parts)
    return False


def _is_shuffled(tree: Tree) -> bool:
    return any(name == "randomize" for name, _ in functions(tree))
