"""Judge which entries are resolutions: by verb and shape first, by their section where no verb decides."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from domain.minutes.language.acts import Act, act_of, strongest_act
from domain.minutes.language.organisations import begins_with_name
from domain.minutes.reading import PassedOver, PassedOverKind
from domain.minutes.structure.columns import ColumnRole
from domain.minutes.structure.draft import Draft
from domain.minutes.structure.findings import Entry, Finding, Findings
from domain.minutes.structure.headings import aside_of
from domain.minutes.structure.labels import split_labels
from domain.minutes.structure.marks import MarkKind
from domain.persian.text import fold

_PREMISE = re.compile(
    r"\W*(?:با توجه|نظر به|با عنایت|عطف به|پیرو|به استناد|باستناد|در اجرا|در پاسخ|بر ?اساس|به منظور|به پیشنهاد"
    r"|در ?(?:خصوص|رابطه|ارتباط|راستا|مورد|زمینه)|درباره|پیرامون|نامه|لایحه|درخواست|موضوع|پیشنهاد)"
)
_FURTHER = re.compile(r"\b(?:نیز|همچنین|هم)\b")
_NOTE = re.compile(r"\W*(?:تبصره|توضیح|نکته|یادداشت|ضمنا|همچنین)\b")
_TITLED = re.compile(r"(?:رای|نظر|تصمیم|مصوبه|نتیجه)(?: (?:نهایی|شورا|کمیته|کمیسیون|هیات|هییت|ستاد|جلسه)){0,2}\s*:")
"""A label before the decision on a topic, which keeps its sentences together: «رأی شورا: …»."""

_CONVENES = re.compile(r"(?:جلسه|نشست).*(?:تشکیل|برگزار|منعقد|رسمیت|حضور)|^(?:به نام|بسم|باسمه|هو)")
_SIGNATURE_LENGTH = 90
_NAME_LENGTH = 3
_SAME = 0.6
"""The share of a text's words in a resolution from which on it only says the same again."""


def judge(findings: Findings) -> None:
    """Replace each entry by resolutions and texts that are passed over, in place; ask about those that may decide."""
    bench = _Bench.of(findings.all)
    findings.all = [verdict for place, found in enumerate(findings.all) for verdict in bench.verdicts(place, found)]
    drafts = [set(fold(draft.text).split()) for draft in findings.drafts()]
    for passed in bench.asked:
        words = set(fold(passed.text).split())
        if not any(len(words & draft) >= _SAME * len(words) for draft in drafts):
            findings.doubt("passed_over", text=" ".join(passed.text.split()))


