"""Works that rest with somebody, as people say it in a chat: «جمع کردنش با خانم کریمی», «زحمتش با آقا مرتضی»."""

from __future__ import annotations

import re
from collections.abc import Sequence

from domain.minutes.language.organisations import PEOPLE
from domain.minutes.language.verbs import SPOKEN
from domain.minutes.owners.actor import Found, actors_named
from domain.minutes.owners.clauses import clause
from domain.minutes.owners.names import Name, names_at
from domain.minutes.owners.tokens import Token
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
