"""Titles of minutes and of their decisions, which are no part of what was decided."""

from __future__ import annotations

import re

from domain.minutes.language.acts import Act, act_of
from domain.persian.text import fold

_TITLE = re.compile(
    r"(?:[^\w]*|\d+\s*[-.)ـ–]\s*)(?:ادامه |پیگیری |وضعیت |مرور )?(?:متن )?"
    r"(?:صورت ?جلسه|مصوبات|تصمیمات|اقدامات مصوب|وضعیت اقدامات)\b"
)
"""The beginning of a line that names the minutes or their decisions: «ادامه صورتجلسه شماره ۹۷»، «تصمیمات شورا»."""
_OF_BODY = re.compile(
    r"صورت ?جلسه\b.*\b(?:جلسه|نشست|کارگروه|کمیته|کمیسیون|شورای?|هیا?ت|ستاد|مجمع|انجمن)\b"
    r"(?!.*(?:شود|گردد|گردند|نماید|نمایند|کند|کنند|شد|شدند|گردید|است|دارد|باید)\b)"
)
"""The title of the minutes of a body, whose name may sound like a charge: «صورتجلسه کارگروه سرمایه‌گذاری»."""
_TITLE_LENGTH = 12


def is_page_title(text: str) -> bool:
    """Tell whether a text is a single line that only names the minutes or their decisions."""
    if len(text.split()) > _TITLE_LENGTH:
        return False
    folded = fold(text)
    return bool(_OF_BODY.match(folded) or (act_of(text) is Act.NAMES and _TITLE.match(folded)))
