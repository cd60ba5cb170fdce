"""The rows of a repeat: one more, a copy, one taken away and brought back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from domain.chat.screens import T
from domain.forms.compiled.model import Kind
from domain.forms.engine import Filling
from domain.forms.instance.computing import TooManyRows
from domain.forms.instance.instance import Instance
from domain.forms.instance.program import Spec
from domain.forms.moves import onward
from domain.forms.types.answer_types import InvalidAnswer
from domain.forms.xforms.form import XFormFilling
from domain.forms.xpath.nodes import Node


def add(filling: XFormFilling, name: str) -> Filling:
    """Add a row to a repeat and go to its first question. Raises InvalidAnswer when there are enough."""
    spec, instance = spec_of(filling, name), filling.take()
    row = _new_row(instance, _parent(instance, filling.root, name), spec)
    return _to_open(filling.taken(instance, skipped=filling.skipped_but(name)), f"{name}[{row.place()}]")


def copy(filling: XFormFilling, row: str) -> Filling:
    """Add a copy of a row at the end, and show it. Raises InvalidAnswer when there are enough."""
    name = row.rpartition("[")[0]
    spec, instance = spec_of(filling, name), filling.take()
    made = f"{name}[{_new_row(instance, _parent(instance, filling.root, name), spec).place()}]"
    state = filling.taken(instance, skipped=filling.skipped_but(name)).state
    answers = {**state.answers, **_moved(filling.state.answers, row, made)}
    counts = {**state.rows, **_moved(filling.state.rows, row, made)}
    whole = XFormFilling(filling.form, replace(state, answers=answers, rows=counts), filling.world)
    return whole.taken(whole.instance).went(made)


def remove(filling: XFormFilling, row: str) -> Filling:
    """Take a row away; ``bring_back`` undoes it as long as nothing else is done."""
    name, before = row.rpartition("[")[0], filling.state
    instance = filling.take()
    node = instance.find(filling.root + row)
    if node is None or node.spec.element.kind is not Kind.REPEAT:
        return filling
    instance.remove_row(node)
    undo = {"answers": dict(before.answers), "rows": dict(before.rows), "skipped": list(before.skipped), "row": row}
    undo["rejected"] = dict(before.rejected)
    skipped, rejected = _without_row(before.skipped, row), _without_row(before.rejected, row)
    kept = tuple(one for one in skipped.values() if one != name)
    waiting = {after: before.rejected[one] for one, after in rejected.items()}
    sources = {one: ids for one, ids in before.sources.items() if not one.startswith(f"{name}[")}
    pending = {one: value for one, value in before.pending.items() if not one.startswith(f"{name}[")}
    after = filling.taken(instance, skipped=kept, sources=sources, pending=pending, undo=undo, rejected=waiting)
    return after.went(name) if after.may_go(name) else onward(after)


def bring_back(filling: XFormFilling) -> Filling:
    """Bring the row back that was taken away last."""
    undo = filling.state.undo
    if not undo:
        return filling
    state = replace(
        filling.state,
        answers=undo["answers"],
        rows=undo["rows"],
        skipped=tuple(undo["skipped"]),
        rejected=undo.get("rejected", {}),
        undo={},
        refused=0,
    )
    return XFormFilling(filling.form, state, filling.world).went(undo["row"])


def with_row(filling: XFormFilling, name: str) -> XFormFilling:
    """Add a blank row at the end, and stay. Raises InvalidAnswer when there are enough."""
    spec, instance = spec_of(filling, name), filling.take()
    _new_row(instance, _parent(instance, filling.root, name), spec)
    return filling.taken(instance)


def _new_row(instance: Instance, parent: Node, spec: Spec) -> Node:
    try:
        return instance.add_row(parent, spec)
    except TooManyRows as many:
        raise InvalidAnswer(T("xform.too_many_rows", count=many.count, most=many.most)) from many


def spec_of(filling: XFormFilling, name: str) -> Spec:
    """Return the spec of a repeat that may grow. Raises InvalidAnswer for one that does not, or is gone."""
    if not filling.found.grows(name):
        raise InvalidAnswer(T("xform.rows_gone"))
    return filling.found.repeats[name][0]


def _parent(instance: Instance, root: str, name: str) -> Node:
    parent = instance.find((root + name).rpartition("/")[0])
    if parent is None:
        raise InvalidAnswer(T("xform.rows_gone"))
    return parent


def _to_open(filling: XFormFilling, row: str) -> Filling:
    """Go to the first question of a row that is open, else onward."""
    inside = [name for name in filling.asked() if name.startswith(f"{row}/")]
    first = next((name for name in inside if not filling.has(name)), inside[0] if inside else "")
    return filling.went(first) if first else onward(filling)


def _moved(values: Mapping[str, Any], row: str, made: str) -> dict[str, Any]:
    return {made + name.removeprefix(row): value for name, value in values.items() if name.startswith(f"{row}/")}


def _without_row(names: Iterable[str], row: str) -> dict[str, str]:
    """Return references, without those of a row that is gone, with what each is called then: later rows move up."""
    name, _, place = row.removesuffix("]").rpartition("[")
    kept: dict[str, str] = {}
    for reference in names:
        if not reference.startswith(f"{name}["):
            kept[reference] = reference
            continue
        number, _, rest = reference[len(name) + 1 :].partition("]")
        if int(number) != int(place):
            kept[reference] = f"{name}[{int(number) - (int(number) > int(place))}]{rest}"
    return kept
