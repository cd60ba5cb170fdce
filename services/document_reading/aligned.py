"""Tables that spaces hold together, as a PDF's text has them: cells told by what stands above each other.

Such a table begins with a line of headers, one of which numbers the rows. A row goes on over lines without a number,
each of whose cells goes on with the cell of the column that it stands in.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from domain.persian.text import fold, folded_words, latin_digits

_CHUNK = re.compile(r"\S+(?: \S+)*")
_NUMBER = re.compile(r"\W*(\d{1,3})\W*\Z")
_NUMBER_FIRST = re.compile(r"(\d{1,3})\s?[-.)ـ]?\s+(?=\S)")
_PAGE = re.compile(r"\s*صفحه\s*:?\s*\d{1,3}(?:\s*(?:از|/)\s*\d{1,3})?\s*|\s{8,}\d{1,3}\s*")
_COUNTING = folded_words("ردیف شماره ش # no کد")
_FEWEST, _MOST, _LONGEST_HEADER = 3, 8, 30
_FEWEST_ROWS = 2
_MOST_LINES = 25
"""So many lines a row has at most."""

_SLACK = 2
"""So many columns of a line may a cell stand before the others of its column."""


@dataclass(frozen=True)
class _Chunk:
    """Words with single spaces between them, and where in its line they begin and end."""

    start: int
    end: int
    text: str

    def under(self, header: _Chunk) -> tuple[float, int]:
        """The part of a header that this stands under, and minus the gap between the two."""
        common = min(self.end, header.end) - max(self.start, header.start)
        return max(0, common) / (header.end - header.start), min(0, common)


def with_tabs(lines: Sequence[str]) -> list[str]:
    """The lines with tables that spaces align as rows between tabs, a row a line."""
    found: list[str] = []
    at = 0
    while at < len(lines):
        table = _table_at(lines, at)
        rows, at = table or ([lines[at]], at + 1)
        found += rows
    return found


def _table_at(lines: Sequence[str], at: int) -> tuple[list[str], int] | None:
    """The rows of the table whose headers are a line, then the page marks within it; and the line behind it."""
    headers = _chunks(lines[at])
    if not _FEWEST <= len(headers) <= _MOST or any(len(one.text) > _LONGEST_HEADER for one in headers):
        return None
    column = next((end for end in (0, len(headers) - 1) if fold(headers[end].text) in _COUNTING), None)
    if column is None or any("\t" in lines[at] or ":" in one.text for one in headers):
        return None
    rows: list[list[str]] = []
    marks: list[str] = []
    end, first, blank, edge = at + 1, at + 1, False, 0
    for place in range(at + 1, len(lines)):
        line = lines[place]
        if not line.strip():
            blank = True
            continue
        page = _PAGE.fullmatch(latin_digits(line)) is not None
        if page or _chunks(line) == headers:
            marks += [line] if page else []
            continue
        number, chunks = _numbered(line, column)
        beside = column or not rows or _chunks(line)[0].start < edge
        if number == len(rows) + 1 and beside:
            rows.append([""] * len(headers))
            rows[-1][column] = str(number)
            edge = chunks[0].start if chunks and not column else 0
            first = place
        elif blank or not rows or place - first > _MOST_LINES or _chunks(line)[0].start < edge - _SLACK:
            break
        else:
            chunks = _chunks(line)
        if "\t" in line or len(chunks) > 2 * _MOST:
            break
        _put(rows[-1], chunks, headers, column)
        end, blank = place + 1, False
    if len(rows) < _FEWEST_ROWS:
        return None
    heading = "\t".join(one.text for one in headers)
    return [heading, *("\t".join(row) for row in rows), "", *marks], end


def _chunks(line: str) -> list[_Chunk]:
    return [_Chunk(match.start(), match.end(), match[0]) for match in _CHUNK.finditer(line)]


def _numbered(line: str, column: int) -> tuple[int | None, list[_Chunk]]:
    """The number in a line's column of numbers, and its other chunks."""
    chunks = _chunks(line)
    if not column and (match := _NUMBER_FIRST.match(latin_digits(line.lstrip()))):
        begin = len(line) - len(line.lstrip()) + match.end()
        return int(match[1]), [_Chunk(begin + one.start, begin + one.end, one.text) for one in _chunks(line[begin:])]
    at = -1 if column else 0
    number = _NUMBER.match(latin_digits(chunks[at].text)) if len(chunks) > 1 or not column else None
    return (int(number[1]), chunks[: len(chunks) - 1] if column else chunks[1:]) if number else (None, chunks)


def _put(row: list[str], chunks: Sequence[_Chunk], headers: Sequence[_Chunk], column: int) -> None:
    """Add a line's chunks to the cells of a row that they stand in, the one beside the other."""
    others = [at for at in range(len(headers)) if at != column]
    fitting = list(_joined(chunks, len(others)))
    best = max(
        combinations(others, len(fitting)),
        key=lambda places: tuple(
            map(sum, zip(*(chunk.under(headers[at]) for at, chunk in zip(places, fitting, strict=True)), strict=True))
        ),
    )
    for at, chunk in zip(best, fitting, strict=True):
        row[at] = f"{row[at]} {chunk.text}".strip()


def _joined(chunks: Sequence[_Chunk], most: int) -> Iterator[_Chunk]:
    """At most so many chunks: those that stand nearest to each other are one."""
    left = list(chunks)
    while len(left) > most:
        at = min(range(len(left) - 1), key=lambda place: left[place + 1].start - left[place].end)
        left[at : at + 2] = [_Chunk(left[at].start, left[at + 1].end, f"{left[at].text} {left[at + 1].text}")]
    return iter(left)
