"""Compiled forms: the model tree, bindings, choices and words of an XForm as plain data.

Expressions are trees of ``domain.forms.xpath``. What a form is made of here can be stored as JSON and loaded without
parsing anything.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum

from domain.forms.xpath.references import Place
from domain.forms.xpath.syntax import Tree

Part = str | Tree
"""A piece of a label: words, or the expression whose value stands there."""
Words = dict[str, list[Part]]
"""The same label by language; the key is the language's code, or its name, or "" where the form has only one."""


class Kind(StrEnum):
    """Kinds of elements: a group, a repeat, or a field that holds a value."""

    GROUP = "group"
    REPEAT = "repeat"
    FIELD = "field"


class Control(StrEnum):
    """Ways a field is asked; NONE is never asked."""

    NONE = ""
    INPUT = "input"
    SELECT_ONE = "select1"
    SELECT_MULTIPLE = "select"
    RANK = "rank"
    RANGE = "range"
    TRIGGER = "trigger"
    UPLOAD = "upload"


class Event(StrEnum):
    """Events at which an action sets a value."""

    FIRST_LOAD = "odk-instance-first-load"
    LOAD = "odk-instance-load"
    NEW_REPEAT = "odk-new-repeat"
    VALUE_CHANGED = "xforms-value-changed"


@dataclass(frozen=True, slots=True)
class Option:
    """A choice of a fixed list."""

    value: str
    label: Words = field(default_factory=dict)
    media: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Itemset:
    """Choices that an expression finds: its nodes, and the children that hold a choice's value and label.

    ``seeded`` tells that the order is by chance.
    """

    nodes: Tree
    value: str = "name"
    label: str = "label"


@dataclass(frozen=True, slots=True)
class Element:
    """An element of the model with its binding, and how its body asks it.

    ``rows`` are those that a repeat begins with when the form does, ``template_rows`` those in a new row around it, and
    ``count`` is the expression that says how many it has. ``short`` is the label for a summary, where the form has one.
    ``bounds`` are the start, end and step of a range.
    """

    name: str
    kind: Kind
    children: tuple[Element, ...] = ()
    type: str = "string"
    control: Control = Control.NONE
    appearance: str = ""
    label: Words = field(default_factory=dict)
    short: Words = field(default_factory=dict)
    hint: Words = field(default_factory=dict)
    guidance: Words = field(default_factory=dict)
    constraint_message: Words = field(default_factory=dict)
    required_message: Words = field(default_factory=dict)
    media: dict[str, str] = field(default_factory=dict)
    relevant: Tree | None = None
    calculate: Tree | None = None
    constraint: Tree | None = None
    required: Tree | None = None
    readonly: Tree | None = None
    default: str = ""
    attributes: dict[str, str] = field(default_factory=dict)
    preload: str = ""
    options: tuple[Option, ...] = ()
    itemset: Itemset | None = None
    bounds: tuple[str, str, str] | None = None
    count: Tree | None = None
    rows: int = 1
    template_rows: int = 0
    fixed: bool = False

    @property
    def is_asked(self) -> bool:
        """Tell whether somebody may be asked for this value: its body has a control, and it is not read-only always."""
        return self.control is not Control.NONE and self.readonly != TRUE


@dataclass(frozen=True, slots=True)
class Action:
    """The setting of a value at events. ``source`` is the place whose change is one."""

    events: tuple[Event, ...]
    target: Place
    value: Tree
    source: Place = ()


@dataclass(frozen=True, slots=True)
class Table:
    """A list of choices, or a table that came along: rows of texts. ``labels`` are those of each row, if translated."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    labels: tuple[Words, ...] = ()


@dataclass(frozen=True, slots=True)
class CompiledForm:
    """A form that is data. The first of ``languages`` is the one for words without a translation.

    ``media`` are the pictures, sounds and videos that came along, their content hashes by name.
    """

    id: str
    title: str
    version: str
    languages: tuple[str, ...]
    root: Element
    tables: dict[str, Table] = field(default_factory=dict)
    actions: tuple[Action, ...] = ()
    media: dict[str, str] = field(default_factory=dict)

    @property
    def files_beside(self) -> set[str]:
        """The names of the pictures, sounds and videos that stand beside questions, whether they came or not."""
        return {file for _, element in self.each() for file in element.media.values()}

    def each(self) -> Iterator[tuple[Place, Element]]:
        """Yield every element below the root with its place, in order."""
        waiting: list[tuple[Place, Element]] = []
        waiting.extend(((self.root.name, child.name), child) for child in reversed(self.root.children))
        while waiting:
            place, element = waiting.pop()
            yield place, element
            waiting.extend(((*place, child.name), child) for child in reversed(element.children))


TRUE: Tree = ["call", "true", []]
FALSE: Tree = ["call", "false", []]
