"""Questions that a new version of a form has in another group: each is known by its name and the repeats around it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import TypeVar

from domain.forms.added import MARK
from domain.forms.compiled.model import CompiledForm, Element, Kind
from domain.forms.xpath.references import Place

Value = TypeVar("Value")
_ROW = re.compile(r"\[(\d+)\]")


class Moves:
    """The places of a form's questions and repeats, below the root, in another version of it."""

    def __init__(self, old: CompiledForm, new: CompiledForm) -> None:
        before, after = _keys(old), _keys(new)
        by_key = {key: place for place, key in after.items() if key}
        self._places = {
            place: by_key[key]
            for place, key in before.items()
            if place not in after and key in by_key and by_key[key] not in before
        }
        self._repeats = {place[1:] for place, element in new.each() if element.kind is Kind.REPEAT}

    def place(self, place: Place) -> Place:
        """Return the place of a question, or of an attribute of one, in the other version."""
        if place in self._places or not place or not place[-1].startswith(MARK):
            return self._places.get(place, place)
        return (*self._places.get(place[:-1], place[:-1]), place[-1])

    def reference(self, reference: str) -> str:
        """Return a reference below the root as the other version has it."""
        if not self._places:
            return reference
        place = tuple(_ROW.sub("", reference).split("/"))
        moved = self.place(place)
        if moved == place:
            return reference
        rows = iter(_ROW.findall(reference))
        parts = []
        for depth, name in enumerate(moved, 1):
            number = next(rows, "") if moved[:depth] in self._repeats else ""
            parts.append(f"{name}[{number}]" if number else name)
        return "/".join(parts)

    def answers(self, values: Mapping[str, Value]) -> dict[str, Value]:
        """Return values by reference as the other version has them."""
        return {self.reference(name): value for name, value in values.items()}


def _keys(form: CompiledForm) -> dict[Place, Place]:
    """Return for each question and repeat its repeats and its name; () for one whose key another one has, too."""
    found = dict(_each(form.root, (), ()))
    counted = Counter(found.values())
    return {place: key if counted[key] == 1 else () for place, key in found.items()}


def _each(element: Element, place: Place, around: Place) -> Iterator[tuple[Place, Place]]:
    for child in element.children:
        here = (*place, child.name)
        if child.kind is not Kind.GROUP:
            yield here, (*around, child.name)
        yield from _each(child, here, (*around, child.name) if child.kind is Kind.REPEAT else around)
