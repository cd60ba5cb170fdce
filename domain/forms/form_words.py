"""The words of forms: out of the texts for Dabir's own, out of the form itself for one that is data."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, field

from domain.chat.screens import T, Text
from domain.forms.labels import ByLanguage, FormLabels
from domain.forms.questions import Question
from domain.forms.types.answer_types import Choice

Label = Text | str
"""A text of ``texts/``, or words that came from data."""


@dataclass(frozen=True, slots=True)
class QuestionWords:
    """The words of one question: as it is asked, its label on a summary, its options.

    ``refusal`` is said of an answer that its constraint refuses, instead of the constraint's own message. ``hint``
    stands under the question, ``guidance`` is shown when it is asked for, ``section`` are the labels of the groups and
    rows around it, and ``notes`` are words that the form has before it.
    """

    ask: Label
    short: Label
    options: Mapping[str, Label] = field(default_factory=dict)
    refusal: Text | None = None
    hint: str = ""
    guidance: str = ""
    section: tuple[Label, ...] = ()
    notes: tuple[str, ...] = ()

    def option(self, name: str) -> Label:
        """Return the label of an option; its name when it has none any more."""
        return self.options.get(name, name)


class FormWords(ABC):
    """The words of one form for readers of one language."""

    @property
    @abstractmethod
    def title(self) -> Label: ...

    @abstractmethod
    def of(self, question: Question) -> QuestionWords: ...


@dataclass(frozen=True, slots=True)
class CatalogueWords(FormWords):
    """The words of a declared form: ``<form>.title``, and ``<form>.<question>.ask``, ``….short`` and ``….<option>``.

    They are texts, so that each reader's own language is chosen where they are sent.
    """

    form: str

    @property
    def title(self) -> Text:
        return T(f"{self.form}.title")

    def of(self, question: Question) -> QuestionWords:
        prefix = f"{self.form}.{question.name}"
        options = question.type.options if isinstance(question.type, Choice) else ()
        return QuestionWords(
            T(f"{prefix}.ask"),
            T(f"{prefix}.short"),
            {option: T(f"{prefix}.{option}") for option in options},
        )


@dataclass(frozen=True, slots=True)
class DataWords(FormWords):
    """The words of a form that is data, in one language; without a translation in the form's default one.

    A label that is missing altogether is its question's or option's name.
    """

    labels: FormLabels
    language: str

    @property
    def title(self) -> str:
        return self._pick(self.labels.title)

    def of(self, question: Question) -> QuestionWords:
        labels = self.labels.questions[question.name]
        ask = self._pick(labels.ask) or question.name
        refusal = self._pick(labels.refusal)
        return QuestionWords(
            ask,
            self._pick(labels.short) or ask,
            {option: self._pick(words) or option for option, words in labels.options.items()},
            T("form.lines", lines=[refusal]) if refusal else None,
        )

    def _pick(self, words: ByLanguage) -> str:
        languages = (self.language, self.labels.default, *words)
        return next((words[one] for one in languages if words.get(one)), "")


def words_of(name: str, labels: FormLabels | None, language: str) -> FormWords:
    """Return the words of a form of questions in a row for readers of a language; without labels they are texts."""
    return DataWords(labels, language) if labels else CatalogueWords(name)
