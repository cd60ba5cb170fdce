"""Expressions of a form, compiled where they stand; those that cannot be are errors of its sheet."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from lxml import etree

from domain.forms.compiled.model import Part
from domain.forms.xpath.compiler import UnknownFunctionError, compile_tree
from domain.forms.xpath.references import EVERYTHING, Place, references
from domain.forms.xpath.syntax import Tree, XPathSyntaxError, parse
from services.form_reading.problems import Findings, Problem

OUTPUT = "{http://www.w3.org/2002/xforms}output"


class Binder:
    """Compiles the expressions of one form. ``rows`` are the survey's rows by place, ``places`` all that there are."""

    def __init__(self, found: Findings, rows: Mapping[Place, int]) -> None:
        self._found, self._rows = found, rows
        self.places: set[Place] = set()
        self._warned: set[tuple[Any, ...]] = set()

    def bind(self, place: Place, column: str, source: str | None) -> Tree | None:
        """Compile an expression of a column; None where there is none, or where it is an error."""
        if source is None or not source.strip():
            return None
        try:
            tree = parse(source)
            compile_tree(tree)
        except XPathSyntaxError as wrong:
            shown = _shown(source)
            self._error(
                "forms.error.syntax", place, column=column, expression=shown, reason=wrong.reason, at=wrong.at + 1
            )
            return None
        except UnknownFunctionError as wrong:
            key = "forms.error.search" if "search()" in str(wrong) else "forms.error.function"
            self._error(key, place, column=column, expression=_shown(source), reason=str(wrong))
            return None
        if unknown := self.unknown(tree, place):
            if unknown.startswith(f"/{'/'.join(place)}/") and unknown.count("/") == len(place) + 1:
                # A bare word, such as «null», is a child that there is not: XPath reads it as nothing.
                self.warn("forms.warning.bare_word", place, column=column, word=unknown.rpartition("/")[2])
                return tree
            self._error("forms.error.reference", place, column=column, expression=_shown(source), reference=unknown)
            return None
        return tree

    def unknown(self, tree: Tree, place: Place) -> str:
        """Return a path that an expression reads and that leads nowhere, "" when there is none."""
        for reference in references(tree, place):
            if reference.place != EVERYTHING and not self._is_known(reference.place):
                return "/" + "/".join(reference.place)
        return ""

    def _is_known(self, place: Place) -> bool:
        return not place or place in self.places or place[-1].startswith("@")

    def action(self, target: Place, value: str | None, text: str) -> Tree | None:
        """Compile the value that is set; one that is no expression is words, such as «+98» or «تهران - ری»."""
        if target not in self.places and not (target and target[-1].startswith("@")):
            return None
        if value is None or not value.strip():
            return ["text", text]
        try:
            tree = parse(value)
            compile_tree(tree)
        except (XPathSyntaxError, UnknownFunctionError):
            self.warn("forms.warning.literal", target, value=_shown(value))
            return ["text", value.strip()]
        if self.unknown(tree, target):
            self.warn("forms.warning.literal", target, value=_shown(value))
            return ["text", value.strip()]
        return tree

    def parts(self, element: etree._Element, place: Place) -> list[Part]:
        """Return words with the values that stand in them."""
        parts: list[Part] = [element.text or ""]
        for child in element:
            if child.tag == OUTPUT:
                tree = self.bind(place, "label", child.get("value"))
                parts.append(tree if tree is not None else "")
            parts.append(child.tail or "")
        joined = [part for part in parts if part]
        if joined and isinstance(joined[0], str):
            joined[0] = joined[0].lstrip()
        if joined and isinstance(joined[-1], str):
            joined[-1] = joined[-1].rstrip()
        return [part for part in joined if part]

    def warn(self, key: str, place: Place = (), **params: Any) -> None:
        """Note something that may not be meant, once."""
        mark = (key, place, *sorted(params.items()))
        if mark not in self._warned:
            self._warned.add(mark)
            self._found.warnings.append(self._problem(key, place, params))

    def _error(self, key: str, place: Place, **params: Any) -> None:
        self._found.errors.append(self._problem(key, place, params))

    def _problem(self, key: str, place: Place, params: dict[str, Any]) -> Problem:
        row = self._rows.get(place, 0)
        return Problem(key, params, "survey" if place else "", row, place[-1] if place else "")


def _shown(source: str) -> str:
    """An expression as its writer knows it: with ``${name}`` for the path of a question."""
    return re.sub(r" ?(?:/[\w.-]+)*/([\w.-]+) ?(?![\w(])", r"${\1}", source).strip()[:200]
