"""The rows of a repeat: one more, a copy, one taken away and brought back, and several from pasted words."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from domain.chat.screens import T
from domain.forms.answer_types import AnswerInput, InvalidAnswer
from domain.forms.compiled.model import Kind
from domain.forms.engine import Filling, Question
from domain.forms.instance.computing import TooManyRows
from domain.forms.instance.instance import Instance
from domain.forms.instance.program import Spec
from domain.forms.moves import onward
from domain.forms.xforms.form import XFormFilling
from domain.forms.xforms.types import Row, Rows
from domain.forms.xpath.nodes import Node

_SENT = frozenset({"binary", "geopoint", "geotrace", "geoshape"})
_NUMBERED = re.compile(r"^\s*(?:[-–•*]|[\d۰-۹]{1,3}[.)\-])\s+")
"""The number or mark at the beginning of a line of a list."""
CELLS = re.compile(r"\t|[;؛]")


def add(filling: XFormFilling, name: str) -> Filling:
    """Add a row to a repeat and go to its first question. Raises InvalidAnswer when there are enough."""
    spec, instance = _spec(filling, name), filling.take()
    row = _new_row(instance, _parent(instance, filling.root, name), spec)
    return _to_open(filling.taken(instance, skipped=_again(filling, name)), f"{name}[{row.place()}]")


def copy(filling: XFormFilling, row: str) -> Filling:
    """Add a copy of a row at the end, and show it. Raises InvalidAnswer when there are enough."""
    name = row.rpartition("[")[0]
    spec, instance = _spec(filling, name), filling.take()
    made = f"{name}[{_new_row(instance, _parent(instance, filling.root, name), spec).place()}]"
    state = filling.taken(instance, skipped=_again(filling, name)).state
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
    kept = tuple(one for one in _without_row(before.skipped, row) if one != name)
    sources = {one: ids for one, ids in before.sources.items() if not one.startswith(f"{name}[")}
    pending = {one: value for one, value in before.pending.items() if not one.startswith(f"{name}[")}
    after = filling.taken(instance, skipped=kept, sources=sources, pending=pending, undo=undo)
    return after.went(name) if after.may_go(name) else onward(after)


def bring_back(filling: XFormFilling) -> Filling:
    """Bring the row back that was taken away last."""
    undo = filling.state.undo
    if not undo:
        return filling
    state = replace(
        filling.state, answers=undo["answers"], rows=undo["rows"], skipped=tuple(undo["skipped"]), undo={}, refused=0
    )
    return XFormFilling(filling.form, state, filling.world).went(undo["row"])


def repeat_of(filling: XFormFilling, question: Question) -> str:
    """Return the repeat whose rows pasted words may fill at a question, "" where they are an answer like any other."""
    if isinstance(question.type, Row):
        return ""
    name = question.name if isinstance(question.type, Rows) else question.name.rpartition("[")[0]
    if not filling.found.grows(name):
        return ""
    fields = typed(filling, name)
    is_first = bool(fields) and question.name.rpartition("/")[2] == fields[0].element.name
    return name if fields and (isinstance(question.type, Rows) or is_first) else ""


def paste(filling: XFormFilling, name: str, given: AnswerInput) -> tuple[Filling, int]:
    """Fill a row with each line of a text, its cells by tab or «;» in the order of the questions; returns how many.

    A last row that is blank still is filled first. Raises InvalidAnswer, which names the line, and keeps nothing.
    """
    lines = [_NUMBERED.sub("", line) for line in given.text.split("\n") if line.strip()]
    fields, spec = typed(filling, name), _spec(filling, name)
    after = filling
    for number, line in enumerate(lines, 1):
        rows = after.found.rows(name)
        if not rows or any(node.base for node in rows[-1].below() if node.spec.element.is_asked):
            instance = after.take()
            _new_row(instance, _parent(instance, after.root, name), spec)
            after = after.taken(instance)
        row = f"{name}[{len(after.found.rows(name))}]"
        cells = [cell.strip() for cell in CELLS.split(line)] if len(fields) > 1 else [line.strip()]
        if len(cells) > len(fields):
            raise InvalidAnswer(T("xform.line_too_long", line=number, said=line.strip(), most=len(fields)))
        for field, cell in zip(fields, cells, strict=False):
            after = _with_cell(after, f"{row}/{field.element.name}", cell, number, given)
    skipped = tuple(one for one in after.state.skipped if one != name)
    return onward(after.with_state(skipped=skipped)), len(lines)


def _with_cell(filling: XFormFilling, reference: str, cell: str, line: int, given: AnswerInput) -> XFormFilling:
    question = filling.question(reference)
    if question is None or not cell:
        return filling
    try:
        value = question.type.read(replace(given, text=cell, choice=_choice(filling, question, cell)), None)
        after = filling.stored(question, value, "").settled(question)
    except InvalidAnswer as refused:
        raise InvalidAnswer(T("xform.line_refused", line=line, said=cell, reason=refused.text)) from refused
    return after


def _choice(filling: XFormFilling, question: Question, cell: str) -> str:
    """Return the option that a cell names by its label or its value."""
    options = filling.words.of(question).options
    return next((value for value, label in options.items() if cell in (value, label)), "")


def typed(filling: XFormFilling, name: str) -> list[Spec]:
    """Return the questions of a row of a repeat when all of them can be typed, else none."""
    spec = _spec(filling, name)
    fields = [child for child in spec.children if child.element.kind is Kind.FIELD and child.element.is_asked]
    inner = any(child.element.kind is not Kind.FIELD for child in spec.children)
    can_be_typed = all(child.element.type not in _SENT for child in fields)
    return fields if fields and can_be_typed and not inner else []


def _new_row(instance: Instance, parent: Node, spec: Spec) -> Node:
    try:
        return instance.add_row(parent, spec)
    except TooManyRows as many:
        raise InvalidAnswer(T("xform.too_many_rows", count=many.count, most=many.most)) from many


def _spec(filling: XFormFilling, name: str) -> Spec:
    if not filling.found.grows(name):
        raise InvalidAnswer(T("xform.rows_gone"))
    return filling.found.repeats[name][0]


def _parent(instance: Instance, root: str, name: str) -> Node:
    parent = instance.find((root + name).rpartition("/")[0])
    if parent is None:
        raise InvalidAnswer(T("xform.rows_gone"))
    return parent


def _again(filling: XFormFilling, name: str) -> tuple[str, ...]:
    """Return what was skipped without the repeat itself: whoever adds a row may add another."""
    return tuple(one for one in filling.state.skipped if one != name)


def _to_open(filling: XFormFilling, row: str) -> Filling:
    """Go to the first question of a row that is open, else onward."""
    inside = [name for name in filling.asked() if name.startswith(f"{row}/")]
    first = next((name for name in inside if not filling.has(name)), inside[0] if inside else "")
    return filling.went(first) if first else onward(filling)


def _moved(values: Mapping[str, Any], row: str, made: str) -> dict[str, Any]:
    return {made + name.removeprefix(row): value for name, value in values.items() if name.startswith(f"{row}/")}


def _without_row(skipped: tuple[str, ...], row: str) -> tuple[str, ...]:
    """Return what was skipped, without the row that is gone; later rows move up."""
    name, _, place = row.removesuffix("]").rpartition("[")
    kept = []
    for reference in skipped:
        if not reference.startswith(f"{name}["):
            kept.append(reference)
            continue
        number, _, rest = reference[len(name) + 1 :].partition("]")
        if int(number) != int(place):
            kept.append(f"{name}[{int(number) - (int(number) > int(place))}]{rest}")
    return tuple(kept)
