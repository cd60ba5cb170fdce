"""Numbers and ordinals as minutes write them: «۵», «(۵)», «پنجم», «پنجمین», «بیست و یکم», «سی‌ام»."""

from __future__ import annotations

import re

from domain.persian.text import parse_number, parse_ordinal

_TENS = "بیست|سی|چهل|پنجاه|شصت|هفتاد|هشتاد|نود"
ORDINAL = rf"(?:(?:{_TENS}) و )?\w{{2,8}}(?:م|مین)\b|سی ام\b|اول(?:ین)?\b|نخست(?:ین)?\b"
NUMERAL = rf"(?:\(? ?\d{{1,3}}(?: ?\))?(?: ?(?:مین|ام|م)\b)?|{ORDINAL})"
"""A pattern over folded text; what it matches is a number only if `number_of` says so."""


def number_of(text: str) -> int | None:
    """The whole number, 1 to 999, that a folded text writes in digits or as an ordinal or cardinal word; else None."""
    bare = text.strip(" ()")
    if re.fullmatch(r"\d{1,3}", bare):
        return int(bare) or None
    ordinal = parse_ordinal(bare)
    if ordinal is not None:
        return ordinal
    amount = parse_number(bare)
    if amount is None or amount.unit is not None or not 0 < amount.value < 1000 or amount.value % 1:
        return None
    return int(amount.value)


def split_sequence(text: str) -> tuple[str, list[str]]:
    """A text before «۱.», and the parts that «۱.», «۲.», «۳.» … begin in it; no part without a «۱.».

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
