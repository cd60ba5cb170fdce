"""Judge which entries are resolutions: by verb and shape first, by their section where no verb decides."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from domain.minutes.language.acts import Act, act_of, strongest_act
from domain.minutes.language.organisations import begins_with_name
from domain.minutes.language.speech import orders
from domain.minutes.reading import PassedOver, PassedOverKind
from domain.minutes.structure.draft import Draft
from domain.minutes.structure.entries.continuation import is_title
from domain.minutes.structure.entries.prose_signs import OUTCOME, SEES_TO_IT, VOTED_ON
from domain.minutes.structure.findings import Entry, Finding, Findings
from domain.minutes.structure.headings import aside_of, is_signature
from domain.minutes.structure.judging.bare_lists import with_bare_list
from domain.minutes.structure.judging.bench import Bench, act_of_item, is_titled, leaves_open, says_again
from domain.minutes.structure.judging.item_parts import (
    FURTHERMORE,
    PREMISE,
    SHORTEST,
    THOUGHT,
    divided,
    draft_of,
    without_report,
)
from domain.minutes.structure.judging.sentences import charges_of_others, sentences_apart, timed_charges
from domain.minutes.structure.judging.titles import is_page_title
from domain.minutes.structure.judging.unfolding import unfold
from domain.minutes.structure.lines.labels import split_labels
from domain.minutes.structure.lines.marks import MarkKind, mark_of
from domain.minutes.structure.lines.stamps import is_stamp
from domain.minutes.structure.news.overlooked import may_decide
from domain.minutes.structure.news.pages import is_news, telling_places, works_with_names
from domain.minutes.structure.news.quotations import told_decisions
from domain.minutes.structure.news.report import Report, may_order
from domain.persian.text import fold

_LISTS = re.compile(r"(?:مقرر|مصوب|قرار) ?(?:شد|گردید)(?: که)?\s*:")
"""Announces that each sentence behind it is a decision of its own: «مقرر شد: پوستر نصب شود. با درمان مکاتبه شود.»."""

_BACK = re.compile(r"\W*(?:این|آن|ان|نامبرده|مذکور|مزبور|در صورت|تبصره|بدیهی|وی|ایشان)\b")
"""A sentence that speaks of what stands before it."""

_BY_THE_WAY = re.compile(r"\W*(?:گفتنی|شایان ذکر|قابل ذکر|لازم به (?:ذکر|یاداوری)) است")
_GOES_ON = {Act.NAMES, Act.CHARGES, Act.SETTLES}
_SETTLED = re.compile(r"(?:تعیین|پیش بینی|در نظر گرفته) (?:شد|گردید)\W*$")
_FURTHER = re.compile(r"\b(?:نیز|همچنین|هم)\b|^\W*ضمنا\b")
_CONVENES = re.compile(r"(?:جلسه|نشست).*(?:تشکیل|برگزار|منعقد|رسمیت|حضور)|^(?:به نام|بسم|باسمه|هو)")
_SIGNATURE_LENGTH, _NAME_LENGTH = 90, 3


def judge(findings: Findings) -> None:
    """Replace each entry by resolutions and texts that are passed over, in place; ask about those that may decide."""
    findings.all = unfold(findings.all)
    telling, works = telling_places(findings.all), works_with_names(findings.all)
    judge = _Judge(
        Bench.of(findings.all),
        news=is_news(findings.all, telling),
        works=works,
        report=Report.of(findings.all, telling, works),
    )
    verdicts = judge.of(findings.all)
    if not _decided(verdicts):
        judge = _Judge(judge.bench, lenient=True, news=judge.news, works=judge.works)
        verdicts = judge.of(findings.all)
    if not _decided(verdicts):
        verdicts = judge.of(with_bare_list(findings.all))
    findings.all = verdicts
    said = tuple(frozenset(fold(draft.text).split()) for draft in findings.drafts())
    asked = [*judge.asked, *(judge.report.asked if judge.report else ())]
    findings.asked += [passed for passed in asked if not says_again(passed.text, said)]


def _decided(verdicts: Sequence[Finding]) -> bool:
    return any(isinstance(verdict, Draft) for verdict in verdicts)


@dataclass
class _Judge:
    """Judges the entries of one document. `asked` are the texts that it passed over and that may decide something.

    A `lenient` one takes sentences that charge somebody for decisions, too, where a document says of none that it is.
    """

    bench: Bench
    lenient: bool = False
    news: bool = False
    """Tells whether the document is a report, all of whose words that may decide are asked about."""

    works: frozenset[int] = frozenset()
    """The places of lines that name a work and who does it."""

    report: Report | None = None
    asked: list[PassedOver] = field(default_factory=list)

    def of(self, found: Sequence[Finding]) -> list[Finding]:
        """The verdicts on all findings of the document, in order."""
        return [verdict for place, one in enumerate(found) for verdict in self.verdicts(place, one)]

    def verdicts(self, place: int, found: Finding) -> Iterator[Finding]:
        """The resolutions and passed-over texts that a finding becomes; together they hold all of its text."""
        listed = self.bench.listed and not (self.report and self.report.orders(found))
        if self.report and not listed and self.report.reads(found):
            yield from self.report.verdicts(place, found)
            return
        if not isinstance(found, Entry):
            yield found
            return
        if self.lenient and found.section is PassedOverKind.EARLIER_RESOLUTIONS and _decides_now(found):
            found = replace(found, section=PassedOverKind.UNPLACED)
        if place in self.works and found.section is None and found.text.count(":") == 1:
            yield _with_its_name(found)
            return
        if found.kind in {None, MarkKind.BULLET} and is_stamp(found.text):
            yield PassedOver(PassedOverKind.LETTERHEAD, found.quoted)
            return
        listing = len(found.lines) > 1 and found.lines[0].endswith(":")
        lined = found.lined and not self.bench.marks(found) and len(found.text.split()) > _NAME_LENGTH
        if found.section is PassedOverKind.EARLIER_RESOLUTIONS:
            asked = strongest_act(found.text) >= Act.CHARGES and not OUTCOME.search(fold(found.text))
            yield self._pass(PassedOverKind.EARLIER_RESOLUTIONS, found.quoted, asked)
        elif found.section is PassedOverKind.UNPLACED and found.family in self.bench.narrated:
            yield from self._paragraph(place, found)
        elif (
            found.kind is not None
            or is_titled(found.text)
            or listing
            or (lined and _deciding_sentences(found.text) < 2)
        ):
            told, item = without_report(found)
            yield from (PassedOver(PassedOverKind.DISCUSSION, sentence) for sentence in told)
            yield from self._item(place, item)
        else:
            yield from self._paragraph(place, found)

    def _item(self, place: int, entry: Entry) -> Iterator[Finding]:
        """A list item, or a line below a heading of resolutions: a resolution as a whole, or none."""
        if self.bench.decides(entry):
            yield from self._parts(entry)
        else:
            yield self._no_item(place, entry, act_of_item(entry))

    def _no_item(self, place: int, entry: Entry, act: Act) -> PassedOver:
        """A list item that decides nothing; it is asked about where it may."""
        if entry.section not in {None, PassedOverKind.UNPLACED}:
            return self._pass(entry.section, entry.quoted, act >= Act.CHARGES)
        if act is Act.TELLS:
            among = entry.section is None or (entry.family in self.bench.deciding and leaves_open(entry.text))
            return self._pass(PassedOverKind.DISCUSSION, entry.quoted, among)
        if act is Act.NAMES and place < self.bench.first and entry.kind is MarkKind.BULLET:
            return self._pass(PassedOverKind.LETTERHEAD, entry.quoted, False)
        return self._pass(PassedOverKind.UNPLACED, entry.quoted, act > Act.NAMES or self.bench.listed)

    def _parts(self, entry: Entry) -> Iterator[Finding]:
        """The resolutions of a list item: one, or several where further sentences decide anew.

        What is only told before the first is discussion.
        """
        titled = len(entry.lines) == 2 and is_title(entry.lines[0]) and mark_of(entry.lines[1]) is None
        if entry.kind is None or (len(entry.lines) != 1 and not titled) or split_labels(entry.text)[1]:
            yield draft_of(entry)
            return
        told, decided = divided(entry.lines[-1])
        parts = [part for one in decided for part in timed_charges(one)]
        parts[0] = "\n".join([*entry.lines[:-1], parts[0]])
        yield from (PassedOver(PassedOverKind.DISCUSSION, sentence) for sentence in told)
        for count, part in enumerate(parts):
            draft = draft_of(replace(entry, lines=[part]))
            draft.told = " ".join(told)
            if count:
                draft.number = None
                draft.doubt("unnumbered")
            yield draft

    def _paragraph(self, place: int, entry: Entry) -> Iterator[Finding]:
        """A paragraph: each of its decisions with its premise is a resolution, what it tells besides is not."""
        parts = [charges_of_others(sentence) for sentence in sentences_apart(entry.text)]
        of_others = frozenset(part for _, *others in parts for part in others)
        sentences = [(part, act_of(part)) for one in parts for part in one]
        strongest = max((act for _, act in sentences), default=Act.NAMES)
        if entry.section is PassedOverKind.UNPLACED and self.bench.listed and self.bench.says_again(entry.text):
            yield PassedOver(PassedOverKind.DISCUSSION, entry.text)
            return
        restated = entry.section is PassedOverKind.DISCUSSION and self.bench.listed
        if not restated and (told := told_decisions(entry.text)):
            yield from self._told(place, entry, *told)
            return
        charging = strongest is Act.CHARGES and entry.section in {None, PassedOverKind.UNPLACED}
        charges = [sentence for sentence, act in sentences if act is Act.CHARGES]
        named = (self.lenient and any(map(begins_with_name, charges))) or (
            not self.bench.listed and any(map(orders, charges))
        )
        charged = charging and (named or (not self.bench.listed and place > self.bench.first))
        settled = not self.bench.listed and any(_settles_too(sentence, act) for sentence, act in sentences)
        if restated or not (strongest is Act.DECIDES or charged or settled):
            yield self._undecided(place, entry, strongest)
            return
        draft: Draft | None = None
        waiting: list[str] = []
        listing = any(act is Act.DECIDES and _LISTS.search(fold(sentence)) for sentence, act in sentences)
        for sentence, act in sentences:
            further = act is Act.CHARGES and (
                charged
                or sentence in of_others
                or begins_with_name(sentence)
                or bool(_FURTHER.search(fold(sentence)))
                or (listing and not _BACK.match(fold(sentence)))
            )
            further = further or _settles_too(sentence, act) or (draft is not None and _settles_anew(sentence, act))
            if act is Act.CHARGES and _BY_THE_WAY.match(fold(sentence)):
                yield self._pass(PassedOverKind.DISCUSSION, sentence, asked=False)
            elif (
                draft
                and not waiting
                and (SEES_TO_IT.search(fold(sentence)) or (act is Act.DECIDES and VOTED_ON.match(fold(sentence))))
            ):
                draft.text += f" {sentence}"
            elif (act is Act.DECIDES and (entry.kind or not aside_of(sentence))) or (
                further and (draft or charged or settled)
            ):
                yield from [draft] if draft else []
                draft = Draft(" ".join([*waiting, sentence]))
                draft.doubt("not_a_decision" if self.lenient else "unnumbered")
                waiting = []
            elif draft and act in _GOES_ON and not aside_of(sentence) and not THOUGHT.search(fold(sentence)):
                draft.text += f" {sentence}"
            elif PREMISE.match(fold(sentence)) and not THOUGHT.search(fold(sentence)):
                waiting.append(sentence)
            else:
                yield from (PassedOver(PassedOverKind.DISCUSSION, one) for one in waiting)
                yield self._pass(
                    aside_of(sentence) or PassedOverKind.DISCUSSION, sentence, self._may_decide(sentence, act)
                )
                waiting = []
        yield from [draft] if draft else []
        yield from (PassedOver(PassedOverKind.DISCUSSION, one) for one in waiting)

    def _told(self, place: int, entry: Entry, before: str, parts: Sequence[str], behind: str) -> Iterator[Finding]:
        """Decisions that somebody tells: each that charges is one, what stands around them is read by itself."""
        yield PassedOver(PassedOverKind.DISCUSSION, before)
        for part in parts:
            draft = Draft(part)
            draft.doubt("unnumbered")
            yield draft if act_of(part) >= Act.CHARGES else self._pass(PassedOverKind.DISCUSSION, part, asked=True)
        if behind:
            yield from self._paragraph(place, replace(entry, lines=[behind]))

    def _undecided(self, place: int, entry: Entry, act: Act) -> PassedOver:
        """A paragraph that decides nothing, or only says what the list says; it is asked about where it may charge."""
        kind = entry.section or PassedOverKind.UNPLACED
        if kind is PassedOverKind.UNPLACED:
            kind = self._kind_of(place, entry, act)
        asked = act >= Act.CHARGES or kind is PassedOverKind.UNPLACED
        return self._pass(kind, entry.text, asked or self._may_decide(entry.text, Act.NAMES))

    def _may_decide(self, text: str, act: Act) -> bool:
        """Tell whether words that decide nothing by their own verb are asked about."""
        if act is Act.PASSED or any(map(may_order, sentences_apart(text))):
            return True
        return self.news and any(map(may_decide, sentences_apart(text)))

    def _kind_of(self, place: int, entry: Entry, act: Act) -> PassedOverKind:
        """The kind of a paragraph outside all sections, by its act and its place among the resolutions."""
        if act in {Act.TELLS, Act.PASSED}:
            convenes = _CONVENES.search(fold(entry.text))
            return PassedOverKind.LETTERHEAD if convenes else PassedOverKind.DISCUSSION
        if act is Act.NAMES and not entry.headed:
            if place < self.bench.first:
                return PassedOverKind.LETTERHEAD
            if place > self.bench.last and _is_like_names(entry.text):
                return PassedOverKind.SIGNATURE
        return PassedOverKind.UNPLACED

    def _pass(self, kind: PassedOverKind, text: str, asked: bool) -> PassedOver:
        if kind is PassedOverKind.UNPLACED and is_page_title(text):
            return PassedOver(PassedOverKind.HEADING, text)
        passed = PassedOver(kind, text)
        if asked:
            self.asked.append(passed)
        return passed


def _decides_now(entry: Entry) -> bool:
    """Tell whether a text below a follow-up's heading decides, and says nothing of what became of a decision."""
    return strongest_act(entry.text) is Act.DECIDES and not OUTCOME.search(fold(entry.text))


