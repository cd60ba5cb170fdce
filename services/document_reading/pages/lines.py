"""The lines of glyphs on a page, in the order in which they are read."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from services.document_reading.pages.glyphs import ZWNJ, Glyph, Shapes, can_join, is_letter, with_marks

_BETWEEN_DIGITS = frozenset("/.,:٫٬،")
_BETWEEN_ALONE = _BETWEEN_DIGITS | frozenset("-+")
"""The marks that hold numbers together where no letter stands before; after a Persian letter, Unicode parts «۱۰-۰۲»."""
_OF_A_NUMBER = frozenset("%٪‰$€")
_BRACKETS = str.maketrans("()[]{}«»<>", ")(][}{»«><")
_OPENING, _CLOSING = frozenset("([{«"), frozenset(")]}»")
_SPACE = 0.17
"""The gap between two glyphs, in sizes of the font, that is a space where the file has none."""
_NO_ROOM = 0.08
"""The room, in sizes of the font, that no space takes."""
_TAB = 2.6
"""The gap that sets two parts of a line apart."""
_SPACED = 0.04
"""The share of blanks from which a page is one whose spaces are glyphs, so that a gap without one is a half-space."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line's glyphs in reading order, with its box."""

    glyphs: tuple[Glyph, ...]

    @property
    def left(self) -> float:
        return min(glyph.left for glyph in self.glyphs)

    @property
    def right(self) -> float:
        return max(glyph.right for glyph in self.glyphs)

    @property
    def top(self) -> float:
        return min(glyph.top for glyph in self.glyphs)

    @property
    def bottom(self) -> float:
        return max(glyph.bottom for glyph in self.glyphs)

    @property
    def size(self) -> float:
        return max(glyph.size for glyph in self.glyphs)

    @property
    def first_word(self) -> float:
        """The width of the line's first word, in points."""
        reach = next((place for place, glyph in enumerate(self.glyphs) if not glyph.text.strip()), len(self.glyphs))
        word = self.glyphs[: reach or 1]
        return max(glyph.right for glyph in word) - min(glyph.left for glyph in word)


def lines_of(glyphs: Sequence[Glyph]) -> list[Line]:
    """Group glyphs into lines from the top down, each in reading order. Lines of blanks alone are left out."""
    spaced = sum(glyph.text == " " for glyph in glyphs) > _SPACED * len(glyphs)
    rows: list[list[Glyph]] = []
    for glyph in sorted(glyphs, key=lambda one: one.base):
        if rows and abs(rows[-1][-1].base - glyph.base) < 0.4 * min(rows[-1][-1].size, glyph.size):
            rows[-1].append(glyph)
        else:
            rows.append([glyph])
    return [
        Line(tuple(reading_order(list(_with_gaps(_from_left(row), spaced=spaced)))))
        for row in rows
        if any(glyph.text.strip() for glyph in row)
    ]


def _from_left(row: Sequence[Glyph]) -> list[Glyph]:
    """The glyphs of a line as they stand from left to right, without the blanks at its ends."""
    # A blank without room lies over the letter that it follows, and so stands where it begins.
    ordered = sorted(with_marks(row), key=lambda glyph: glyph.middle if glyph.text.strip() else glyph.left)
    inked = [place for place, glyph in enumerate(ordered) if glyph.text.strip()]
    return ordered[inked[0] : inked[-1] + 1]


def _with_gaps(glyphs: Sequence[Glyph], *, spaced: bool) -> Iterator[Glyph]:
    """Put blanks where there are gaps: a tab for a wide one, a half-space between letters of a page with blanks.

    A blank glyph without room between its neighbours stands for a half-space.
    """
    for place, glyph in enumerate(glyphs):
        if glyph.text == " " and 0 < place < len(glyphs) - 1:
            before, after = glyphs[place - 1], glyphs[place + 1]
            if after.left - before.right < _NO_ROOM * glyph.size:
                if _direction(before) == _direction(after) == "R":
                    yield replace(glyph, text=ZWNJ)
                continue
        yield glyph
        if place + 1 == len(glyphs):
            return
        following = glyphs[place + 1]
        gap, size = following.left - glyph.right, min(glyph.size, following.size)
        between = replace(glyph, left=glyph.right, right=following.left, shape="", font="")
        if gap > _TAB * size:
            yield replace(between, text="\t")
        elif gap > _SPACE * size and glyph.text.strip() and following.text.strip():
            if not spaced or _direction(glyph) != "R" or gap > 2 * _SPACE * size:
                yield replace(between, text=" ")
            elif can_join(following):
                yield replace(between, text=ZWNJ)


