"""Lists inside a paragraph, as pages of the web run them together.

«… تصویب شد:۱ـ … ۲ـ …», «… : - … . - …», «اولاً … ثانیاً …».
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from domain.minutes.language.acts import Act, strongest_act
from domain.minutes.language.numbers import split_at, split_sequence
from domain.minutes.structure.blocks import Block, Paragraph
from domain.minutes.structure.lines.marks import TOLD_OFF, mark_of
from domain.persian.text import fold

_DASH = re.compile(r"(?:(?<=[.:؛])|(?<=[.:؛] )|(?<=^))[-–—•▪](?=\s)|(?<=[.:؛]\s\s)[-–—•▪](?=\s)")
_ORDER = re.compile(r"(?:(?<=[.:؛])|(?<=[.:؛]\s)|^)(اولا|(?:اول|ثان[یي]|ثالث|رابع|خامس)[اً]+)(?=[\s،:])[\s،:]*")
_LEAST = 2
_LEAD_WORDS = 4


def unfold_inline(blocks: Iterable[Block]) -> Iterator[Block]:
    """The blocks with the lists that stand inside a line as lines of their own, behind what announces them."""
    for block in blocks:
        if isinstance(block, Paragraph):
            lines = [line for one in block.text.split("\n") for line in _lines(one)]
            yield replace(block, text="\n".join(lines)) if block.number is None else block
        else:
            yield block


def _lines(line: str) -> list[str]:
    """The line as its lead and its items; itself where it has none, or where most of them decide nothing."""
    for split in (split_sequence, _told_off, _dashed):
        before, parts = split(line)
        if len(parts) >= _LEAST:
            break
    deciding = sum(strongest_act(part) >= Act.PASSED for part in parts)
    if len(parts) < _LEAST or deciding * 2 <= len(parts) or not all(parts):
        return [line]
    if len(before.split()) < _LEAD_WORDS or mark_of(line):
        return [line]
    marked = [f"• {part}" if split is _dashed else f"{number}- {part}" for number, part in enumerate(parts, 1)]
    return [before if before.endswith(":") else f"{before}:", *marked]


def _dashed(line: str) -> tuple[str, list[str]]:
    """The text before the first dash of a list, and what stands behind each."""
    before, *parts = (part.strip() for part in _DASH.split(line))
    return before, parts


def _told_off(line: str) -> tuple[str, list[str]]:
    """The text before «اولاً», and what stands behind it and each of «ثانیاً», «ثالثاً» … in their order."""
    marks: list[re.Match[str]] = []
    for match in _ORDER.finditer(line):
        if TOLD_OFF.get(fold(match[1])) == len(marks) + 1:
            marks.append(match)
    return split_at(line, marks)
