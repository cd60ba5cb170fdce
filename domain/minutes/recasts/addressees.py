"""Orders below the line of whom they charge: «جناب آقای …», and under it «… تهیه و ارائه نمایید.»."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice

from domain.minutes.deadline_resolver import DeadlineResolver
from domain.minutes.language.acts import Act, strongest_act
from domain.minutes.language.markup import clean
from domain.minutes.language.organisations import begins_with_name
from domain.minutes.language.verbs import is_verb
from domain.minutes.owners.actors import actors_of, matches_an_owner
from domain.minutes.reading import PassedOverKind
from domain.minutes.recasts.roles import heading_of, is_both, opens_section
from domain.minutes.structure.blocks import Block, Cell, Document, Paragraph, Table
from domain.minutes.structure.column_headings import ColumnRole, heading_role
from domain.minutes.structure.entries.continuation import begins_a_sentence
from domain.minutes.structure.headings import aside_of
from domain.minutes.structure.headings import heading_of as section_of
from domain.minutes.structure.lines.labels import split_labels
from domain.minutes.structure.lines.marks import Mark, MarkKind, mark_of
from domain.persian.text import fold

_LEAST = 2
"""So many bodies are charged in lines of their own, each with its orders below."""

_LONGEST = 90
"""A line that only names somebody is no longer."""

_MOST_LINES = 8
"""So many lines has an order at most."""

_MOST_EMPTY = 4
"""So many empty lines stand between two names at most."""

_ENDS = (".", "؛", "!", "؟")
_ORDERS = re.compile(r"(?:کنید|نمایید|دهید|فرمایید|اورید|شوید|باشید|گذارید|رسانید|سازید)\W*$")
"""Asks whom the line above names: «… تهیه و ارائه نمایید»."""

_LETTER = re.compile(r"[^\W\d_]")
_GAP = re.compile(r"\s{3,}")
"""Names side by side in one line are signatures."""


@dataclass
class _Order:
    text: str
    level: int
    lines: int = 1

    def holds(self, text: str, level: int) -> bool:
        """Tell whether a marked line stands inside the order: deeper, or below «… به شرح زیر مستقر شوند:»."""
        return level > self.level or (self.text.partition("\n")[0].endswith(":") and not _charges(text))


@dataclass
class _Group:
    """A line that names somebody, with the orders below it."""

    name: str
    orders: list[_Order] = field(default_factory=list)


def addressees_to_tables(document: Document, resolver: DeadlineResolver) -> Document:
    """The document with lines of names, each above its orders, as a table of owners and decisions."""
    blocks: list[Block] = []
    at = 0
    while at < len(document.blocks):
        groups, end = _groups(document.blocks, at, resolver)
        if len(groups) >= _LEAST and _are_orders(groups):
            blocks.append(_table(groups))
        else:
            end = max(end, at + 1)
            blocks += document.blocks[at:end]
        at = end
    return replace(document, blocks=tuple(blocks))


def _table(groups: Sequence[_Group]) -> Table:
    heading = heading_of(["", ""], [ColumnRole.OWNER, ColumnRole.TEXT])
    rows = ((Cell(group.name.rstrip(" :")), Cell(order.text)) for group in groups for order in group.orders)
    return Table((heading, *rows))


def _are_orders(groups: Sequence[_Group]) -> bool:
    """Tell whether nearly all of what stands below the names charges, and those who are named and hardly others."""
    orders = [(group.name, order.text) for group in groups for order in group.orders]
    charging = sum(_charges(text) for _, text in orders)
    return charging * 4 >= len(orders) * 3 and sum(map(_charges_another, orders)) * 5 <= len(orders)


def _charges(text: str) -> bool:
    return strongest_act(text) >= Act.CHARGES or _ORDERS.search(fold(text)) is not None


def _charges_another(order: tuple[str, str]) -> bool:
    name, text = order
    return any(not one.partner and one.certain and not matches_an_owner(one.name, (name,)) for one in actors_of(text))


def _groups(blocks: Sequence[Block], at: int, resolver: DeadlineResolver) -> tuple[list[_Group], int]:
    """The names with their orders from a block on, and the place behind the last of them."""
    groups: list[_Group] = []
    end = before = at
    for place, text, mark in _lines(blocks, at):
        last = groups[-1].orders[-1] if groups and groups[-1].orders else None
        ended = last is not None and _is_whole(last)
        opens = not groups or ended or (last is not None and text.endswith(":"))
        if mark is None and opens and _is_name(text, resolver):
            if groups and not _charges(groups[-1].orders[0].text):
                break
            groups.append(_Group(text))
            before = end
            continue
        if (
            not groups
            or (last is not None and last.lines >= _MOST_LINES)
            or ((text or mark) and not _LETTER.search(text))
        ):
            break
        if not text:
            if last is None or not ended or not _is_followed(blocks, place, resolver):
                break
            continue
        if mark is None and (_heads_or_closes(text) or (ended and begins_a_sentence(text))):
            break
        level = _level(blocks[place])
        if mark and last is not None and last.holds(text, level):
            last.text += f"\n- {text}"
        elif mark or last is None or ended:
            groups[-1].orders.append(_Order(text, level))
        else:
            last.text, last.lines = f"{last.text} {text}", last.lines + 1
        end = place + 1
    if groups and not (groups[-1].orders and _charges(groups[-1].orders[0].text)):
        return groups[:-1], before  # what is no order stays where it stands
    return groups, end


def _level(block: Block) -> int:
    return block.level if isinstance(block, Paragraph) else 0


def _is_followed(blocks: Sequence[Block], at: int, resolver: DeadlineResolver) -> bool:
    """Tell whether a name or another marked order stands behind empty lines."""
    near = islice(_lines(blocks, at), _MOST_EMPTY)
    _, text, mark = next((line for line in near if line[1] or line[2]), (at, "", None))
    return bool(text) and (mark is not None or _is_name(text, resolver))


def _lines(blocks: Sequence[Block], at: int) -> Iterator[tuple[int, str, Mark | None]]:
    """The paragraphs from a block on, each with its mark apart, up to one of several lines or a table."""
    for place in range(at, len(blocks)):
        block = blocks[place]
        if not isinstance(block, Paragraph) or block.margin or "\n" in block.text.strip():
            return
        text = _GAP.sub("   ", block.text).strip() if _GAP.search(block.text.strip()) else clean(block.text)
        mark = mark_of(text) if block.number is None else Mark(MarkKind.COUNTED, 0, block.number, "auto")
        yield place, text[mark.end :].strip() if mark else text, mark


def _is_name(text: str, resolver: DeadlineResolver) -> bool:
    """Tell whether a line only names a body, a group or a person."""
    if not text or len(text) > _LONGEST or text.endswith((*_ENDS, "،")) or not begins_with_name(text):
        return False
    if _GAP.search(text) or strongest_act(text) is not Act.NAMES or split_labels(text)[1] or heading_role(text):
        return False
    known = section_of(text, marked=False)
    return not (known and known.known) and not is_both(text, resolver)


def _is_whole(order: _Order) -> bool:
    last = re.findall(r"\w+", fold(order.text))[-1:]
    return order.text.endswith(_ENDS) or (_charges(order.text) and any(map(is_verb, last)))


def _heads_or_closes(text: str) -> bool:
    """Tell whether a line is no order: it heads a section, labels something of the meeting, or closes it."""
    aside = aside_of(text)
    known = section_of(text, marked=False)
    closes = aside is not None and aside is not PassedOverKind.SIGNATURE
    return closes or (known is not None and known.known) or (":" in text and opens_section(text))
