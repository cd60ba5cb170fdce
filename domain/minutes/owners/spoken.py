"""Owners as people say it in a chat: «جمع کردنش با خانم کریمی», «زحمتش با آقا مرتضی», «سارا لیست رو می‌فرسته»."""

from __future__ import annotations

import re
from collections.abc import Sequence

from domain.minutes.language.common_words import is_common
from domain.minutes.language.given_names import GIVEN_NAMES
from domain.minutes.language.organisations import PEOPLE, SURNAME_ENDS
from domain.minutes.language.verbs import SPOKEN, is_verb
from domain.minutes.owners.actor import Actor, Found, actors_named
from domain.minutes.owners.clauses import acts, clause, opens_clause
from domain.minutes.owners.name_reach import after_words
from domain.minutes.owners.names import Name, names_at
from domain.minutes.owners.tokens import Token, units_from, words_from
from domain.persian.text import folded_words

_ITS = re.compile(
    r"(?:کردن|گرفتن|زدن|بردن|اوردن|دادن|نوشتن|خریدن|زحمت|خرید|پول|پیگیری|مسیولیت|هماهنگی|هزینه|خرج|تهیه) ?(?:ش|شون|شان)"
)
"""A work with what it is done to, right before «با»."""

_COMMAS = {"،", ","}
_DONE = SPOKEN | folded_words("بشه بشن شه شود شوند گردد")


def rests_with(text: str, tokens: Sequence[Token], position: int) -> Found | None:
    """«جمع کردنش با خانم کریمی و خانم یوسفی» at the end of its clause, «جوی لایروبی بشه، با دهیار»."""
    if tokens[position].word != "با" or position == 0:
        return None
    work = " ".join(token.word for token in tokens[position - 1 - tokens[position - 1].joined : position])
    end, names = names_at(text, tokens, position + 1)
    after = clause(tokens, end)
    if (
        names
        and work in _COMMAS
        and not after
        and tokens[position + 1].word in PEOPLE
        and tokens[position - 2].word in _DONE
    ):
        return end, actors_named([Name(name.text, certain=False) for name in names])
    return (end, actors_named(names)) if names and _ITS.fullmatch(work) and (not after or after[0] in _COMMAS) else None


def called_by_name(text: str, tokens: Sequence[Token], position: int) -> Found | None:
    """«مرتضی لیست رو بیاره», «متن رو سارا و نگار بازنویسی می‌کنن»: colleagues as the subject of a clause."""
    if not _is_given(tokens, position) or not opens_clause(tokens, position):
        return None
    starts, end = [position], position + 1
    if _has_a_family_name(tokens, end):
        end = after_words(tokens, end, 1)
        whole = Actor(text[tokens[position].start : tokens[end - 1].end], certain=False)
        return (end, [whole]) if acts(tokens, end) else None
    while words_from(tokens, end, 1) in {("و",), ("،",)} and _is_given(tokens, end + 1):
        starts, end = [*starts, end + 1], end + 2
    names = [Actor(text[tokens[at].start : tokens[at].end], certain=False) for at in starts]
    return (end, names) if acts(tokens, end) else None


def _has_a_family_name(tokens: Sequence[Token], position: int) -> bool:
    """Tell whether a family name stands at a token: one that ends like one, and no word of something else."""
    if position >= len(tokens) or is_common(units_from(tokens, position)) or is_verb(tokens[position].word):
        return False
    last = tokens[after_words(tokens, position, 1) - 1]
    return last.word in SURNAME_ENDS or (last.word.endswith(("ی", "یان", "زاده")) and not last.joined)


def _is_given(tokens: Sequence[Token], position: int) -> bool:
    """Tell whether a token is nothing but a given name: no «علی» of «علی‌الحساب», and no «شهید رضا»."""
    if position >= len(tokens) or tokens[position].word not in GIVEN_NAMES or tokens[position].joined:
        return False
    behind = tokens[position + 1] if position + 1 < len(tokens) else None
    return behind is None or not (behind.joined or behind.word.startswith("ال"))
