"""A report with a question after it, parted: «آسفالت انجام شد، راستی جلسه چه روزی است؟»."""

from __future__ import annotations

import re

from domain.chat.free_text import is_question

_TURN = re.compile(
    r"[.!؛\n]+\s*|[،,]?\s+(?=(?:و\s+)?(?:ضمناً?|در\s+ضمن|راستی|ضمن\s+این\s?که|بعد\s+این\s?که|یه\s+سو[اآ]ل)\s)"
)
_TAG = re.compile(r"^\W*(?:و )?(?:درست|درسته|خوب|خوبه|قبول|قبوله|مگر|مگه|اره|نه|بله|یا)\b")
LEAST = 3
"""The least words of a question that stands for itself; a shorter one is about what was said before it."""


def parted(text: str) -> tuple[str, str]:
    """Part a text where it turns to a question that ends it; two empty texts for any other."""
    for turn in reversed(list(_TURN.finditer(text))):
        said, asked = text[: turn.start()].strip(), text[turn.end() :].strip()
        if not said or is_question(said):
            return "", ""
        if len(asked.split()) >= LEAST and is_question(asked) and not _TAG.search(asked):
            return said, asked
    return "", ""
