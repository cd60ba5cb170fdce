"""XLSForms written in a test as tables, and what they become."""

from __future__ import annotations

import io
from collections.abc import Mapping
from datetime import datetime
from random import Random
from zoneinfo import ZoneInfo

import openpyxl

from domain.forms.compiled.model import CompiledForm
from domain.forms.instance.program import Program
from domain.forms.xpath.context import Environment
from domain.forms.xpath.nodes import Node
from services.form_reading.conversion.convert import Converted, convert

NOW = datetime(2019, 10, 5, 9, 30, 15, tzinfo=ZoneInfo("Asia/Tehran"))
"""Saturday, 13 Mehr 1398."""


def workbook(tables: str) -> bytes:
    """Return a workbook: ``sheet:`` begins a sheet, a line is a row, ``|`` parts the cells."""
    book = openpyxl.Workbook()
    del book[book.sheetnames[0]]
    sheet = None
    for line in tables.strip("\n").split("\n"):
        text = line.strip()
        if text.endswith(":") and "|" not in text:
            sheet = book.create_sheet(text.removesuffix(":"))
        elif sheet is not None:
            sheet.append([cell.strip() or None for cell in text.split("|")])
    return saved(book)


def saved(book: openpyxl.Workbook) -> bytes:
    """Return the bytes of a workbook."""
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def read(tables: str, files: Mapping[str, bytes] | None = None) -> Converted:
    """Convert a form that is written as tables."""
    return convert(workbook(tables), files or {})


def form(tables: str, files: Mapping[str, bytes] | None = None) -> CompiledForm:
    """Convert a form that has no errors."""
    converted = read(tables, files)
    assert converted.form, converted.findings.errors
    return converted.form


def program(tables: str, files: Mapping[str, bytes] | None = None) -> Program:
    """Make a form that has no errors ready to run."""
    return Program(form(tables, files))


def world(language: str = "", now: datetime = NOW) -> Environment:
    """Return the world of a fixed morning in Mashhad, with the same chance each time."""
    return Environment(Node("", None), now, random=Random(7), language=language)
