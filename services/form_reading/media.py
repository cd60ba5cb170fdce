"""Pictures, sounds and videos beside questions and choices: the chat shows none of them, which is told at upload."""

from __future__ import annotations

import re
from collections.abc import Mapping

from services.form_reading.problems import Findings, Problem
from services.form_reading.workbook import Sheet

_COLUMN = re.compile(r"(media\s*::?\s*)?(image|big-image|audio|video)(\s*::?.*)?", re.IGNORECASE)


def warn(sheets: Mapping[str, Sheet], found: Findings) -> None:
    """Warn of each column of media that has anything in it, with its first row."""
    for name in ("survey", "choices"):
        sheet = sheets.get(name)
        for column in sheet.columns if sheet else ():
            rows = [number for number, row in enumerate(sheet.rows, 2) if row.get(column)] if sheet else []
            if rows and _COLUMN.fullmatch(column.strip()):
                params = {"column": column, "count": len(rows)}
                found.warnings.append(Problem(f"forms.warning.media_{name}", params, name, rows[0]))
