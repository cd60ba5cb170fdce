"""Rules by which somebody takes a work on, answers for it, or holds a post that the sentence makes."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from domain.minutes.language.organisations import TITLES
from domain.minutes.language.verbs import is_verb
from domain.minutes.owners.actor import Found, actors_named
from domain.minutes.owners.beginnings import name_begins_at
from domain.minutes.owners.clauses import clause, opens_clause
from domain.minutes.owners.mentions import last_person
from domain.minutes.owners.names import Name, names_at
from domain.minutes.owners.subjects import PRONOUNS
from domain.minutes.owners.tokens import Token, words_from
from domain.persian.text import folded_words

_POSTS = folded_words("مسئول مسوول مربی ناظر مجری متولی سرپرست پیگیر مسئولیت هماهنگ‌کننده")
_CHARGE = folded_words("مسئول مسوول متولی مامور عهده‌دار پاسخگو پاسخگوی جوابگو جوابگوی")
_IS = folded_words("است هستند اند میباشد می باشد باشند خواهد شد شدند گردید بود")
ON_ONESELF, _TOOK = folded_words("عهده بعهده برعهده"), folded_words("گرفت گرفتند گیرد گیرند")
"""«آقای فتاحی پیگیری زمین را بر عهده گرفت»."""

_ACCEPTED = folded_words("پذیرفت پذیرفتند تقبل قبول")
RESPONSIBILITY = folded_words("مسئولیت مسوولیت پیگیری نظارت اجرا اجرای هماهنگی")
_BURDEN = RESPONSIBILITY | {"زحمت"}
"""Before «پذیرفت» these are taken on: «خانم ملکی مسئولیت هماهنگی با مربی را پذیرفت»."""

_PLEDGED, _DID = (
    folded_words("تعهد متعهد متقبل تقبل قبول"),
    folded_words("کرد کردند داد دادند نمود نمودند شد شدند گردید سپرد"),
)
"""«رئیس اتحادیه هم تعهد کرد هر روز نرخنامه را نصب کند»."""

_TOO = folded_words("هم نیز")
_NOT_A_NAME = folded_words("از به با در بر برای تا نیز هم خود همه")
_REST = 6
"""So many words of a name may be in no list, or stand in a bracket behind it."""

_NEAR = 12
"""So many words behind a body it is told what it takes on."""


def holder(text: str, tokens: Sequence[Token], position: int) -> Found | None:
    """«… و مربی آن خانم اسدی باشد», «… 👈 مسئول ثبت‌نام: خانم مهری»: who holds a post that the sentence makes."""
    if tokens[position].word not in _POSTS:
        return None
    colon = next((at for at in range(position + 1, position + _REST) if words_from(tokens, at, 1) == (":",)), None)
    if colon and name_begins_at(tokens, colon + 1):
        end, names = names_at(text, tokens, colon + 1)
        return (end, actors_named(names)) if words_from(tokens, end, 1) in {(), (".",), ("\n",), (")",)} else None
    if not opens_clause(tokens, position):
        return None
    start = next(
        (at for at in range(position + 1, position + _REST) if tokens[at : at + 1] and tokens[at].word in TITLES), None
    )
    if start is None:
        return None
    end, names = names_at(text, tokens, start)
    return (end, actors_named(names)) if words_from(tokens, end, 1) and tokens[end].word in _IS else None


def in_charge(text: str, tokens: Sequence[Token], position: int) -> Found | None:
    """«آقای کاظمی (مدیر بازرگانی) مسئول برگزاری مزایده است»: who is made responsible for a work, or takes it on."""
    if not (opens_clause(tokens, position) or tokens[position - 1].word == "("):
        return None
    if tokens[position].word in PRONOUNS and (person := last_person(text, tokens, position)):
        end, names = position + 1, [person]
    elif name_begins_at(tokens, position):
        end, names = names_at(text, tokens, position)
    else:
        return None
    if words_from(tokens, end, 1) == ("(",):
        end = next((at + 1 for at in range(end, min(end + _REST, len(tokens))) if tokens[at].word == ")"), end)
    words = clause(tokens, end)
    charged = words[:1] and words[0] in _CHARGE and any(word in _IS for word in words[1:_NEAR])
    taken = _is_taken(words) or (_follows_a_burden(tokens, position) and not _ACCEPTED.isdisjoint(words[:1]))
    return (end, actors_named(names)) if charged or taken else None


def _is_taken(words: Sequence[str]) -> bool:
    """Tell whether the words behind a name say that it takes something on."""
    if any(pair[0] in ON_ONESELF and pair[1] in _TOOK for pair in pairwise(words)):
        return True
    if words[:1] and words[0] in _ACCEPTED and "که" in words[1:3]:
        return True
    accepted = next((at for at, word in enumerate(words) if word in _ACCEPTED), 0)
    burden = next((at for at, word in enumerate(words[:_NEAR]) if word in _BURDEN), accepted)
    if burden < accepted and not any(map(is_verb, words[:accepted])):
        return True
    if any(pair == ("عهده", "دار") for pair in pairwise(words[:_NEAR])) and not _IS.isdisjoint(words[:_NEAR]):
        return True
    pledged = words[1:] if words[:1] and words[0] in _TOO else words
    return bool(_PLEDGED.intersection(pledged[:1]) and _DID.intersection(pledged[1:2]))


def _follows_a_burden(tokens: Sequence[Token], position: int) -> bool:
    """Tell whether what is taken on stands right before a name: «زحمت خرید لوازم را خانم ملکی قبول کرد»."""
    before = [token.word for token in tokens[max(0, position - _NEAR) : position]]
    return before[-1:] in (["را"], ["رو"]) and not _BURDEN.isdisjoint(before)


def taken_on(text: str, tokens: Sequence[Token], position: int) -> Found | None:
    """«دبیری آن را لیلا مستوفیان بر عهده گیرد»: a name that no list knows, between what is taken on and the verb."""
    if position == 0 or tokens[position - 1].word != "را" or name_begins_at(tokens, position):
        return None
    words = clause(tokens, position)[: _REST + 2]
    at = next((at for at, pair in enumerate(pairwise(words)) if pair[0] in ON_ONESELF and pair[1] in _TOOK), 0)
    end = at - (words[at - 1] in {"به", "بر"}) if at else 0
    if (
        not 0 < end <= _REST
        or words[0] in _NOT_A_NAME
        or any(is_verb(word) or not word[0].isalpha() for word in words[:end])
    ):
        return None
    name = text[tokens[position].start : tokens[position + end - 1].end]
    return position + end, actors_named([Name(name, certain=False)])
