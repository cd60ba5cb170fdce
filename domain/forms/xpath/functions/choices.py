"""Functions of choices and of tables that came with a form."""

from __future__ import annotations

from functools import lru_cache

from domain.forms.xpath.compiler import compile_tree
from domain.forms.xpath.context import Context, Evaluate
from domain.forms.xpath.functions.texts import as_integer
from domain.forms.xpath.nodes import Node
from domain.forms.xpath.registry import strict
from domain.forms.xpath.syntax import parse
from domain.forms.xpath.values import Value, to_text


@strict("selected", 2, 2)
def selected(_context: Context, chosen: Value, option: Value) -> Value:
    # Of nothing chosen «nothing» is selected, by which forms ask whether there is an answer.
    return to_text(option).strip() in (to_text(chosen).split() or [""])


@strict("count-selected", 1, 1)
def count_selected(_context: Context, chosen: Value) -> Value:
    return float(len(to_text(chosen).split()))


@strict("selected-at", 2, 2)
def selected_at(_context: Context, chosen: Value, place: Value) -> Value:
    """Return the option at a place, from 0 on."""
    options, index = to_text(chosen).split(), as_integer(place)
    return options[index] if index is not None and 0 <= index < len(options) else ""


@strict("jr:choice-name", 2, 2)
def choice_name(context: Context, option: Value, select: Value) -> Value:
    """Return the label of an option of the question that a path, given as text, leads to."""
    if isinstance(select, list):
        nodes: Value = select
    else:
        nodes = _path(to_text(select))(Context(context.environment, context.current))
    if not isinstance(nodes, list) or not nodes:
        raise ValueError(f"no question: {to_text(select)}")
    return context.environment.label_of(nodes[0], to_text(option))


@lru_cache(maxsize=500)
def _path(source: str) -> Evaluate:
    return compile_tree(parse(source))


@strict("jr:itext", 1, 1)
def itext(context: Context, name: Value) -> Value:
    """Return the words of a translation of a choice."""
    return context.environment.translate(context.current, to_text(name))


@strict("pulldata", 4, 4)
def pulldata(context: Context, table: Value, wanted: Value, column: Value, value: Value) -> Value:
    """Look up a value in a table that came with the form: the first row whose column equals the given value."""
    root = context.environment.instances.get(to_text(table).removesuffix(".csv"))
    if root is None:
        return ""
    by, key, sought, rows = to_text(column), to_text(value), to_text(wanted), _rows(root)
    context.environment.spend(len(rows))
    return next((_cell(row, sought) for row in rows if _cell(row, by) == key), "")


def _rows(root: Node) -> list[Node]:
    return [item for inner in root.each() for item in inner.each()]


def _cell(row: Node, column: str) -> str:
    cells = (row.children or {}).get(column)
    return cells[0].text if cells else ""
