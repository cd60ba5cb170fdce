"""The language of Word templates: fields, rows of a table and conditions. Whatever else Jinja can do is refused.

A template comes from outside, so its syntax tree is checked against what is allowed rather than searched for what is
dangerous: no attributes but the columns of a row, no calls, filters, tests, numbers, blocks or assignments.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from jinja2 import StrictUndefined, TemplateSyntaxError, nodes
from jinja2.exceptions import SecurityError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from domain.persian.text import fold

Row = Mapping[str, str]
Value = str | Sequence[str] | Sequence[Row]
Fields = Mapping[str, Value]
"""Fields by name: a text, lines, or the rows of a table by column."""

MOST_CHARACTERS = 8_000_000
"""The most characters of one part of a filled document; a report of a thousand rows stays below a quarter of it."""
_TAG = re.compile(r"\{[{%].*?[%}]\}", re.DOTALL)
_INVISIBLE = re.compile("[\u200b\u200d-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_OUTPUT = re.compile(r"\{\{\s*(\w+(?: \w+)+)\s*\}\}")
_XML_TAG = re.compile(r"<[^>]+>")
_SNIPPET = 60
_SYNTAX = (TemplateSyntaxError, RecursionError, MemoryError, ValueError, OverflowError)
"""Errors of Jinja's own parser: bad syntax, nesting beyond its depth, numbers beyond Python's length."""


@dataclass(slots=True)
class Faults:
    """The faults of a template by kind, in the order in which they stand; ``used`` are the fields that it names."""

    used: set[str] = field(default_factory=set)
    unknown: list[str] = field(default_factory=list)
    forbidden: list[str] = field(default_factory=list)
    misused: list[str] = field(default_factory=list)
    syntax: list[str] = field(default_factory=list)
    too_long: bool = False

    def __bool__(self) -> bool:
        return bool(self.unknown or self.forbidden or self.misused or self.syntax or self.too_long)


class Language(ImmutableSandboxedEnvironment):
    """Jinja's immutable sandbox, narrowed to the language of templates. Everything is escaped for XML.

    ``names`` are other words for fields and columns, such as their Persian names, by the name in ``fields``.
    """

    def __init__(self, fields: Fields, names: Mapping[str, str]) -> None:
        super().__init__(autoescape=True, undefined=StrictUndefined)
        self.globals.clear()
        self.filters.clear()
        self.tests.clear()
        self._fields = fields
        self._names = {fold(name): own for name, own in names.items()}

    def preprocess(self, source: str, name: str | None = None, filename: str | None = None) -> str:
        """Clean what Word and Persian keyboards put into tags; a space or half-space in a name is ``_``."""
        return _TAG.sub(_clean, str(source))

    def faults(self, source: str) -> Faults:
        """Return all faults of a source, which may be no template at all."""
        faults = Faults()
        self._check(source, faults)
        return faults

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        # Every way of Jinja to code leads through here, so nothing unchecked is ever compiled.
        faults = Faults()
        tree = self._check(source, faults)
        if tree is None or faults:
            raise SecurityError("the template does more than fill in fields")
        return tree

    def _check(self, source: str, faults: Faults) -> nodes.Template | None:
        try:
            tree = super()._parse(source, None, None)
            check = _Check(self._fields, self._names, source.splitlines(), faults)
            faults.too_long = check.length(tree.body) > MOST_CHARACTERS
        except _SYNTAX as error:
            line = getattr(error, "lineno", 0)
            faults.syntax.append(_snippet(source.splitlines(), line))
            return None
        return tree


class _Check:
    """A walk over a syntax tree: notes faults, renames fields to their own names, and adds up the length."""

    def __init__(self, fields: Fields, names: Mapping[str, str], lines: list[str], faults: Faults) -> None:
        self._scope: dict[str, Value | Row] = dict(fields)
        self._names, self._lines, self._faults = names, lines, faults

    def length(self, body: Sequence[nodes.Node]) -> int:
        """Return the most characters that a body comes to; at least one a node, as a loop of nothing takes time."""
        return 1 + sum(self._length_of(node) for node in body)

    def _length_of(self, node: nodes.Node) -> int:
        match node:
            case nodes.Output():
                return sum(self._length_of(part) for part in node.nodes)
            case nodes.TemplateData():
                return len(node.data)
            case nodes.Name() | nodes.Getattr():
                written = _named(node)
                value = self._value(node)
                if isinstance(value, str):
                    return 1 + len(value)
                if value is not None and not isinstance(value, _AnyRow):
                    once(self._faults.misused, written)
                return 0
            case nodes.If():
                self._condition(node.test)
                return self.length(node.body) + self.length(node.elif_) + self.length(node.else_)
            case nodes.For(target=nodes.Name(name=item), iter=nodes.Name() as rows, test=None, recursive=False):
                return self._loop(node, item, rows)
        self._forbid(node)
        return 0

    def _loop(self, loop: nodes.For, item: str, field: nodes.Name) -> int:
        written = field.name
        rows = self._value(field)
        if isinstance(rows, str | Mapping):
            once(self._faults.misused, written)
        if rows is None or isinstance(rows, str | Mapping):
            rows = ()
        outside = dict(self._scope)
        # The longest row stands for all; without rows the columns are not known, and any may be named.
        self._scope[item] = _longest(rows) if rows else _AnyRow()
        length = self.length(loop.body) * max(1, len(rows)) + self.length(loop.else_)
        self._scope = outside
        return length

    def _condition(self, node: nodes.Node) -> None:
        match node:
            case nodes.Not():
                self._condition(node.node)
            case nodes.And() | nodes.Or():
                self._condition(node.left)
                self._condition(node.right)
            case nodes.Name() | nodes.Getattr():
                self._value(node)
            case _:
                self._forbid(node)

    def _value(self, node: nodes.Name | nodes.Getattr) -> Value | Row | None:
        """Return a field's or column's value and give the node its own name; None for a fault, which is noted."""
        if isinstance(node, nodes.Name):
            node.name = self._own(node.name, self._scope)
            if node.name not in self._scope:
                once(self._faults.unknown, node.name)
                return None
            self._faults.used.add(node.name)
            return self._scope[node.name]
        if not isinstance(node.node, nodes.Name) or node.attr.startswith("_"):
            self._forbid(node)
            return None
        row = self._value(node.node)
        if isinstance(row, _AnyRow):
            node.attr = self._own(node.attr, {})
            return ""
        if row is None or not isinstance(row, Mapping):
            if row is not None:
                self._forbid(node)
            return None
        node.attr = self._own(node.attr, row)
        if node.attr not in row:
            once(self._faults.unknown, f"{node.node.name}.{node.attr}")
            return None
        return row[node.attr]

    def _own(self, name: str, known: Mapping[str, object]) -> str:
        return name if name in known else self._names.get(fold(name), name)

    def _forbid(self, node: nodes.Node) -> None:
        once(self._faults.forbidden, _snippet(self._lines, node.lineno))


class _AnyRow(dict[str, str]):
    """A row of a table that has no rows."""


def _clean(tag: re.Match[str]) -> str:
    words = _INVISIBLE.sub("", tag.group()).replace("\u200c", "_").replace("\u00a0", " ")
    return _OUTPUT.sub(lambda found: "{{ " + found.group(1).replace(" ", "_") + " }}", words)


def _longest(rows: Sequence[str] | Sequence[Row]) -> str | Row:
    lines = [row for row in rows if isinstance(row, str)]
    if lines:
        return max(lines, key=len)
    columns = {column for row in rows if isinstance(row, Mapping) for column in row}
    return {column: max((row.get(column, "") for row in _mappings(rows)), key=len) for column in columns}


def _mappings(rows: Sequence[str] | Sequence[Row]) -> Iterator[Row]:
    return (row for row in rows if isinstance(row, Mapping))


def _named(node: nodes.Name | nodes.Getattr) -> str:
    return node.name if isinstance(node, nodes.Name) else f"{getattr(node.node, 'name', '')}.{node.attr}"


def _snippet(lines: list[str], line: int | None) -> str:
    """Return the words of a line of XML, shortened around its first tag."""
    if line is None or not 0 < line <= len(lines):
        return "{% … %}"
    words = " ".join(_XML_TAG.sub("", lines[line - 1]).split())
    start = max(0, min(place for place in (words.find("{{"), words.find("{%"), len(words)) if place >= 0) - 10)
    return words[start : start + _SNIPPET]


def once(found: list[str], words: str) -> None:
    """Note words that are not noted yet."""
    if words not in found:
        found.append(words)
