"""The cells of a workbook that is to be written: of a draft's answers, or as somebody sent them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256

from domain.forms.xpath.references import Place
from services.form_sheets.layout import Page


@dataclass(slots=True)
class GridLine:
    """One row: its number and that of the row around it, its cells in the order of the columns, and further cells.

    ``marks`` say what is wrong with a cell, by its column's index; -1 is the number of the row around it. ``row`` is
    the row of the sheet that it is to stand in, 0 for the next one.
    """

    cells: list[object]
    number: object = ""
    parent: object = ""
    extras: list[object] = field(default_factory=list)
    marks: dict[int, str] = field(default_factory=dict)
    row: int = 0


@dataclass(slots=True)
class Grid:
    """The lines of a page, and the headings of columns that somebody added.

    An upright page has one line, and below its questions ``below``: lines that somebody added.
    """

    lines: list[GridLine] = field(default_factory=list)
    extras: list[str] = field(default_factory=list)
    below: list[list[object]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Identity:
    """The ids of what a workbook is about, and the fingerprints of the rows that it was written with, by page."""

    ids: Mapping[str, str]
    base: Mapping[str, list[str]] = field(default_factory=dict)


def values_of(page: Page, row: str, answers: Mapping[str, str]) -> dict[Place, str]:
    """Return the answers of a row's own questions by place."""
    inside = f"{row}/" if row else ""
    depth = len(page.place)
    found = {column.place: answers.get(inside + "/".join(column.place[depth:]), "") for column in page.columns}
    return {place: value for place, value in found.items() if value}


def fingerprint(values: Mapping[Place, str]) -> str:
    """Return a short hash of a row's answers; equal rows have the same."""
    words = "\n".join(f"{'/'.join(place)}={value}" for place, value in sorted(values.items()) if value)
    return sha256(words.encode()).hexdigest()[:12]
