"""The grids of what a draft has, with the words of its choices."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from zoneinfo import ZoneInfo

from domain.forms import added
from domain.forms.compiled.model import Control
from domain.forms.xpath.references import Place
from services.form_sheets.grids import Grid, GridLine, values_of
from services.form_sheets.layout import Column, Layout, Page, rows_of
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
    by_row = _by_row(answers, layout.pages[0].place[0])
    heads = _added_heads(answers)
    for page in layout.pages:
        grid = grids[page.place] = Grid(extras=list(heads.get(page.name, ())))
        if page.upright:
            grid.extras, grid.below = [], [list(one) for one in added.of_row(answers, "").items()]
        outer = rows_of(Page(page.parent, "", ()), rows) if page.parent else []
        numbers = {row: number for number, row in enumerate(outer, 1)}
        for number, row in enumerate(rows_of(page, rows), 1):
            values = values_of(page, row, answers)
            line = GridLine([], number, numbers.get(_around(row), ""))
            for column in page.columns:
                value = values.get(column.place, "")
                label = labels(column, offers, _seen_from(row, by_row))
                line.cells.append(cell_words.shown(column.element, value, label, language, zone, yes))
            own = by_row.get(row, {})
            line.extras = [own.get((*page.place, added.MARK + head), "") for head in grid.extras]
            grid.lines.append(line)
    return grids


def labels(column: Column, offers: Offers, seen: Mapping[Place, str]) -> Callable[[str], str]:
    """Return the words of a column's choices by their values, beside the answers that its row sees."""
    if column.element.control not in (Control.SELECT_ONE, Control.SELECT_MULTIPLE, Control.RANK):
        return str
    names = offers.of(column.place, seen)
    return names.label if column.element.control is Control.SELECT_ONE else names.label_among


def _added_heads(answers: Mapping[str, str]) -> dict[str, dict[str, None]]:
    """Return the headings of the columns that were added to each repeat, by its reference without rows."""
    heads: dict[str, dict[str, None]] = {}
    for reference in answers:
        if added.is_added(reference) and not reference.startswith(added.MARK):
            heads.setdefault(added.repeat_of(reference), {})[added.head_of(reference)] = None
    return heads


def _by_row(answers: Mapping[str, str], root: str) -> dict[str, dict[Place, str]]:
    """Sort answers by the row in which they are, "" for those in none."""
    found: dict[str, dict[Place, str]] = {}
    for reference, value in answers.items():
        row, mark, _ = reference.rpartition("]")
        names = (part.partition("[")[0] for part in reference.split("/"))
        found.setdefault(row + mark, {})[(root, *names)] = value
    return found


def _around(row: str) -> str:
    """Return the reference of the row around a row, "" for none."""
    above, mark, _ = row.rpartition("[")[0].rpartition("]")
    return above + mark


def _seen_from(row: str, by_row: Mapping[str, Mapping[Place, str]]) -> dict[Place, str]:
    """Return the answers that a row sees: of itself and of what is around it, by place."""
    rows = [""]
    at: str = row
    while at:
        rows.insert(1, at)
        at = _around(at)
    seen: dict[Place, str] = {}
    for one in rows:
        seen |= by_row.get(one, {})
    return seen
