"""The choices of a question as cells name them: by label or name, however they were typed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from difflib import get_close_matches
from typing import Any

from domain.forms.instance.choices import Choice
from domain.persian.text import fold, normalise

_SEVERAL = re.compile(r"[؛;\n|]")
_COMMAS = re.compile(r"[؛;\n|،,]")
_LOOSE = re.compile(r"[؛;\n|،,/+–—-]|\s+و\s+")
"""Further separators of choices, used where each part is a choice."""


class WrongCell(Exception):  # noqa: N818 - it is what a person reads
    """A cell that is no answer to its question: a text's key below ``form_sheet.wrong`` with parameters."""

    def __init__(self, key: str, **params: Any) -> None:
        super().__init__(key)
        self.key, self.params = f"form_sheet.wrong.{key}", params


class ChoiceNames:
    """Choices by their folded labels and names. A label that two have is told apart by the name after it."""

    def __init__(self, offered: Sequence[Choice]) -> None:
        self._by_label: dict[str, set[str]] = {}
        for choice in offered:
            self._by_label.setdefault(_folded(choice.label), set()).add(choice.value)
        self._by_name = {fold(choice.value): choice.value for choice in offered}
        self.labels: dict[str, str] = {}
        for choice in offered:
            alone = len(self._by_label[_folded(choice.label)]) == 1
            self.labels.setdefault(choice.value, choice.label if alone else f"{choice.label} ({choice.value})")
        for value, label in self.labels.items():
            self._by_label.setdefault(_folded(label), {value})

    def label(self, value: str) -> str:
        """Return the words of a choice in a cell; its own name when it is not offered."""
        return self.labels.get(value, value)

    def label_among(self, value: str) -> str:
        """Return the words of a choice in a cell with several: its name where the label would be taken for two."""
        label = self.label(value)
        return value if _COMMAS.search(label) else label

    def find(self, words: str) -> str:
        """Return the value that words mean, "" for none. Raises WrongCell for words that mean several."""
        found = self._by_label.get(_folded(words), set())
        if len(found) == 1:
            return next(iter(found))
        if words in self.labels:
            return words
        if by_name := self._by_name.get(fold(words), ""):
            return by_name
        if found:
            names = "، ".join(f"«{self.labels[value]}»" for value in sorted(found)[:5])
            raise WrongCell("several_choices", said=words[:60], names=names)
        return ""

    def one(self, words: str) -> str:
        """Return the value that words mean. Raises WrongCell."""
        value = self.find(words)
        if not value:
            raise self._wrong(words)
        return value

    def several(self, words: str) -> str:
        """Read choices of one cell, parted by semicolons, lines or commas, or names by blanks. Raises WrongCell."""
        if one := self.find(words):
            return one
        tokens = words.split()
        if tokens and all(token in self.labels for token in tokens):
            return " ".join(dict.fromkeys(tokens))
        found: list[str] = []
        for part in filter(None, map(str.strip, _SEVERAL.split(words))):
            value = self.find(part)
            found += [value] if value else self._parted(part)
        return " ".join(dict.fromkeys(found))

    def _parted(self, words: str) -> list[str]:
        parts = [part for part in map(str.strip, _COMMAS.split(words)) if part]
        loose = [part for part in map(str.strip, _LOOSE.split(words)) if part]
        if not all(map(self.find, parts)) and all(values := list(map(self.find, loose))):
            return values
        return list(map(self.one, parts))

    def in_order(self, values: str) -> str:
        """Return chosen values in the order in which they are offered."""
        chosen = set(values.split())
        return " ".join(value for value in self.labels if value in chosen)

    def _wrong(self, words: str) -> WrongCell:
        """Say that words mean no choice, with the nearest ones."""
        by_fold = {_folded(label): label for label in self.labels.values()}
        if not by_fold:
            return WrongCell("no_choices", said=words[:60])
        near = get_close_matches(_folded(words), by_fold, 3, 0.6) or list(by_fold)[: 6 if len(by_fold) <= 6 else 3]
        return WrongCell("choice", said=words[:60], near="، ".join(f"«{by_fold[one]}»" for one in near))


def _folded(words: str) -> str:
    return fold(normalise(words)).replace(" ", "")
