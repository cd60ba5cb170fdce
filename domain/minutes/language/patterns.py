"""Patterns put together from named alternatives, so that a grammar reads as a list."""

from __future__ import annotations

import re

from domain.dates.jalali import MONTHS
from domain.persian.text import fold

ARROWS = "⬅←👈➡→"
"""Arrows and hands that point from a work to its owner or from a label to its value, to be put in a class."""

MONTH = "|".join(map(fold, MONTHS))
"""The names of the months, to be put in a group over folded text."""


def any_of(*parts: str) -> str:
    """A group that matches any of the parts."""
    return f"(?:{'|'.join(parts)})"


def rule(*parts: str) -> re.Pattern[str]:
    """A pattern over folded text that matches any of the parts."""
    return re.compile("|".join(f"(?:{part})" for part in parts))


def as_typed(text: str, found: re.Match[str], group: str | int) -> str:
    """A group that was found in the folded text, as typed where folding left its letters in their places."""
    typed = text[slice(*found.span(group))]
    return typed if fold(typed) == found[group] else found[group]
