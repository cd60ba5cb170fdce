"""Signs of lists of names: what joins them, plurals that head them, and plurals that are worked on instead."""

from __future__ import annotations

from collections.abc import Sequence

from domain.minutes.language.organisations import BROKEN_PLURALS, HEADS, SEVERAL_BODIES
from domain.minutes.language.verbs import is_verb
from domain.minutes.owners.tokens import ENDS, Token, units_from, words_from

OBJECT = {"را", "رو"}
_OBJECT_REACH = 8
_JOINTS = {"و", "،", ","}


def is_plural_head(tokens: Sequence[Token], position: int) -> bool:
    """Tell whether a plural stands at a token whose bodies are called by their field alone: «شرکت‌های آب، برق و گاز»."""
    words = words_from(tokens, position, 2)
    return words[:1] != () and (words[0] in SEVERAL_BODIES or (words[0] in HEADS and words[1:] == ("های",)))


def after_joint(tokens: Sequence[Token], position: int) -> int | None:
    """The token after «،», «و» or «، و» at this token, None when it is none of them."""
    joints = [token.word for token in tokens[position : position + 2]]
    if not joints or joints[0] not in _JOINTS:
        return None
    return position + (2 if joints[0] != "و" and joints[1:] == ["و"] else 1)


def several_before_object(tokens: Sequence[Token], position: int) -> bool:
    """Tell whether a plural at a token is worked on: «، واحدهای فاقد کارت را شناسایی کند»."""
    units = units_from(tokens, position, 1)
    several = units != [] and (units[0].endswith(("ها", "های")) or units[0] in BROKEN_PLURALS)
    return several and before_object(tokens, position)


def before_object(tokens: Sequence[Token], position: int) -> bool:
    """Tell whether «را» stands near behind a token, with neither a verb nor a joint between them."""
    for token in tokens[position + 1 : position + _OBJECT_REACH]:
        if token.word in OBJECT:
            return True
        if token.word in _JOINTS or token.word in ENDS or is_verb(token.word):
            return False
    return False
