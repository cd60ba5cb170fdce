"""Agents that are in no list of names, as guesses: «توسط خود بهره‌برداران انجام و …», «توسط مستأجران پرداخت گردد»."""

from __future__ import annotations

from collections.abc import Sequence

from domain.minutes.language.common_words import is_action, is_common, is_link
from domain.minutes.language.verbs import PASSIVE
from domain.minutes.owners.actor import Actor, Found
from domain.minutes.owners.beginnings import name_begins_at
from domain.minutes.owners.clauses import clause, shall_be
from domain.minutes.owners.name_reach import after_words
from domain.minutes.owners.tokens import Token, units_from, words_from
from domain.persian.text import folded_words

_AGENTS = folded_words("توسط بوسیله")
_OWN = {("خود",)}
_LONGEST = 2


def unlisted_agent(text: str, tokens: Sequence[Token], position: int) -> Found | None:
    """Several people whom no list knows, between «توسط» and a work that shall be done."""
    if tokens[position].word not in _AGENTS:
        return None
    start = position + 1 + (words_from(tokens, position + 1, 1) in _OWN)
    first = words_from(tokens, start, 1)
    if not first or name_begins_at(tokens, start) or is_link(first):
        return None
    ends = (after_words(tokens, start, count) for count in range(1, _LONGEST + 1))
    whole = (at for at in ends if at < len(tokens))
    end = next((at for at in whole if _are_several(tokens[at - 1].word) and is_action(units_from(tokens, at))), None)
    end = end or _end_before_a_passive(tokens, start)
    words = clause(tokens, end) if end else []
    verb = shall_be(words)
    shared = words[1:2] == ["و"]  # «… توسط باغداران انجام و … تأمین نماید»
    if end is None or verb is None or not (shared or words[verb] in PASSIVE):
        return None
    return end, [Actor(text[tokens[start].start : tokens[end - 1].end], certain=False)]


def _end_before_a_passive(tokens: Sequence[Token], start: int) -> int | None:
    """The token after one word right before what is done by it: «توسط تاسیسات‌چی بسته شود», not «توسط سامانه …»."""
    end = after_words(tokens, start, 1)
    done = units_from(tokens, end, 2)
    passive = len(done) == 2 and done[1] in PASSIVE and (done[0].endswith(("ه", "ته")) or is_action(done))
    return end if passive and not is_common(units_from(tokens, start)) else None


def _are_several(word: str) -> bool:
    return word.endswith(("ان", "ین", "ها"))