def _settles_too(sentence: str, act: Act) -> bool:
    """Tell whether a sentence settles something besides: «ضمناً … تعیین شد», «آقای نوری نیز مسئول پیگیری … شد»."""
    too = begins_with_name(sentence) and _FURTHER.search(fold(sentence)) is not None
    return act is Act.SETTLES and (too or FURTHERMORE.match(fold(sentence)) is not None)


def _settles_anew(sentence: str, act: Act) -> bool:
    """Tell whether a sentence behind a decision settles another matter: «ورودی هر تیم دو میلیون تومان تعیین شد.»."""
    apart = not _BACK.match(fold(sentence)) and not FURTHERMORE.match(fold(sentence))
    return (
        act is Act.SETTLES
        and apart
        and len(sentence.split()) > SHORTEST
        and _SETTLED.search(fold(sentence)) is not None
    )


def _is_like_names(text: str) -> bool:
    """Tell whether a text is short, and made of short parts: «محمد احمدی – عضو»."""
    parts = re.split(r"[–،\n/|(]| - ", text)
    return is_signature(text) or (len(text) < _SIGNATURE_LENGTH and all(len(part.split()) <= 4 for part in parts))


def _deciding_sentences(text: str) -> int:
    return sum(act_of(sentence) is Act.DECIDES for sentence in sentences_apart(text))


def _with_its_name(entry: Entry) -> Draft:
    """The draft of a work with the name behind its colon: «آموزش دانش‌آموزان: آموزش و پرورش»."""
    work, _, name = entry.text.partition(":")
    draft = draft_of(replace(entry, lines=[work.strip()]))
    draft.owners = draft.owners or [name.strip()]
    return draft
