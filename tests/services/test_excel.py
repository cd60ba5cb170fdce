"""Workbooks: whatever somebody typed is words in them, in headings too."""

import io
from pathlib import Path

import openpyxl
import pytest

from services.files.excel import Book, LargeBook, Workbook

TYPED = ["=1+1", '=HYPERLINK("http://example.org", "x")', "http://example.org", "@SUM(1)", "12"]


@pytest.mark.parametrize("large", [False, True])
def test_a_heading_that_looks_like_a_formula_is_words(tmp_path: Path, *, large: bool) -> None:
    book: Workbook = LargeBook("fa", tmp_path / "x.xlsx") if large else Book("fa")
    book.sheet("سرستون", TYPED, [10] * len(TYPED))
    book.plain_sheet("ساده", TYPED)
    if isinstance(book, Book):
        data = book.close()
    else:
        assert isinstance(book, LargeBook)
        book.close()
        data = (tmp_path / "x.xlsx").read_bytes()
    for sheet in openpyxl.load_workbook(io.BytesIO(data)).worksheets:
        assert [(cell.value, cell.data_type) for cell in sheet[1]] == [(one, "s") for one in TYPED]
        assert not any(cell.hyperlink for cell in sheet[1])
