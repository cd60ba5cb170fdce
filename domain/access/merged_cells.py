"""Merged cells of a list in a spreadsheet: their words are meant for every row that they cover."""

from collections.abc import Collection, Iterator, Sequence

from domain.persian.text import normalise
from domain.spreadsheet import cell_name

Range = tuple[int, int, int, int]
"""The first row and column and the last row and column of merged cells, counted from 0."""


def spread(
    rows: list[list[str]], merged: Sequence[Range], head: int, columns: Collection[int]
) -> Iterator[tuple[str, str, str]]:
    """Give the words of merged cells below the head to every row that they cover; yield place, code and words.

    Cells merged over several of the ``columns``, such as a heading between rows, belong to none of them: their rows are
    emptied and the code is "across", else "merged".
    """
    for first, left, last, right in merged:
        covered = [place for place in columns if left <= place <= right]
        if first <= head or not covered or first >= len(rows) or left >= len(rows[first]):
            continue
        words = rows[first][left]
        for number in range(first, min(last + 1, len(rows))):
            rows[number] += [""] * (covered[0] + 1 - len(rows[number]))
            rows[number][covered[0]] = words
            if len(covered) > 1:
                rows[number] = []
        code = "across" if len(covered) > 1 else "merged"
        yield f"{cell_name(first, left)}:{cell_name(last, right)}", code, normalise(words).strip()
