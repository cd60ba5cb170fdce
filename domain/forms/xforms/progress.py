"""The place of a question among those of its form, or of its row: a table is one step, and the total does not grow.

Counted is also what may yet be asked, because the answer that decides it is still open; what is not asked after all is
taken off again.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from domain.forms.compiled.dependencies import Dependent, Part
from domain.forms.compiled.model import Control, Kind
from domain.forms.instance.program import Program, Spec
from domain.forms.xpath.nodes import Node
from domain.forms.xpath.references import Place


def position(
    program: Program, nodes: Mapping[str, Node], at: str, open_names: Iterable[str], inside: str = ""
) -> tuple[int, int]:
    """Return (place, total) of what is asked ``at``, in the form or ``inside`` a row.

    ``nodes`` is what is asked; ``open_names`` are those of it that are neither answered nor skipped.
    """
    prefix = f"{inside}/" if inside else ""
    steps = [*dict.fromkeys(_step(name, prefix) for name in nodes if name.startswith(prefix))]
    here = _step(at, prefix) if at.startswith(prefix) else ""
    asked = {_place(program, prefix + step) for step in steps}
    missing = [place for place in _steps(program.specs[_place(program, inside)]) if place not in asked]
    total = len(steps)
    if missing:
        mine = [name for name in open_names if not inside or prefix.startswith(name[: name.rfind("/") + 1])]
        changing = _may_change(program, mine)
        total += sum(any(place[:depth] in changing for depth in range(2, len(place) + 1)) for place in missing)
    return (steps.index(here) + 1 if here in steps else total + 1, total)


def row_of(name: str) -> str:
    """Return the innermost row that a question is in, "" for none."""
    return name[: name.rindex("]/") + 1] if "]/" in name else ""


def _step(name: str, prefix: str) -> str:
    """Return the step of a question below a prefix: itself, or the repeat that it is in."""
    return name.removeprefix(prefix).partition("[")[0]


def _place(program: Program, name: str) -> Place:
    parts = name.split("/") if name else ()
    return (program.form.root.name, *(part.partition("[")[0] for part in parts))


def _steps(spec: Spec) -> Iterator[Place]:
    """Yield the places of what may be asked below a spec; a repeat is one, without what is in it."""
    for child in spec.children:
        element = child.element
        if element.kind is Kind.GROUP:
            yield from _steps(child)
        elif element.kind is Kind.REPEAT or _is_asked(child):
            yield child.place


def _is_asked(spec: Spec) -> bool:
    return spec.element.control is not Control.NONE and not spec.is_hidden and not spec.always_read_only


def _may_change(program: Program, names: Iterable[str]) -> set[Place]:
    """Return the places whose relevance or rows depend, also by other values, on answers that are open."""
    waiting = [_place(program, name) for name in names]
    seen, changing = set(waiting), set[Place]()

    def note(dependents: Iterable[Dependent]) -> None:
        for dependent in dependents:
            computation = dependent.computation
            if computation.part in (Part.RELEVANT, Part.ROWS):
                changing.add(computation.place)
            for place in _within(program.specs[computation.place]):
                if place not in seen:
                    seen.add(place)
                    waiting.append(place)

    note(program.on_anything)
    while waiting:
        spec = program.specs[waiting.pop()]
        note(spec.on_value)
        note(spec.on_rows)
    return changing


def _within(spec: Spec) -> Iterator[Place]:
    """Yield the places of a spec and of all below it."""
    yield spec.place
    for child in spec.children:
        yield from _within(child)