@dataclass
class _Bench:
    """What each entry has to be seen beside.

    `first` and `last` are the places of the first and last finding that is like a resolution; `listed` tells whether a
    table or a heading of resolutions holds some, `marked` whether rows, numbers or bullets mark them.
    """

    deciding_lists: frozenset[tuple[int, str]]
    listed: bool
    marked: bool
    first: int
    last: int
    asked: list[PassedOver] = field(default_factory=list)

    @classmethod
    def of(cls, found: list[Finding]) -> _Bench:
        lists: dict[tuple[int, str], list[bool]] = defaultdict(list)
        for one in found:
            if isinstance(one, Entry) and one.kind is not None:
                lists[one.family].append(_act_of_item(one) >= Act.CHARGES)
        places = [
            place
            for place, one in enumerate(found)
            if isinstance(one, Draft)
            or (
                isinstance(one, Entry)
                and ((one.kind and one.section is None) or strongest_act(one.text) is Act.DECIDES)
            )
        ]
        below = [one for one in found if isinstance(one, Entry) and one.section is None and (one.kind or one.lined)]
        return cls(
            frozenset(number for number, decide in lists.items() if sum(decide) * 2 > len(decide)),
            bool(below) or any(isinstance(one, Draft) for one in found),
            any(
                isinstance(one, Draft) or (isinstance(one, Entry) and one.kind and one.section is None) for one in found
            ),
            *((places[0], places[-1]) if places else (len(found), len(found))),
        )

    def verdicts(self, place: int, found: Finding) -> Iterator[Finding]:
        """The resolutions and passed-over texts that a finding becomes; together they hold all of its text."""
        if not isinstance(found, Entry):
            yield found
        elif found.section is PassedOverKind.EARLIER_RESOLUTIONS:
            yield PassedOver(PassedOverKind.EARLIER_RESOLUTIONS, found.quoted)
        elif (
            found.kind is not None
            or _TITLED.match(fold(found.text))
            or (found.lined and not self.marked and len(found.text.split()) > _NAME_LENGTH)
        ):
            yield from self._item(place, found)
        else:
            yield from self._paragraph(place, found)

    def _item(self, place: int, entry: Entry) -> Iterator[Finding]:
        """A list item, or a line below a heading of resolutions: a resolution as a whole, or none."""
        act = _act_of_item(entry)
        if entry.kind is None and not _TITLED.match(fold(entry.text)) and _deciding_sentences(entry.text) > 1:
            yield from self._paragraph(place, entry)
        elif self._decides(entry, act):
            yield _draft(entry)
        elif entry.section in {None, PassedOverKind.UNPLACED}:
            kind = PassedOverKind.DISCUSSION if act is Act.TELLS else PassedOverKind.UNPLACED
            if act is Act.NAMES and place < self.first:
                kind = PassedOverKind.LETTERHEAD
            asked = entry.section is None or act >= Act.CHARGES or (kind is PassedOverKind.UNPLACED and self.listed)
            yield self._pass(kind, entry.quoted, asked)
        else:
            yield self._pass(entry.section, entry.quoted, act >= Act.CHARGES)

    def _decides(self, entry: Entry, act: Act) -> bool:
        in_deciding_list = entry.family in self.deciding_lists
        if entry.section is None:
            beside = (
                entry.kind is MarkKind.BULLET and not entry.lined and act is Act.NAMES and bool(self.deciding_lists)
            )
            return act is not Act.TELLS and (in_deciding_list or not beside)
        if entry.section is PassedOverKind.UNPLACED:
            return act >= Act.SETTLES or _assured_by_label(entry.text) or (in_deciding_list and act is not Act.TELLS)
        if entry.section is PassedOverKind.DISCUSSION and self.listed:
            return False
        return act is Act.DECIDES or (act >= Act.CHARGES and in_deciding_list)

    def _paragraph(self, place: int, entry: Entry) -> Iterator[Finding]:
        """A paragraph: each of its decisions with its premise is a resolution, what it tells besides is not."""
        sentences = [(sentence, act_of(sentence)) for sentence in _sentences(entry.text)]
        strongest = max((act for _, act in sentences), default=Act.NAMES)
        restated = entry.section is PassedOverKind.DISCUSSION and self.listed
        charged = strongest is Act.CHARGES and not self.listed and place > self.first
        if restated or not (strongest is Act.DECIDES or charged):
            yield self._undecided(place, entry, strongest)
            return
        draft: Draft | None = None
        waiting: list[str] = []
        for sentence, act in sentences:
            further = act is Act.CHARGES and (
                charged or begins_with_name(sentence) or bool(_FURTHER.search(fold(sentence)))
            )
            if (act is Act.DECIDES and not aside_of(sentence)) or (further and (draft or charged)):
                yield from [draft] if draft else []
                draft = Draft(" ".join([*waiting, sentence]))
                draft.doubt("unnumbered")
                waiting = []
            elif (draft and Act.TELLS < act < Act.DECIDES) or (draft and act is Act.NAMES):
                draft.text += f" {sentence}"
            elif _PREMISE.match(fold(sentence)):
                waiting.append(sentence)
            else:
                yield from (PassedOver(PassedOverKind.DISCUSSION, one) for one in waiting)
                yield PassedOver(aside_of(sentence) or PassedOverKind.DISCUSSION, sentence)
                waiting = []
        yield from [draft] if draft else []
        yield from (PassedOver(PassedOverKind.DISCUSSION, one) for one in waiting)

    def _undecided(self, place: int, entry: Entry, act: Act) -> PassedOver:
        """A paragraph that decides nothing, or only says what the list says; it is asked about where it may charge."""
        kind = entry.section or PassedOverKind.UNPLACED
        if kind is PassedOverKind.UNPLACED and act is Act.TELLS:
            kind = PassedOverKind.LETTERHEAD if _CONVENES.search(fold(entry.text)) else PassedOverKind.DISCUSSION
        elif kind is PassedOverKind.UNPLACED and act is Act.NAMES and place < self.first:
            kind = PassedOverKind.LETTERHEAD
        elif (
            kind is PassedOverKind.UNPLACED
            and act is Act.NAMES
            and place > self.last
            and len(entry.text) < _SIGNATURE_LENGTH
        ):
            kind = PassedOverKind.SIGNATURE
        return self._pass(kind, entry.text, act >= Act.CHARGES or kind is PassedOverKind.UNPLACED)

    def _pass(self, kind: PassedOverKind, text: str, asked: bool) -> PassedOver:
        passed = PassedOver(kind, text)
        if asked:
            self.asked.append(passed)
        return passed


def _act_of_item(entry: Entry) -> Act:
    """The act of an item, in which a note that tells something counts for nothing."""
    lines = [line for line in entry.lines if not _NOTE.match(fold(line)) or strongest_act(line) is not Act.TELLS]
    act = strongest_act("\n".join(lines))
    return max(act, Act.CHARGES) if _labelled(entry.text) else act


def _sentences(text: str) -> list[str]:
    """Split a paragraph at full stops, and at a semicolon behind a sentence that only tells."""
    found: list[str] = []
    for sentence in re.split(r"(?<=[.!؟])\s+|\n", text):
        before, mark, after = sentence.partition("؛")
        if mark and act_of(before) is Act.TELLS:
            found.append(f"{before}؛")
            sentence = after
        found.append(sentence.strip())
    return [sentence for sentence in found if sentence]


def _deciding_sentences(text: str) -> int:
    return sum(act_of(sentence) is Act.DECIDES for sentence in _sentences(text))


def _labelled(text: str) -> bool:
    roles = {role for role, _ in split_labels(text)[1]}
    return bool(roles & {ColumnRole.OWNER, ColumnRole.DEADLINE})


def _assured_by_label(text: str) -> bool:
    return _labelled(text) or _TITLED.match(fold(text)) is not None


def _draft(entry: Entry) -> Draft:
    text, labels = split_labels(entry.text)
    draft = Draft(text, entry.number, owners=list(entry.owners) or None, columns=entry.columns)
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
    if entry.unclear is not None:
        draft.doubt("numbering_unclear", number=entry.unclear)
    if entry.kind is None and entry.section is not None:
        draft.doubt("unnumbered")
    draft.assured = bool(labels) or strongest_act(draft.text) >= Act.CHARGES
    return draft
