"""Labels: the words of a form that is data, by language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

ByLanguage = Mapping[str, str]
"""The same words by language; a translation may be missing."""


@dataclass(frozen=True, slots=True)
class QuestionLabels:
    """A question's words as data, in every language that its form has."""

    ask: ByLanguage
    short: ByLanguage = field(default_factory=dict)
    options: Mapping[str, ByLanguage] = field(default_factory=dict)
    refusal: ByLanguage = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class FormLabels:
    """A form's words as data. ``default`` is the language of words without a translation."""

    title: ByLanguage
    questions: Mapping[str, QuestionLabels]
    default: str = "fa"
