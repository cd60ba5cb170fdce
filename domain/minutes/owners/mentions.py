"""Earlier mentions of a person or a body: the one that «نامبرده» or «شرکت مذکور» means."""

from __future__ import annotations

from collections.abc import Sequence

from domain.minutes.language.organisations import TITLES, is_head
from domain.minutes.owners.names import Name, names_at
from domain.minutes.owners.tokens import Token, tokens_of
from domain.persian.text import fold, folded_words

_MENTIONED = folded_words("مذکور مزبور یادشده مشارالیه فوق فوقالذکر مورداشاره")


def last_person(text: str, tokens: Sequence[Token], position: int) -> Name | None:
    """The person who was named last before a token; None when nobody was."""
    for start in range(position - 1, -1, -1):
        begins = tokens[start].word in TITLES and (start == 0 or tokens[start - 1].word not in TITLES)
        if begins:
            return next(iter(names_at(text, tokens[:position], start)[1]), None)
    return None


def same_body(name: str, before: str) -> str:
    """The full name of a body that is only mentioned again: «شرکت مذکور»; the name itself for any other."""
    words = fold(name).split()
    if len(words) < 2 or words[-1] not in _MENTIONED or not is_head(words[0]):
        return name
    tokens = tokens_of(before)
    body = last_body(before, tokens, len(tokens), words[0])
    return body.text if body else name


def last_body(text: str, tokens: Sequence[Token], position: int, head: str) -> Name | None:
    """The body with a head («شرکت») that was named last before a token; None when none was."""
    for start in range(position - 1, -1, -1):
        if tokens[start].word == head:
            return next(iter(names_at(text, tokens[:position], start)[1]), None)
    return None
