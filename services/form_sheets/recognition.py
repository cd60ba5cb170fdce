"""Recognition of a form's workbook by its hidden id, without a library of Excel."""

from __future__ import annotations

import re

from services.workbook_head import head_of

NAME = "dabir_sheet"
"""The name in the workbook whose value is the id of the sheet that was sent."""
_DEFINED = re.compile(rb"<(?:\w+:)?definedName\b[^>]*\bname=[\"']" + NAME.encode() + rb"[\"'][^>]*>\s*=?(\d{1,18})\s*<")


def sheet_id(data: bytes) -> int:
    """Return the id of the sheet that a workbook is, 0 for any other file."""
    found = _DEFINED.search(head_of(data))
    return int(found[1]) if found else 0
