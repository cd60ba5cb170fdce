"""Workbooks: whatever somebody typed is words in them, in headings too."""

import io
from pathlib import Path

import openpyxl
import pytest

from services.files.excel import Book, LargeBook, Workbook

TYPED = ["=1+1", '=HYPERLINK("http://example.org", "x")', "http://example.org", "@SUM(1)", "12"]


def closed(book: Workbook, folder: Path) -> bytes:
    """Finish a workbook and return its bytes."""
    if isinstance(book, Book):
        return book.close()
    assert isinstance(book, LargeBook)
    book.close()
    return (folder / "x.xlsx").read_bytes()


@pytest.mark.parametrize("large", [False, True])
def test_a_heading_that_looks_like_a_formula_is_words(tmp_path: Path, *, large: bool) -> None:
    book: Workbook = LargeBook("fa", tmp_path / "x.xlsx") if large else Book("fa")
    book.sheet("سرستون", TYPED, [10] * len(TYPED))
    book.plain_sheet("ساده", TYPED)
    for sheet in openpyxl.load_workbook(io.BytesIO(closed(book, tmp_path))).worksheets:
        assert [(cell.value, cell.data_type) for cell in sheet[1]] == [(one, "s") for one in TYPED]
        assert not any(cell.hyperlink for cell in sheet[1])


@pytest.mark.parametrize("large", [False, True])
def test_what_is_too_long_for_a_cell_goes_on_on_a_sheet_of_its_own(tmp_path: Path, *, large: bool) -> None:
    book: Workbook = LargeBook("fa", tmp_path / "x.xlsx") if large else Book("fa")
    long = "متن بلند " * 8000 + "😀" * 20_000 + "پایان"
    sheet = book.sheet("برگه", ["متن"], [10])
    sheet.write_string(1, 0, long)
    sheet.write_string(2, 0, "کوتاه")
    data = closed(book, tmp_path)
    first, rest = openpyxl.load_workbook(io.BytesIO(data)).worksheets
    begun, mark, _ = first["A2"].value.partition(" … (ادامه در برگهٔ «ادامهٔ متن‌ها»)")
    assert mark
    assert first["A3"].value == "کوتاه"
    lines = list(rest.iter_rows(min_row=2, values_only=True))
    assert {line[:2] for line in lines} == {("برگه", "A2")}
    assert begun + "".join(str(line[2]) for line in lines) == long
