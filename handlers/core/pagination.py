"""Long lists on a phone: a page at a time, narrowed by typing a part of a name."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from domain.chat.screens import Button, T, Tap, Text
from handlers.core.turn import PAGE, Listing

if TYPE_CHECKING:
    from handlers.core.turn import Turn


def reset(turn: Turn) -> None:
    """Forget the search and the page, so that the next list is shown from its beginning."""
    turn.notes.search, turn.notes.offset = "", 0


async def page(turn: Turn, source: str) -> Listing:
    """Load the page that the chat's notes point at, and note its rows, so that a tap finds its label."""
    listing = await turn.registry.sources[source].handler(turn, turn.notes.search, turn.notes.offset)
    turn.notes.rows = {str(number): label for number, label in listing.rows}
    return listing


async def every(turn: Turn, source: str) -> list[tuple[int, str]]:
    """Load all rows of a list that the search finds, page by page; one that is loaded whole only once."""
    rows: list[tuple[int, str]] = []
    while True:
        listing = await turn.registry.sources[source].handler(turn, turn.notes.search, len(rows))
        if listing.whole:
            return list(listing.whole)
        rows += listing.rows
        if not listing.rows or len(rows) >= listing.total:
            return rows


def page_of(rows: Sequence[tuple[int, str]], offset: int) -> Listing:
    """Return one page of a list that is loaded whole."""
    return Listing(rows[offset : offset + PAGE], len(rows), rows)


def lines(turn: Turn, listing: Listing) -> list[Text | str]:
    """Return the lines over a list: a hint to narrow it, or the search and the number of hits."""
    search = turn.notes.search
    if not search:
        return [T("list.hint")] if listing.total > PAGE else []
    return [T("list.found", search=search, count=listing.total) if listing.rows else T("list.nothing", search=search)]


def moves(turn: Turn, listing: Listing) -> list[tuple[Text, int]]:
    """Return (label, offset) of the buttons to the previous and the next page."""
    offset = turn.notes.offset
    steps = []
    if offset:
        steps.append((T("list.before"), max(0, offset - PAGE)))
    if offset + PAGE < listing.total:
        steps.append((T("list.after"), offset + PAGE))
    return steps


def page_buttons(total: int, first: int, to: Callable[[int], Tap], size: int = PAGE) -> tuple[Button, ...]:
    """Return the buttons to the pages before and after the one that starts at ``first``; ``to`` makes a page's tap."""
    row = []
    if first:
        row.append(Button(T("list.before"), to(max(0, first - size))))
    if first + size < total:
        row.append(Button(T("list.after"), to(first + size)))
    return tuple(row)
