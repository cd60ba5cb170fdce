"""Problems of a form that is read: what is wrong where, as a text's name with parameters."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Problem:
    """One problem, with the sheet, row (from 1 on, 0 for none) and name of the question that it is about."""

    key: str
    params: Mapping[str, Any] = field(default_factory=dict)
    sheet: str = ""
    row: int = 0
    name: str = ""

    def to_json(self) -> dict[str, Any]:
        return {
            "key": self.key,
            "params": dict(self.params),
            "sheet": self.sheet,
            "row": self.row,
            "name": self.name,
        }

    @classmethod
    def from_json(cls, raw: Mapping[str, Any]) -> Problem:
        return cls(raw["key"], raw["params"], raw["sheet"], raw["row"], raw["name"])


class Unreadable(Exception):  # noqa: N818 - it is what a person reads
    """A file that cannot be read at all; ``problem`` says why."""

    def __init__(self, key: str, **params: Any) -> None:
        super().__init__(key)
        self.problem = Problem(key, params)


@dataclass(slots=True)
class Findings:
    """Problems that reading a form has found so far."""

    errors: list[Problem] = field(default_factory=list)
    warnings: list[Problem] = field(default_factory=list)
    repairs: list[Problem] = field(default_factory=list)
    unanswerable: list[Problem] = field(default_factory=list)
