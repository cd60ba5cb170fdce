"""Whose a work is, as people say it in a chat: «جمع کردنش با خانم کریمی», «زحمتش با آقا مرتضی»."""

from __future__ import annotations

import re
from collections.abc import Sequence

from domain.minutes.owners.actor import Found, actors_named
from domain.minutes.owners.clauses import clause
from domain.minutes.owners.names import names_at
from domain.minutes.owners.tokens import Token

_ITS = re.compile(
    r"(?:کردن|گرفتن|زدن|بردن|اوردن|دادن|نوشتن|خریدن|زحمت|خرید|پول|پیگیری|مسیولیت|هماهنگی|هزینه|خرج|تهیه) ?(?:ش|شون|شان)"
)
"""A work with what it is done to, right before «با»."""


def rests_with(text: str, tokens: Sequence[Token], position: int) -> Found | None:
    """«جمع کردنش با خانم کریمی و خانم یوسفی» at the end of its clause."""
    if tokens[position].word != "با" or position == 0:
        return None
    work = " ".join(token.word for token in tokens[position - 1 - tokens[position - 1].joined : position])
    if _ITS.fullmatch(work) is None:
        return None
    end, names = names_at(text, tokens, position + 1)
    after = clause(tokens, end)
    return (end, actors_named(names)) if names and (not after or after[0] in {"،", ","}) else None
