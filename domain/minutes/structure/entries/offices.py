"""Headings that name an office above what it is charged with: «🏢 اداره راه» above «🔹 …», «#شهرداری» above «- …»."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import zip_longest

from domain.minutes.language.acts import Act, strongest_act
from domain.minutes.language.common_words import is_work
from domain.minutes.language.markup import clean
from domain.minutes.language.organisations import begins_with_name
from domain.minutes.structure.blocks import Block, Paragraph
from domain.minutes.structure.entries.continuation import only_labels
from domain.minutes.structure.headings import heading_of
from domain.minutes.structure.lines.marks import MarkKind, mark_of
from domain.persian.text import fold

_INSIDE = re.compile(r"[:\d|]|[.؛!؟]\s|\s(?:در|تا|برای|جهت|را)\s")
"""Signs and words inside a line that no name of an office has."""

_ITS_NUMBER = re.compile(r"\s\d{1,3}$")
"""The number of an office: «اورژانس ۱۱۵», «شهرداری منطقه ۳»."""

_AFFAIRS = re.compile(r"امور\b")
"""Without a sign before it «امور مالی» is a topic rather than who answers."""

_LONGEST_NAME, _LONGEST_TITLE, _LONGEST_ITEM, _LONGEST_TOPIC = 9, 6, 25, 4
"""The most words of an office's name, of a heading that is no name that is known, and of an item without a mark."""

_LONGEST_LINE = 120
"""A longer line is no heading, and is not looked at for one."""

_LEAST = 2
"""Offices come in groups: one alone above bullets may be the body that met."""

_PLAIN = ("", "")


@dataclass(frozen=True)
class Charge:
    """A heading that names whom the paragraphs below it charge, or only their topic.

    Without a line it ends what the last one charges.
    """

    name: str = ""
    line: str = ""


@dataclass(frozen=True)
class _Line:
    """A paragraph of one line: `family` its kind of mark with the sign of a bullet, `body` what stands behind it."""

    at: int
    text: str
    body: str
    family: tuple[str, str]
    name: str
    """The words without signs around them, where they may be a heading; else empty."""

    office: bool

    @property
    def works(self) -> bool:
        """Tell whether the line says what is to be done."""
        return strongest_act(self.body) >= Act.CHARGES or is_work(fold(self.body).split())


@dataclass
class _Group:
    """Headings of one look above items of another: `family` is that of the items, `end` the first line behind all."""

    family: tuple[str, str]
    heads: list[_Line] = field(default_factory=list)
    items: list[_Line] = field(default_factory=list)
    end: int | None = None

    @property
    def charges(self) -> bool:
        """Tell whether most headings are names that are known, and most items say what is to be done."""
        known = sum(head.office for head in self.heads)
        return (
            known >= _LEAST and known * 2 > len(self.heads) and sum(x.works for x in self.items) * 2 >= len(self.items)
        )

    @property
    def titles(self) -> bool:
        """Tell whether the headings only say what the items are about, which decide by themselves: «💧 آب شرب»."""
        short = all(head.family != _PLAIN and len(head.name.split()) <= _LONGEST_TOPIC for head in self.heads)
        decide = all(strongest_act(item.body) >= Act.CHARGES for item in self.items)
        return len(self.heads) >= _LEAST and short and decide and self.family != _PLAIN


def under_offices(blocks: Iterable[Block]) -> Iterator[Block | Charge]:
    """The blocks with a charge in the place of each heading that names an office above items."""
    found = list(blocks)
    every = list(_groups(_lines(found)))
    groups = [group for group in every if group.charges]
    named = {head.at for group in groups for head in group.heads}
    heads = {head.at: head for group in every if group.charges or group.titles for head in group.heads}
    plain = {item.at for group in groups if group.family == _PLAIN for item in group.items}
    ends = {group.end for group in groups}
    for at, block in enumerate(found):
        if at in ends:
            yield Charge()
        if at in heads:
            yield Charge(heads[at].name if at in named else "", heads[at].text)
        elif at in plain and isinstance(block, Paragraph):
            yield replace(block, text=f"• {clean(block.text)}")
        else:
            yield block


