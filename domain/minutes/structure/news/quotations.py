"""Decisions that an official tells: «فرماندار تصمیمات جلسه را چنین تشریح کرد: «مدارس … تعطیل است و ادارات …»»."""

from __future__ import annotations

import re
from collections.abc import Iterator

from domain.minutes.language.acts import Act, act_of, sentences_of
from domain.minutes.language.organisations import begins_with_name
from domain.persian.text import LONGEST_KEPT

_TELLS = re.compile(
    r"(?:تصمیمات|مصوبات|تصمیم[ \u200c]?های?|مصوبه[ \u200c]?های?|موارد مصوب)\b[^:.\n]{0,60}?"
    r"(?:تشریح|اعلام|بیان|عنوان|تبیین|مرور|برشمرد|شرح داد|توضیح داد|گفت)[^:.\n]{0,20}:\s*(?P<opens>[«\"“])?"
)
_SAYS = re.compile(
    r"[^:.\n]{2,150}\s(?:گفت|افزود|(?:ادامه|توضیح) داد|(?:یاد ?[آا]ور|متذکر) شد"
    r"|(?:بیان|تصریح|اظهار|عنوان|اعلام|اضافه|ت[اأ]کید|خاطر[ \u200c]?نشان|تشریح) (?:کرد|داشت|نمود))\s*:\s*(?=[^\s«\"“])"
)
"""Before a decision that somebody tells in a sentence of its own: «معتمدیان تصریح کرد: همچنین مقرر شد …»."""

_CLOSES = re.compile(r"[»\"”]\s*")
_AND = re.compile(r"(?<=[دم])\s+و\s+(?=[^\W\d])")


def told_decisions(text: str) -> tuple[str, list[str], str] | None:
    """The text before told decisions, each of these, and the text behind their quotation; None where none is told."""
    told = _TELLS.search(text)
    if told is None:
        return _said(text)
    closing = _CLOSES.search(text, told.end()) if told["opens"] else None
    quoted = text[told.end() : closing.start() if closing else len(text)]
    parts = [part for sentence in sentences_of(quoted) for part in _charges_in(sentence)]
    if not any(act_of(part) >= Act.CHARGES for part in parts):
        return None
    return text[: told.end()].rstrip(' «"“'), parts, text[closing.end() :].strip() if closing else ""


def lists_decisions(text: str) -> bool:
    """Tell whether somebody lists what was decided in a text, not only tells one decision."""
    told = told_decisions(text) if _TELLS.search(text) else None
    return told is not None and bool(told[1])


def _said(text: str) -> tuple[str, list[str], str] | None:
    """The words of who tells a decision, and the decision with all behind it, which is read by itself."""
    said = _SAYS.match(text)
    if said is None or act_of(sentences_of(text[said.end() :])[0]) is not Act.DECIDES:
        return None
    return said[0].rstrip(), [], text[said.end() :]


def _charges_in(sentence: str) -> Iterator[str]:
    """A sentence, parted at each «و» behind a charge that leads to somebody else's: «… شود و شرکت نفت … کند»."""
    begin = 0
    for joint in _AND.finditer(sentence) if len(sentence) <= LONGEST_KEPT else ():
        behind = sentence[joint.end() :].partition(" و ")[0]
        if begins_with_name(behind) and min(act_of(sentence[begin : joint.start()]), act_of(behind)) >= Act.CHARGES:
            yield sentence[begin : joint.start()]
            begin = joint.end()
    yield sentence[begin:]
