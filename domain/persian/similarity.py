"""The likeness of two Persian texts by the three-letter pieces of their words, however they were typed."""

from collections.abc import Iterable

from domain.persian.text import fold, folded_words

_COMMON = folded_words(
    "و در به از که این آن را با برای تا بر یا هم هر نیز است شود باشد گردد ها های ی می کرد کند شده پیشنهاد ایده لطفا"
)
"""Words that stand in any text, and so make no two of them alike."""

ALIKE = 0.4
"""The likeness from which on two texts are probably about the same."""


COMPARED = 600
"""Characters of a text that are compared: what it is about is said by then."""


def pieces(text: str) -> frozenset[str]:
    """The three-letter pieces of a text's words, each word marked at its ends; common words have none."""
    words = (f" {word} " for word in fold(text[:COMPARED]).split() if word not in _COMMON)
    return frozenset(word[place : place + 3] for word in words for place in range(len(word) - 2))


def likeness(first: frozenset[str], second: frozenset[str]) -> float:
    """The share of the pieces that two texts have in common, from 0 for none to 1 for all (Dice's coefficient)."""
    total = len(first) + len(second)
    return 2 * len(first & second) / total if total else 0.0


def most_alike(text: str, others: Iterable[tuple[int, str]], most: int) -> list[int]:
    """Of (id, text) the ids of those that are alike, the most alike first."""
    wanted = pieces(text)
    found = ((likeness(wanted, pieces(words)), number) for number, words in others)
    ranked = sorted(((share, number) for share, number in found if share >= ALIKE), reverse=True)
    return [number for _, number in ranked[:most]]
