"""Find mentions of other resolutions: «بند هفدهم مصوبات جلسه چهارم»."""

from __future__ import annotations

import re

from domain.minutes.doubts import Doubt
from domain.minutes.language.numbers import NUMERAL, number_of
from domain.minutes.reading import Reference
from domain.persian.text import fold

# The repetition is possessive, so that a long list without a meeting fails at once and is not tried in every division.
_SEVERAL = rf"{NUMERAL}(?:\s*(?:،|,|و)\s*{NUMERAL})*+"
_SESSION = r"(?:جلسه|نشست|صورت ?جلسه)"
_MEETING = (
    rf"(?:(?P<this>همین|این)\s+{_SESSION}|{_SESSION}\s+(?:شماره\s+)?(?P<after>{NUMERAL})"
    rf"|(?P<before>{NUMERAL})\s+{_SESSION}|{_SESSION}\s+(?P<previous>قبل|قبلی|گذشته|پیشین|پیش)\b"
    rf"|{_SESSION}\s+(?:مورخ|مورخه|تاریخ)\s+[\d/.-]+)"
)
_REFERENCE = re.compile(
    rf"(?:(?:بند|بندهای|بند های)\s+(?:شماره\s+)?(?P<item>{_SEVERAL})\s+(?:از\s+)?"
    r"(?:(?:مصوبات|مصوبه|صورت ?جلسه|تصمیمات)\s+)?"
    rf"|(?:مصوبه|مصوبات)\s+(?:(?:شماره|ردیف|بند)\s+)?(?P<decision>{_SEVERAL})\s+(?:از\s+)?(?:مصوبات\s+)?"
    r"|(?:مصوبه|مصوبات)\s+)"
    rf"{_MEETING}"
)


def references_in(text: str, meeting: int | None) -> tuple[tuple[Reference, ...], tuple[Doubt, ...]]:
    """Find the resolutions that a text refers to, with a doubt for each whose meeting has no known number.

    `meeting` is the number of the meeting that the text is from; «جلسه قبل» is the one before it.
    """
    found: list[Reference] = []
    doubts: list[Doubt] = []
    for match in _REFERENCE.finditer(fold(text)):
        written = match["after"] or match["before"]
        if match["this"]:
            number = meeting
        elif match["previous"]:
            number = meeting - 1 if meeting and meeting > 1 else None
        else:
            number = number_of(written) if written else None
        if written and number is None:
            continue
        written_items = match["item"] or match["decision"] or ""
        items = [number_of(one[0]) for one in re.finditer(NUMERAL, written_items)] or [None]
        if number is None:
            doubts.append(Doubt("reference_unclear", {"phrase": match[0]}))
        found += [Reference(number, item) for item in items if item or not match["this"]]
    return tuple(dict.fromkeys(found)), tuple(doubts)
