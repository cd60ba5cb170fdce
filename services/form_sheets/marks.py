"""The hidden sheet by which a workbook is known again: what it is about, its pages, their columns and first rows."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from services.form_sheets.grids import Identity
from services.form_sheets.layout import Layout

SHEET = "dabir-form"
MOST_LINES = 60_000


@dataclass(slots=True)
class Marks:
    """The words of the hidden sheet: ``heads`` are columns by page and heading, ``titles`` pages by title."""

    ids: dict[str, str] = field(default_factory=dict)
    titles: dict[str, str] = field(default_factory=dict)
    heads: dict[str, dict[str, str]] = field(default_factory=dict)
    base: dict[str, list[str]] = field(default_factory=dict)


def lines(layout: Layout, identity: Identity) -> Iterator[list[str]]:
    """Yield the hidden sheet's rows."""
    yield ["ids", json.dumps(dict(identity.ids), ensure_ascii=False)]
    for page in layout.pages:
        yield ["page", page.name, page.title]
        for column in page.columns:
            yield ["column", page.name, "/".join(column.place[1:]), column.head]
        for fingerprint in identity.base.get(page.name, ()):
            yield ["row", page.name, fingerprint]


def read(rows: Iterable[tuple[Any, ...]]) -> Marks:
    """Read the hidden sheet's rows; what is damaged is passed over."""
    marks = Marks()
    for cells in rows:
        words = [str(cell or "") for cell in cells]
        match words:
            case ["ids", ids, *_]:
                marks.ids = _ids(ids)
            case ["page", name, title, *_]:
                marks.titles[title] = name
            case ["column", name, column, head, *_]:
                marks.heads.setdefault(name, {})[head] = column
            case ["row", name, fingerprint, *_]:
                marks.base.setdefault(name, []).append(fingerprint)
    return marks


def _ids(words: str) -> dict[str, str]:
    try:
        found = json.loads(words)
    except ValueError:
        return {}
    return {str(key): str(value) for key, value in found.items()} if isinstance(found, Mapping) else {}
