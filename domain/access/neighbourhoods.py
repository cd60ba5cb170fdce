"""Names of neighbourhoods as people write them: «گلشهر», «محله گلشهر» and «محله‌ی گلشهر» are one."""

import re
from difflib import get_close_matches

from domain.persian.text import ZWNJ, fold, normalise

_PREFIX = re.compile(rf"^(?:محله|محلة|محلهٔ|محلۀ)(?:[{ZWNJ} ]ی)?(?:[{ZWNJ} ]+|$)")
_CLOSE = 0.86
"""The likeness from which on two names may be one with a slip of the pen."""


def bare_name(words: str) -> str:
    """A neighbourhood's name without the word «محله» before it."""
    return _PREFIX.sub("", normalise(words)).strip()


def full_name(words: str) -> str:
    """The name by which screens and lists call a neighbourhood: «محلهٔ گلشهر». "" for no name."""
    bare = bare_name(words)
    return f"محلهٔ {bare}" if bare else ""


def key(words: str) -> str:
    """The key that is equal for one name in different spellings and spacings: «گل شهر» and «گلشهر»."""
    return fold(bare_name(words)).replace(" ", "")


def near_twin(words: str, known: dict[str, str]) -> str:
    """Of ``known`` names by key the one of which the words may be a misspelling, "" for none.

    Names that differ in a number («قائم ۱» and «قائم ۲») are two.
    """
    wanted = key(words)
    for like in get_close_matches(wanted, known, 3, _CLOSE):
        if like != wanted and re.findall(r"\d+", like) == re.findall(r"\d+", wanted):
            return known[like]
    return ""
