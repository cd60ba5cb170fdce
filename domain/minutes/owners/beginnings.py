"""Find where a name begins in running text: at a head, a known phrase or a count of bodies."""

from __future__ import annotations

from collections.abc import Sequence

from domain.minutes.language.common_words import CHARGED, is_link
from domain.minutes.language.organisations import COUNTABLE, NAME_WORDS, UNIVERSAL, are_many, body_at, is_head
from domain.minutes.owners.tokens import Token, read_once, words_from
from domain.persian.text import cardinal_word, fold, folded_words

BRANCHES = folded_words("شعب شعبه")
DEVICE = "دستگاه"
"""A machine rather than a body, except after people: «نمایندگان دستگاه‌ها»."""

OF_BODIES = folded_words("نظارت اجرایی دولتی متولی مسئول مسوول ذیربط مرتبط عضو خدماترسان")
"""Behind «دستگاه» these make a body of it: «دو دستگاه اجرایی», not «دو دستگاه لودر»."""

CREW = fold("بچه")
"""In the plural, as people speak, those who work somewhere: «بچه‌های انبار»."""

_PLURAL = folded_words("ها های هایی")
SCHOOLS = fold("مدارس")
"""Owners behind «کلیه» or «مدیران»; elsewhere others work on them: «با محوریت مدارس روستایی»."""

PATROL = ("گشت", "مشترک")
"""Goes out for those who are named behind it: «گشت مشترک صمت و تعزیرات»."""

_TOWNS = ("شهرستان", "های")
_REACH = 5
"""So many words stand at most between a machine and «را»."""

ARTICLES = folded_words("ماده بند تبصره شماره")


@read_once
def name_begins_at(tokens: Sequence[Token], position: int) -> bool:
    """Tell whether a name begins at a token."""
    words = words_from(tokens, position)
    if not words or words[1:2] == ("ای",):
        return False
    if words[0] == CREW and words[1:2] != ("های",):
        return False
    if words[0] in BRANCHES and len(words) > 1:
        return is_head(words[1]) or body_at(words[1:]) > 1
    if words[0] in UNIVERSAL and not _begins_many(words[1:]):
        return False
    if words[0] == DEVICE and words[1:] and words[1] not in OF_BODIES | NAME_WORDS and tokens[position + 1].joined:
        return False
    if words[0] == DEVICE and _is_a_machine(words[1:]):
        return False
    if words[:2] == _TOWNS or (words[:2] == PATROL and len(words) > 2 and is_head(words[2])):
        return True
    numbered = position > 0 and tokens[position - 1].word in ARTICLES
    return is_head(words[0]) or body_at(words) > 1 or (is_count(words) and not numbered)


def _begins_many(words: tuple[str, ...]) -> bool:
    """Tell whether a name follows «همه»: «همه شهرداری‌ها», «همه همکارها»."""
    return bool(words) and (
        is_head(words[0]) or words[0] == SCHOOLS or are_many("".join(words[:2])) or body_at(words) > 0
    )


def _is_a_machine(words: Sequence[str]) -> bool:
    """Tell whether what follows «دستگاه» is worked on: «دستگاه برف‌روب را تعمیر نماید», not «… اجرایی را مکلف نمود»."""
    rest = [word for word in words if word not in _PLURAL]
    at = next((at for at, word in enumerate(rest) if word in {"را", "رو"}), _REACH)
    return (
        at < _REACH
        and "خود" not in rest[:at]
        and rest[0] not in OF_BODIES
        and CHARGED.isdisjoint(rest[at + 1 : at + 2])
    )


def is_count(words: Sequence[str]) -> bool:
    """Tell whether bodies are counted: «هفت روستا», «۳ دهیاری»."""
    counted = cardinal_word(words[0]) is not None or words[0].isdecimal()
    machine = words[1:2] == (DEVICE,) and words[2:3] and words[2] not in OF_BODIES and not is_link(words[2:])
    return counted and len(words) > 1 and words[1] in COUNTABLE and not machine
