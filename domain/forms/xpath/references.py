"""The places that an expression reads, found in its tree: what has to be recomputed when a value changes.

A place is a path of names from the root, ``("data", "house", "rooms")``, without positions of rows.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from domain.forms.xpath.syntax import Tree, XPathSyntaxError, parse

Place = tuple[str, ...]
EVERYTHING: Place = ("*",)
"""The place of a path that could lead anywhere, such as ``//name``."""
COUNTING = frozenset({"count", "position", "name", "local-name"})
"""Functions that ask which nodes there are, and not what they hold."""
VOLATILE = frozenset({"now", "random", "uuid", "once", "randomize"})
"""Functions that give something else each time."""


@dataclass(frozen=True, slots=True)
class Reference:
    """A place that is read. ``common`` is the deepest place above both it and the reader that the path leaves together:
    only what lies in the same row of it can be meant. ``whole`` when the value of everything inside counts.
    ``crossing`` when other rows may be meant, so that the place of the reader itself is no circle.
    """

    place: Place
    common: Place
    whole: bool = True
    crossing: bool = False


def references(tree: Tree, reader: Place) -> list[Reference]:
    """Return what an expression at a place reads."""
    return list(_of(tree, (reader, reader), reader, whole=True, crossing=False))


def functions(tree: Tree) -> Iterator[tuple[str, list[Tree]]]:
    """Yield each call: the function's name and its arguments."""
    match tree:
        case ["number" | "text", _]:
            return
        case ["call", name, arguments]:
            yield name, arguments
            for argument in arguments:
                yield from functions(argument)
        case ["path", start, steps]:
            if isinstance(start, list):
                yield from functions(start)
            for _, _, predicates in steps:
                for predicate in predicates:
                    yield from functions(predicate)
        case [_, *parts]:
            for part in parts:
                yield from functions(part)


_Here = tuple[Place, Place]
"""The begin of a relative path, and the deepest place above that is in the reader's own row."""


def _of(tree: Tree, here: _Here, reader: Place, *, whole: bool, crossing: bool) -> Iterator[Reference]:
    match tree:
        case ["number" | "text", _]:
            return
        case ["call", name, arguments]:
            yield from _of_call(name, arguments, here, reader, crossing=crossing)
        case ["path", start, steps]:
            yield from _of_path(start, steps, here, reader, whole=whole, crossing=crossing)
        case [_, *parts]:
            for part in parts:
                yield from _of(part, here, reader, whole=True, crossing=crossing)


def _of_call(name: str, arguments: list[Tree], here: _Here, reader: Place, *, crossing: bool) -> Iterator[Reference]:
    for place, argument in enumerate(arguments):
        if name == "jr:choice-name" and place == 1 and argument[0] == "text":
            try:
                argument = parse(argument[1])
            except XPathSyntaxError:
                continue
            yield from _of(argument, here, reader, whole=True, crossing=crossing)
        elif name == "indexed-repeat":
            yield from _of(argument, here, reader, whole=place % 2 == 0 and place != 1, crossing=place == 0 or crossing)
        else:
            yield from _of(argument, here, reader, whole=name not in COUNTING, crossing=crossing)


def _of_path(
    start: str | Tree, steps: list[Tree], here: _Here, reader: Place, *, whole: bool, crossing: bool
) -> Iterator[Reference]:
    """Follow a path: yields what its predicates read and where it ends; a list of choices is no place."""
    place: Place | None
    place, common = here
    if start == "/":
        place = common = ()
    elif isinstance(start, list):
        if start == ["call", "current", []]:
            place = common = reader
        else:
            yield from _of(start, here, reader, whole=whole, crossing=crossing)
            place = None
    for axis, test, predicates in steps:
        if place is not None:
            place, common, crossing = _step(place, common, crossing, axis, test)
        # Inside a list of choices a name is a column; what leads out of it begins at the root or with current().
        inside = (place, common) if place is not None else (("",), ())
        for predicate in predicates:
            crossing = crossing or (place is not None and not (axis == "self" and place == reader))
            yield from _of(predicate, inside, reader, whole=True, crossing=True)
    if place and place[0]:
        yield Reference(place, common[: _shared(common, reader)], whole, crossing)


def _step(place: Place, common: Place, crossing: bool, axis: str, test: str) -> tuple[Place, Place, bool]:
    if place == EVERYTHING:
        return EVERYTHING, (), True
    if axis == "child" and not test.endswith(")") and test != "*":
        return (*place, test), common, crossing
    if axis == "parent":
        above = place[:-1]
        return above, above if len(above) < len(common) else common, crossing
    if axis == "self":
        return place, common, crossing
    if axis == "attribute":
        return (*place, f"@{test}"), common, crossing
    return EVERYTHING, (), True


def _shared(one: Place, other: Place) -> int:
    count = 0
    for left, right in zip(one, other, strict=False):
        if left != right:
            break
        count += 1
    return count
