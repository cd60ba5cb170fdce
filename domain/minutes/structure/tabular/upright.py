"""Upright tables: labels beside their values, in cards of a resolution each, or with a column for each resolution."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from domain.minutes.language.acts import Act, strongest_act
from domain.minutes.language.markup import clean
from domain.minutes.language.numbers import number_of
from domain.minutes.language.organisations import begins_with_name
from domain.minutes.language.verbs import states_decision
from domain.minutes.structure.blocks import Cell, Table
from domain.minutes.structure.column_headings import ANSWERS, ColumnRole, Row, heading_role, is_title
from domain.minutes.structure.columns import labelled_columns
from domain.minutes.structure.lines.marks import NAMED_SIGNS, mark_of
from domain.minutes.structure.tabular.sections import Section
from domain.persian.text import fold

_NUMBERED = re.compile(r"(?:\D{0,25}\s)?\(?\d{1,3}\)?\W*")
"""A cell that only numbers a resolution: «مصوبه شماره ۱», «۳»."""

_LABEL_LENGTH, _LABEL_WORDS = 30, 4
_DECIDED = re.compile(r"(?:تصمیم|رای)\b")
"""The label of what was decided on the matter that a card tells above it: «تصمیم کارگروه»."""

_OF_MEETING = re.compile(r"(?:شماره|تاریخ|زمان|ساعت|محل) (?:برگزاری |تشکیل )?(?:جلسه|نشست)\b(?! (?:بعد|اینده|اتی))")
"""Labels of the meeting, beside which no cards of resolutions stand."""

_FIRST = {ColumnRole.NUMBER, ColumnRole.TEXT, ColumnRole.TOPIC}
_TOLD = {ColumnRole.TEXT, ColumnRole.TOPIC}
_ASKED = {ColumnRole.FOLLOWER, *ANSWERS}
_NUMBER, _TEXT, _OWNER, _TOPIC = "ردیف", "مصوبه", "مسئول", "موضوع"

_Pair = tuple[str, str]
"""A label and its value, which may be empty."""


def upright_section(table: Table) -> Section | None:
    """The resolutions of an upright table as a section of rows; None for a table of another kind."""
    if any(cell.children for row in table.rows for cell in row):
        return None
    return _turned(table) or _cards(table)


def _turned(table: Table) -> Section | None:
    """A table whose first or last column holds the labels, and each further one a resolution."""
    width = max(map(len, table.rows), default=0)
    grid = [[clean(cell.text) for cell in row] + [""] * (width - len(row)) for row in table.rows]
    titles = [
        row
        for row in table.rows
        if len(said := [cell for cell in row if clean(cell.text)]) == 1 and is_title(said[0].text)
    ]
    grid = [texts for row, texts in zip(table.rows, grid, strict=True) if any(texts) and row not in titles]
    for place in (0, width - 1) if width > 2 else ():
        labels = [texts[place] for texts in grid]
        values = [[text for at, text in enumerate(texts) if at != place] for texts in grid]
        known = [role for label in labels if (role := _role(label))]
        crossed = any(_are_labels(column) for column in zip(*values, strict=True))
        if crossed or not _TOLD & set(known) or not _ASKED & set(known) or len(known) * 2 < len(labels):
            continue
        named = [
            _named(label, row, _OWNER not in map(_plain, labels)) for label, row in zip(labels, values, strict=True)
        ]
        names, rows = [label for label, _ in named], [row for _, row in named]
        return _section(names, list(zip(*rows, strict=True)), titles)
    return None


def _are_labels(texts: Sequence[str]) -> bool:
    said = [text for text in texts if text]
    return bool(said) and sum(heading_role(text) is not None for text in said) * 2 >= len(said)


def _named(label: str, values: list[str], unowned: bool) -> tuple[str, list[str]]:
    """The label and the values of a turned row: numbers as digits, and a heading of names as the owners."""
    said = [text for text in values if text]
    if all(_NUMBERED.fullmatch(fold(text)) for text in said) and _role(label) in {
        None,
        ColumnRole.NUMBER,
        ColumnRole.TEXT,
    }:
        return _NUMBER, ["".join(filter(str.isdecimal, text)) for text in values]
    if label:
        return label, values
    return (_OWNER if unowned and sum(map(begins_with_name, said)) * 2 > len(said) else _TOPIC), values


def _cards(table: Table) -> Section | None:
    """The cards of a table, a block of rows with labels and values for each resolution."""
    rows = [_said(row) for row in table.rows if any(clean(cell.text) for cell in row)]
    for read in (rows, [texts[::-1] for texts in rows]):
        pairs = [list(_pairs(texts)) for texts in read]
        if pairs and all(pairs):
            return _of_blocks([pair for row in pairs for pair in row])
    return None


def _said(row: Row) -> list[str]:
    """The texts of a row, with "" beside a label that nothing stands beside: «نحوه تصویب | »."""
    texts = [clean(cell.text) for cell in row]
    lone = len(texts) == 2 and _is_short(max(texts)) and not _role(max(texts))
    return texts if lone else list(filter(None, texts))


def _pairs(texts: Sequence[str]) -> Iterator[_Pair]:
    """The labels of a row with their values; nothing for a row of another kind."""
    if len(texts) == 2 and texts[0] and not texts[1]:
        yield texts[0], ""
        return
    if len(texts) == 1 and (pairs := _of_one(texts[0])):
        yield from pairs
        return
    if len(texts) == 2 and _NUMBERED.fullmatch(fold(texts[0])) and not _role(texts[0]) and not _role(texts[1]):
        yield _NUMBER, texts[0]
        yield _TEXT, texts[1]
        return
    found: list[_Pair] = []
    at = 0
    while at < len(texts):
        label, _, value = texts[at].partition(":")
        if value.strip() and _role(label):
            found.append((label, value.strip()))
            at += 1
            continue
        valued = at + 1 < len(texts) and _role(texts[at + 1]) is None
        if not _role(texts[at]) and not (valued and _is_short(texts[at])):
            return
        found.append((texts[at], texts[at + 1] if valued else ""))
        at += 2 if valued else 1
    if len(texts) == 1 or any(value for _, value in found):
        yield from found


def _of_one(text: str) -> list[_Pair]:
    """The pairs of a row of one cell: the number of its card, with or without the text, or the text alone."""
    if _NUMBERED.fullmatch(fold(text)) and ":" not in text.rstrip(" :"):
        return [(_NUMBER, text)]
    mark = mark_of(text)
    if mark and mark.number and mark.sign in NAMED_SIGNS:
        return [(_NUMBER, str(mark.number)), (_TEXT, text[mark.end :].strip())]
    return [(_TEXT, text)] if states_decision(text) and not _role(text.partition(":")[0]) else []


def _is_short(text: str) -> bool:
    """Tell whether a text may be a label that is not known, as it is a few words without a number."""
    short = len(text) <= _LABEL_LENGTH and len(text.split()) <= _LABEL_WORDS
    return short and not any(map(str.isdigit, text))


def _role(text: str) -> ColumnRole | None:
    return heading_role(_plain(text))


def _plain(text: str) -> str:
    """A label without its number: «مصوبه ۱:» is «مصوبه»."""
    return fold(text).strip(" :()0123456789")


def _of_blocks(pairs: Sequence[_Pair]) -> Section | None:
    """The section of labelled values that begin with a number or a text, and name an owner or a deadline.

    A card begins at the label that the first one began with. None where a card has no text.
    """
    labels = [_plain(label) for label, _ in pairs]
    roles = {label: _role(label) for label in labels}
    known = [label for label in labels if roles[label]]
    decided = any(_DECIDED.match(_plain(label)) and strongest_act(value) >= Act.CHARGES for label, value in pairs)
    if any(map(_OF_MEETING.match, labels)):
        return None
    if ColumnRole.TEXT not in roles.values() or not (decided or _ASKED & set(roles.values())):
        return None
    if not decided and (roles[labels[0]] not in _FIRST or len(known) * 2 < len(labels)):
        return None
    cards: list[dict[str, str]] = []
    for label, value in pairs:
        for name, text in _of_pair(label, value):
            begun = bool(cards) and any(_role(one) is ColumnRole.TEXT for one in cards[-1])
            counted = name == _NUMBER and (begun if decided else _NUMBER not in cards[0]) if cards else True
            first = not cards or name == next(iter(cards[-1])) or counted
            repeated = not first and name in cards[-1] and _role(name) in _FIRST
            if first or repeated:
                cards.append({})
            before = cards[-1].get(name, "")
            cards[-1][name] = f"{before}\n{text}".strip() if before else text
    names = list(dict.fromkeys(name for card in cards for name in card))
    shown = {_plain(label): label.strip(" :()0123456789۰۱۲۳۴۵۶۷۸۹") for label, _ in reversed(pairs)}
    texts = [name for name in names if _role(name) is ColumnRole.TEXT]
    if not all(any(card.get(name) for name in texts) for card in cards):
        return None
    heading = [shown.get(name, name) for name in names]
    return _section(heading, [[card.get(name, "") for name in names] for card in cards], [])


def _of_pair(label: str, value: str) -> Iterator[_Pair]:
    """A pair with a plain label; «مصوبه ۱ | خرید» and «مصوبه شماره | ۱» have a number."""
    plain, counted = _plain(label), "".join(filter(str.isdecimal, fold(label)))
    role = _role(plain)
    if role is ColumnRole.NUMBER or (role is ColumnRole.TEXT and _NUMBERED.fullmatch(fold(value))):
        yield _NUMBER, counted or "".join(filter(str.isdecimal, fold(value)))
    elif role is ColumnRole.TEXT and number_of(counted):
        yield _NUMBER, counted
        yield plain, value
    else:
        yield plain, value


def _section(names: Sequence[str], values: Sequence[Sequence[str]], titles: Sequence[Row]) -> Section:
    """A section of rows with a heading of its own."""
    heading: Row = tuple(map(Cell, names))
    rows = [row for texts in values if any(map(str.strip, texts)) for row in [tuple(map(Cell, texts))]]
    return Section([*titles, heading], rows, columns=labelled_columns(heading, rows))
