"""Names of sheets: those of forms and repeats, as Excel takes them, each there once."""

from __future__ import annotations

import re
from collections.abc import Iterable

LONGEST = 31
"""Characters of a sheet's name."""
_FORBIDDEN = re.compile(r"[\[\]:*?/\\]")


class Titles:
    """The names of a workbook's sheets; ``taken`` are those that it has."""

    def __init__(self, taken: Iterable[str] = ()) -> None:
        self._taken = {title.casefold() for title in taken}

    def free(self, *wanted: str) -> str:
        """Take the first of some names that no sheet has; where all are taken, the last with a number."""
        bare = [_bare(words) for words in wanted]
        title = next((one for one in bare if one.casefold() not in self._taken), bare[-1])
        number = 1
        while title.casefold() in self._taken:
            number += 1
            title = f"{_cut(bare[-1], LONGEST - 5)} ({number})"
        self._taken.add(title.casefold())
        return title


def _bare(words: str) -> str:
    # Excel takes no apostrophe at either end of a name.
    return _cut(_FORBIDDEN.sub("_", words).strip(" '"), LONGEST) or "Form"


def _cut(words: str, most: int) -> str:
    """Shorten words between two of them; in the midst of one that is too long by itself."""
    if len(words) <= most:
        return words
    whole = words[: most + 1].rpartition(" ")[0]
    return (whole if len(whole) > most // 2 else words[:most]).rstrip(" '،؛-")
