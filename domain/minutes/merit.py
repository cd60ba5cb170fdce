"""The merit of a reading: how much like decisions its resolutions are, so that two readings of a body compare."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from itertools import islice

from domain.deadlines import TIMELESS
from domain.minutes.language.acts import Act, strongest_act
from domain.minutes.language.organisations import begins_with_name
from domain.minutes.reading import PassedOverKind, Reading, Resolution
from domain.minutes.structure.column_headings import heading_role
from domain.minutes.structure.entries.prose_signs import NOTE
from domain.minutes.structure.judging.bench import says_again
from domain.minutes.suspicion.resolutions import is_bare
from domain.persian.text import fold

_FAULTS = {
    *("answers_several", "parts_unclear", "line_unclear", "not_a_decision", "owner_boundary", "owners_unclear"),
    *("text_missing", "text_cut", "deadlines_differ", "cells_swapped"),
}
"""Doubts that tell a resolution to be wrongly cut or its fields wrongly filled."""

_LABEL = re.compile(r"\W*(?P<label>[^\W\d_]+(?:[ \u200c][^\W\d_]+){0,2})\s*:\s*\S")
_LEFT = 0.5
"""The worth of a label that was left in a text."""

_MARGIN = 1
"""So many more fields make a reading clearly better than another one."""

_WHOLE = 3
"""The worth of a resolution that decides, names its owner and has a day."""

_TORN = 60
"""A sentence that a page's edge tears is longer."""

_MOST = 50
"""So many texts are looked for at most; the rest of a long list is of the same kind."""


def is_better(reading: Reading, than: Reading) -> bool:
    """Tell whether a reading is clearly better than another one of the same body."""
    torn = _WHOLE * len(_torn_in(than, reading)) - _WHOLE * len(_torn_in(reading, than))
    return merit_of(reading) + torn >= merit_of(than) + _MARGIN


def _torn_in(reading: Reading, other: Reading) -> list[str]:
    """The resolutions of a reading that another one shows to be ends of sentences, which it passes over as a whole."""
    passed = [f" {' '.join(one.text.split())}" for one in other.passed_over if len(one.text) > _TORN]
    texts = [" ".join(one.text.split()) for one in reading.resolutions]
    return [text for text in texts if any(one.endswith(f" {text}") and not _begins(one, text) for one in passed)]


def _begins(passed: str, text: str) -> bool:
    """Tell whether a sentence begins at the end of a text that was passed over."""
    return passed.removesuffix(f" {text}").rstrip()[-1:] in {"", *".:؛!؟"}


def unread_in(reading: Reading, other: Reading) -> Iterator[str]:
    """The whole resolutions of another reading of the same body that are in no resolution of this one."""
    texts = {fold(one.text) for one in reading.resolutions}
    further = (one for one in other.resolutions if fold(one.text) not in texts and _worth(one) >= _WHOLE)
    present = [fold(one.text) for one in reading.passed_over if one.kind is PassedOverKind.ATTENDANCE]
    further = (one for one in further if not any(fold(one.text) in names for names in present))
    said = tuple(frozenset(fold(f"{one.text} {' '.join(one.responsible)}").split()) for one in reading.resolutions)
    yield from (one.text for one in islice(further, _MOST) if not says_again(one.text, said))


def merit_of(reading: Reading) -> float:
    """Count the verbs, owners and days that are in their places, less what is wrongly cut or filled."""
    labels = Counter(label for one in reading.resolutions for label in _labels(one.text))
    left = sum(times for times in labels.values() if times > 1)
    texts = Counter(fold(one.text) for one in reading.resolutions)
    again = sum(times for times in texts.values() if times > 1)
    barred = sum(" | " in one.text.partition("\n")[0] and not one.columns for one in reading.resolutions)
    return sum(map(_worth, reading.resolutions)) - _LEFT * left - again - barred


def _labels(text: str) -> Iterator[str]:
    """The labels that lines of a text begin with; notes have theirs in every text."""
    for line in text.split("\n"):
        match = _LABEL.match(line)
        if match and not NOTE.match(fold(line)) and not begins_with_name(match["label"]):
            yield fold(match["label"])


def _worth(resolution: Resolution) -> float:
    if is_bare(resolution) or NOTE.match(fold(resolution.text)):
        return -1
    named = any(heading_role(name) is None for name in resolution.responsible)
    timed = resolution.deadline.kind not in TIMELESS
    decides = strongest_act(resolution.text) >= Act.CHARGES or (named and timed)
    return decides + named + timed - sum(doubt.code in _FAULTS for doubt in resolution.doubts)
