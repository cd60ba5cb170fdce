"""Workbooks with a table of resolutions."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from datetime import date

import openpyxl
import pytest

from domain.dates.jalali import from_jalali
from domain.dates.working_days import Calendar
from domain.minutes import Paragraph, Table, Unreadable
from services.document_reading import document_of, read_minutes

HEADING = ("ردیف", "مصوبه", "مسئول", "مهلت")


def workbook(rows: Sequence[Sequence[object]], *merged: str) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for row in rows:
        sheet.append(list(row))
    for cells in merged:
        sheet.merge_cells(cells)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def test_a_table_of_resolutions_is_read_like_one_of_word() -> None:
    data = workbook(
        [
            ("صورتجلسهٔ کارگروه بازآفرینی",),
            ("تاریخ جلسه: ۱۴۰۳/۰۸/۰۱",),
            (),
            HEADING,
            (1, "مقرر شد فهرست محله‌ها تهیه شود.", "شهرداری", "یک هفته"),
            (2, "مقرر شد گزارش داده شود.", "ادارهٔ برق", date(2024, 12, 5)),
        ],
        "A1:D1",
    )
    reading = read_minutes("فایل.xlsx", data, Calendar())
    assert reading.meeting.date == from_jalali(1403, 8, 1)
    assert [one.number for one in reading.resolutions] == [1, 2]
    assert [one.responsible for one in reading.resolutions] == [("شهرداری",), ("ادارهٔ برق",)]
    assert [one.deadline.due for one in reading.resolutions] == [from_jalali(1403, 8, 8), from_jalali(1403, 9, 15)]


def test_a_cell_over_rows_goes_on_and_lines_above_the_heading_are_paragraphs() -> None:
    data = workbook([("عنوان",), HEADING, (1, "الف", "شهرداری", ""), (2, "ب", "", "")], "A1:D1", "C3:C4")
    title, table = document_of("فایل.xlsx", data).blocks
    assert title == Paragraph("عنوان")
    assert isinstance(table, Table)
    assert [[(cell.text, cell.merged) for cell in row][2] for row in table.rows[1:]] == [
        ("شهرداری", False),
        ("شهرداری", True),
    ]


def test_a_workbook_without_a_word_is_empty() -> None:
    with pytest.raises(Unreadable, match="empty"):
        document_of("فایل.xlsx", workbook([]))


def test_a_workbook_that_unpacks_to_a_hundred_megabytes_is_not_opened() -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
        archive.writestr("xl/sharedStrings.xml", bytes(100 * 1024**2))
    with pytest.raises(Unreadable, match="too_large"):
        document_of("فایل.xlsx", file.getvalue())


def test_a_zip_that_only_names_a_workbook_is_damaged() -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
    with pytest.raises(Unreadable, match="broken"):
        document_of("فایل.xlsx", file.getvalue())
