"""News of decisions: orders spoken in the present, referrals that somebody tells of, objections of one member."""

from __future__ import annotations

import re

from domain.persian.text import fold_letters

_ORDERS_NOW = re.compile(
    r"\b(?:دستور می[ \u200c]?ده|ابلاغ می[ \u200c]?کن|(?:موظف|مکلف|ملزم|مامور) می[ \u200c]?کن)(?:م|یم)\b"
)
"""An order that is given by saying so: «همین جا دستور می‌دهم شهرداری … را جمع کند»."""

_TELLS_OF = re.compile(
    r"^(?!.*\b(?:نشست|جلسه)\b).*"
    r"\bاز (?:ارجاع|موافقت|مخالفت|تمدید|لغو|الزام|ممنوعیت|واگذاری) .{5,}\bخبر (?:داد|دادند|می ?دهد)\b"
)
"""Tells of a decision by its noun: «… از ارجاع طرح به کمیته فنی خبر داد»; a report's first line names its meeting."""

_MEMBER_OBJECTS = re.compile(
    r"\b(?:(?:نایب )?رییس کمیسیون|عضو|نماینده|سخنگوی)\b.*\bمخالفت (?:خود را اعلام )?(?:کرد|نمود)\W*$"
)
"""One member is against it, which decides nothing: «رئیس کمیسیون عمران با این لایحه مخالفت کرد»."""

_ONLY_THAT = re.compile(
    r"\b(?:(?:برای|درباره|در (?:مورد|خصوص|باره)) (?:هر ?(?:یک|کدام)\b.{0,20}|ان ?ها|این موارد|[^،.]{3,50}?)"
    r"|تصمیم(?:ات| ?های) (?:لازم|مقتضی|مناسب|مهم|خوب)ی?) "
    r"(?:تصمیم ?گیری|اتخاذ|تصمیم) (?:شد|گردید|گرفت|گرفتند|گرفته شد|اتخاذ شد)\W*$"
)
"""Says that something was decided, and not what: «… بررسی و برای هر یک تصمیم‌گیری شد»."""


def orders_now(folded: str) -> bool:
    """Tell whether who speaks in a folded clause orders something by it."""
    return _ORDERS_NOW.search(folded) is not None


def ordered_by_it(clause: str) -> str:
    """The words of a clause, as typed, behind «دستور می‌دهم»; empty where nobody orders."""
    order = _ORDERS_NOW.search(fold_letters(clause))
    return clause[order.end() :].strip() if order else ""


def tells_of_a_decision(folded: str) -> bool:
    """Tell whether a folded clause tells by a noun what was decided."""
    return _TELLS_OF.search(folded) is not None


def objects_alone(folded: str) -> bool:
    """Tell whether one member alone is against a matter in a folded clause."""
    return _MEMBER_OBJECTS.search(folded) is not None


def says_only_that(folded: str) -> bool:
    """Tell whether a folded clause says that something was decided, and not what."""
    return _ONLY_THAT.search(folded) is not None