def reading_order(from_left: Sequence[Glyph]) -> list[Glyph]:
    """Order the glyphs of one line: from right to left, with Latin words and numbers in it from left to right."""
    kinds = [_direction(glyph) for glyph in from_left]
    if "L" in kinds and "R" not in kinds:
        return list(from_left)
    ordered: list[Glyph] = []
    for start, end in _stretches(from_left, kinds):
        ordered[:0] = from_left[start:end]
    return ordered


def _direction(glyph: Glyph) -> str:
    """The direction of a glyph: R and L for letters, N for digits, or - for what takes that of its neighbours."""
    letter = next((one for one in glyph.text if not unicodedata.combining(one)), glyph.text[0])
    direction = unicodedata.bidirectional(letter)
    return {"R": "R", "AL": "R", "L": "L", "EN": "N", "AN": "N"}.get(direction, "-")


def _stretches(glyphs: Sequence[Glyph], kinds: Sequence[str]) -> Iterator[tuple[int, int]]:
    """The stretches that stand from left to right in themselves, as (start, end) from the left; others are single."""
    place = 0
    while place < len(glyphs):
        end = _latin_end(kinds, place) or _number_end(glyphs, kinds, place) or place + 1
        yield place, end
        place = end


def _latin_end(kinds: Sequence[str], start: int) -> int:
    """The end of words in Latin letters, with what stands between them; 0 when there are none."""
    if kinds[start] not in {"L", "N"}:
        return 0
    reach = start
    while reach < len(kinds) and kinds[reach] != "R":
        reach += 1
    latin = [place for place in range(start, reach) if kinds[place] == "L"]
    if not latin:
        return 0
    strong = [place for place in range(start, reach) if kinds[place] in {"L", "N"}]
    return strong[-1] + 1


def _number_end(glyphs: Sequence[Glyph], kinds: Sequence[str], start: int) -> int:
    """The end of a number with its separators and signs; 0 when there is none."""
    place, alone = start, "R" not in kinds[start:]
    if alone and glyphs[place].text in _OF_A_NUMBER and place + 1 < len(glyphs) and kinds[place + 1] == "N":
        place += 1
    if kinds[place] != "N":
        return 0
    between = _BETWEEN_ALONE if alone else _BETWEEN_DIGITS
    while place < len(glyphs):
        following = kinds[place + 1] if place + 1 < len(glyphs) else ""
        if kinds[place] == "N" or (glyphs[place].text in between and following == "N"):
            place += 1
        else:
            break
    is_rest = place == len(glyphs) - 1 and start == 0 and glyphs[place].text in between
    if place < len(glyphs) and ((alone and glyphs[place].text in _OF_A_NUMBER) or is_rest):
        # A line with nothing but «1403-02-» is the beginning of a date that goes on in the next one.
        place += 1
    return place


def text_of(line: Line, shapes: Shapes, *, mirrored: bool) -> str:
    """A line's text, with half-spaces where the shapes of letters tell of them.

    ``mirrored`` says that the file names brackets by their looks, which are turned round between Persian words.
    """
    parts: list[str] = []
    for place, glyph in enumerate(line.glyphs):
        parts.append(glyph.text.translate(_BRACKETS) if mirrored else glyph.text)
        if place + 1 < len(line.glyphs) and is_letter(line.glyphs[place + 1].text[0]) and shapes.ends_word(glyph):
            parts.append(ZWNJ)
    return re.sub(r" *\t[ \t]*", "\t", re.sub(" {2,}", " ", "".join(parts))).strip()


def is_mirrored(lines: Iterable[Line]) -> bool:
    """Tell whether brackets close before they open, which is so where a file names them by their looks."""
    right, wrong = 0, 0
    for line in lines:
        if not any(_direction(glyph) == "R" for glyph in line.glyphs):
            continue
        brackets = [glyph.text for glyph in line.glyphs if glyph.text in _OPENING | _CLOSING]
        for first, second in pairwise(brackets):
            right += first in _OPENING and second in _CLOSING
            wrong += first in _CLOSING and second in _OPENING
    return wrong > right
