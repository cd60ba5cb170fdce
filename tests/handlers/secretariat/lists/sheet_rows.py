"""The rows of an Excel sheet that a list was written to."""

import io
from typing import Any

import openpyxl

from tests.town import Human

SHEET = "همین فهرست در اکسل"


async def rows(human: Human) -> list[dict[str, Any]]:
    """Return the rows of the newest sheet, by its heads; it reads from right to left and has a filter."""
    [sheet] = openpyxl.load_workbook(io.BytesIO(await human.downloads(".xlsx"))).worksheets
    heads, *lines = sheet.iter_rows(values_only=True)
    assert sheet.sheet_view.rightToLeft
    assert sheet.auto_filter.ref.startswith("A1:")
    return [dict(zip(map(str, heads), line, strict=True)) for line in lines]
