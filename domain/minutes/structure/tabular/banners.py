"""Rows across a table that name who answers for the rows below them, or until when: «کمیته فنی», «مهلت: پایان آبان»."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from domain.minutes.deadline_resolver import DeadlineResolver
from domain.minutes.language.acts import Act, strongest_act
from domain.minutes.language.markup import clean
from domain.minutes.language.organisations import begins_with_name
from domain.minutes.structure.answers import is_time
from domain.minutes.structure.blocks import number_in, text_of
from domain.minutes.structure.column_headings import ANSWERS, ColumnRole, Row, is_title
from domain.minutes.structure.columns import Columns
from domain.minutes.structure.lines.labels import split_labels

_SORTED = re.compile(
    r"تفکیک (?:\w+ )?(?:مسیول|مسوول|دستگاه|مجری|متولی|واحد|اداره|ادارات|معاونت|بخش|کمیته|افراد|اشخاص|همکاران)"
)
"""Says that a table is sorted by those who answer."""

_NOTE = re.compile(r"\W*(?:تبصره|توضیح|نکته|یادداشت|ضمنا|ادامه)")
_LENGTH = 60


@dataclass(frozen=True)
class Banner:
    """A row across a table; `role` is OWNER, DEADLINE, or TEXT for a title of what the rows below are about."""

    role: ColumnRole
    text: str


def banners_of(rows: Sequence[Row], columns: Columns, about: str, resolver: DeadlineResolver) -> Mapping[int, Banner]:
    """The banners among rows, by their places; `about` is the folded caption of the table.

    They are of one kind in a table: owners where it has no column for these and most banners are names.
    """
    found = {at: text for at, row in enumerate(rows) if (text := _alone(row))}
    if any(row[0] is columns.cell(ColumnRole.TEXT, row) or not text_of(row[0]) for row in map(rows.__getitem__, found)):
        # Such a row may be a resolution that nobody answers for; among rows that all have a day it is none.
        others = [row for at, row in enumerate(rows) if at not in found]
        found = found if all(_has([row], columns, *ANSWERS) for row in others) else {}
    texts = [split_labels(text)[1][0][1] if split_labels(text)[1] else text.rstrip(" :") for text in found.values()]
    last = max((at for at in range(len(rows)) if at not in found), default=-1)
    if not found or max(found) > last or len(found) * 2 > len(rows):
        return {}
    named = sum(map(begins_with_name, texts)) * 2 > len(texts)
    if not _has(rows, columns, ColumnRole.OWNER, ColumnRole.OWNER_AND_DEADLINE) and (named or _SORTED.search(about)):
        role = ColumnRole.OWNER
    elif not _has(rows, columns, ColumnRole.DEADLINE, ColumnRole.OWNER_AND_DEADLINE) and all(
        is_time(text, resolver) for text in texts
    ):
        role = ColumnRole.DEADLINE
    else:
        return {}
    return {at: Banner(role, text) for at, text in zip(found, texts, strict=True)}


def groups_by_owner(rows: Sequence[Row], columns: Columns) -> bool:
    """Tell whether owners stand before what they do and are not repeated: the empty cells below one are its own."""
    owner, text = columns.roles.get(ColumnRole.OWNER), columns.roles.get(ColumnRole.TEXT)
    first = 1 if columns.roles.get(ColumnRole.NUMBER) == 0 else 0
    if owner != first or text is None or max(columns.roles.values()) <= text or text < owner or not rows:
        return False
    empty = [row for row in rows if not _has([row], columns, ColumnRole.OWNER)]
    return bool(empty) and _has(rows[:1], columns, ColumnRole.OWNER) and len(empty) * 3 >= len(rows)


def _alone(row: Row) -> str:
    """The text of a row with one cell, which is short, is no sentence and counts nothing; "" for any other row."""
    said = [cell for cell in row if not cell.merged and clean(cell.text)]
    text = clean(said[0].text) if len(said) == 1 and not said[0].children else ""
    short = len(text) < _LENGTH and "\n" not in text and strongest_act(text) is Act.NAMES
    if not short or number_in(said[0] if said else None) is not None or is_title(text) or _NOTE.match(text):
        return ""
    return text


def _has(rows: Sequence[Row], columns: Columns, *roles: ColumnRole) -> bool:
    """Tell whether a table has one of these columns, with something in it."""
    return any(re.search(r"\w", text_of(columns.cell(role, row))) for role in roles for row in rows)
