"""Words with the formatting of whoever wrote them, neutral: each platform reads and renders it in its own way."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

STYLES = ("quote", "spoiler", "b", "i", "u", "s", "code", "pre")
"""The names of styles, the outer ones first."""


class Piece(NamedTuple):
    """A stretch of words in the same styles, their names joined by blanks, and the address that it links to."""

    words: str
    style: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class RichText:
    """Formatted words as pieces in their order."""

    pieces: tuple[Piece, ...]

    @classmethod
    def plain(cls, words: str) -> RichText:
        """Words without any formatting."""
        return cls((Piece(words),) if words else ())

    @property
    def words(self) -> str:
        """The words alone."""
        return "".join(piece.words for piece in self.pieces)

    @property
    def formatted(self) -> bool:
        """Tell whether any piece has a style or a link."""
        return any(piece.style or piece.url for piece in self.pieces)

    def to_json(self) -> list[list[str]]:
        """The pieces as lists of words, style and address, the empty ones at the end left out."""
        return [list(piece[: 3 if piece.url else 2 if piece.style else 1]) for piece in self.pieces]

    @classmethod
    def from_json(cls, raw: Iterable[Sequence[str]]) -> RichText:
        return cls(tuple(Piece(*piece) for piece in raw))


def combined(*styles: str) -> str:
    """The names of all of some styles as one, each once and in their fixed order."""
    names = {name for style in styles for name in style.split()}
    return " ".join(name for name in STYLES if name in names)
