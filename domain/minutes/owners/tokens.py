"""Words and signs of a running text, with words taken apart that were written together."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import wraps
from typing import Any, TypeVar

from domain.minutes.language.common_words import is_action, is_common, is_thing
from domain.minutes.language.organisations import GROUPS, HEADS, NAME_WORDS, PEOPLE, UNITS
from domain.persian.text import ZWNJ, fold, folded_words

ENDS = frozenset(".؛;!؟?\n")
"""Signs that end a sentence."""

_TOKEN = re.compile(r"\d+(?:[./٫]\d+)+|[^\s\u200c،,؛;.:()«»\[\]!؟?/\n]+|[،,؛;.:()«»\[\]!؟?/\n]")
_DECIDED = re.compile(r"(و?)((?:مقرر|مصوب)(?=\w))(شد|گردید|گشت|است)?(?!ات|ه|ی)(\w*)")
_FORMULA = re.compile(r"(شد|گردید)(\w{3,})")
_PREPOSITION = re.compile(r"(با|از|در)(\w{4,})")
_LINKED = folded_words("همکاری هماهنگی مشارکت حضور نظارت مسئولیت")
_AFTER_AN_OBJECT = folded_words("رابه راتا رادر رااز")
_VOCABULARY = HEADS | GROUPS | PEOPLE | NAME_WORDS
_AREAS = folded_words("شهرستان استان")
_DECIDING = folded_words("مقرر مصوب")
_SHORTEST = 3
Read = TypeVar("Read")


@dataclass(frozen=True)
class Token:
    """A folded word with its characters (start, end); `joined` to the one before it by a half-space."""

    start: int
    end: int
    word: str
    joined: bool


class Tokens(list[Token]):
    """The tokens of one text, with what was read of them at each place: rules read a long list again and again."""

    def __init__(self) -> None:
        super().__init__()
        self.read: dict[tuple[Callable[..., Any], int], Any] = {}


def read_once(reader: Callable[[Sequence[Token], int], Read]) -> Callable[[Sequence[Token], int], Read]:
    """A reader of what stands at a token, which reads each place of a text once."""

    @wraps(reader)
    def read(tokens: Sequence[Token], position: int) -> Read:
        if not isinstance(tokens, Tokens):
            return reader(tokens, position)
        if (reader, position) not in tokens.read:
            tokens.read[reader, position] = reader(tokens, position)
        found: Read = tokens.read[reader, position]
        return found

    return read


def tokens_of(text: str) -> Tokens:
    """Split a text into words and signs, in order: «مقررشدسازمان» is «مقرر», «شد» and «سازمان»."""
    tokens = Tokens()
    for match in _TOKEN.finditer(text):
        word = fold(match[0]) or "\n"
        joined = text[match.start() - 1 : match.start()] == ZWNJ
        # Characters are counted in the text as typed, so only a word that folding left as long can be taken apart.
        pieces = list(_pieces(word)) if len(word) == len(match[0]) else [word]
        start = match.start()
        for index, piece in enumerate(pieces):
            end = start + len(piece) if len(pieces) > 1 else match.end()
            tokens.append(Token(start, end, piece, joined and index == 0))
            start = end
    return tokens


def words_from(tokens: Sequence[Token], position: int, count: int = 9) -> tuple[str, ...]:
    """The words of so many tokens from a position on, every comma as «،»."""
    return tuple(token.word.replace(",", "،") for token in tokens[position : position + count])


def units_from(tokens: Sequence[Token], position: int, count: int = 3) -> list[str]:
    """The next words from a position on, each with what a half-space joins to it."""
    units: list[str] = []
    for at in range(position, len(tokens)):
        token = tokens[at]
        if token.joined and units:
            units[-1] += token.word
        elif len(units) == count:
            break
        else:
            units.append(token.word)
    return units


def _pieces(word: str) -> Iterator[str]:
    """The words that were written as one: after «مقرر», after «و», and two that both are words of names."""
    if decided := _DECIDED.fullmatch(word):
        yield from (part for part in decided.groups()[:3] if part)
        if decided[4]:
            yield from _pieces(decided[4])
    elif (glued := _FORMULA.fullmatch(word)) and glued[2] in _VOCABULARY:
        yield from glued.groups()
    elif (glued_preposition := _PREPOSITION.fullmatch(word)) and not _is_a_word(word):
        second = glued_preposition[2]
        known = second in _VOCABULARY | _LINKED or is_action([second]) or is_thing([second])
        yield from glued_preposition.groups() if known else (word,)
    elif word in _AFTER_AN_OBJECT:
        yield from ("را", word.removeprefix("را"))
    elif word.startswith("و") and len(word) > _SHORTEST and word not in _VOCABULARY and not is_common([word]):
        known = word[1:] in _VOCABULARY | _DECIDING or is_common([word[1:]])
        yield from ("و", word[1:]) if known else (word,)
    else:
        yield from _two_words(word)


def _is_a_word(word: str) -> bool:
    return word in _VOCABULARY or is_common([word])


def _two_words(word: str) -> Sequence[str]:
    if word in _VOCABULARY or word in UNITS:
        return (word,)
    for cut in range(_SHORTEST, len(word) - _SHORTEST + 1):
        first, second = word[:cut], word[cut:]
        if first in (HEADS | {fold("امور")}) and second in NAME_WORDS and len(second) > _SHORTEST:
            return first, second
        if (first in PEOPLE and second in HEADS) or (second in _AREAS and first in NAME_WORDS):
            return first, second
    return (word,)
