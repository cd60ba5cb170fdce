"""Recognition of a form's workbook by its hidden id, without a library of Excel."""

from __future__ import annotations

import re

from services.files.workbook_head import defined_name, tag_named
from services.form_sheets import marks

NAME = "dabir_sheet"
"""The name in the workbook whose value is the id of the sheet that was sent."""
_DEFINED = re.compile(defined_name(NAME) + rb"\s{0,20}=?(\d{1,18})\s{0,20}<")
UNNAMED = -1
"""The id of a sheet whose name was lost where it was saved, as by some programs on the web."""
_HIDDEN = re.compile(tag_named("sheet", marks.SHEET))


def sheet_id(head: bytes) -> int:
    """Return the id of the sheet that a workbook is by its head, 0 for any other file."""
    found = _DEFINED.search(head)
    return int(found[1]) if found else UNNAMED if _HIDDEN.search(head) else 0
