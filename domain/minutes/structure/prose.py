"""Resolutions outside tables: numbered prose, and the labelled blocks that people post in chats."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from domain.minutes.language.numbers import NUMERAL, number_of, split_sequence
from domain.minutes.language.verbs import states_decision
from domain.minutes.structure.blocks import Paragraph
from domain.minutes.structure.columns import ColumnRole
from domain.minutes.structure.draft import Draft
from domain.minutes.structure.labels import split_labels
from domain.minutes.structure.tables import announces_follow_up
from domain.persian.text import fold, latin_digits

_START = re.compile(
    rf"^[^\w(]*(?:(?P<word>مصوبه|بند|تصمیم|ردیف)\s*(?:شماره\s*)?(?P<named>{NUMERAL})\s*"
    r"(?:[-–—.:)ـ/،]+|$|(?=\n)|\s(?!\s*(?:مصوبات|مصوبه|جلسه|صورت|از|این|کارگروه|ماده)))"
    r"|(?P<pair>\d{1,3} ?[-/.] ?\d{1,3}) ?[-–.):]+(?!\d)"
    r"|\(?\s*(?P<plain>\d{1,3})\s*(?:\)|\s?[-–—.:ـ)/])+(?!\d)|(?P<ordinal>\w+م|اول)\s*[-–—:)])\s*"
)
_UNNUMBERED = re.compile(r"^[^\w]*(?:(?:شرح|متن) )?(?:مصوبه|تصمیم)\s*[:：]\s*")
_DECISIONS = re.compile(
    r"^[^\w]*(?:(?:سایر|متن|خلاصه|شرح|اهم|فهرست|مذاکرات و|مباحث و|موارد)\s+){0,2}"
    r"(?:مصوبات|مصوبه ها|تصمیمات|موارد مصوب|تصمیم های)\b(?:[^:]{0,60}:|(?!.*\bمقرر))"
    r"|(?:موارد|مصوبات|تصمیمات)\s+(?:زیر|ذیل).*(?:تصویب|مصوب|مقرر|اتخاذ|تصمیم)"
    r"|به شرح (?:زیر|ذیل)\s*.{0,40}(?:تصویب|مصوب|مقرر|اتخاذ)"
    r"|(?:تصویب|مصوب|مقرر|اتخاذ).{0,25}(?:به شرح (?:زیر|ذیل)|[:؛])\s*$"
)
_OTHERS = re.compile(
    r"^[^\w]*(?:دستور (?:کار )?(?:جلسه|نشست)|دستور کار|حاضرین|حاضران|غایبین|غایبان|مدعوین|شرکت کنندگان|اعضای حاضر"
    r"|(?:خلاصه |مشروح |اهم )?(?:مذاکرات|مباحث)(?! و (?:تصمیمات|مصوبات))"
    r"|رونوشت|پیوست|امضا|گزارش دبیر|محل برگزاری|پیشنهادات)\b"
)
_BULLET = re.compile(r"^(?:•|[-–*](?=\s))\s*")
_DECIDES = re.compile(r"^(?:مقرر|مصوب|تصویب) (?:شد|گردید|است|شده|گشت)")
_DECIDES_WITHIN = re.compile(r"\b(?:مقرر|مصوب)\s+(?:شد|گردید)\b")
_SUBITEM = re.compile(r"^(?:•|[-–*]\s|\(?(?:الف|ب|پ|ت|ث|ج|چ|ح|خ|د)\s*[-–.)]|\(?\d{1,2}\s*[-–.)]\s*\d{1,2}\s*[-–.)\s])")
_SENTENCE = 60
"""A shorter line without a verb, after a resolution, is taken for a signature."""


@dataclass
class _NumberedParagraph:
    """A paragraph while its lines come in; `inner` is the last number of a list inside it, 0 without one.

    `mark` and `inner_mark` are the signs around the numbers; `unclear` is a number that may belong to either.
    """

    number: int | None
    lines: list[str]
    mark: str
    in_section: bool
    inner: int = 0
    inner_mark: str = ""
    unclear: int | None = None


@dataclass
class ProseReader:
    """Collects the numbered paragraphs of one document, line by line."""

    meeting: int | None
    """The meeting's number, which «۱-۵» may carry beside the resolution's."""
    paragraphs: list[_NumberedParagraph] = field(default_factory=list)
    skipped_earlier: bool = False
    _lines: list[str] = field(default_factory=list)
    _section: bool | None = None
    """True under a heading of resolutions, False under another one, None before any."""
    _past: bool = False
    """True under a heading that follows up an earlier meeting."""
    _open: bool = False

    def read(self, paragraphs: Iterable[Paragraph]) -> None:
        """Take in cleaned paragraphs in reading order."""
        for paragraph in paragraphs:
            if paragraph.number is not None and paragraph.level == 0:
                self._begin(paragraph.number, paragraph.text, "auto")
            elif paragraph.number is not None:
                self._go_on(f"{paragraph.number}- {paragraph.text}")
            else:
                for line in paragraph.text.split("\n"):
                    self._line(line)

    def drafts(self) -> list[Draft]:
        """The resolutions: all under a heading of resolutions, else of a list that decides, else single sentences."""
        return [_draft(found) for found in self._chosen()] or list(_sentences_that_decide(self._lines))

    def skipped(self, everything: bool) -> list[str]:
        """The first lines of paragraphs that decide and are not among the drafts, or of all that decide."""
        chosen = [] if everything else self._chosen()
        others = [found.lines[0] for found in self.paragraphs if found not in chosen and found.lines]
        return [line for line in others if re.search("مقرر|مصوب|موظف", line)]

    def _chosen(self) -> list[_NumberedParagraph]:
        chosen = [found for found in self.paragraphs if found.in_section]
        if chosen:
            return chosen
        deciding = [found for found in self.paragraphs if states_decision(" ".join(found.lines)) or _labelled(found)]
        return self.paragraphs if len(deciding) * 2 > len(self.paragraphs) else deciding

    def _line(self, line: str) -> None:
        if not line:
            return
        folded = fold(line)
        start = _START.match(latin_digits(line))
        number = self._number(start) if start else None
        if self._section is not False:
            self._lines.append(line)
        if number is None and self._heading(folded):
            for count, part in enumerate(split_sequence(line)[1], 1):
                self._begin(count, part, "-")
        elif start and number is not None and not self._counts_inside(number, _mark_of(start)):
            self._begin_all(number, line, start)
        elif _UNNUMBERED.match(line) and not (self._open and not self.paragraphs[-1].lines):
            self._begin(None, _UNNUMBERED.sub("", line), "")
        elif self._begins_unnumbered(line):
            self._begin(None, _BULLET.sub("", line), "•" if _BULLET.match(line) else "")
        else:
            self._go_on(line)

    def _number(self, start: re.Match[str]) -> int | None:
        """The number at the start of a line; of a pair, the one beside the meeting's number."""
        if start["pair"]:
            first, second = map(int, re.findall(r"\d+", start["pair"]))
            return first if second == self.meeting else second if first == self.meeting else None
        return number_of(fold(start["plain"] or start["named"] or start["ordinal"] or ""))

    def _begin_all(self, number: int, line: str, start: re.Match[str]) -> None:
        """Begin the paragraph of a numbered line, or each one of a line that holds «۱- … ۲- … ۳- …»."""
        inside = split_sequence(line)[1] if number == 1 else []
        if len(inside) > 1 and sum(map(states_decision, inside)) * 2 > len(inside):
            for count, part in enumerate(inside, 1):
                self._begin(count, part, _mark_of(start))
        else:
            self._begin(number, line[start.end() :].strip(), _mark_of(start))

    def _begins_unnumbered(self, line: str) -> bool:
        """Tell whether an unnumbered line is a resolution of its own: «مقرر شد …», or a bullet of the section."""
        if self._open and self.paragraphs[-1].number is not None:
            return False
        bullet = _BULLET.match(line) is not None
        if self._open and self.paragraphs[-1].mark == "•":
            return bullet
        return bool(_DECIDES.match(fold(_BULLET.sub("", line)))) or (bullet and bool(self._section))

    def _heading(self, folded: str) -> bool:
        """Open the section of a heading; False when the line is none. The caller reads a list on the same line."""
        past = announces_follow_up(folded)
        if past or (_OTHERS.match(folded) and (not self._open or folded.endswith(":"))):
            self._section = False
        elif _DECISIONS.search(folded):
            self._section = True
        else:
            return False
        self._open, self._past, self.skipped_earlier = False, past, self.skipped_earlier or past
        return True

    def _begin(self, number: int | None, text: str, mark: str) -> None:
        if self._past or (self._section is False and not re.search("مقرر|مصوب|موظف", text)):
            self._open = False
            return
        text = text.strip(" *")
        self.paragraphs.append(_NumberedParagraph(number, [text] if text else [], mark, bool(self._section)))
        self._open = True

    def _go_on(self, line: str) -> None:
        """Add a line to the open paragraph as its label, sub-item or sentence; else close the paragraph."""
        if not self._open:
            return
        lines = self.paragraphs[-1].lines
        belongs = (
            not lines
            or split_labels(line)[1]
            or _SUBITEM.match(line)
            or _START.match(latin_digits(line))
            or len(line) > _SENTENCE
            or states_decision(line)
            or line.endswith((".", "؛"))
            or lines[-1].endswith((":", "،", " و"))
        )
        if belongs:
            lines.append(line)
        else:
            self._open = False

    def _counts_inside(self, number: int, mark: str) -> bool:
        """Tell whether a number continues a list inside the open paragraph rather than the paragraphs."""
        if not self._open or not self.paragraphs[-1].lines:
            return False
        last = self.paragraphs[-1]
        begins = number == 1 and not last.inner and last.lines[0].endswith(":")
        goes_on = last.inner > 0 and number == last.inner + 1 and mark == last.inner_mark
        if goes_on and number == (last.number or 0) + 1 and mark == last.mark:
            last.unclear = number
            return False
        if begins or goes_on:
            last.inner, last.inner_mark = number, mark
        return begins or goes_on


