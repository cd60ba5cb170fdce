"""Names that a document itself shows to be names: of those present, and of cells that hold nothing but one owner."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from domain.minutes.language.common_words import is_common
from domain.minutes.language.organisations import (
    GROUPS,
    HEADS,
    NAME_WORDS,
    PEOPLE,
    PLACES,
    SURNAME_ENDS,
    TITLES,
    begins_with_name,
    is_unit,
)
from domain.minutes.language.verbs import is_verb
from domain.persian.text import fold

_LABEL = re.compile(r"(?:^|[\n/|]|\.\s)[^:\n]{0,40}:")
_PRESENT = re.compile(
    r"حضور\s+(.+?)(?=\s(?:برگزار|تشکیل|منعقد|رسمیت|در (?:محل|ساعت|سالن|تاریخ|روز|دفتر))|[.\n]|$)", re.DOTALL
)
_ASIDE = re.compile(r"[(\[][^)\]]*[)\]]?")
_INSIDE = re.compile(r"\(\s*([^()]+?)\s*\)")
_BETWEEN = re.compile(r"[،,؛;/|+\n–—•*]|\s-\s|\sو\s|\d{1,2}\s*[-–.)]")
_SHORTEST, _LONGEST = 3, 4


@dataclass(frozen=True)
class Roster:
    """Folded whole `names`, and the single `words` that people among them may be called by."""

    names: frozenset[str] = frozenset()
    words: frozenset[str] = frozenset()
    units: frozenset[str] = frozenset()
    """The units that stand in brackets behind those present, «خانم صدوقی (مالی)», and are called by their work."""

    @classmethod
    def of(cls, present: Iterable[str], sentences: Iterable[str], owners: Iterable[str]) -> Roster:
        """Collect the names in lists of those present, in sentences such as «با حضور …», and in cells of owners."""
        lists = [_LABEL.sub("\n", text) for text in present]
        lists += [match[1] for text in sentences for match in _PRESENT.finditer(text)]
        people = [name for text in lists for part in _BETWEEN.split(_ASIDE.sub(" ", text)) if (name := _bare(part))]
        units = (fold(inside) for text in lists for inside in _INSIDE.findall(text) if is_unit(inside))
        cells = (name for cell in owners if not _BETWEEN.search(cell) and (name := _bare(cell)))
        return cls(
            frozenset([*people, *cells]),
            frozenset(word for name in people for word in _callable(name)),
            frozenset(units),
        )

    def knows(self, text: str) -> bool:
        """Tell whether a text is nothing but one of the names, or what one of the people is called by."""
        name = _bare(text)
        return bool(name) and (name in self.names or self.words.issuperset(name.split()))

    def without_more(self, name: str) -> str:
        """A name with a title without the words behind it that are none: «آقای کیانی نشتی» where Kiani is present."""
        words = name.split()
        if not words or fold(words[0]) not in TITLES or self.knows(name):
            return name
        ends = (end for end in range(len(words) - 1, 1, -1) if fold(words[end]) not in SURNAME_ENDS)
        return next((shorter for end in ends if self.knows(shorter := " ".join(words[:end]))), name)

    def knows_all(self, text: str) -> bool:
        """Tell whether a text is nothing but names: «نرگس و یاسمن»."""
        parts = [part for part in _BETWEEN.split(text) if part.strip()]
        return bool(parts) and all(map(self.knows, parts))


NOBODY = Roster()
"""The roster where a text stands alone."""


def is_unlisted(text: str) -> bool:
    """Tell whether a text is one or two words that are in no list, as the name of somebody without a title is."""
    words = fold(text).split()
    listed = HEADS | GROUPS | NAME_WORDS | PLACES
    return 0 < len(words) <= 2 and not any(
        len(word) < _SHORTEST or not word.isalpha() or word in listed or is_verb(word) or is_common([word])
        for word in words
    )


def _bare(text: str) -> str:
    """A folded name without titles and signs, "" for what can be none."""
    words = fold(text).strip(" .:@«»").split()
    while words and (words[0] in TITLES or words[0] in {"ها", "های"}):
        words.pop(0)
    clear = all(re.fullmatch(r"[^\W\d_]+\.?", word) and not is_verb(word) for word in words)
    return " ".join(words) if 0 < len(words) <= _LONGEST and clear and words[0] not in GROUPS else ""


def _callable(name: str) -> Iterator[str]:
    """The words that a person may be called by: the first name or the family name."""
    if begins_with_name(name):
        return
    for word in name.split():
        if len(word) >= _SHORTEST and word not in NAME_WORDS | PEOPLE and not is_common([word]):
            yield word
