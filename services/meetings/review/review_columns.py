"""The columns of a reading's Excel sheet, as its writer, its reader and the comparison know them."""

from domain.spreadsheet import cell_name

COLUMNS = ("number", "text", "owners", "phrase", "due", "doubts", "code", "remark")
"""The columns from A on. ``due`` and ``doubts`` are for reading only; ``code`` is the id of the row's resolution.

The remark is the last: sheets of earlier versions end before it.
"""


def cell(column: str, row: int) -> str:
    """The name of a column's cell in a row, which is counted from 1: ``B7``."""
    return cell_name(row - 1, COLUMNS.index(column))
