"""The jobs of forms' workbooks: write one for a draft, read it. Run in the child process alone."""

from __future__ import annotations

from typing import Any

from services.form_sheets import grids, task
from services.form_sheets.grids import Grid, Identity
from services.form_sheets.layout import lay_out, rows_of
from services.form_sheets.offers import Offers
from services.form_sheets.reading.sheet_reading import SheetReading
from services.form_sheets.writing import draft_grids
from services.job_context import JobContext

ECHOED = ("draft", "sheet", "repeat", "stamp", "hash")
"""The parameters that stand in the result, too, because the end of the job needs them."""


async def write(params: dict[str, Any], context: JobContext) -> dict[str, Any]:
    """Write the workbook of a draft; return its ``hash``, ``name``, its ``rows`` and whether anything is ``answered``.

    ``params`` are {version, draft, repeat, answers, rows, ids, language}: the ids of a form's version and of the draft,
    "" or the repeat that is wanted, answers and rows below the root. A compiled form as JSON in ``form`` stands for a
    version that is not stored.
    """
    job = await task.load(params, context)
    answers, counts, form = job.answers, job.rows, job.program.form
    layout = lay_out(form, job.language, params["repeat"])
    offers = Offers(job.program, job.environment())
    written = draft_grids.of_draft(layout, offers, answers, counts, job.language, job.zone, job.yes)
    base = {
        page.name: [grids.fingerprint(grids.values_of(page, row, answers)) for row in rows_of(page, counts)]
        for page in layout.pages
        if not page.upright
    }
    hashed = job.book(context.store, layout, offers, written, Identity(params["ids"], base))
    filled = [(page.upright, _filled(written[page.place])) for page in layout.pages]
    rows = sum(count for upright, count in filled if not upright)
    state = {"rows": rows, "answered": any(count for _, count in filled)}
    return {"hash": hashed, "name": f"{layout.name}.xlsx", **state, "draft": params.get("draft", 0)}


def _filled(grid: Grid) -> int:
    """Count the rows that have anything in them."""
    return sum(any(cell not in (None, "") for cell in line.cells) for line in grid.lines)


async def read(params: dict[str, Any], context: JobContext) -> dict[str, Any]:
    """Read a workbook that came back for a draft.

    ``params`` are those of ``write`` with ``hash``, the file, ``known``, what ``read`` said last time of the same
    workbook, and ``most_rows``, the rows of a repeat that a draft holds. The result has the counts ``good`` and
    ``wrong`` of rows, ``cells`` that are wrong, ``notes``, the draft's new ``answers`` and ``rows``, ``known``, the
    ``repeats`` that were read, and the hash of a ``marked`` workbook when anything is wrong. ``undo`` are the answers
    and rows with those that were deleted in the sheet. Where a repeat has more
    rows than a draft holds they are lines of JSON in the file ``stored``. Raises Refused.
    """
    job = await task.load(params, context)
    return {**SheetReading(job, params, context).run(), **{name: params.get(name) for name in ECHOED}}
