"""A second look at the texts that became no resolution: each stretch that shows signs of a decision is quoted."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from domain.deadlines import TIMELESS
from domain.minutes.deadline_resolver import DeadlineResolver
from domain.minutes.doubts import NEXT_QUOTATION, Doubt
from domain.minutes.language.acts import Act, act_of, sentences_of, strongest_act
from domain.minutes.language.organisations import begins_with_name
from domain.minutes.language.verbs import charges
from domain.minutes.owners.roster import Roster
from domain.minutes.reading import PassedOver, PassedOverKind
from domain.minutes.structure.column_headings import heading_role
from domain.minutes.structure.draft import Draft
from domain.minutes.structure.findings import Findings
from domain.minutes.structure.lines.marks import mark_of
from domain.persian.text import fold, folded_words

_LIKELY, _SURE = 2, 3
"""So many signs make a text suspicious where nearly nothing was read as a resolution, and where much was."""

_WEIGHTS = {Act.DECIDES: 3, Act.SETTLES: 2, Act.CHARGES: 2}
_SPOKEN_END = re.compile(r"\b(?:ن|ب)(?!ود)\w{2,}(?:ه|د|ند|یم)\W*$")
"""A verb of what shall be at the end of a text, in any mood and spelling: «ببنده», «نگیریم», «دربیاد»."""

_NOUNS_LIKE_A_VERB = folded_words(
    "برنامه نامه بودجه نتیجه بهمن نیمه برگه بیمه بازدید نماینده بنده نقشه بسته نوبت نظریه ندارد"
)
_IMPERATIVE = re.compile(r"(?:کنید|نمایید|دهید|بدید|بدین|فرمایید)\W*$")
"""Asks the readers of the minutes, and decides nothing where no time is set."""

_SPEAKER = re.compile(r"[^:.\n]{2,40}:")
_QUIET = {PassedOverKind.EARLIER_RESOLUTIONS, PassedOverKind.CLOSING}
"""Kinds with times and verbs of their own, which are asked about by what the judge sees in them alone."""

_OPEN = {PassedOverKind.DISCUSSION, PassedOverKind.UNPLACED}
_ANNOUNCES = re.compile(r"[:؛]\W*$|\b(?:زیر|ذیل|اتی)\b.{0,60}$")
"""A sentence that announces the decisions below, and is none."""

_FORECAST = re.compile(r"\W*(?:[^\W\d]+ ){0,2}پیش ?بینی (?:می ?شود|می ?گردد|می ?کن)")
"""Says what will come by itself: «پیش‌بینی می‌شود تا پایان سال …»."""


@dataclass(frozen=True)
class StretchReader:
    """Weighs the signs of a decision in a text: its verbs, a time limit, a name known as an owner's, its columns."""

    resolver: DeadlineResolver
    roster: Roster
    owners: frozenset[str]
    """The folded names of those who answer for resolutions of this document."""

    def weigh(self, passed: PassedOver) -> int:
        """The weight of the signs of a decision in a text that was passed over."""
        text = passed.text
        if passed.kind is PassedOverKind.ATTENDANCE and strongest_act(text) < Act.CHARGES:
            return 0  # «حاضرین: …، خانم برومند» ends like a verb
        cells = [cell.strip() for cell in text.split(" | ")]
        if len(cells) > 2:
            return self._weigh_row(cells)
        return max(map(self._weigh_sentence, sentences_of(text)), default=0)

    def _weigh_row(self, cells: Sequence[str]) -> int:
        if sum(heading_role(cell) is not None for cell in cells) > 1:
            return 0
        timed = any(self._is_limit(cell) for cell in cells)
        named = any(self._is_name(cell) for cell in cells)
        asks = any(strongest_act(cell) >= Act.CHARGES for cell in cells)
        worded = any(len(cell.split()) > 3 and not self._is_name(cell) and not self._is_limit(cell) for cell in cells)
        return (2 if asks else worded and timed) + timed + named

    def _weigh_sentence(self, sentence: str) -> int:
        act, folded = act_of(sentence), fold(sentence)
        if act is Act.TELLS or _ANNOUNCES.search(folded) or _FORECAST.match(folded):
            return 0
        weight = _WEIGHTS.get(act, 0)
        if act is Act.CHARGES and not charges(folded):
            weight = 1
        last = re.findall(r"\w+", folded)[-1:]
        if not weight and _SPOKEN_END.search(folded) and not _NOUNS_LIKE_A_VERB & set(last):
            weight = 2
        if weight < _LIKELY:
            return weight
        timed = any(deadline.kind not in TIMELESS for _, deadline in self.resolver.find(sentence))
        if _IMPERATIVE.search(folded) and not timed:
            return 0
        return weight + timed + self._is_named(sentence)

    def _is_limit(self, cell: str) -> bool:
        return bool(re.search(r"\w", cell)) and self.resolver.resolve(cell).kind not in TIMELESS

    def _is_name(self, cell: str) -> bool:
        return len(cell) < 60 and (begins_with_name(cell) or self.roster.knows_all(cell))

    def _is_named(self, sentence: str) -> bool:
        if _SPEAKER.match(sentence):
            return False
        return begins_with_name(sentence) or any(name in fold(sentence) for name in self.owners)


def stretch_doubts(findings: Findings, reader: StretchReader, sound: int) -> Iterator[Doubt]:
    """A doubt for each stretch between resolutions with signs of a decision, and one for all that is asked without any.

    `sound` is the number of resolutions that are beyond doubt: where there are few, less makes a text suspicious.
    """
    wanted = {id(one) for one in findings.asked} | {id(one) for one in _between_numbers(findings)}
    weights = {id(one): reader.weigh(one) for one in findings.passed_over()}
    least = _LIKELY if sound * 2 < sum(weight >= _LIKELY for weight in weights.values()) else _SURE
    weak: list[str] = []
    for between, group in groupby(findings.all, key=lambda one: isinstance(one, PassedOver)):
        strong: list[str] = []
        for one in (one for one in group if between and isinstance(one, PassedOver)):
            text, weight = " ".join(one.text.split()), weights[id(one)]
            if id(one) in wanted:
                (strong if weight >= _LIKELY else weak).append(text)
            elif weight >= least and one.kind not in _QUIET:
                strong.append(text)
        if strong:
            yield quoting(strong)
    if weak:
        yield quoting(weak)


def _between_numbers(findings: Findings) -> Iterator[PassedOver]:
    """The texts that bear a number which the resolutions leave out."""
    numbers = {draft.number for draft in findings.drafts() if draft.number}
    missing = set(range(1, max(numbers, default=0))) - numbers
    for one in findings.passed_over():
        mark = mark_of(one.text) if one.kind in _OPEN else None
        unplaced = one.kind is PassedOverKind.UNPLACED
        if mark and mark.number in missing and (unplaced or charges(fold(one.text))):
            yield one


def quoting(texts: Sequence[str]) -> Doubt:
    """The doubt that quotes one text or several."""
    return Doubt("passed_over", {"text": NEXT_QUOTATION.join(dict.fromkeys(texts))})


def sound_drafts(drafts: Iterable[Draft]) -> int:
    """Count the drafts that have an owner, a deadline or a verb that decides or charges."""
    return sum(bool(one.owners or one.deadlines) or strongest_act(one.text) >= Act.CHARGES for one in drafts)
