"""Messages that were copied from a chat: «[۱۴۰۲/۸/۲، ۲۰:۴۱] نسرین: …» is a head, and its text a line of its own."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from domain.minutes.language.markup import clean
from domain.minutes.language.organisations import is_head
from domain.minutes.structure.blocks import Block, Paragraph
from domain.minutes.structure.headings import heading_of
from domain.persian.text import fold, latin_digits

_TURNING = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_DAY = r"(?:\d{1,4}[/.-]\d{1,2}[/.-]\d{1,4}|\d{1,2} [^\W\d]{2,12}(?: ماه)?,?(?: \d{4})?|[^\W\d]{2,12} \d{1,2}, \d{4})"
_HOUR = r"\d{1,2}:\d{2}(?::\d{2})?(?:\s?[AaPp][Mm]|\s?[قب]\.?\s?ظ\.?)?"
_AT = r"[\s،,]*(?:(?:at|در|ساعت|[-–—])\s*)?"
_STAMP = rf"(?:{_DAY}{_AT}{_HOUR}|{_HOUR}{_AT}{_DAY})"
_HEAD = re.compile(
    rf"\W{{0,3}}\[(?:{_STAMP}|(?:[^\W\d]{{2,9}}[\s\u200c،,]+){{0,3}}{_HOUR})\]\s*[^:\n]{{1,60}}:"
    rf"|\W{{0,3}}{_STAMP}\s*[-–—]\s*[^:\n]{{1,60}}:"
    rf"|[^\n\[\]:]{{1,60}}?[,،]?\s*\[{_STAMP}\]:?"
    rf"|(?!.*(?:جلسه|نشست|ساعت|تاریخ|زمان|شروع|پایان))[^\n\[\]:\d]{{2,40}}[,،\s]\s*(?:{_STAMP}|{_HOUR})$"
)
"""The heads of WhatsApp on two systems, of Telegram's computers, and of a page of a messenger."""

_FORWARDED = re.compile(
    r"\W*(?:forwarded (?:message|from)\b|(?:هدایت|ارسال|فوروارد|بازارسال|باز ?فرست\w*) (?:شده )?(?:از|توسط)\b"
    r"|(?:<?media omitted|this message was|(?:این )?پیام (?:حذف|ویرایش) شد)\b"
    r"|\[\s?(?:photo|sticker|voice|video|file|album|عکس|استیکر|صدا|ویدیو|فیلم|فایل)[^\]]*\]$).*"
)
"""Says where a message comes from, or that there was something else than text."""

_SENDER = re.compile(r"(?P<name>[^:\n\d؛.]{2,40}):\s*(?P<said>\S[^\n]*)")
_LONGEST_NAME = 5
_GREETS = re.compile(r"\W*(?:با )?(?:سلام|درود|عرض سلام|وقت ?تون ?ب|وقت ?بخیر|شب ?بخیر|صبح ?بخیر)")


def head_of(line: str) -> int:
    """The length of a message's head at the beginning of a line, 0 where there is none."""
    plain = latin_digits(line)
    head = _HEAD.match(plain) or _FORWARDED.match(fold(plain))
    return min(head.end(), len(line)) if head else 0


def in_messages(blocks: Iterable[Block]) -> Iterator[Block]:
    """The blocks with the head of each message as a paragraph of the margin."""
    blocks = list(blocks)
    senders = _senders(line for block in blocks if isinstance(block, Paragraph) for line in block.text.split("\n"))
    for block in blocks:
        if not isinstance(block, Paragraph):
            yield block
            continue
        lines: list[str] = []
        for line in block.text.split("\n"):
            plain = _TURNING.sub("", clean(line))
            said = _SENDER.match(plain) if senders else None
            head = head_of(plain) or (said.start("said") if said and said["name"].strip() in senders else 0)
            if not head:
                lines.append(line)
                continue
            if lines:
                yield replace(block, text="\n".join(lines))
            yield Paragraph(plain[:head].strip(), margin=True)
            lines = [rest] if (rest := plain[head:].strip()) else []
        if lines or not block.text:
            yield replace(block, text="\n".join(lines))


def _senders(lines: Iterable[str]) -> frozenset[str]:
    """The names of those who begin a line with it and greet, or announce: «یعقوب (منشی شورا): تصویب شد که:»."""
    found = (_SENDER.match(clean(line)) for line in lines)
    named = ((one["name"].strip(), one["said"]) for one in found if one and fold(one["name"]).strip())
    return frozenset(name for name, said in named if _is_sender(name, said))


def _is_sender(name: str, said: str) -> bool:
    words = fold(name).split()
    greets = _GREETS.match(fold(said)) is not None
    announces = said.rstrip().endswith(":") and not is_head(words[0])
    if len(words) > _LONGEST_NAME or not (announces or greets):
        return False
    title = heading_of(f"{name}:", marked=False)
    heading = heading_of(said, marked=False) if announces else None
    opens = heading is not None and heading.known and heading.kind is None and not heading.rest
    return not (title and title.known) and (opens or greets)
