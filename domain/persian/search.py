"""Search a list by name, as people type names."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from domain.persian.text import fold, sort_key


class Named(NamedTuple):
    """The id and the name of a row, as lists show it."""

    id: int
    name: str


MOST_WORDS, MOST_LETTERS = 20, 400
"""Words and letters of a search that are looked for; a name has fewer."""


def sought(search: str) -> str:
    """Return the folded beginning of a search, which a stranger may make as long as a message can be."""
    return fold(search[:MOST_LETTERS])


def words_of(search: str) -> list[str]:
    """Return the words that a search looks for, folded, each once."""
    return list(dict.fromkeys(sought(search).split()))[:MOST_WORDS]


def matching(rows: Iterable[tuple[int, str, Sequence[str]]], search: str) -> list[Named]:
    """Of (id, name, aliases) the rows whose name or alias has every word of ``search``, in dictionary order."""
    words = words_of(search)
    found = [
        Named(number, name)
        for number, name, aliases in rows
        if any(_has(fold(called), words) for called in (name, *aliases))
    ]
    return sorted(found, key=lambda row: sort_key(row.name))


def _has(folded: str, words: Sequence[str]) -> bool:
    return all(word in folded for word in words)
