"""Read upright tables: labels beside their values, a pair or several in a row, a block of rows for each resolution."""

from __future__ import annotations

import re
from collections.abc import Sequence

from domain.minutes.language.markup import clean
from domain.minutes.language.numbers import number_of
from domain.minutes.structure.blocks import Table
from domain.minutes.structure.columns import ColumnRole, heading_role
from domain.minutes.structure.draft import Draft
from domain.minutes.structure.labelled import fill_labelled
from domain.persian.text import fold

_TITLE = re.compile(r"(?:مصوبه|بند|تصمیم|ردیف)(?: شماره)? ?[:(]? ?\d{1,3} ?[:)]?")
_FIRST = {ColumnRole.NUMBER, ColumnRole.TEXT}
_ASKED = {ColumnRole.OWNER, ColumnRole.FOLLOWER, ColumnRole.DEADLINE}

_Pair = tuple[str, str]
"""A label and its value, which may be empty; the title of a block is both."""


def read_vertical(table: Table) -> list[Draft]:
    """The resolutions of an upright table, none for a table of another kind.

    A row of one cell, «مصوبه شماره ۱», may begin a block.
    """
    if any(cell.children for row in table.rows for cell in row):
        return []
    rows = [texts for row in table.rows if (texts := [text for cell in row if (text := clean(cell.text))])]
    for read in (rows, [texts[::-1] for texts in rows]):
        pairs = [_pairs(texts) for texts in read]
        if pairs and all(pairs):
            return _drafts([pair for row in pairs for pair in row])
    return []


def _pairs(texts: Sequence[str]) -> list[_Pair]:
    """The labels of a row with their values, the last of which may be missing; none for a row of another kind."""
    if len(texts) == 1 and _TITLE.fullmatch(fold(texts[0])):
        return [(texts[0], texts[0])]
    pairs: list[_Pair] = []
    at = 0
    while at < len(texts):
        if _label_role(texts[at]) is None:
            return []
        valued = at + 1 < len(texts) and _label_role(texts[at + 1]) is None
        pairs.append((texts[at], texts[at + 1] if valued else ""))
        at += 2 if valued else 1
    return pairs if any(value for _, value in pairs) else []


def _label_role(text: str) -> ColumnRole | None:
    return heading_role(fold(text).strip(" :0123456789"))


def _drafts(pairs: Sequence[_Pair]) -> list[Draft]:
    """The drafts of labelled values that begin with a number or a text, and name an owner or a deadline."""
    labelled = [(ColumnRole.NUMBER if label == value else _label_role(label), label, value) for label, value in pairs]
    roles = {role for role, _, _ in labelled}
    if labelled[0][0] not in _FIRST or ColumnRole.TEXT not in roles or not roles & _ASKED:
        return []
    drafts: list[Draft] = []
    for role, label, value in labelled:
        numbered = number_of("".join(character for character in fold(label) if character.isdecimal()))
        if role is ColumnRole.NUMBER or (role is ColumnRole.TEXT and (not drafts or drafts[-1].text)):
            drafts.append(Draft("", numbered or (number_of(fold(value)) if role is ColumnRole.NUMBER else None)))
        if value and role is not ColumnRole.NUMBER:
            _fill(drafts[-1], role, value)
    return drafts if all(draft.text for draft in drafts) else []


def _fill(draft: Draft, role: ColumnRole | None, value: str) -> None:
    if role is ColumnRole.FOLLOWER and draft.owners:
        draft.partners.append(value)
        draft.doubt("two_owner_columns", name=value)
    elif role is ColumnRole.FOLLOWER:
        draft.owners = [value]
    else:
        known = role in {ColumnRole.TEXT, ColumnRole.OWNER, ColumnRole.PARTNER, ColumnRole.DEADLINE}
        fill_labelled(draft, role if role and known else ColumnRole.NOTE, value)
