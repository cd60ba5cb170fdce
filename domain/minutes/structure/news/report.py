"""Read the paragraphs of a news report: the clauses that decide become drafts, all else is passed over."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TypeGuard

from domain.minutes.language.acts import SENTENCE_END, Act, act_of
from domain.minutes.owners.names import names_at
from domain.minutes.owners.tokens import tokens_of
from domain.minutes.reading import PassedOver, PassedOverKind
from domain.minutes.structure.draft import Draft
from domain.minutes.structure.entries.prose_signs import VOTED_ON
from domain.minutes.structure.findings import Entry, Finding
from domain.minutes.structure.lines.marks import MarkKind
from domain.minutes.structure.news.clauses import Clause, clauses_of
from domain.minutes.structure.news.frames import (
    Framed,
    Order,
    commands,
    is_framed,
    is_quoted,
    order_in,
    speeches_of,
    unframed,
)
from domain.minutes.structure.news.quotations import lists_decisions
from domain.minutes.structure.news.verdicts import (
    CITIZENS,
    Verdict,
    begins_with_subject,
    day_of_next_meeting,
    goes_on,
    goes_on_with,
    honours,
    is_asked_of_many,
    is_due_by_a_day,
    is_led,
    is_told_of_a_decision,
    judged,
    promises,
    stands_alone,
    this_body,
)
from domain.persian.text import fold, folded_words

_LEAST = 2
"""So many paragraphs in which somebody is quoted make a text a report; of a page of the news, one."""

_HEADED = re.compile(
    r"\W*(?:سرپرست|مدیر\S*|رییس|فرماندار|استاندار|بخشدار|شهردار|معاون|دبیر|وزیر|نماینده|دادستان)\b[^:.؛]{0,60}:\s*\S[^:]*$"
)
"""The headline of the news that quotes an official: «فرماندار: کوتاهی پذیرفته نیست»."""

_NEWS = re.compile(
    r"\W*(?:[^\d:،.؛]{2,40}[-–،:]\s*)?(?:به گزارش|(?:اداره )?(?:اطلاع ?رسانی و )?روابط ?عمومی [^.:؛]{3,60} ?[-–])"
    r"|\W*کد (?:خبر|مطلب)\W|.*\bتعداد (?:بازدید|مشاهده)\W|\W*تاریخ (?:انتشار|درج)\b"
    r"|.*\b\d{1,4}[/-]\d{1,2}[/-]\d{1,4}\W+(?:ساعت\W*)?\d{1,2}:\d\d\W*(?:$|\|)|.*\d{4}\W+(?:ساعت\W*)?\d{1,2}:\d\d\W*(?:$|\|)"
)
"""A paragraph of the news, or a line of the page that it stands on: «به گزارش …», «کد خبر: …», «۱۲ مهر ۱۴۰۳ ۰۹:۱۰»."""

_TELLS_DECISIONS = re.compile(
    r"\b(?:مصوبات|تصمیمات|مصوبه ?های?|تصمیم ?های?)\b(?! (?:(?:جلسه|نشست|دوره|سال) )?(?:قبل|گذشته|پیش))"
)
_CITIZENS = re.compile(rf"\W*(?:همه |تمام |عموم )?{CITIZENS}\b")
_ANNOUNCED = re.compile(
    r"[^.:؛]{0,200}?(?:مصوبات|تصمیمات|مصوبه ?ها|تصمیم ?ها|موارد مصوب)[^.:؛،]{0,40}?\s"
    r"(?:این[ \u200c]?که|(?:این|آن) بود که|عبارت(?:ند|[ \u200c](?:است|بود|بودند))? از)\s+(?=\S)"
)
"""Announces the decisions that the sentence itself tells: «از جمله مهمترین مصوبات اینکه مقرر گردید …»."""

_MATTER = re.compile(r"\b(?:مطرح|بررسی|طرح)(?: و \S+)? (?:شد|گردید)\W*$")
_THIS_MATTER = r"(?:این|همین) (?:پیشنهاد|درخواست|تقاضا|موضوع|طرح|مورد|مشکل|لایحه|مطالبه)\b"
_OF_THE_MATTER = re.compile(rf"\W*(?:\S+ ){{0,4}}{_THIS_MATTER}")
"""Decides on what was told right before: «خواستار اعتبار شد که قرار شد این پیشنهاد در شورا مطرح شود»."""

_TURNED = re.compile(r"\W*که\s+(?=\S)")
"""The turn to a decision behind a comma: «…، که بر این اساس مقرر شد …»."""

_OPENER = re.compile(r"^\W*(?:نیز|هم|همچنین|ضمن[اً]+)\s+")
_HEARD = 600
_THESE = folded_words("این آن همین")
_TOPIC = re.compile(r"\W*(?:درباره|در (?:خصوص|مورد|رابطه|ارتباط|زمینه)|پیرامون|درخواست|موضوع|پیشنهاد)\b")
_OF_THIS = re.compile(rf"\b{_THIS_MATTER}.*\b(?:شد|گردید|کردند|رسید)\b")
_BARE = 5
"""So few words say nothing of the matter that they decide on: «… نرسیدیم و ماند برای جلسه بعد»."""

_HEADLINE = 16
_FOOT = 12


@dataclass
class Report:
    """Reads the paragraphs of one report. `first` and `last` are the places of the paragraphs that quote somebody."""

    first: int
    last: int
    asked: list[PassedOver] = field(default_factory=list)
    _by_decision: bool = False
    _heard: str = ""
    """The last words of the report, in which «این بانک» was named."""

    @classmethod
    def of(cls, found: Sequence[Finding]) -> Report | None:
        """The reader of a document's findings, None where these are no report."""
        told = [place for place, one in enumerate(found) if _is_prose(one) and _quotes(one, is_framed)]
        quoting = [place for place in told if _quotes(found[place], is_quoted)]
        if len(quoting) < _LEAST and not (told and _is_news(found)):
            return None
        return cls(told[0], told[-1])

    def reads(self, one: Finding) -> TypeGuard[Entry | PassedOver]:
        """Tell whether a finding is a paragraph of the report, or closing words of it that call a meeting."""
        if isinstance(one, PassedOver):
            return one.kind is PassedOverKind.CLOSING and day_of_next_meeting(one.text) is not None
        return _is_prose(one)

    def orders(self, one: Finding) -> bool:
        """Tell whether somebody orders a body something in a paragraph, which a list of decisions may leave out."""
        sentences = SENTENCE_END.split(one.text) if isinstance(one, Entry) and _is_prose(one) else []
        given = [order for sentence in sentences if (order := order_in(sentence))]
        return any(order.to_a_body and act_of(order.work) is Act.CHARGES for order in given)

    def verdicts(self, place: int, found: Entry | PassedOver) -> Iterator[Finding]:
        """The drafts and the texts passed over that a paragraph becomes; together they hold all of its text."""
        text = " ".join(found.text.split("\n"))
        if not is_framed(text) and act_of(text) is not Act.DECIDES:
            beside = _beside(place, self, text)
            if beside:
                yield PassedOver(beside, found.text)
                return
        drafts: list[Draft] = []
        decided = False
        sentences = [one for part in SENTENCE_END.split(text) for one in speeches_of(part) if one.strip()]
        for sentence, behind in zip(sentences, [*sentences[1:], ""], strict=True):
            sentence, vote = _without_vote(sentence) if drafts else (sentence, "")
            if vote:
                drafts[-1].text += f" {vote}"
                if not sentence:
                    continue
            asked = len(self.asked)
            self._heard = f"{self._heard} {sentence}"[-_HEARD:]
            said = list(self._sentence(sentence, voted=_without_vote(behind)[1] != "", follows=decided))
            decided = any(isinstance(one, Draft) for one in said)
            if len(self.asked) == asked and not any(isinstance(one, Draft) for one in said):
                said = [PassedOver(PassedOverKind.DISCUSSION, sentence)]
            drafts += [one for one in said if isinstance(one, Draft)]
            yield from said

    def _sentence(self, sentence: str, voted: bool, follows: bool) -> Iterator[Finding]:
        """The findings of a sentence that `follows` a decision or not.

        It is `voted` where the one behind it says how the meeting voted on it.
        """
        if announced := _ANNOUNCED.match(sentence):
            yield PassedOver(PassedOverKind.DISCUSSION, announced[0].strip())
            sentence = sentence[announced.end() :]
        order = order_in(sentence)
        if order is not None:
            yield from self._ordered(sentence, order)
            return
        framed = unframed(sentence)
        if framed.frame and _TOPIC.match(fold(framed.frame)) and _OF_THIS.search(fold(framed.said)):
            framed = Framed("", sentence)  # the frame names the matter that is decided
        if framed.frame:
            yield PassedOver(PassedOverKind.DISCUSSION, framed.frame)
        told = voted or commands(framed.frame) or _TELLS_DECISIONS.search(fold(framed.frame)) is not None
        yield from self._clauses(framed.said, told, follows and not framed.frame)

    def _ordered(self, sentence: str, order: Order) -> Iterator[Finding]:
        """An order to a body, without who gives it; what is asked of the citizens is told."""
        work, beside = _without_remarks(order.work)
        if _CITIZENS.match(fold(order.name)) or act_of(work) is not Act.CHARGES:
            yield PassedOver(PassedOverKind.DISCUSSION, sentence)
        elif not order.to_a_body or is_asked_of_many(order.name, work):
            yield self._ask(sentence)
        else:
            if order.before:
                yield PassedOver(PassedOverKind.DISCUSSION, order.before)
            draft = Draft(order.text[: len(order.text) - len(beside)].strip(), owners=[order.name])
            draft.doubt("unnumbered")
            yield draft
            if beside:
                yield PassedOver(PassedOverKind.DISCUSSION, beside)

    def _clauses(self, said: str, told: bool, follows: bool) -> Iterator[Finding]:
        draft: Draft | None = None
        waiting: list[Clause] = []
        by_decision = self._by_decision
        for clause in clauses_of(said):
            verdict = judged(clause.text, by_decision)
            if told and verdict is Verdict.TELLS and act_of(clause.text) in {Act.PASSED, Act.CHARGES}:
                verdict = Verdict.DECIDES
            if follows and not clause.joint and verdict < Verdict.MAY_DECIDE and goes_on(clause.text):
                verdict = Verdict.MAY_DECIDE
            if draft is not None:
                subject = begins_with_subject(_OPENER.sub("", clause.text))
                apart = clause.joint in {"؛", ";"}
                alone = stands_alone(clause.text, verdict, subject or apart)
                alone = alone and not goes_on_with(clause.text, draft.text)
                leads = alone and is_led(clause.text, draft.text)
                told_apart = verdict is Verdict.TELLS and (apart or honours(clause.text))
                if leads or not (alone or told_apart):
                    draft.text += _joined(clause)
                    continue
                yield draft
                draft = None
                if alone:
                    verdict = max(verdict, Verdict.MAY_DECIDE)
            if verdict >= Verdict.MAY_DECIDE:
                turned = _TURNED.match(clause.text)
                if turned and waiting:
                    clause = Clause("", clause.text[turned.end() :])
                before = fold(waiting[-1].text) if waiting and not turned else ""
                matter = before and (
                    clause.joint in {"،", ","}
                    or _MATTER.search(before)
                    or _OF_THE_MATTER.match(fold(clause.text))
                    or len(clause.text.split()) <= _BARE
                )
                premise = waiting.pop() if matter else None
                yield from self._told(waiting)
                waiting = []
                draft = Draft(f"{premise.text}{_joined(clause)}" if premise else clause.text)
                if day := day_of_next_meeting(draft.text):
                    draft.deadlines = [day]
                if body := self._named_before(this_body(clause.text)):
                    draft.owners = [body]
                draft.doubt("not_a_decision" if verdict is Verdict.MAY_DECIDE else "unnumbered")
                by_decision = by_decision or is_told_of_a_decision(clause.text)
                self._by_decision = self._by_decision or by_decision
            elif verdict is Verdict.ASKS:
                yield from self._told(waiting)
                waiting = []
                yield self._ask(clause.text)
            else:
                waiting.append(clause)
        if draft is not None:
            yield draft
        yield from self._told(waiting)

    def _told(self, clauses: Sequence[Clause]) -> Iterator[Finding]:
        text = "".join(_joined(clause) if at else clause.text for at, clause in enumerate(clauses))
        if text:
            yield PassedOver(PassedOverKind.DISCUSSION, text)

    def _named_before(self, head: str) -> str | None:
        """The name of the body that the report called so before: «بانک مسکن» for «این بانک»."""
        tokens = tokens_of(self._heard) if head else []
        named = [at for at in range(1, len(tokens)) if tokens[at].word == head and tokens[at - 1].word not in _THESE]
        name = names_at(self._heard, tokens, named[-1])[1][0].text if named else ""
        return name if " " in name else None

    def _ask(self, text: str) -> PassedOver:
        passed = PassedOver(PassedOverKind.DISCUSSION, text)
        self.asked.append(passed)
        return passed