def _lines(blocks: Sequence[Block]) -> Iterator[_Line | None]:
    """The lines that are not empty; None for what ends every group."""
    for at, block in enumerate(blocks):
        if not isinstance(block, Paragraph) or block.margin:
            yield None
            continue
        text = clean(block.text)
        if "\n" in text:
            yield None
        elif block.number is not None:
            yield _Line(at, text, text, (MarkKind.COUNTED.value, ""), "", office=False)
        elif text:
            yield _line(at, text, block.text.strip())


def _line(at: int, text: str, written: str) -> _Line | None:
    mark = mark_of(text)
    body = text[mark.end :] if mark else text
    bulleted = mark is not None and mark.kind is MarkKind.BULLET
    family = _PLAIN if mark is None else (mark.kind.value, mark.sign if bulleted else "")
    if len(body) > _LONGEST_LINE:
        return _Line(at, text, body, family, "", office=False)
    heading = heading_of(body, marked=mark is not None, bulleted=bulleted)
    if heading is not None and heading.known:
        return None
    name = _between_signs(body)
    # A letter with a colon is the heading of a list inside the decisions.
    lettered = mark is not None and mark.kind is MarkKind.LETTER and not body.endswith(":")
    titled = mark is None or lettered or mark.kind in {MarkKind.BULLET, MarkKind.NUMBER}
    titled = titled and 0 < len(name.split()) <= _LONGEST_NAME and strongest_act(name) is Act.NAMES
    office = begins_with_name(name) and not (mark is None and _AFFAIRS.match(body))
    if (
        not titled
        or _INSIDE.search(_ITS_NUMBER.sub("", name))
        or body.endswith((".", "،", "؛"))
        or (is_work(fold(name).split()) and not office)
        or (mark and mark.kind is not MarkKind.BULLET and not office)
    ):
        return _Line(at, text, body, family, "", office=False)
    if mark is None and not written[:1].isalnum():
        family = (MarkKind.BULLET.value, written[:1])
    return _Line(at, text, body, family, name, office)


def _between_signs(text: str) -> str:
    """The text from its first letter to its last one: «شهرداری» of «【شهرداری】:»."""
    letters = [at for at, sign in enumerate(text) if sign.isalnum()]
    return text[letters[0] : letters[-1] + 1] if letters else ""


def _groups(lines: Iterable[_Line | None]) -> Iterator[_Group]:
    """The groups of headings and items; what stands below the last heading in neither's look ends a group."""
    group: _Group | None = None
    found = list(lines)
    for line, below in zip_longest(found, found[1:]):
        if group is not None and (line is None or _is_head(line, below) not in {None, group.family}):
            yield group
            group = None
        if line is None:
            continue
        family = _is_head(line, below)
        if family is not None and group is None:
            group = _Group(family)
        if group is None:
            continue
        if family is not None:
            group.heads.append(line)
            group.end = None
        elif line.family == group.family:
            group.items.append(line)
        elif line.family != _PLAIN and group.end is None and not only_labels(line.body, of_item=True):
            group.end = line.at
    if group is not None:
        yield group


def _is_head(line: _Line, below: _Line | None) -> tuple[str, str] | None:
    """The family of the items below a line that may be their heading; None where it is none."""
    if not line.name or below is None or below.family == line.family or below.office:
        return None
    if not line.office and (line.family == _PLAIN or len(line.name.split()) > _LONGEST_TITLE):
        return None
    numbered = line.family[0] == MarkKind.NUMBER  # «3) آزمایشگاه» above what was said of it
    if below.family == _PLAIN and (numbered or len(below.body.split()) > _LONGEST_ITEM):
        return None
    return None if below.body.endswith(":") or only_labels(below.body, of_item=True) else below.family
