"""Clauses of the news in which a body grants, refers, chooses or makes somebody responsible, by a verb of their own."""

from __future__ import annotations

import re

_GRANTED = re.compile(r"\bبه .{3,60} (?:اجازه|اختیار|وکالت|نمایندگی) (?:داد|دادند|دادیم)\b")
"""Leaves somebody free to do something: «شورا به شهرداری اجازه داد تسهیلات دریافت کند»."""

_HAS_DECIDED = re.compile(
    r"\b(?:موکول|ارجاع|انتخاب|منصوب|مخالفت|موافقت|موظف|مکلف|سپرده|واگذار) (?:شده|گردیده) (?:است|اند)\W*$"
)
"""A decision in the perfect, which somebody tells after the meeting: «… به بهار موکول شده است»."""

_SENT_TO = re.compile(
    r"\bبه (?:کمیسیون|کمیته|کارگروه|هیات|صحن|شورای?|ستاد|هیات رییسه)\b.{2,50}"
    r"\b(?:فرستاده|ارسال|احاله|ارجاع) (?:شد|گردید|کردند|می ?شود|خواهد شد|شود)\W*$"
)
"""Refers a matter to a body: «گزارش … برای رسیدگی به کمیسیون برنامه و بودجه فرستاده شد»."""

_CHOSE = re.compile(r"\sرا (?:.{3,60} )?(?:ن?پذیرفت|برگزید|گماشت)(?:ند)?\W*$")
"""Chooses somebody, or accepts what was asked: «استعفای دبیر را پذیرفتند», «او را به عنوان سرپرست برگزیدند»."""

_MADE_RESPONSIBLE = re.compile(
    r"\sرا (?:به عنوان )?(?:مسیول|متولی|مامور|موظف|مکلف|ملزم|عهده ?دار)\b.{3,90}"
    r"\b(?:کرد|نمود|ساخت|قرار داد)(?:ند)?\W*$"
)
"""Charges the object of the sentence: «رئیس آموزش و پرورش را مأمور رسیدگی به سرویس‌ها کرد»."""


def disposes(folded: str) -> bool:
    """Tell whether a folded clause grants or refers something, chooses somebody or makes him responsible."""
    return any(pattern.search(folded) for pattern in (_GRANTED, _SENT_TO, _MADE_RESPONSIBLE, _CHOSE))


def has_decided(folded: str) -> bool:
    """Tell whether a folded clause tells a decision in the perfect."""
    return _HAS_DECIDED.search(folded) is not None
