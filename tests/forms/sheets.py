"""The sheets of a shipped form as an office sees them in Excel."""

import io
from functools import cache

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet

from forms.catalogue import ShippedForm

Rows = list[dict[str, str]]
LANGUAGES = ("فارسی (fa)", "English (en)")


def sheets(form: ShippedForm) -> dict[str, Worksheet]:
    """Return the sheets of a form by name."""
    return _sheets(form.workbook())


@cache
def _sheets(workbook: bytes) -> dict[str, Worksheet]:
    return {sheet.title: sheet for sheet in openpyxl.load_workbook(io.BytesIO(workbook)).worksheets}


def rows(form: ShippedForm, sheet: str) -> Rows:
    """Return the rows of a sheet by column, with what is filled in alone."""
    header, *lines = sheets(form)[sheet].iter_rows(values_only=True)
    return [
        {str(column): str(cell) for column, cell in zip(header, line, strict=True) if cell is not None}
        for line in lines
    ]


def words(row: dict[str, str], column: str) -> list[str]:
    """Return what a row says in Persian and in English; "" for what it does not."""
    return [row.get(f"{column}::{language}", "") for language in LANGUAGES]
