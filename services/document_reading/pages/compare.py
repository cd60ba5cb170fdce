"""Parts of scanned pages to be compared with what was read from them."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass

from domain.persian.text import fold
from services.document_reading.pages.scan import ScannedLine, Scanner

_SHARE = 0.6
"""The least share of a line's words that a text has when the line is one of its."""
_GAP = 0.06
"""The share of a page's height over which lines belong together."""
_EDGE = 0.008
_WIDTH = 1200
_FLAT = 8
"""The most times that a picture is wider than it is high."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """The part of a page that a text was read from, as JPEG, and its words that were hard to read."""

    picture: bytes
    unsure: tuple[str, ...]


def evidence_of(text: str, scanner: Scanner) -> Evidence | None:
    """Find the part of a page whose lines hold a text; None when no line does."""
    words = frozenset(fold(text).split())
    lines = [line for line in scanner.lines if _belongs(line, words)]
    groups: list[list[ScannedLine]] = []
    for line in sorted(lines, key=lambda one: (one.page, one.top)):
        if groups and groups[-1][-1].page == line.page and line.top - groups[-1][-1].bottom < _GAP:
            groups[-1].append(line)
        else:
            groups.append([line])
    if not groups:
        return None
    found = max(groups, key=lambda group: len(frozenset(word for line in group for word in fold(line.text).split())))
    return Evidence(_picture(found, scanner), tuple(dict.fromkeys(word for line in found for word in line.unsure)))


def _belongs(line: ScannedLine, words: frozenset[str]) -> bool:
    own = fold(line.text).split()
    return sum(word in words for word in own) >= _SHARE * len(own)


def _picture(lines: Sequence[ScannedLine], scanner: Scanner) -> bytes:
    page = scanner.pages[lines[0].page]
    top = max(0, round((min(line.top for line in lines) - _EDGE) * page.height))
    bottom = min(page.height, round((max(line.bottom for line in lines) + _EDGE) * page.height))
    # No platform sends a picture that is twenty times as wide as it is high.
    more = max(0, page.width // _FLAT - (bottom - top)) // 2
    part = page.crop((0, max(0, top - more), page.width, min(page.height, bottom + more)))
    if part.width > _WIDTH:
        part = part.resize((_WIDTH, max(1, round(part.height * _WIDTH / part.width))))
    file = io.BytesIO()
    part.save(file, "JPEG", quality=70)
    return file.getvalue()
