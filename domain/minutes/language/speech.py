"""Orders as people speak them in an office: «صندوق رو از فردا خانم رستگار می‌بره», «تا آخر هفته کسی مرخصی نره»."""

from __future__ import annotations

import re

from domain.minutes.language.organisations import PEOPLE
from domain.minutes.language.verbs import SPOKEN
from domain.persian.text import fold

_STEMS = "|".join(sorted({re.sub("^(?:ب|ن)(?=..)", "", word) for word in SPOKEN}, key=len, reverse=True))
_AHEAD = (
    r"\b(?:از (?:فردا|امروز|امشب|این به بعد|اول|\S*شنبه|هفته|ماه)|تا|فردا|پس ?فردا"
    r"|(?:هفته|ماه|شنبه) (?:بعد|دیگه|اینده))\b"
)
_PROMISES = re.compile(rf"{_AHEAD}.*\b(?:می ?)(?:{_STEMS})\b|\bمی ?(?:{_STEMS})\b.*{_AHEAD}")
"""A present form of what somebody does from a day on, which is how people speak of what is to come."""

_TITLED = re.compile(r"\b(?:اقای?|خانم|مهندس|دکتر|حاج|جناب|سرکار) [^\W\d]{2,}")
_FORBIDS = re.compile(rf"\b(?:هیچ ?کس|کسی|هیچ ?کدوم)\b.*\bن(?:می ?)?(?:{_STEMS})\b")
_LIMITED = re.compile(r"^\W*(?:تا|بدون|از)\b|\b(?:مگه|مگر|بدون|دیگه|به بعد)\b")
"""A limit or an exception, which only what is forbidden has; «کسی جواب نمیده» complains."""

_SAID = re.compile(r"\b(?:گفت|می ?گه|می ?گن|گفتن|پرسید|پیشنهاد|بود)\b")
_WORD = re.compile(r"\w+")


def promises_or_forbids(folded: str) -> bool:
    """Tell whether a folded sentence says who does something from a day on, or that nobody may, as people speak."""
    if _SAID.search(folded):
        return False
    promised = _PROMISES.search(folded) is not None and _TITLED.search(folded) is not None
    return promised or (_FORBIDS.search(folded) is not None and _LIMITED.search(folded) is not None)


def orders(sentence: str) -> bool:
    """Tell whether a sentence orders something as people speak: it begins with a person, or forbids or promises."""
    folded = fold(sentence)
    words = _WORD.findall(folded)
    named = bool(words) and words[0] in PEOPLE and not SPOKEN.isdisjoint(words)
    return (named and not _SAID.search(folded)) or promises_or_forbids(folded)
