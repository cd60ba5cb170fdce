"""Persian verbs as minutes use them: who does, what is done, and whether a text decides anything."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from domain.persian.text import fold


def _forms(text: str) -> frozenset[str]:
    return frozenset(fold(text).split())


ACTIVE = _forms(
    """
    نماید نمایند کند کنند دهد دهند نموده کرده داده گذارد گذارند سازد سازند آورد آورند گیرد گیرند رساند رسانند
    رسانده پردازد پردازند فرستد فرستند ورزد ورزند دارد دارند داشته گمارد یابند کوشد آید درآورد
    """
)
PASSIVE = _forms("شود گردد شده گردیده شد گردید شوند گردند شدند یابد باشد باشند است بشود بشوند")
PARTICIPLES = _forms("نموده کرده داده رسانده شده گردیده")
"""Forms that end a clause before «و», and elsewhere describe a noun."""

_SUBJUNCTIVE = re.compile(r"ب\w{2,}(?:د|ند)")
_NOUNS_LIKE_ONE = _forms("بنیاد بازدید برآورد بهبود برخورد بلند بعد بند برند بامداد بازگردد بلافاصله بیشتر بهداد")
_BEEN = _forms("شد گردید شدند شده گردیده است نموده کرده داده رسانده باشد دارد دارند می")
"""Verbs that tell what was or is rather than what shall be."""

_WILL, _IS = fold("خواهد"), {"می", "نمی"}
_CLOSERS = {"و", "،", ",", ".", "؛", ";", ")", "!", "\n", ""}
_DECIDED = re.compile(r"مقرر|مصوب|موظف|مکلف")
_WORD = re.compile(r"\w+|[^\w\s]")


def voices(words: Sequence[str]) -> Iterator[tuple[int, bool]]:
    """Where each finite verb stands among folded words, and whether it is active."""
    for index, word in enumerate(words):
        following = words[index + 1] if index + 1 < len(words) else ""
        if word in PARTICIPLES and following not in {"و", "،", ","}:
            continue
        if word == _WILL or word in _IS:
            yield index, following not in PASSIVE
        elif word in PASSIVE:
            yield index, False
        elif word in ACTIVE or (following in _CLOSERS and word not in _NOUNS_LIKE_ONE and _SUBJUNCTIVE.fullmatch(word)):
            yield index, True


def is_verb(word: str) -> bool:
    """Whether a folded word is surely a verb, wherever it stands."""
    return word in ACTIVE or word in PASSIVE


def says_a_decision(text: str) -> bool:
    """Whether a text decides or charges: «مقرر», «موظف», or a verb other than one of what has been."""
    folded = fold(text)
    if _DECIDED.search(folded):
        return True
    words = _WORD.findall(folded)
    return any(words[index] not in _BEEN for index, _ in voices(words))
