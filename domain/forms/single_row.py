"""One row of a repeat apart from the others: the rest of its form with that row alone, as its first.

A form of ten thousand rows takes seconds to load; one of its rows with what stands outside takes a few milliseconds.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar

Value = TypeVar("Value")


def alone(answers: Mapping[str, Value], repeat: str, row: int) -> dict[str, Value]:
    """Return answers, or counts of rows, by reference, without those of the repeat's other rows.

    ``house[3]/rooms`` becomes ``house[1]/rooms`` when ``row`` is 3.
    """
    of_row, of_any = f"{repeat}[{row}]/", f"{repeat}["
    kept: dict[str, Value] = {}
    for name, value in answers.items():
        if name.startswith(of_row):
            kept[f"{repeat}[1]/{name.removeprefix(of_row)}"] = value
        elif not name.startswith(of_any) and name != repeat:
            kept[name] = value
    return kept
