"""Constraints and relevance as Excel's formulas, as far as Excel can say them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from domain.forms.compiled.model import Control, Element
from domain.forms.xpath.references import Place, references
from domain.forms.xpath.syntax import Tree

LONGEST = 255
"""Characters of a formula in a validation; Excel takes no more."""
_COMPARISONS = {"=": "=", "!=": "<>", "<": "<", "<=": "<=", ">": ">", ">=": ">="}
_ARITHMETIC = {"+": "+", "-": "-", "*": "*", "div": "/"}
_SAYABLE = frozenset({"string", "int", "decimal"})


class _UnsayableError(Exception):
    """An expression that no formula can say."""


@dataclass(frozen=True, slots=True)
class Target:
    """A question that a formula can read: its cell, such as ``$C2``, and the words of its choices in cells."""

    cell: str
    element: Element
    labels: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Formulas:
    """Writes the expressions of a question at a place; ``target`` finds the cells of others."""

    place: Place
    target: Callable[[Place], Target | None]

    def constraint(self, tree: Tree) -> str:
        """Return a formula for a constraint, "" for none: of an ``and`` the parts that can be said."""
        said = []
        for part in _conjunction(tree):
            try:
                said.append(self._of(part))
            except _UnsayableError:
                continue
        if not said:
            return ""
        formula = f"={said[0]}" if len(said) == 1 else f"=AND({','.join(said)})"
        return formula if len(formula) <= LONGEST else ""

    def irrelevant(self, tree: Tree) -> str:
        """Return a formula that is true where the question is not asked, "" where Excel cannot say it."""
        try:
            formula = f"=NOT({self._of(tree)})"
        except _UnsayableError:
            return ""
        return formula if len(formula) <= LONGEST else ""

    def _of(self, tree: Tree) -> str:
        match tree:
            case ["number", value]:
                return f"{value:.15g}"
            case ["text", words]:
                return _quoted(words)
            case ["call", ("true" | "false") as name, []]:
                return f"{name.upper()}()"
            case ["call", "not", [one]]:
                return f"NOT({self._of(one)})"
            case ["call", "string-length", [one]]:
                return f"LEN({self._of(one)})"
            case ["call", "selected", [path, ["text", value]]]:
                return self._selected(path, value)
            case [("and" | "or") as name, left, right]:
                return f"{name.upper()}({self._of(left)},{self._of(right)})"
            case ["minus", one]:
                return f"(-{self._of(one)})"
            case ["path", *_]:
                return self._target(tree).cell
            case [operator, left, right] if operator in _COMPARISONS:
                left, right = self._worded(left, right), self._worded(right, left)
                return f"({self._of(left)}{_COMPARISONS[operator]}{self._of(right)})"
            case [operator, left, right] if operator in _ARITHMETIC:
                return f"({self._of(left)}{_ARITHMETIC[operator]}{self._of(right)})"
        raise _UnsayableError

    def _target(self, tree: Tree) -> Target:
        found = references(tree, self.place)
        if len(found) != 1 or any(step[2] for step in tree[2]):
            raise _UnsayableError
        target = self.target(found[0].place)
        if target is None or target.element.type not in _SAYABLE:
            raise _UnsayableError
        return target

    def _worded(self, tree: Tree, beside: Tree) -> Tree:
        """Return the words of a choice in place of its name, where it is compared with the question."""
        if tree[0] != "text" or not tree[1] or beside[0] != "path":
            return tree
        target = self._target(beside)
        if target.element.control in (Control.SELECT_MULTIPLE, Control.RANK) or target.element.type != "string":
            raise _UnsayableError
        return ["text", target.labels.get(tree[1], tree[1])]

    def _selected(self, path: Tree, value: str) -> str:
        if path[0] != "path":
            raise _UnsayableError
        target = self._target(path)
        label = _quoted(target.labels.get(value, value))
        if target.element.control is Control.SELECT_ONE:
            return f"({target.cell}={label})"
        return f"ISNUMBER(SEARCH({label},{target.cell}))"


def _conjunction(tree: Tree) -> list[Tree]:
    if tree[0] == "and":
        return [*_conjunction(tree[1]), *_conjunction(tree[2])]
    return [tree]


def _quoted(words: str) -> str:
    doubled = words.replace('"', '""')
    return f'"{doubled}"'
