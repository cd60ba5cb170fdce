"""Orders as people speak them in an office: «صندوق رو از فردا خانم رستگار می‌بره», «تا آخر هفته کسی مرخصی نره»."""

from __future__ import annotations

import re

from domain.minutes.language.organisations import PEOPLE
from domain.minutes.language.verbs import SPOKEN
from domain.persian.text import fold, folded_words

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
_MUST, _DONE = "باید", folded_words("بشه بشن باشه باشن شه شن")
_SUPPOSED = re.compile(r"\b(?:اگه|اگر|کاش|شاید|ممکنه|بهتره|می ?(?:خوا|تون|شه)\w*|بتون\w+|خواست\w*|که|چرا|لطفا)\b")
"""A wish, a question or a supposition, whose verb orders nothing."""

_END = 2
"""So many last words have the verb of a clause, with what it leads to behind it."""

_WORD = re.compile(r"\w+")


def promises_or_forbids(folded: str) -> bool:
    """Tell whether a folded sentence says who does something from a day on, or that nobody may, as people speak."""
    if _SAID.search(folded):
        return False
    promised = _PROMISES.search(folded) is not None and _TITLED.search(folded) is not None
    return promised or (_FORBIDS.search(folded) is not None and _LIMITED.search(folded) is not None)


def is_spoken(folded: str) -> bool:
    """Tell whether a folded sentence has a verb of what shall be, or «رو», as people speak."""
    return not SPOKEN.union({"رو"}).isdisjoint(_WORD.findall(folded))


def _ends_in_an_order(folded: str) -> bool:
    """Tell whether words end in a verb of what shall be, as people speak."""
    words = _WORD.findall(folded)
    return not SPOKEN.isdisjoint(words[-_END:]) or (_MUST in words and not _DONE.isdisjoint(words[-1:]))


def orders(sentence: str) -> bool:
    """Tell whether a sentence orders something as people speak: it begins with a person, or forbids or promises."""
    folded = fold(sentence)
    words = _WORD.findall(folded)
    named = bool(words) and words[0] in PEOPLE and not SPOKEN.isdisjoint(words)
    ends = any(map(_ends_in_an_order, (folded, folded.rpartition("،")[0])))
    told = _SAID.search(folded) is not None
    return (named and not told) or (ends and not told and not _SUPPOSED.search(folded)) or promises_or_forbids(folded)
