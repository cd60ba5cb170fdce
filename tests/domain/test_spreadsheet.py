"""Cells are called as a spreadsheet calls them."""

from hypothesis import given
from hypothesis import strategies as st
from openpyxl.utils import get_column_letter

from domain.spreadsheet import cell_name


@given(st.integers(0, 800), st.integers(0, 5000))
def test_cells_have_the_names_that_a_sheet_shows(column: int, row: int) -> None:
    assert cell_name(row, column) == f"{get_column_letter(column + 1)}{row + 1}"
