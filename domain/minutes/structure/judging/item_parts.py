"""Items of a list: taken apart into what was said and what was decided, and made resolutions."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import takewhile

from domain.minutes.language.acts import CONFIRMED, Act, act_of, strongest_act
from domain.minutes.structure.draft import Draft
from domain.minutes.structure.entries.continuation import is_title
from domain.minutes.structure.entries.prose_signs import VOTED
from domain.minutes.structure.findings import Entry
from domain.minutes.structure.judging.bench import is_titled
from domain.minutes.structure.judging.sentences import sentences_apart
from domain.minutes.structure.lines.labelled import labelled_draft
from domain.minutes.structure.lines.marks import DECISION_LABEL, LABELLED
from domain.persian.text import fold

PREMISE = re.compile(
    r"\W*(?:با توجه|نظر به|با عنایت|عطف به|پیرو|به استناد|باستناد|در اجرا|در پاسخ|بر ?اساس|به منظور|به پیشنهاد"
    r"|در ?(?:خصوص|رابطه|ارتباط|راستا|مورد|زمینه)|درباره|پیرامون|نامه|لایحه|درخواست|موضوع|پیشنهاد)"
)
_OPINION = (
    r"\b(?:می ?)?دانست(?:ند)?\b|(?:مخالف|موافق|معتقد|بر این باور) بود(?:ند)?\b"
    r"|(?:اعتقاد|عقیده|نظر(?:ات|ها)?)\b.{0,20}داشت(?:ند)?\b"
)
_SPOKE = re.compile(
    r"\b(?:توضیح|شرح|بیان|اعلام|اظهار|پیشنهاد|گزارش|گزارشی|خبر)\b.{0,40}(?:داد|کرد|نمود|داشت)(?:ند)?\b"
    r"|\b(?:گفت|خواند|پرسید)(?:ند)?\b|(?:گفتگو|گفت و ?گو|بحث|صحبت).{0,25}(?:شد|گرفت)"
    rf"|{_OPINION}"
)
"""Verbs of what was said or thought before the meeting decided."""

_BOUND = re.compile(
    r"موظف|مکلف|ملزم|متعهد|مجاز (?:است|اند|شد|گردید|می ?باشد|خواهد)"
    r"|^\W*(?:مسیولیت|پیگیری|هماهنگی|اجرای) [^.؛]{3,60} (?:عهده|به) [^.؛]{3,60}"
    r" (?:گذاشته|سپرده|واگذار|محول) (?:شد|گردید)\W*$"
)
"""Words that oblige somebody to carry out what was decided before: «فروش بلیت تصویب شد. روابط عمومی موظف است …»."""

_REFERS = re.compile(
    r"\b(?:همه|تمام|تمامی|کلیه) ?(?:ی )?(?:آنها|انها|ان ها|این جلسات|جلسات)\b"
    r"|(?:تا ?(?:پایان|اتمام|انجام) ?(?:این )?(?:کار|عملیات|تعمیر|اجرا|پروژه)"
    r"|(?:در|طی) (?:این|طول) (?:مدت|کار|اجرا|عملیات))"
)
"""A further sentence on the same matter: «ضمناً … در همهٔ آنها شرکت کند», «ضمناً تا پایان کار تردد ممنوع است»."""

THOUGHT = re.compile(_OPINION)
"""An opinion on the matter, which is no premise of the decision."""

FURTHERMORE = re.compile(r"(?:ضمنا|در ضمن|همچنین)\b")
SHORTEST = 5
"""The fewest words but one of a decision of its own behind another."""


def divided(text: str) -> tuple[list[str], list[str]]:
    """The sentences that only tell before the first decision of a list item, and its decisions."""
    sentences = sentences_apart(text)
    acts = [act_of(sentence) for sentence in sentences]
    places = [at for least in (Act.SETTLES, Act.CHARGES) for at, act in enumerate(acts) if act >= least]
    first = places[0] if places else None
    if len(sentences) < 2 or first is None:
        return [], [text]
    telling = all(
        act < Act.CHARGES and _SPOKE.search(fold(one)) and not CONFIRMED.search(fold(one))
        for one, act in zip(sentences[:first], acts, strict=False)
    )
    told = sentences[:first] if telling else []
    parts = [" ".join(sentences[len(told) : first + 1])]
    for sentence, act in zip(sentences[first + 1 :], acts[first + 1 :], strict=True):
        further = FURTHERMORE.match(fold(sentence)) is not None
        same_matter = (_REFERS if further else _BOUND).search(fold(sentence)) is not None
        anew = act >= (Act.CHARGES if further else Act.DECIDES) and not same_matter
        if anew and len(sentence.split()) > SHORTEST and not VOTED.match(fold(sentence)):
            parts.append(sentence)
        else:
            parts[-1] += f" {sentence}"
    return told, parts


def without_report(entry: Entry) -> tuple[list[str], Entry]:
    """Part what was said below the title of an item from what was decided then; a premise stays with the decision."""
    if entry.kind is None or len(entry.lines) < 2 or not is_title(entry.lines[0]):
        return [], entry
    labelled = next(
        (at for at, line in enumerate(entry.lines) if at and (DECISION_LABEL.match(line) or is_titled(line))), 0
    )
    said = entry.lines[1:labelled]
    if said and all(act_of(one) <= Act.PASSED for line in said for one in sentences_apart(line)):
        return said, replace(entry, lines=[entry.lines[0], *entry.lines[labelled:]])
    deciding = next((at for at, line in enumerate(entry.lines) if at and strongest_act(line) is Act.DECIDES), 0)
    said = entry.lines[1:deciding]
    if said and all(act_of(one) is Act.TELLS for line in said for one in sentences_apart(line)):
        return said, replace(entry, lines=[entry.lines[0], *entry.lines[deciding:]])
    sentences = re.split(r"(?<=[.!؟])\s+", entry.lines[1])
    told = list(takewhile(lambda one: act_of(one) is Act.TELLS and not PREMISE.match(fold(one)), sentences))
    rest = " ".join(sentences[len(told) :])
    if not told or strongest_act(rest) is not Act.DECIDES:
        return [], entry
    return told, replace(entry, lines=[entry.lines[0], rest, *entry.lines[2:]])


def draft_of(entry: Entry) -> Draft:
    """Make the resolution of an entry, with a doubt for each thing about it that its list leaves open."""
    draft = labelled_draft(entry.text, entry.number)
    draft.assured = draft.assured or entry.sign == LABELLED
    draft.above = entry.owners
    draft.columns = entry.columns
    for line in entry.doubtful:
        draft.doubt("line_unclear", text=line)
    if entry.unclear is not None:
        draft.doubt("numbering_unclear", number=entry.unclear)
    if entry.kind is None and entry.section is not None:
        draft.doubt("unnumbered")
    return draft
