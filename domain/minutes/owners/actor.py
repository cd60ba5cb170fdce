"""An actor of a sentence: somebody whom it charges, as the rules find them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from domain.minutes.owners.names import Name


@dataclass(frozen=True)
class Actor:
    """A name that the text charges, as typed; not `certain` when its beginning or end is a guess.

    `partner` marks a name after «با همکاری».
    """

    name: str
    certain: bool
    partner: bool = False


Found = tuple[int, list[Actor]]
"""The token after the words that a rule read, and the actors in them."""


def actors_named(names: Sequence[Name]) -> list[Actor]:
    return [Actor(name.text, name.certain) for name in names]
