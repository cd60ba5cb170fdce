"""Pictures, sounds and videos beside questions and choices: the chat shows those of questions that came along."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping

from services.form_reading.problems import Findings, Problem
from services.form_reading.workbook import Sheet

MISSING = "forms.warning.media_missing"
MOST_NAMES = 10
_COLUMN = re.compile(r"(media\s*::?\s*)?(image|big-image|audio|video)(\s*::?.*)?", re.IGNORECASE)


def warn(sheets: Mapping[str, Sheet], came: Collection[str], found: Findings) -> None:
    """Warn of each column of media that is not shown, with its first row: files did not come, or are of choices."""
    for name in ("survey", "choices"):
        sheet = sheets.get(name)
        for column in sheet.columns if sheet else ():
            if not _COLUMN.fullmatch(column.strip()):
                continue
            given = (
                [(number, row[column]) for number, row in enumerate(sheet.rows, 2) if row.get(column)] if sheet else []
            )
            if name == "choices":
                if given:
                    params = {"column": column, "count": len(given)}
                    found.warnings.append(Problem("forms.warning.media_choices", params, name, given[0][0]))
            elif missing := [(number, file) for number, file in given if file_name(file) not in came]:
                files = ", ".join(dict.fromkeys(file_name(file) for _, file in missing[:MOST_NAMES]))
                params = {"column": column, "count": len(missing), "files": files}
                found.warnings.append(Problem(MISSING, params, name, missing[0][0]))


def file_name(path: str) -> str:
    """Return the name of a file without the folders before it."""
    return path.strip().rpartition("/")[2]
