"""The context of an evaluation, and the world around it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, tzinfo
from math import inf
from random import Random

from domain.forms.xpath.effort import TooCostlyError
from domain.forms.xpath.nodes import Node
from domain.forms.xpath.values import Value


@dataclass(slots=True)
class Environment:
    """The world of an evaluation: the moment, lists of choices, chance, and the labels of choices.

    ``root`` is the document above the instance's root element, ``properties`` are what is known of who fills it in, by
    the names of XForms, ``username`` and the like. ``label_of`` gives the label of a choice of a select,
    ``translate`` the words of a translation by its name. ``effort`` is what all evaluations together may still cost.
    """

    root: Node
    now: datetime
    instances: dict[str, Node] = field(default_factory=dict)
    random: Random = field(default_factory=Random)
    language: str = ""
    properties: Mapping[str, str] = field(default_factory=dict)
    label_of: Callable[[Node, str], str] = lambda _select, value: value
    translate: Callable[[Node, str], str] = lambda _node, name: name
    effort: float = inf

    @property
    def zone(self) -> tzinfo:
        zone = self.now.tzinfo
        if zone is None:
            raise ValueError("the moment has no zone")
        return zone

    def spend(self, effort: int) -> None:
        """Take effort from what is left. Raises TooCostlyError when nothing is."""
        self.effort -= effort
        if self.effort < 0:
            raise TooCostlyError("an evaluation without end")


class Context:
    """The context of one evaluation: a node with its position among others, and the node that ``current()`` is."""

    __slots__ = ("current", "environment", "node", "position", "size", "zone")

    def __init__(
        self, environment: Environment, node: Node, current: Node | None = None, position: int = 1, size: int = 1
    ) -> None:
        self.environment, self.node, self.current = environment, node, current or node
        self.position, self.size, self.zone = position, size, environment.zone


Evaluate = Callable[[Context], Value]
"""A compiled expression."""
