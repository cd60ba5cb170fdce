"""The choices of each select of a sheet: as the engine offers them beside the other answers of a row."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from itertools import islice, product

from domain.forms.compiled.model import Control, Kind
from domain.forms.instance import choices
from domain.forms.instance.instance import Instance
from domain.forms.instance.program import Program
from domain.forms.xpath.compiler import compile_tree
from domain.forms.xpath.context import Environment
from domain.forms.xpath.nodes import Node
from domain.forms.xpath.references import Place, references
from domain.forms.xpath.syntax import Tree
from services.form_sheets.choice_names import ChoiceNames

Answers = Mapping[Place, str]
"""The answers that a row sees by their places: its own, and those of the form around it."""
MOST_COMBINATIONS = 3000
"""Combinations of answers for which a dependent list is written out."""


class Offers:
    """Lists of choices. One instance with a row in each repeat is asked, with the answers that the lists depend on."""

    def __init__(self, program: Program, environment: Environment) -> None:
        self._instance = Instance.begin(program, environment)
        self._program = program
        self._nodes: dict[Place, Node] = {}
        self._collect(self._instance.root)
        self._known: dict[tuple[Place, tuple[str, ...] | None], ChoiceNames] = {}

    def _collect(self, node: Node) -> None:
        self._nodes[node.spec.place] = node
        for spec in node.spec.children:
            group = (node.children or {}).get(spec.element.name, [])
            if not group and spec.element.kind is Kind.REPEAT:
                group = [self._instance.new_row(node, spec)]
            if group:
                self._collect(group[0])

    def node(self, place: Place) -> Node:
        """Return the node of a place, in the first row of each repeat."""
        return self._nodes[place]

    def of(self, place: Place, answers: Answers) -> ChoiceNames:
        """Return what a select offers beside some answers."""
        parents = self.parents(place)
        key = (place, tuple(answers.get(parent, "") for parent in parents))
        known = self._known.get(key)
        if known is None:
            before = [(self._nodes[parent], self._nodes[parent].shown) for parent in parents]
            try:
                for parent in parents:
                    self._nodes[parent].shown = answers.get(parent, "")
                offered = choices.offered(self._instance, self._nodes[place])
            finally:
                for node, shown in before:
                    node.shown = shown
            known = self._known[key] = ChoiceNames(offered)
        return known

    def parents(self, place: Place) -> tuple[Place, ...]:
        """Return the questions whose answers the choices of a select depend on."""
        spec = self._program.specs[place]
        if spec.fixed_choices or spec.element.itemset is None:
            return ()
        read = dict.fromkeys(one.place for one in references(spec.element.itemset.nodes, place))
        return tuple(one for one in read if one in self._nodes and self._nodes[one].children is None)

    def everything(self, place: Place) -> ChoiceNames:
        """Return all choices that the list of a select has, whatever is answered."""
        key = (place, None)
        if key not in self._known:
            spec = self._program.specs[place]
            node = self._nodes[place]
            if spec.element.itemset is not None and not spec.fixed_choices:
                whole = Node(node.name, node.parent, "")
                whole.spec = replace(spec, choices=compile_tree(_unfiltered(spec.element.itemset.nodes)))
                node = whole
            self._known[key] = ChoiceNames(choices.offered(self._instance, node))
        return self._known[key]

    def combinations(self, place: Place) -> dict[tuple[str, ...], ChoiceNames] | None:
        """Return the choices of a select for each combination of its parents' choices; None where they are no
        single choices, or too many.
        """
        parents = self.parents(place)
        if not parents or any(self._nodes[one].spec.element.control is not Control.SELECT_ONE for one in parents):
            return None
        all_values = [list(self.everything(parent).labels) for parent in parents]
        combined = list(islice(product(*all_values), MOST_COMBINATIONS + 1))
        if len(combined) > MOST_COMBINATIONS:
            return None
        found = {values: self.of(place, dict(zip(parents, values, strict=True))) for values in combined}
        return {values: offered for values, offered in found.items() if offered.labels}


def _unfiltered(tree: Tree) -> Tree:
    """Return the path of a list without its filters."""
    match tree:
        case ["call", "randomize", [path, *_]]:
            return _unfiltered(path)
        case ["path", start, steps]:
            return ["path", start, [[axis, test, []] for axis, test, _ in steps]]
    return tree
