"""Divide words that say who answers and until when: «شهرداری - یک ماه», «دبیر هیئت / ۲۰ مرداد», «یک هفته (دهیار)»."""

from __future__ import annotations

import re
from dataclasses import dataclass

from domain.deadlines import OTHER_WORDS, DeadlineKind
from domain.minutes.deadline_resolver import DeadlineResolver
from domain.minutes.language.markup import clean
from domain.minutes.language.organisations import begins_with_name
from domain.persian.text import cardinal_word, fold, folded_words

_BRACKETS = re.compile(r"[(\[]([^()\[\]]*)[)\]]")
_SEPARATOR = re.compile(r"\n|\s*[|؛]\s*|\s+[-–—/:]\s*|\s*[-–—/:]\s+|(?<=[^\W\d])[/–-](?=[0-9۰-۹])|\s*،\s*(?:و\s+)?")
_TIME = re.compile(
    r"(?:^|\s)(?:تا|ظرف|حداکثر|روز|هفته|ماه|سال|پایان|روزانه|هر|فوری|مستمر|ساعت|همزمان|مهلت"
    r"|قبل از|پیش از|پس از|از این تاریخ)(?:\s|$)"
    r"|^\W*(?:(?:بعد|پس|قبل|پیش) از|در طول|هنگام|به محض|در صورت)\b"
    r"|^\W*(?:منوط به|مشروط به|به شرط|با) (?:تامین|تخصیص|تصویب|وصول|اخذ|دریافت|پرداخت|واریز)\b"
)
_LABEL = re.compile(
    r"(?:^|(?<=[\s،؛|/(-]))(?:مهلت|موعد|زمان|سررسید|مسئول|مسوول|مجری)(?: (?:انجام|اجرا|پیگیری))?"
    r"(?:\s*[:：]\s*|\s+(?=[0-9۰-۹]))"
)
OPENS_TIME = folded_words(
    """تا ظرف طی حداکثر پایان آخر اول نیمه اوایل اواسط اواخر ابتدای فوری فورا بلافاصله مستمر ماهانه هفتگی روزانه هر
    قبل پیش پس"""
)
"""Words that begin a time behind a name, as a number does."""

_LONGEST_TIME = 8
"""The most words of a time behind a name."""

_ANNIVERSARIES = frozenset(
    map(fold, ("۱۵ خرداد", "پانزده خرداد", "۲۲ بهمن", "۱۳ آبان", "۷ تیر", "هفت تیر", "۱۷ شهریور"))
)
"""Days that places and bodies are called by: «بنیاد ۱۵ خرداد»."""


@dataclass(frozen=True)
class Answer:
    """The names and the deadlines of an answer, as typed."""

    owners: tuple[str, ...]
    deadlines: tuple[str, ...]


def divide(text: str, resolver: DeadlineResolver) -> Answer:
    """Divide an answer at its signs, and a part without any where a time begins behind a name: «شهرداری تا پایان آبان».

    The names stay as they were where there is no time in it.
    """
    spread = _without_brackets(_LABEL.sub(" ", clean(text)), resolver)
    found = [_name_and_time(part, resolver) for part in map(str.strip, _SEPARATOR.split(spread)) if part]
    owners = [name for name, _ in found if name]
    deadlines = tuple(time for _, time in found if time)
    if not deadlines or (not owners and all(_says_none(time, resolver) for time in deadlines)):
        return Answer((text,), ())
    return Answer(("، ".join(owners),) if owners else (), deadlines)


def _without_brackets(text: str, resolver: DeadlineResolver) -> str:
    """A text with dashes for the brackets around a time or beside one; other brackets belong to a name."""
    outside = _BRACKETS.sub(" ", text).strip(" .-–—/")
    beside = is_time(outside, resolver)
    return _BRACKETS.sub(
        lambda inside: f" - {inside[1]} - " if beside or is_time(inside[1], resolver) else inside[0], text
    )


def is_time(text: str, resolver: DeadlineResolver) -> bool:
    """Tell whether a text is nothing but a deadline."""
    deadline = resolver.resolve(text)
    return deadline.kind is not DeadlineKind.UNKNOWN and OTHER_WORDS not in deadline.assumed


def _says_none(time: str, resolver: DeadlineResolver) -> bool:
    return resolver.resolve(time).kind is DeadlineKind.NONE


def _name_and_time(part: str, resolver: DeadlineResolver) -> tuple[str, str]:
    """The name and the time of a part, either of them empty."""
    if is_time(part, resolver):
        return "", part
    words = part.split()
    for start in range(max(1, len(words) - _LONGEST_TIME), len(words)):
        first, time = fold(words[start]), " ".join(words[start:])
        opens = first in OPENS_TIME or first[:1].isdecimal() or cardinal_word(first) is not None
        if opens and fold(time) not in _ANNIVERSARIES and is_time(time, resolver):
            return " ".join(words[:start]), time
    timed = not begins_with_name(part) and _TIME.search(fold(part))
    return ("", part) if timed else (part, "")
