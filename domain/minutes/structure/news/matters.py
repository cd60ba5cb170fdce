"""The matter that a clause decides on, which the clause before it tells: «لایحه … بررسی شد و به تصویب رسید»."""

from __future__ import annotations

import re
from collections.abc import Sequence

from domain.persian.text import fold, folded_words

_MATTER = re.compile(
    r"\b(?:مطرح|بررسی|طرح|بحث|گفتگو|گفت ?و ?گو|مذاکره|رسیدگی|استماع)(?: و \S+){0,2}"
    r" (?:شد|گردید|قرار گرفت|گذاشته شد|صورت گرفت)\W*$"
)
"""A matter was raised or discussed, on which the clause behind it decides: «لایحه … بررسی شد و به تصویب رسید»."""

_WITHOUT_ITS_MATTER = re.compile(
    r"\W*(?:(?:در نهایت|سرانجام|نهایتا|در پایان|پس از [^،]{3,40}?)\W+)?"
    r"(?:(?:با|به) (?:\d+|[^\W\d]+)? ?(?:رای|ارا|اکثریت|اتفاق)\b.{0,40}?)?"
    r"(?:به (?:تصویب|تایید)|تصویب|تایید|مورد (?:تصویب|موافقت|تایید)|رد)\b(?: [^\W\d]+){0,3}\W*$"
)
"""Decides on nothing that it names: «… و با هشت رأی موافق از نه رأی به تصویب رسید»."""

THIS_MATTER = r"(?:این|همین) (?:پیشنهاد|درخواست|تقاضا|موضوع|طرح|مورد|مشکل|لایحه|مطالبه)\b"
_OF_THE_MATTER = re.compile(
    rf"\W*(?:\S+ ){{0,4}}(?:{THIS_MATTER}|(?:این|همین) (?:باره|خصوص|زمینه)\b)"
    r"|\W*(?:پس از [^،]{3,40}، )?(?:کلیات|جزییات|اصل|متن|مفاد|تعیین \S+) ان\b"
)
"""Decides on what was told right before: «خواستار اعتبار شد که قرار شد این پیشنهاد در شورا مطرح شود»."""

_MATTERS = folded_words("لایحه پیشنهاد درخواست تقاضا طرح")
_HENCE = re.compile(r"\W*(?:لذا|بنابراین|ازاین ?رو|از این رو)\b")
_BARE = 5
"""So few words say nothing of the matter that they decide on: «… نرسیدیم و ماند برای جلسه بعد»."""


def decides_on_what_was_told(before: str, clause: str, joint: str) -> bool:
    """Tell whether a clause decides on what the one `before` it tells, or says too little without it."""
    folded, told = fold(clause), fold(before)
    return bool(
        (joint in {"،", ","} and _HENCE.match(folded) is None)
        or _MATTER.search(told)
        or _OF_THE_MATTER.match(folded)
        or _WITHOUT_ITS_MATTER.match(folded)
        or len(clause.split()) <= _BARE
    )


def is_named_again(matter: str, behind: Sequence[str]) -> bool:
    """Tell whether one of the sentences `behind` decides on the matter that a sentence begins with.

    «لایحه تغییر کاربری پارک دستور بعدی بود. … این لایحه رد شد.»
    """
    head = next(iter(fold(matter).split()), "")
    return head in _MATTERS and any(re.match(rf"\W*(?:این|همین) {head}\b", fold(one)) for one in behind)
