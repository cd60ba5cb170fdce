"""The foot of a page of the web, and the frame of a channel's messages: comments, addresses, mottoes."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from domain.minutes.language.acts import Act, strongest_act
from domain.minutes.structure.blocks import Block, Paragraph
from domain.minutes.structure.lines.marks import MarkKind, mark_of
from domain.persian.text import fold

_ENDS = re.compile(
    r"\W*(?:انتهای پیام|(?:دیدگاه|نظر)(?:ها|ات)?(?: \S+)?\s*\(?\s*\d+\s*\)?\W*$|(?:ارسال|ثبت) (?:نظر|دیدگاه)"
    r"|(?:اخبار|مطالب|خبرهای|نوشته ?های) (?:مرتبط|مشابه|پیشنهادی|دیگر|بیشتر|پربازدید)|نظر شما|دیدگاهتان|پربازدید)"
)

_SEEN_OR_NAMED = re.compile(r"\W*(?:👁|🆔|@\w+\W*$)|\W*(?:خانه|صفحه (?:اصلی|نخست)|home)\s*[>›»]\s*\S")
"""The count of those who saw it, an address, or the way to the page: «خانه > هیئت مدیره > مصوبات»."""

_TAGS = re.compile(r"(?:#[\w\u200c]+\s*){2,}")
"""Nothing but words by which a channel's posts are found: «#شورای_شهر #مصوبات»."""

_FRAMED = re.compile(r"\s*(?P<sign>[^\w\s«»()\[\].،:؛\"'*_–—•-])\ufe0f?\s*\w[^\n]*(?P=sign)\ufe0f?\s*\Z")
"""A line between two signs of a kind: a channel's name or motto."""


@dataclass
class PageFoot:
    """Follows the blocks of one document; below the foot's first line only what is counted or decides is read."""

    signs: Counter[str]
    """The signs that its lines begin with."""

    _decided: bool = False
    _ended: bool = False

    @classmethod
    def of(cls, blocks: Iterable[Block]) -> PageFoot:
        firsts = (block.text.lstrip()[:1] for block in blocks if isinstance(block, Paragraph))
        return cls(Counter(first for first in firsts if not first.isalnum()))

    def holds(self, block: Block) -> bool:
        """Tell whether a block belongs to the foot."""
        if not isinstance(block, Paragraph):
            self._decided, self._ended = True, False
            return False
        act, mark = strongest_act(block.text), mark_of(block.text)
        whole = block.text.rstrip().endswith((".", "؛", ":"))  # as the title of another page does not
        if (act is Act.DECIDES and whole) or block.number is not None or (mark and mark.kind is not MarkKind.BULLET):
            self._ended = False
        elif self._decided and _ENDS.match(fold(block.text)):
            self._ended = True
        self._decided = self._decided or act >= Act.CHARGES
        framed = _FRAMED.match(block.text)
        alone = framed is not None and self.signs[framed["sign"]] == 1
        if _TAGS.fullmatch(block.text.strip()):
            return True
        return self._ended or (act < Act.DECIDES and (alone or _SEEN_OR_NAMED.match(block.text) is not None))
