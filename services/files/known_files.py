"""The kinds of files that Dabir makes or reads, told by their content and without a library of Office."""

from __future__ import annotations

import re
from enum import StrEnum
from html import unescape

from domain.access import neighbourhood_list, roster
from domain.persian.text import fold
from services.files import archive_part
from services.files.workbook_head import defined_name, head_of, tag_named

MARK = "dabir_file"
"""The name in each workbook of ours whose value is the workbook's kind."""
REVIEW_MARK = "dabir-reading"
"""The name of the hidden sheet of a review's workbook, whose first cell holds the id of its meeting."""


class FileKind(StrEnum):
    """The kinds of files that are known: what they are for, and those that are only to be read by people."""

    REVIEW = "review"
    PEOPLE = "people"
    NEIGHBOURHOODS = "neighbourhoods"
    FORM = "form"
    TEMPLATE = "template"
    MADE = "made"


_MARKED = re.compile(defined_name(MARK) + rb"=?(?:&quot;|\")(\w+)")
_SURVEY = re.compile(tag_named("sheet", "survey"), re.IGNORECASE)
_WORDS = re.compile(rb"<(?:\w{1,20}:)?t\b[^<>]*>([^<]*)<")
_FIELD = re.compile(rb"\{\{|\{%")
_NAMED = {kind.value: kind for kind in FileKind}
_HEADINGS = 40
"""The first words of a workbook, among which a list's headings are."""
_MOST = 1024 * 1024


def kind_of(data: bytes) -> FileKind | None:
    """Tell the kind of a file, None for any that is not known."""
    head = head_of(data)
    if REVIEW_MARK.encode() in head:
        return FileKind.REVIEW
    if marked := _MARKED.search(head):
        return _NAMED.get(marked[1].decode(), FileKind.MADE)
    if _SURVEY.search(head):
        return FileKind.FORM
    if head:
        # Some programs keep the words of cells in a part of their own, others in the sheet.
        return _list_kind(_part(data, "xl/sharedStrings.xml") or _part(data, "xl/worksheets/sheet1.xml"))
    return FileKind.TEMPLATE if _FIELD.search(_part(data, "word/document.xml")) else None


def _list_kind(strings: bytes) -> FileKind | None:
    """The kind of a list of ours that was written anew by another program, by its headings."""
    found = {fold(unescape(words.decode(errors="replace"))) for words in _WORDS.findall(strings)[:_HEADINGS]}

    def has(headings: tuple[str, ...]) -> bool:
        return any(fold(heading) in found for heading in headings)

    people, places = roster.COLUMNS, neighbourhood_list.COLUMNS
    if has(people["agency"]) and has(people["phone"]) and has(people["name"]):
        return FileKind.PEOPLE
    return FileKind.NEIGHBOURHOODS if has(places["name"]) and has(places["facilitator"]) else None


def _part(data: bytes, name: str) -> bytes:
    """The beginning of a part of an Office file, empty where there is none."""
    return (archive_part.beginning(data, name, _MOST) if data.startswith(b"PK") else None) or b""
