"""Sentences of a paragraph, parted where one goes from telling to deciding or from one decision to the next."""

from __future__ import annotations

import re

from domain.minutes.language.acts import SENTENCE_END, Act, act_of
from domain.minutes.language.organisations import begins_with_name
from domain.minutes.structure.prose_signs import CONVENED, DECIDED_AFTER

_SENTENCE_END = re.compile(SENTENCE_END)
_TOLD_LENGTH = 60

_AND_ALSO = re.compile(
    r"(?<=شد|ید) و (?=(?:همچنین|نیز|ضمن[اً]+)\s[^.؛]*(?:مقرر|موافقت|تصویب|مصوب))"
    r"|\sو (?=(?:همچنین|نیز|ضمن[اً]+)\s+(?:مقرر|مصوب|تصویب|قرار|بنا) ?(?:شد|گردید|بر این))"
)
"""A second decision in one sentence: «… موافقت گردید و همچنین … مقرر شد …»."""

_AND_FURTHER = re.compile(r"(?<=[دم])(?:\s+و|\s?؛)\s*(?=(?:همچنین|ضمن[اً]+)\s)")
"""A second charge in one sentence: «… اعلام نمایند و ضمناً خانهٔ صنعت … برگزار می‌نماید»."""

_FURTHER_WORD = re.compile(r"^\W*(?:همچنین|ضمن[اً]+)\W*")


def sentences_apart(text: str) -> list[str]:
    """Split a paragraph at full stops, and at a semicolon behind a sentence that only tells."""
    found: list[str] = []
    for sentence in _SENTENCE_END.split(text):
        before, mark, after = sentence.partition("؛")
        if mark and act_of(before) is Act.TELLS:
            found.append(f"{before}؛")
            sentence = after
        decision = DECIDED_AFTER.search(sentence)
        if decision and decision.start() > _TOLD_LENGTH and act_of(sentence[: decision.start()]) <= Act.PASSED:
            found.append(sentence[: decision.start()])
            sentence = sentence[decision.start() :].strip()
        if (convened := CONVENED.search(sentence)) and act_of(sentence[: convened.end()]) <= Act.PASSED:
            found.append(sentence[: convened.end()])
            sentence = sentence[convened.end() :]
        found += _charges_apart(sentence.strip())
    return [sentence for sentence in found if sentence]


def _charges_apart(sentence: str) -> list[str]:
    """The sentence, in two where «و ضمناً» leads from one charge to another, or to a verb of deciding."""
    also = _AND_ALSO.split(sentence)
    if len(also) > 1 and act_of(also[0]) > Act.NAMES:
        return also
    parts = _AND_FURTHER.split(sentence, maxsplit=1)
    named = len(parts) > 1 and begins_with_name(_FURTHER_WORD.sub("", parts[1]))
    return parts if named and all(act_of(part) >= Act.CHARGES for part in parts) else [sentence]