def _sentences_that_decide(lines: Iterable[str]) -> Iterator[Draft]:
    """Yield the decisions of a running text, each from its «مقرر شد» on."""
    for sentence in re.split(r"(?<=[.؛])\s+|\n", "\n".join(lines)):
        if decides := _DECIDES_WITHIN.search(sentence):
            draft = Draft(sentence[decides.start() :])
            draft.doubt("unnumbered")
            yield draft


def _mark_of(match: re.Match[str]) -> str:
    """The signs or the word around a number, without the number itself."""
    return match["word"] or re.sub(r"\w+|\s+", "", match[0])


def _labelled(found: _NumberedParagraph) -> bool:
    roles = {role for role, _ in split_labels("\n".join(found.lines))[1]}
    return bool(roles & {ColumnRole.OWNER, ColumnRole.DEADLINE})


def _draft(found: _NumberedParagraph) -> Draft:
    text, labels = split_labels("\n".join(found.lines))
    draft = Draft(text, found.number)
    topics: list[str] = []
    for role, value in labels:
        if role is ColumnRole.OWNER:
            draft.owners = [*(draft.owners or []), value.rstrip(" .")]
        elif role is ColumnRole.PARTNER:
            draft.partners.append(value.rstrip(" ."))
        elif role is ColumnRole.DEADLINE:
            draft.deadlines.append(value.rstrip(" ."))
        elif role is ColumnRole.NOTE:
            draft.doubt("note", note=" ".join(value.split()))
        elif role is ColumnRole.TOPIC:
            topics.append(value)
        else:
            draft.text = f"{draft.text}\n{value}".strip()
    draft.text = ": ".join([*topics, draft.text]) if draft.text else ": ".join(topics)
    if found.unclear is not None:
        draft.doubt("numbering_unclear", number=found.unclear)
    draft.assured = bool(labels) or states_decision(draft.text)
    return draft
