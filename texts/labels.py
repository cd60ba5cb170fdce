"""Buttons whose words may be typed instead of tapped."""

from collections.abc import Mapping
from functools import cache, lru_cache

from domain.persian.text import fold
from texts.catalogue import sources

LONGEST = 64
"""Characters past which a text is no button's label: long answers need no comparing."""


def typed(text: str, language: str, section: str) -> str:
    """The name of the label of ``section`` that was typed, "" when it is none; keyboards and half-spaces may differ."""
    return _labels(language, section).get(_folded(text), "") if len(text) <= LONGEST else ""


@lru_cache(maxsize=64)
def _folded(text: str) -> str:
    """One text is compared with the labels of one section after another."""
    return fold(text)


@cache
def _labels(language: str, section: str) -> Mapping[str, str]:
    prefix = f"{section}."
    found = (key for key in sources(language) if key.startswith(prefix))
    return {fold(sources(language)[key]): key.removeprefix(prefix) for key in found}
