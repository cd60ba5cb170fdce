"""Minutes as text in a test: a line is a paragraph, a line with bars a table's row, a blank line ends a table.

In a cell «⏎» ends a line.
"""

from __future__ import annotations

from domain.dates.working_days import Calendar
from domain.minutes import Block, Cell, Document, Paragraph, Reading, Resolution, Table, read


def document(text: str) -> Document:
    blocks: list[Block] = []
    rows: list[tuple[Cell, ...]] = []
    for line in [*text.strip().splitlines(), ""]:
        if "|" in line:
            rows.append(tuple(Cell(cell.strip().replace(" ⏎ ", "\n")) for cell in line.split("|")))
            continue
        if rows:
            blocks.append(Table(tuple(rows)))
            rows = []
        if line.strip():
            blocks.append(Paragraph(line.strip()))
    return Document(tuple(blocks))


def reading_of(text: str) -> Reading:
    return read(document(text), Calendar())


def due(resolution: Resolution) -> str | None:
    """The due date as `1398-07-30`, or the kind of a deadline that has none."""
    written: str | None = resolution.to_json()["deadline"]["due"]
    return written or resolution.deadline.kind.value


def told(reading: Reading) -> list[tuple[int, tuple[str, ...], str | None]]:
    """Number, owners and due date of each resolution."""
    return [(one.number, one.responsible, due(one)) for one in reading.resolutions]


def codes(resolution: Resolution) -> set[str]:
    return {doubt.code for doubt in resolution.doubts}


def doubts(reading: Reading) -> set[str]:
    """The codes of the doubts about the document, without those about its resolutions."""
    return {doubt.code for doubt in reading.doubts}
