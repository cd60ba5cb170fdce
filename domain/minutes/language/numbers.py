"""Numbers and ordinals as minutes write them: «۵», «(۵)», «پنجم», «پنجمین», «بیست و یکم», «سی‌ام»."""

from __future__ import annotations

import re
from collections.abc import Sequence

from domain.persian.text import parse_number, parse_ordinal

_HUNDREDS = "یکصد|صد|دویست|سیصد|چهارصد|پانصد|ششصد|هفتصد|هشتصد|نهصد"
_TENS = "بیست|سی|چهل|پنجاه|شصت|هفتاد|هشتاد|نود"
ORDINAL = (
    rf"(?:(?:{_HUNDREDS}) ?و ?)?(?:(?:{_TENS}) ?و ?)?\w{{2,8}}(?:م|مین)\b"
    r"|سی ام\b|اول(?:ین)?\b|نخست(?:ین)?\b"
)
_BEFORE_AND = re.compile(rf"\b({_HUNDREDS}|{_TENS}) ?و ?(?=\w)")
NUMERAL = rf"(?:\(? ?\d{{1,3}}(?: ?\))?(?: ?(?:مین|ام|م)\b)?|{ORDINAL})"
"""A pattern over folded text; a match is a number only when `number_of` reads one."""


def number_of(text: str) -> int | None:
    """Read a whole number from 1 to 999 in folded digits or words, cardinal or ordinal; None for all else."""
    bare = _BEFORE_AND.sub(r"\1 و ", text.strip(" ()"))
    if re.fullmatch(r"\d{1,3}", bare):
        return int(bare) or None
    ordinal = parse_ordinal(bare)
    if ordinal is not None:
        return ordinal
    amount = parse_number(bare)
    if amount is None or amount.unit is not None or not 0 < amount.value < 1000 or amount.value % 1:
        return None
    return int(amount.value)


LETTERS = ("الف", "ب", "پ", "ت", "ث", "ج", "چ", "ح", "خ", "د", "ذ", "ر", "ز", "ژ", "س", "ش")
"""The letters of lists; most go from «ب» to «ج»."""

_INLINE_LETTER = re.compile(rf"(?:(?<=\s)|(?<=[:؛.]))\(?({'|'.join(LETTERS)})\s*[-–).]\s*")


def inline_letters(text: str) -> list[re.Match[str]]:
    """The marks of a lettered list inside a line, «الف) … ب) …»; none where there are not two in order."""
    marks: list[re.Match[str]] = []
    for match in _INLINE_LETTER.finditer(text):
        place, expected = LETTERS.index(match[1]), LETTERS.index(marks[-1][1]) + 1 if marks else 0
        if place == expected or (marks and expected < place <= expected + 3):
            marks.append(match)
    return marks if len(marks) > 1 else []


def split_letters(text: str) -> tuple[str, list[str]]:
    """Split a line at the marks of a lettered list: the text before the first, then the parts."""
    return split_at(text, inline_letters(text))


def split_at(text: str, marks: Sequence[re.Match[str]]) -> tuple[str, list[str]]:
    """Split a text at marks in it: what stands before the first, then what stands behind each."""
    if not marks:
        return text, []
    ends = [*(mark.start() for mark in marks[1:]), len(text)]
    return text[: marks[0].start()].strip(), [text[a.end() : b].strip() for a, b in zip(marks, ends, strict=True)]


def split_sequence(text: str) -> tuple[str, list[str]]:
    """Split a text at «۱.», «۲.», «۳.» …: the text before «۱.», then the parts; none without a «۱.».

    Only the next number of the sequence begins a part, so other numbers and lists inside a part leave it whole.
    """
    parts: list[str] = []
    before, start, expected = text, None, 1
    for match in re.finditer(r"(?:^|(?<=[\s؛.:«(]))\(?([0-9۰-۹٠-٩]{1,2})\s*[-–—.)ـ](?![0-9۰-۹٠-٩])\s*", text):
        if int(match[1]) != expected:
            continue
        if start is None:
            before = text[: match.start()]
        else:
            parts.append(text[start : match.start()].strip())
        start, expected = match.end(), expected + 1
    if start is not None:
        parts.append(text[start:].strip())
    return before.strip(), parts
