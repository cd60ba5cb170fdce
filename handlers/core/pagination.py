"""Long lists on a phone: a page at a time, narrowed by typing a part of a name."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from domain.chat.screens import Button, T, Tap, Text
from handlers.core.turn import PAGE, Listing

if TYPE_CHECKING:
    from handlers.core.turn import Turn


def begin_anew(turn: Turn) -> None:
    """Show the next list whole, from its first page."""
    turn.notes.search, turn.notes.offset = "", 0


async def page(turn: Turn, source: str) -> Listing:
    """Load the page that the chat's notes point at; its rows are noted, so that a tap finds its label."""
    found = await turn.registry.sources[source].handler(turn, turn.notes.search, turn.notes.offset)
    turn.notes.rows = {str(number): label for number, label in found.rows}
    return found


def lines(turn: Turn, found: Listing) -> list[Text | str]:
    """Return the lines over a list: a hint to narrow it, or the search and how much it found."""
    search = turn.notes.search
    if not search:
        return [T("list.hint")] if found.total > PAGE else []
    return [T("list.found", search=search, count=found.total) if found.rows else T("list.nothing", search=search)]


def moves(turn: Turn, found: Listing) -> list[tuple[Text, int]]:
    """Return (label, offset) of the buttons to the pages before and after."""
    offset = turn.notes.offset
    steps = []
    if offset:
        steps.append((T("list.before"), max(0, offset - PAGE)))
    if offset + PAGE < found.total:
        steps.append((T("list.after"), offset + PAGE))
    return steps


def around(total: int, first: int, to: Callable[[int], Tap]) -> tuple[Button, ...]:
    """Return the buttons to the pages before and after the one from ``first`` on; ``to`` makes a page's tap."""
    found = []
    if first:
        found.append(Button(T("list.before"), to(max(0, first - PAGE))))
    if first + PAGE < total:
        found.append(Button(T("list.after"), to(first + PAGE)))
    return tuple(found)