def may_order(sentence: str) -> bool:
    """Tell whether somebody orders or promises something in a sentence that tells what was said."""
    for speech in speeches_of(sentence):
        framed = unframed(speech)
        said = [clause.text for clause in clauses_of(framed.said)] if framed.frame else []
        if promises(speech) or any(judged(one) >= Verdict.ORDERS or is_due_by_a_day(one) for one in said):
            return True
    return False


def _without_remarks(work: str) -> tuple[str, str]:
    """The work that somebody is asked for, and what its sentence tells behind it: «… و بر … تأکید کرد»."""
    clauses = list(clauses_of(work))
    last = max((at for at, clause in enumerate(clauses) if act_of(clause.text) is Act.CHARGES), default=-1)
    beside = clauses[last + 1].text if 0 <= last < len(clauses) - 1 else ""
    at = work.rfind(beside) if beside else len(work)
    return work[:at], work[at:]


def _without_vote(sentence: str) -> tuple[str, str]:
    """Cut off the clause that says how the meeting voted on the sentence before: «این مصوبه تصویب شد و …»."""
    if VOTED_ON.match(fold(sentence)):
        return "", sentence
    first, *others = clauses_of(sentence)
    voted = others and VOTED_ON.match(fold(first.text))
    return (others[0].text + "".join(map(_joined, others[1:])), first.text) if voted else (sentence, "")


