"""Messages that were copied from a chat: «[۱۴۰۲/۸/۲، ۲۰:۴۱] نسرین: …» is a head, and its text a line of its own."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from domain.minutes.language.markup import clean
from domain.minutes.structure.blocks import Block, Paragraph
from domain.persian.text import latin_digits

_TURNING = re.compile("[\u200e\u200f]")
_DAY = r"(?:\d{1,4}[/.-]\d{1,2}[/.-]\d{1,4}|\d{1,2} [^\W\d]{2,12}(?: ماه)?,? \d{4})"
_HOUR = r"\d{1,2}:\d{2}(?::\d{2})?(?:\s?[AaPp][Mm]|\s?[قب]\.?\s?ظ\.?)?"
_STAMP = rf"(?:{_DAY}[\s،,]*{_HOUR}|{_HOUR}[\s،,]*{_DAY})"
_HEAD = re.compile(
    rf"\W{{0,3}}\[{_STAMP}\]\s*[^:\n]{{1,60}}:"
    rf"|\W{{0,3}}{_STAMP}\s*[-–—]\s*[^:\n]{{1,60}}:"
    rf"|[^\n\[\]:]{{1,60}}?[,،]?\s*\[{_STAMP}\]:?"
)
"""The heads of WhatsApp on two systems, and of Telegram's computers."""


def in_messages(blocks: Iterable[Block]) -> Iterator[Block]:
    """The blocks with the head of each message as a paragraph of the margin."""
    for block in blocks:
        if not isinstance(block, Paragraph):
            yield block
            continue
        lines: list[str] = []
        for line in block.text.split("\n"):
            plain = _TURNING.sub("", clean(line))
            head = _HEAD.match(latin_digits(plain))
            if head is None:
                lines.append(line)
                continue
            if lines:
                yield replace(block, text="\n".join(lines))
            yield Paragraph(plain[: head.end()], margin=True)
            lines = [rest] if (rest := plain[head.end() :].strip()) else []
        if lines or not block.text:
            yield replace(block, text="\n".join(lines))
