"""The types that a column of a plain table can be given. No library of Excel is imported with them."""

from domain.persian.text import fold

NUMBERING = frozenset(map(fold, ("ردیف", "شماره ردیف", "row", "no", "#")))
"""Headings of columns that number the rows."""
MONEY = ("rial", "million_rial", "toman")
"""Types of money by its unit. An ``integer`` of XForms ends at two billion, which is little in rials."""
TYPES = (
    "text",
    "integer",
    "decimal",
    *MONEY,
    "date",
    "time",
    "select_one",
    "select_multiple",
    "image",
    "geopoint",
    "skip",
)
"""All of them, in the order of their buttons; ``skip`` leaves a column out."""
