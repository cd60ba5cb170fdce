"""Read upright tables: a label in one column, its value in the other, a block of rows for each resolution."""

from __future__ import annotations

import re

from domain.minutes.language.markup import clean
from domain.minutes.language.numbers import number_of
from domain.minutes.structure.blocks import Table
from domain.minutes.structure.columns import ColumnRole, heading_role
from domain.minutes.structure.draft import Draft
from domain.persian.text import fold

_TITLE = re.compile(r"(?:مصوبه|بند|تصمیم|ردیف)(?: شماره)? ?[:(]? ?\d{1,3} ?[:)]?")
_FIRST = {ColumnRole.NUMBER, ColumnRole.TEXT}
_ASKED = {ColumnRole.OWNER, ColumnRole.FOLLOWER, ColumnRole.DEADLINE}


def read_vertical(table: Table) -> list[Draft]:
    """The resolutions of an upright table, none for a table of another kind.

    A row of one cell, «مصوبه شماره ۱», may begin a block.
    """
    rows = [row for row in table.rows if any(cell.text.strip() for cell in row)]
    pairs = [[clean(cell.text) for cell in row if cell.text.strip()] for row in rows]
    pairs = [[pair[0], pair[0]] if len(pair) == 1 and _TITLE.fullmatch(fold(pair[0])) else pair for pair in pairs]
    for label, value in ((0, 1), (1, 0)) if pairs else ():
        if all(len(pair) == 2 and _fits(pair[label], pair[value]) for pair in pairs):
            labelled = [(_role(pair[label], pair[value]), pair[label], pair[value]) for pair in pairs]
            roles = {role for role, _, _ in labelled}
            whole = labelled[0][0] in _FIRST and not any(cell.children for row in rows for cell in row)
            return _drafts(labelled) if whole and ColumnRole.TEXT in roles and roles & _ASKED else []
    return []


def _fits(label: str, value: str) -> bool:
    return label == value or (_label_role(label) is not None and _label_role(value) is None)


def _role(label: str, value: str) -> ColumnRole | None:
    return ColumnRole.NUMBER if label == value else _label_role(label)


def _label_role(text: str) -> ColumnRole | None:
    return heading_role(fold(text).strip(" :0123456789"))


def _drafts(labelled: list[tuple[ColumnRole | None, str, str]]) -> list[Draft]:
    drafts: list[Draft] = []
    for role, label, value in labelled:
        numbered = number_of("".join(character for character in fold(label) if character.isdecimal()))
        if role is ColumnRole.NUMBER or (role is ColumnRole.TEXT and (not drafts or drafts[-1].text)):
            drafts.append(Draft("", numbered or (number_of(fold(value)) if role is ColumnRole.NUMBER else None)))
        draft = drafts[-1]
        if role is ColumnRole.TEXT:
            draft.text = value
        elif role in {ColumnRole.OWNER, ColumnRole.FOLLOWER}:
            draft.owners = [*(draft.owners or []), value]
        elif role is ColumnRole.PARTNER:
            draft.partners.append(value)
        elif role is ColumnRole.DEADLINE:
            draft.deadlines.append(value)
        elif role is not ColumnRole.NUMBER:
            draft.doubt("note", note=" ".join(value.split()))
    return drafts if all(draft.text for draft in drafts) else []
