"""Files that a question has gathered so far: named one by one, and each removed by its own button."""

from __future__ import annotations

from typing import Any

from domain.chat.screens import Button, Personal, T, Text
from domain.forms.engine import Filling, Question
from domain.forms.types.answer_types import Files
from handlers.core.open_form import OpenForm
from texts.answer_summary import clip, file_name

CAPTION = 60
"""Characters of a file's own words in the list."""
IN_A_ROW = 4
REMOVE = "rm"
"""The move that removes one file; its detail is the place and the beginning of the hash, «2.1f3a5c7e»."""
MARK = 8
"""Characters of the hash, by which a button of an older list is known."""


def lines(question: Question, kept: list[dict[str, Any]]) -> list[Text | Personal]:
    """Return the lines that name the files of an answer; none for answers of other kinds."""
    if not isinstance(question.type, Files):
        return []
    return [_line(place, file) for place, file in enumerate(kept, 1)]


def _line(place: int, file: dict[str, Any]) -> Personal:
    name = file_name(place, file)
    if caption := file.get("caption"):
        name = T("form.file_with_words", name=name, words=clip(" ".join(caption.split()), CAPTION))
    return Personal(T("form.file_line", place=place, name=name), T("form.file_line_withheld", place=place))


def buttons(opened: OpenForm, question: Question, kept: list[dict[str, Any]]) -> list[list[Button]]:
    """Return the buttons that remove one file each, in rows."""
    if not isinstance(question.type, Files) or len(kept) < 2:
        return []
    row = [
        opened.button(T("form.file_remove", place=place), f"{REMOVE}={place}.{file['hash'][:MARK]}")
        for place, file in enumerate(kept, 1)
    ]
    return [row[start : start + IN_A_ROW] for start in range(0, len(row), IN_A_ROW)]


def without_one(filling: Filling, question: Question | None, detail: str) -> Filling:
    """Return the filling without one file; as it is for a button of an older list."""
    place, _, mark = detail.partition(".")
    kept: list[dict[str, Any]] = list(filling.value(question.name) or ()) if question else []
    index = int(place) - 1 if place.isdecimal() else -1
    if question is None or not 0 <= index < len(kept) or not kept[index]["hash"].startswith(mark):
        return filling
    del kept[index]
    return filling.stored(question, kept, "") if kept else filling.without(question.name)
