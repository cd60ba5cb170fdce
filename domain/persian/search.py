"""Search a list by name, as people type names."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from domain.persian.text import fold, sort_key


class Named(NamedTuple):
    """The id and the name of a row, as lists show it."""

    id: int
    name: str


def matching(rows: Iterable[tuple[int, str, Sequence[str]]], search: str) -> list[Named]:
    """Of (id, name, aliases) the rows whose name or alias has every word of ``search``, in dictionary order."""
    words = fold(search).split()
    found = [
        Named(number, name)
        for number, name, aliases in rows
        if any(all(word in fold(called) for word in words) for called in (name, *aliases))
    ]
    return sorted(found, key=lambda row: sort_key(row.name))
