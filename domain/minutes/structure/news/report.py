"""Read the paragraphs of a news report: the clauses that decide become drafts, all else is passed over."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TypeGuard

from domain.minutes.language.acts import SENTENCE_END, Act, act_of
from domain.minutes.language.organisations import begins_with_name
from domain.minutes.owners.beginnings import name_begins_at
from domain.minutes.owners.names import names_at
from domain.minutes.owners.tokens import tokens_of
from domain.minutes.reading import PassedOver, PassedOverKind
from domain.minutes.structure.draft import Draft
from domain.minutes.structure.entries.prose_signs import VOTED_ON
from domain.minutes.structure.findings import Entry, Finding
from domain.minutes.structure.lines.closing_names import work_and_name
from domain.minutes.structure.news.announcements import ordered_by_it
from domain.minutes.structure.news.clauses import Clause, clauses_of
from domain.minutes.structure.news.frames import (
    Framed,
    Order,
    commands,
    is_framed,
    order_in,
    speeches_of,
    told_to,
    unframed,
)
from domain.minutes.structure.news.matters import THIS_MATTER, decides_on_what_was_told, is_named_again
from domain.minutes.structure.news.overlooked import may_decide, wishes_or_reports
from domain.minutes.structure.news.pages import is_page_of_news, is_prose, quotes
from domain.minutes.structure.news.verdicts import (
    CITIZENS,
    Verdict,
    asks_of_the_hearer,
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
    leaves_out_its_subject,
    promises,
    stands_alone,
    this_body,
)
from domain.persian.text import fold, folded_words

_LEAST = 2
"""So many paragraphs in which somebody is quoted make a text a report; of a page of the news, one."""

_TELLS_DECISIONS = re.compile(
    r"\b(?:مصوبات|تصمیمات|مصوبه ?های?|تصمیم ?های?)\b(?! (?:(?:جلسه|نشست|دوره|سال) )?(?:قبل|گذشته|پیش))"
)
_CITIZENS = re.compile(rf"\W*(?:همه |تمام |عموم )?{CITIZENS}\b")
_ANNOUNCED = re.compile(
    r"[^.:؛]{0,200}?(?:مصوبات|تصمیمات|مصوبه ?ها|تصمیم ?ها|موارد مصوب)[^.:؛،]{0,40}?\s"
    r"(?:این[ \u200c]?که|(?:این|آن) بود که|عبارت(?:ند|[ \u200c](?:است|بود|بودند))? از)\s+(?=\S)"
)
"""Announces the decisions that the sentence itself tells: «از جمله مهمترین مصوبات اینکه مقرر گردید …»."""

_TURNED = re.compile(r"\W*که\s+(?=\S)")
"""The turn to a decision behind a comma: «…، که بر این اساس مقرر شد …»."""

_OF_THIS = re.compile(rf"\b{THIS_MATTER}.*\b(?:شد|گردید|کردند|رسید)\b")
_OPENER = re.compile(r"^\W*(?:نیز|هم|همچنین|ضمن[اً]+)\s+")
_HEARD = 600
_THESE = folded_words("این آن همین")
_TOPIC = re.compile(r"\W*(?:درباره|در (?:خصوص|مورد|رابطه|ارتباط|زمینه)|پیرامون|درخواست|موضوع|پیشنهاد)\b")
_RESPONSIBLE = folded_words("مسئول متولی مأمور")
_HEADLINE = 16
_FOOT = 12


@dataclass
class Report:
    """Reads the paragraphs of one report. `first` and `last` are the places of the paragraphs that quote somebody."""

    first: int
    last: int
    listed: frozenset[int] = frozenset()
    """The places of lines that name a work and who does it: «نصب دوربین: شهرداری»."""

    asked: list[PassedOver] = field(default_factory=list)
    _by_decision: bool = False
    _heard: str = ""
    """The last words of the report, in which «این بانک» was named."""

    @classmethod
    def of(cls, found: Sequence[Finding], telling: Sequence[int], works: frozenset[int]) -> Report | None:
        """The reader of a document's findings, None where these are no report.

        `telling` are the places of paragraphs in which somebody speaks, `works` those of works with a name.
        """
        framed = [place for place, one in enumerate(found) if is_prose(one) and quotes(one, is_framed)]
        told = sorted({*framed, *telling})
        if len(telling) < _LEAST and not (told and is_page_of_news(found)):
            return None
        return cls(told[0], told[-1], works)

    def reads(self, one: Finding) -> TypeGuard[Entry | PassedOver]:
        """Tell whether a finding is a paragraph of the report, or closing words of it that call a meeting."""
        if isinstance(one, PassedOver):
            return one.kind is PassedOverKind.CLOSING and day_of_next_meeting(one.text) is not None
        return is_prose(one)

    def orders(self, one: Finding) -> bool:
        """Tell whether somebody orders a body something in a paragraph, which a list of decisions may leave out."""
        sentences = SENTENCE_END.split(one.text) if isinstance(one, Entry) and is_prose(one) else []
        given = [order for sentence in sentences if (order := order_in(sentence))]
        return any(order.to_a_body and act_of(order.work) is Act.CHARGES for order in given)

    def verdicts(self, place: int, found: Entry | PassedOver) -> Iterator[Finding]:
        """The drafts and the texts passed over that a paragraph becomes; together they hold all of its text."""
        text = " ".join(found.text.split("\n"))
        if work_and_name(text) or (place in self.listed and text.count(":") == 1):
            work, _, name = text.partition(":")
            draft = Draft(work.strip(), owners=[name.strip()])
            draft.doubt("unnumbered")
            yield draft
            return
        beside = _beside(place, self, text)
        if beside is PassedOverKind.HEADING and (self._is_headline(place, text) or not is_framed(text)):
            headline = PassedOver(beside, found.text)
            if act_of(text) is Act.DECIDES:
                self.asked.append(headline)
            yield headline
            return
        if beside and not is_framed(text) and act_of(text) is not Act.DECIDES:
            yield PassedOver(beside, found.text)
            return
        drafts: list[Draft] = []
        decided = False
        sentences = [one for part in SENTENCE_END.split(text) for one in speeches_of(part) if one.strip()]
        matter = ""
        for at, (sentence, behind) in enumerate(zip(sentences, [*sentences[1:], ""], strict=True)):
            sentence, vote = _without_vote(sentence) if drafts else (sentence, "")
            if vote:
                drafts[-1].text += f" {vote}"
                if not sentence:
                    continue
            asked = len(self.asked)
            self._heard = f"{self._heard} {sentence}"[-_HEARD:]
            said = list(self._sentence(sentence, voted=_without_vote(behind)[1] != "", follows=decided))
            decided = any(isinstance(one, Draft) for one in said)
            if len(self.asked) == asked and not decided:
                if not matter and is_named_again(sentence, sentences[at + 1 :]):
                    matter = sentence
                    continue
                said = [PassedOver(PassedOverKind.DISCUSSION, sentence)]
            if matter and (named := next((one for one in said if isinstance(one, Draft)), None)):
                named.text, matter = f"{matter} {named.text}", ""
            self.asked += [one for one in said if isinstance(one, PassedOver) and self._may_decide(one)]
            drafts += [one for one in said if isinstance(one, Draft)]
            yield from said
        if matter:
            yield PassedOver(PassedOverKind.DISCUSSION, matter)

    def _is_headline(self, place: int, text: str) -> bool:
        """Tell whether a line is the headline of the report, which tells in short what stands below it."""
        above = place == 0 or (place < self.first and (place == 1 or "/" in text))
        return above and self.last > place and not text.rstrip().endswith((".", "؛"))

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
        if framed.frame and asks_of_the_hearer(framed.said) and (name := told_to(framed.frame)):
            yield from self._addressed(name, framed.said)
            return
        wished = wishes_or_reports(framed.frame)
        for one in self._clauses(framed.said, told and not wished, follows and not framed.frame):
            charging = isinstance(one, Draft) and act_of(one.text) is not Act.DECIDES
            yield self._ask(one.text) if wished and isinstance(one, Draft) and charging else one

    def _ordered(self, sentence: str, order: Order) -> Iterator[Finding]:
        """An order to a body, without who gives it; what is asked of the citizens is told."""
        work, beside = _without_remarks(order.work)
        if _CITIZENS.match(fold(order.name)) or act_of(work) is not Act.CHARGES:
            yield PassedOver(PassedOverKind.DISCUSSION, sentence)
        elif not order.to_a_body or is_asked_of_many(order.name, work):
            yield self._ask(sentence)
        else:
            if order.before:
                before = order.before.removesuffix(" و")
                yield from (
                    self._sentence(before, False, False)
                    if before != order.before
                    else [PassedOver(PassedOverKind.DISCUSSION, before)]
                )
            draft = Draft(order.text[: len(order.text) - len(beside)].strip(), owners=[order.name])
            draft.doubt("unnumbered")
            yield draft
            if beside:
                yield from self._clauses(beside, told=False, follows=False)

    def _addressed(self, name: str, said: str) -> Iterator[Finding]:
        """An order that somebody is given to his face: «خطاب به مدیر راه گفت: سهمیه روستاها را … مشخص کنید»."""
        if _CITIZENS.match(fold(name)):
            yield PassedOver(PassedOverKind.DISCUSSION, said)
        elif begins_with_name(name):
            draft = Draft(said, owners=[name])
            draft.doubt("unnumbered")
            yield draft
        else:
            yield self._ask(said)

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
                before = waiting[-1].text if waiting and not turned else ""
                matter = before and decides_on_what_was_told(before, clause.text, clause.joint)
                premise = waiting.pop() if matter else None
                yield from self._told(waiting)
                waiting = []
                draft = Draft(f"{premise.text}{_joined(clause)}" if premise else clause.text)
                if day := day_of_next_meeting(draft.text):
                    draft.deadlines = [day]
                if body := self._named_before(this_body(clause.text)):
                    draft.owners = [body]
                elif charged := _charged_object(clause.text):
                    draft.owners = [charged]
                elif speaker := _first_name(ordered_by_it(clause.text)) or _speaker(before, clause.text):
                    draft.owners = [speaker]
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

    def _may_decide(self, passed: PassedOver) -> bool:
        """Tell whether a text that was passed over, and nobody asked about, may decide something."""
        frame = passed.text.rstrip().endswith((":", " که", " تا", "،"))
        return not frame and may_decide(passed.text) and not any(one is passed for one in self.asked)

    def _ask(self, text: str) -> PassedOver:
        passed = PassedOver(PassedOverKind.DISCUSSION, text)
        self.asked.append(passed)
        return passed


def _speaker(before: str, clause: str) -> str | None:
    """The body of the clause before, which is charged: «رئیس اداره … گفت و قرار شد گزارش را … بیاورد»."""
    return _first_name(before) if before and leaves_out_its_subject(clause) else None


def _first_name(text: str) -> str | None:
    """The name that a text begins with."""
    tokens = tokens_of(text)
    names = names_at(text, tokens, 0)[1] if tokens and name_begins_at(tokens, 0) else []
    return names[0].text if names else None


def _charged_object(clause: str) -> str | None:
    """The name that a clause makes responsible: «فرماندار رئیس آموزش و پرورش را مأمور رسیدگی … کرد»."""
    tokens = tokens_of(clause)
    for at in range(len(tokens) - 2):
        end, names = names_at(clause, tokens, at) if name_begins_at(tokens, at) else (at, [])
        if len(names) == 1 and [token.word for token in tokens[end : end + 1]] == ["را"]:
            behind = tokens[end + 1 : end + 2]
            if behind and behind[0].word in _RESPONSIBLE:
                return names[0].text
    return None


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
