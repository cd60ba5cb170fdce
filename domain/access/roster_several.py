"""Several people in one row of a roster, «سارا محمدی، علی کریمی» in the cell of the name."""

import re
from collections.abc import Mapping

from domain.persian.text import ZWNJ

_PARTED = re.compile(rf"[ {ZWNJ}]*[،,؛;/\n+][ {ZWNJ}]*| و ")
_OF_EACH = ("title", "post", "phone")
"""The columns of which everybody in a row has to have a part of their own, when they are filled."""


def each_person(cells: Mapping[str, str]) -> list[dict[str, str]] | None:
    """Return the cells of a row once for each person whom it names, or as they are for one and for none.

    None when the other cells do not say which part is whose.
    """
    names = _parts(cells.get("name", ""))
    if len(names) < 2 or any(len(name.split()) < 2 for name in names):
        return [dict(cells)]
    rows = [{**cells, "name": name} for name in names]
    for column in _OF_EACH:
        parts = _parts(cells.get(column, ""))
        if parts and len(parts) != len(names):
            return None
        for row, part in zip(rows, parts, strict=False):
            row[column] = part
    return rows


def _parts(words: str) -> list[str]:
    return [part for part in _PARTED.split(words) if part]
