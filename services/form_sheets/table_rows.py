"""The rows that a plain table held when it became a form, as answers that each new draft may begin with."""

from __future__ import annotations

from datetime import datetime
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

from domain.forms.compiled.form_data import from_data
from domain.forms.instance.instance import MOST_ROWS
from domain.forms.instance.program import Program
from domain.forms.xpath.context import Environment
from domain.forms.xpath.nodes import Node
from services.form_reading import job
from services.form_reading.table.sheet import Table
from services.form_sheets.layout import lay_out
from services.form_sheets.marks import Marks
from services.form_sheets.offers import Offers
from services.form_sheets.reading import returned
from services.form_sheets.reading.assembling import Assembler
from services.form_sheets.reading.cell_values import CellReader
from services.form_sheets.reading.checking import Checker
from services.form_sheets.reading.origins import Origins
from services.form_sheets.reading.rows import ReadPage, read_pages
from services.form_sheets.reading.source import FoundPage, Line, Source
from services.organisation import Store
from texts.format import Formatter

REPEAT = "row"


def read(params: dict[str, Any], store: Store, language: str) -> dict[str, Any]:
    """Read a form as ``form_reading.job.read`` does; of a plain table ``first`` are its rows as answers.

    ``first`` is {count, answers, rows, wrong}: how many rows there are, answers and counts of rows below the root, and
    the cells that are no answers and stay blank, {row, column, text}. More rows than a draft holds are only counted.
    """
    result, table = job.read(params, store, language)
    if table is None or result["data"] is None:
        return {**result, "first": {"count": 0, "answers": {}, "rows": {}, "wrong": []}}
    most = min(params.get("most_rows", MOST_ROWS), len(table.rows))
    answers: dict[str, str] = {}
    rows: dict[str, int] = {}
    wrong: list[dict[str, object]] = []
    if 0 < table.count <= most:
        answers, rows, wrong = _as_answers(result, table, params, language)
    return {**result, "first": {"count": table.count, "answers": answers, "rows": rows, "wrong": wrong}}


def _as_answers(
    result: dict[str, Any], table: Table, params: dict[str, Any], language: str
) -> tuple[dict[str, str], dict[str, int], list[dict[str, object]]]:
    form = from_data(result["data"])
    zone, program = ZoneInfo(params["zone"]), Program(form)
    now = datetime.fromisoformat(params["now"]).astimezone(zone)

    def environment() -> Environment:
        return Environment(Node("", None), now, random=Random(0), language=language)  # noqa: S311 - for order

    [page] = [one for one in lay_out(form, language).pages if not one.upright]
    names = [column["name"] for column in result["columns"]]
    columns = {index: names.index(column.place[-1]) for index, column in enumerate(page.columns)}
    found = FoundPage(page, table.title, columns, {}, lines=[Line(number, cells) for number, cells in table.rows])
    reader = CellReader(zone, now.date())
    pages = read_pages(Source(Marks(), [found]), reader, Offers(program, environment()), {})
    assembler = Assembler(pages, {}, {}, Origins(pages, {}, {}, {}, {}))
    Checker(program, environment, assembler, pages).whole()
    wrong = [cell for cell in returned.wrong_cells(pages, Formatter(language, zone)) if cell["blank"] is False]
    _leave_wrong_blank(pages)
    made = assembler.assemble({page.place: pages[0].rows})
    return made.answers, {REPEAT: len(pages[0].rows)}, wrong


def _leave_wrong_blank(pages: list[ReadPage]) -> None:
    for page in pages:
        for row in page.rows:
            for index in row.wrong:
                row.values.pop(page.page.columns[index].place, None)
