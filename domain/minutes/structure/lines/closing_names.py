"""A work with the name of who does it behind a colon at the end of its line: «نصب دوربین در میدان معلم: شهرداری»."""

from __future__ import annotations

import re

from domain.minutes.language.acts import Act, strongest_act
from domain.minutes.language.common_words import is_work
from domain.minutes.language.organisations import begins_with_name
from domain.minutes.structure.lines.labels import split_labels
from domain.persian.text import fold, folded_words

_WORK_AND_NAME = re.compile(r"(?P<work>[^:：()\n]{6,160}?)\s*[:：]\s*(?P<name>[^:：\n.]{2,90})\.?\s*$")
_SHORTEST = 2
_OF_MINUTES = folded_words("کننده کنندگان جلسه صورتجلسه نشست مجلس")
"""Words of who wrote or led the minutes: «تهیه‌کننده صورتجلسه: خانم نوری»."""


def work_and_name(text: str) -> tuple[str, str] | None:
    """The work and the words behind its colon, which begin with a name; None for any other line."""
    found = _WORK_AND_NAME.fullmatch(text.strip())
    if found is None:
        return None
    work, name = found["work"].strip(), found["name"].strip()
    if split_labels(text)[1]:
        return None
    words = fold(work).split()
    named = begins_with_name(name) and strongest_act(name) is Act.NAMES
    does = (
        len(words) >= _SHORTEST
        and _OF_MINUTES.isdisjoint(words)
        and is_work(words)
        and strongest_act(work) is Act.NAMES
    )
    return (work, name) if named and does else None
