"""Further mistakes of a form that pyxform refuses: it names the first one, and an author wants to mend all at once."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from services.form_reading.problems import Problem
from services.form_reading.workbook import Row, Sheet

_REFERENCE = re.compile(r"\$\{\s*(?:last-saved#)?([^{}]+?)\s*\}")
_LIST = re.compile(r"(?:select[ _](?:one|multiple)|rank)\s+([^\s$]+)", re.IGNORECASE)
_NAME = ("name", "tag", "value")
_BEGIN, _END = (re.compile(rf"{word}[ _](group|repeat)", re.IGNORECASE) for word in ("begin", "end"))


def mistakes(sheets: Mapping[str, Sheet]) -> Iterator[Problem]:
    """Yield references to no question, lists that are not there, and names that a group has twice."""
    rows = list(enumerate(sheets["survey"].rows, 2))
    names = {name + tail for _, row in rows for tail in ("", "_other", "_count") if (name := _cell(row, *_NAME))}
    lists = {_cell(row, "list_name", "list name") for row in sheets["choices"].rows} if "choices" in sheets else None
    around: list[set[str]] = [set()]
    for number, row in rows:
        kind, name = _cell(row, "type", "command"), _cell(row, *_NAME)
        if _END.match(kind):
            around = around[:-1] or [set()]
            continue
        for one in dict.fromkeys(found for text in row.values() for found in _REFERENCE.findall(text)):
            if one not in names:
                yield Problem("forms.error.no_such_question", {"name": one}, "survey", number, one)
        if (found := _LIST.match(kind)) and lists is not None and found[1] not in lists:
            yield Problem("forms.error.no_such_list", {"name": found[1]}, "survey", number, found[1])
        if name and name in around[-1]:
            yield Problem("forms.error.same_name", {"name": name}, "survey", number, name)
        around[-1].add(name)
        if _BEGIN.match(kind):
            around.append(set())


def _cell(row: Row, *columns: str) -> str:
    return next((text.strip() for column, text in row.items() if column.lower().strip() in columns), "")
