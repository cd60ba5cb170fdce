"""The tables of forms in the Word file of the follow-up report, each with the columns that its form asks for."""

import io
from collections.abc import Iterator, Sequence
from typing import Any

from docx import Document
from docx.shared import Pt

from services.export.forms.consolidated import FormTable
from services.rendering.templates import office
from services.rendering.templates.report import FORMS

WIDTH = 25.2
"""The width between the margins of a page on its side, in centimetres."""
SIZE = 10
"""The size of a table's words, in points."""


def insert(document: bytes, tables: Sequence[FormTable]) -> bytes:
    """Put tables under the heading of forms of a report; return the document."""
    made = Document(io.BytesIO(document))
    heading = next(one for one in made.paragraphs if one.text.strip() == FORMS)
    at = heading._p
    for table in tables:
        for element in _elements(made, table):
            at.addnext(element)
            at = element
    saved = io.BytesIO()
    made.save(saved)
    return saved.getvalue()


def _elements(made: Any, table: FormTable) -> Iterator[Any]:
    title = office.paragraph(made, table.title, bold=True, size=12, after=2, keep=True)
    title.paragraph_format.space_before = Pt(8)
    yield title._p
    yield office.paragraph(made, table.count, size=SIZE, after=4, keep=True)._p
    unit = WIDTH / sum(table.widths)
    grid = office.roomy(office.table(made, [width * unit for width in table.widths]))
    office.row(grid, table.heads, head=True, size=SIZE)
    for answer in table.answers:
        if table.grouped:
            across = office.across(grid)
            office.paragraph(across, answer.agency, bold=True, size=SIZE, after=0, first=True, keep=bool(answer.rows))
            if answer.once:
                office.paragraph(across, answer.once, size=SIZE, after=0, keep=bool(answer.rows))
        for words in answer.rows:
            office.row(grid, words, size=SIZE)
    yield grid._tbl
    yield office.paragraph(made, table.more, size=SIZE, after=6)._p
