"""Names of a spreadsheet's cells."""


def cell_name(row: int, column: int) -> str:
    """The spreadsheet's name of a cell, counted from 0: (6, 2) is C7."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return f"{letters}{row + 1}"
