"""The glyphs of a PDF page with cleaned text, and the half-spaces that their shapes tell of.

What a PDF maps a glyph to is in reading order even where the glyphs stand from left to right, so that «لا» comes out
right as long as glyphs, not letters, are put into order. Half-spaces are lost or come glued to other letters; but a
letter at whose end the pen was lifted has another glyph than one that is joined, and so another width.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

ZWNJ = "\u200c"
_DUAL = frozenset("بپتثجچحخسشصضطظعغفقکكگلمنهیيئى")
"""The letters that are joined to the one after them, so that an unjoined shape before a letter means a half-space."""
_INVISIBLE = dict.fromkeys(
    map(ord, "\xad\ufeff\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2069")
)
_NO_SPACES = str.maketrans({"\xa0": " ", "\u2002": " ", "\u2003": " ", "\u2009": " ", "\t": " "})
_CLEARLY = 0.6
"""The share of a glyph's places at the end of a word from which it counts as the shape of an end."""


Key = tuple[str, str, float]


@dataclass(frozen=True, slots=True)
class Glyph:
    """A glyph: its text, its box and base line in points from the page's top left, and its marks of identity."""

    text: str
    left: float
    right: float
    top: float
    bottom: float
    base: float
    size: float
    font: str = ""
    shape: str = ""
    """A presentation form by which the file itself names the shape: «ends» or «joins», else «»."""

    @property
    def middle(self) -> float:
        return (self.left + self.right) / 2

    @property
    def height(self) -> float:
        return (self.top + self.bottom) / 2

    @property
    def key(self) -> Key:
        """Equal for the same glyph of a font, whatever its size."""
        return self.font, self.text, round((self.right - self.left) / (self.size or 1.0), 3)


def glyphs_of(characters: Iterable[dict[str, Any]], height: float) -> Iterator[Glyph]:
    """Make glyphs of pdfplumber's characters on a page of this height; those without a text are left out."""
    for character in characters:
        raw = str(character["text"])
        if raw.startswith("(cid:") or not character.get("upright", True):
            continue
        text = unicodedata.normalize("NFKC", raw).translate(_INVISIBLE).translate(_NO_SPACES)
        if not text or any(unicodedata.category(letter) in {"Co", "Cc", "Cn"} for letter in text):
            continue
        left, right = float(character["x0"]), float(character["x1"])
        yield Glyph(
            text,
            left,
            right,
            float(character["top"]),
            float(character["bottom"]),
            height - float(character["matrix"][5]),
            float(character["size"]) or 1.0,
            str(character["fontname"]),
            _shape(raw),
        )


def _shape(raw: str) -> str:
    """The shape that an Arabic presentation form stands for."""
    name = unicodedata.name(raw[-1], "") if "\ufb50" <= raw[-1] <= "\ufefc" else ""
    if name.endswith(("INITIAL FORM", "MEDIAL FORM")):
        return "joins"
    return "ends" if name.endswith(("FINAL FORM", "ISOLATED FORM")) else ""


def with_marks(glyphs: Sequence[Glyph]) -> list[Glyph]:
    """Put vowel signs and the hamza above, which are glyphs of their own, onto the letters they stand over."""
    bases = [glyph for glyph in glyphs if not _is_mark(glyph)]
    for mark in (glyph for glyph in glyphs if _is_mark(glyph)):
        near = [place for place, base in enumerate(bases) if base.left - 1 <= mark.middle <= base.right + 1]
        if near:
            place = min(near, key=lambda one: abs(bases[one].middle - mark.middle))
            bases[place] = replace(bases[place], text=unicodedata.normalize("NFC", bases[place].text + mark.text))
    return bases


def _is_mark(glyph: Glyph) -> bool:
    return all(unicodedata.combining(letter) for letter in glyph.text)


@dataclass(frozen=True, slots=True)
class Shapes:
    """The keys of the glyphs that stand at a word's end, and of those that are joined to the next letter."""

    ends: frozenset[Key]
    joins: frozenset[Key]

    @classmethod
    def learnt(cls, lines: Iterable[Sequence[Glyph]]) -> Shapes:
        """Learn the shapes from where each glyph stands in a document's lines."""
        at_end, inside = Counter[Key](), Counter[Key]()
        for line in lines:
            for place, glyph in enumerate(line):
                if glyph.text[-1] in _DUAL:
                    following = line[place + 1].text[0] if place + 1 < len(line) else " "
                    (inside if is_letter(following) else at_end)[glyph.key] += 1
        sums = at_end + inside
        return cls(
            frozenset(key for key, count in at_end.items() if count >= _CLEARLY * sums[key]),
            frozenset(key for key, count in inside.items() if count >= _CLEARLY * sums[key]),
        )

    def ends_word(self, glyph: Glyph) -> bool:
        """Tell whether a glyph's letter is one that can be joined, and is not."""
        return glyph.text[-1] in _DUAL and (glyph.shape == "ends" or (not glyph.shape and glyph.key in self.ends))

    def joins_next(self, glyph: Glyph) -> bool:
        """Tell whether a glyph is joined to the letter after it."""
        return glyph.text[-1] in _DUAL and (glyph.shape == "joins" or (not glyph.shape and glyph.key in self.joins))


def can_join(glyph: Glyph) -> bool:
    """Tell whether a glyph's last letter is one that is joined to a letter after it."""
    return glyph.text[-1] in _DUAL


def is_letter(letter: str) -> bool:
    """Tell whether a character is a letter of the Arabic script."""
    return "\u0620" <= letter <= "\u06d3" and unicodedata.category(letter) == "Lo"
