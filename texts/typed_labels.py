"""Recognise a button's label that was typed instead of tapped."""

import re
from collections.abc import Mapping
from functools import cache, lru_cache

from domain.persian.text import fold
from texts.catalogue import sources

LONGEST = 64
"""The most characters of a label: longer texts are not compared."""


def typed(text: str, language: str, section: str) -> str:
    """Find the label of ``section`` that was typed, by name; "" for none. Letters and half-spaces may differ."""
    return _labels(language, section).get(_folded(text), "") if len(text) <= LONGEST else ""


@lru_cache(maxsize=64)
def _folded(text: str) -> str:
    """Fold a text once, although it is compared with the labels of several sections; marks at its end say nothing."""
    return fold(text).rstrip(" ؟?!.،")


@cache
def _labels(language: str, section: str) -> Mapping[str, str]:
    """Return the names by label; the words of ``<section>.also.<name>``, parted by commas, are taken for its label."""
    prefix = f"{section}."
    labels: dict[str, str] = {}
    for key, text in sources(language).items():
        if key.startswith(prefix):
            name = key.removeprefix(prefix)
            other_words = name.startswith("also.")
            words = re.split("[،,]", text) if other_words else [text]
            labels |= {fold(word): name.removeprefix("also.") for word in words}
    return labels
