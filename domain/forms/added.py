"""Words that somebody added to a form's Excel sheet, in columns or lines of their own.

They are kept among the answers: as attributes of a row, ``house[2]/@remarks``, or of the form itself, ``@remarks``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

MARK = "@"
_POSITION = re.compile(r"\[\d+\]")
_ROOM = str.maketrans({"/": "∕", "[": "(", "]": ")"})
"""The signs by which a reference is parted, and signs that look like them."""


def reference(row: str, head: str) -> str:
    """Return the reference of words under a heading: of a row, "" for the form itself."""
    return f"{row}/{MARK}{named(head)}".lstrip("/")


def named(head: str) -> str:
    """Return a heading as it stands in references."""
    return " ".join(head.translate(_ROOM).split())


def is_added(reference: str) -> bool:
    """Tell whether a reference below the root is that of added words, not of a question or a question's attribute."""
    above, mark, _ = reference.rpartition(f"/{MARK}")
    return above.endswith("]") if mark else reference.startswith(MARK)


def head_of(reference: str) -> str:
    """Return the heading of added words."""
    return reference.rpartition(f"/{MARK}")[2].removeprefix(MARK)


def repeat_of(reference: str) -> str:
    """Return the repeat, without rows, whose row has added words; "" for those of the form itself."""
    return _POSITION.sub("", reference.rpartition(MARK)[0]).strip("/")


def of_row(answers: Mapping[str, str], row: str) -> dict[str, str]:
    """Return the added words of a row by heading, those of the form itself for ""."""
    before = f"{row}/{MARK}" if row else MARK
    return {name.removeprefix(before): words for name, words in answers.items() if name.startswith(before)}
