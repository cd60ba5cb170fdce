"""The grids of what a draft has, with the words of its choices."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from zoneinfo import ZoneInfo

from domain.forms.compiled.model import Control
from domain.forms.xpath.references import Place
from services.form_sheets.grids import Grid, GridLine, values_of
from services.form_sheets.layout import Layout, Page, rows_of
from services.form_sheets.offers import Offers
from services.form_sheets.writing import cell_words


def of_draft(
    layout: Layout,
    offers: Offers,
    answers: Mapping[str, str],
    rows: Mapping[str, int],
    language: str,
    zone: ZoneInfo,
    yes: str,
) -> dict[Place, Grid]:
    """Return the grids of what is answered; references are those below the root."""
    grids = {}
    for page in layout.pages:
        grid = grids[page.place] = Grid()
        for number, row in enumerate(rows_of(page, rows), 1):
            values = values_of(page, row, answers)
            line = GridLine([], number, _parent_number(page, row, rows))
            for column in page.columns:
                names = None
                if column.element.control in (Control.SELECT_ONE, Control.SELECT_MULTIPLE, Control.RANK):
                    names = offers.of(column.place, seen_from(page, row, answers))
                several = column.element.control is not Control.SELECT_ONE
                label = (names.label_among if several else names.label) if names else str
                value = values.get(column.place, "")
                line.cells.append(cell_words.shown(column.element, value, label, language, zone, yes))
            grid.lines.append(line)
    return grids


def _parent_number(page: Page, row: str, rows: Mapping[str, int]) -> object:
    """Return the number of the row around a row among all rows of its page; "" where there is none."""
    if page.parent is None:
        return ""
    outer = Page(page.parent, "", ())
    around = [one for one in rows_of(outer, rows) if row.startswith(f"{one}/")]
    return rows_of(outer, rows).index(around[0]) + 1 if around else ""


def seen_from(page: Page, row: str, answers: Mapping[str, str]) -> dict[Place, str]:
    """Return the answers that a row sees: of itself and of what is around it, by place."""
    root = page.place[0]
    seen: dict[Place, str] = {}
    for reference, value in answers.items():
        rows, _, _ = reference.rpartition("]")
        if rows == "" or row == f"{rows}]" or row.startswith(f"{rows}]/"):
            seen[(root, *_names(reference))] = value
    return seen


def _names(reference: str) -> Iterator[str]:
    return (part.partition("[")[0] for part in reference.split("/"))