def _is_prose(one: Finding) -> bool:
    """Tell whether a finding is a paragraph, or a line behind an ornament, outside all lists of decisions."""
    if not isinstance(one, Entry) or one.section is not PassedOverKind.UNPLACED or one.number is not None:
        return False
    return one.kind in {None, MarkKind.BULLET}


def _quotes(one: Finding, by: Callable[[str], bool]) -> bool:
    parts = SENTENCE_END.split(" ".join(one.lines)) if isinstance(one, Entry) else []
    return any(by(speech) for part in parts for speech in speeches_of(part))


def _is_news(found: Sequence[Finding]) -> bool:
    """Tell whether findings are a page of the news, in which nobody lists what was decided."""
    headed = isinstance(found[0], Entry | PassedOver) and _HEADED.match(fold(found[0].text)) is not None
    listed = any(isinstance(one, Entry) and lists_decisions(one.text) for one in found)
    return not listed and (headed or any(map(_is_of_a_page, found)))


def _is_of_a_page(one: Finding) -> bool:
    """Tell whether a finding is a paragraph of the news, or a line of its page."""
    return isinstance(one, Entry | PassedOver) and any(_NEWS.match(fold(line)) for line in one.text.split("\n"))


def _beside(place: int, report: Report, text: str) -> PassedOverKind | None:
    """The kind of a headline above the report, or of the links and labels below it; None for its sentences."""
    words = len(text.split())
    if place < report.first and words <= _HEADLINE and not text.rstrip().endswith("."):
        return PassedOverKind.HEADING
    below = place > report.last and words <= _FOOT and not text.rstrip().endswith((".", "؛"))
    return PassedOverKind.CLOSING if below else None


def _joined(clause: Clause) -> str:
    sign = clause.joint in {"؛", ";", "،", ","}
    return f"{clause.joint} {clause.text}" if sign else f" {clause.joint} {clause.text}".replace("  ", " ")
