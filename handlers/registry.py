"""The kinds of rows in the routing table, and how an input finds its row."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from domain.forms import Form
from domain.people import Member
from domain.screens import Tap
from handlers.turn import Filled, Reply, Turn

Rule = Callable[[Member], bool]
Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class OnCommand:
    """``/name``, or the words of its button, ``menu.<name>``. What follows the command is ``turn.incoming.text``."""

    name: str
    handler: Callable[[Turn], Awaitable[Reply]]
    rule: Rule


@dataclass(frozen=True, slots=True)
class OnTap:
    """A button whose tap is called ``name``."""

    name: str
    handler: Callable[[Turn, Tap], Awaitable[Reply]]
    rule: Rule


@dataclass(frozen=True, slots=True)
class OnSent:
    """«ارسال» on a form's summary. When the handler returns, the draft is gone; when it refuses, the draft waits."""

    form: Form
    handler: Callable[[Turn, Filled], Awaitable[Reply]]
    rule: Rule


@dataclass(frozen=True, slots=True)
class Listing:
    """One page of a long list: (id, label) pairs and how many there are in all."""

    rows: Sequence[tuple[int, str]]
    total: int


@dataclass(frozen=True, slots=True)
class Source:
    """A named list that a ``Pick`` question is answered from: ``handler(turn, search, offset)`` gives up to PAGE
    rows.
    """

    name: str
    handler: Callable[[Turn, str, int], Awaitable[Listing]]


@dataclass(frozen=True, slots=True)
class OnJob:
    """A finished piece of long work of one kind; the handler gets its id and finds the result in its row."""

    kind: str
    handler: Callable[[Turn, int], Awaitable[Reply]]


Route = OnCommand | OnTap | OnSent | OnJob | Source

PAGE = 8
"""Rows of a list on one screen: what a phone shows without scrolling."""


class Registry:
    """The table, indexed. Raises ValueError at start for two rows of one name.

    ``stray`` answers what no form waits for, ``edited`` an edited message that no form in hand knows.
    """

    def __init__(
        self,
        routes: Sequence[Route],
        stray: Callable[[Turn], Awaitable[Reply]],
        edited: Callable[[Turn], Awaitable[Reply]],
    ) -> None:
        self.stray, self.edited = stray, edited
        self.jobs: dict[str, OnJob] = {}
        self.commands: dict[str, OnCommand] = {}
        self.taps: dict[str, OnTap] = {}
        self.sent: dict[str, OnSent] = {}
        self.sources: dict[str, Source] = {}
        for route in routes:
            match route:
                case OnCommand():
                    _add(self.commands, route.name, route)
                case OnTap():
                    _add(self.taps, route.name, route)
                case OnSent():
                    _add(self.sent, route.form.name, route)
                case OnJob():
                    _add(self.jobs, route.kind, route)
                case Source():
                    _add(self.sources, route.name, route)


def _add(table: dict[str, Row], name: str, route: Row) -> None:
    if name in table:
        raise ValueError(f"two routes are called {name!r}")
    table[name] = route
