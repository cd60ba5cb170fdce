"""Sentences of a paragraph, parted where one goes from telling to deciding or from one decision to the next."""

from __future__ import annotations

import re

from domain.dates.jalali import WEEKDAY
from domain.minutes.language.acts import SENTENCE_END, Act, act_of
from domain.minutes.language.organisations import begins_with_name
from domain.minutes.language.patterns import MONTH
from domain.minutes.language.verbs import finite_verbs
from domain.minutes.owners.actors import actors_of, matches_an_owner
from domain.minutes.structure.entries.prose_signs import CONVENED, DECIDED_AFTER
from domain.persian.text import fold, folded_words

_TOLD_LENGTH = 60

_AND_ALSO = re.compile(
    r"(?<=شد|ید) و ?(?=(?:همچنین|نیز|ضمن[اً]+)\s[^.؛]*(?:مقرر|موافقت|تصویب|مصوب))"
    r"|\sو ?(?=(?:همچنین|نیز|ضمن[اً]+)\s+(?:مقرر|مصوب|تصویب|قرار|بنا) ?(?:شد|گردید|بر این))"
)
"""A second decision in one sentence: «… موافقت گردید و همچنین … مقرر شد …»."""

_AND_FURTHER = re.compile(r"(?<=[دم])(?:\s+و|\s?؛)\s*(?=(?:همچنین|ضمن[اً]+)\s)")
"""A second charge in one sentence: «… اعلام نمایند و ضمناً خانهٔ صنعت … برگزار می‌نماید»."""

_AND = re.compile(r"(?<=[دم])\s*،?\s+و\s+(?=[^\W\d])")
"""The place in a sentence that may lead to another's work: «… به پایان برساند و ادارهٔ برق … تقویت کند»."""

_AND_RULED = re.compile(r"(?:(?<=رسید)|(?<= شد)|(?<=گردید))\s+و\s+(?=(?:مقرر|مصوب) ?(?:شد|گردید))")
"""A whole decision before another: «… در تیرماه به تصویب رسید و مقرر شد آگهی تا پایان خرداد منتشر شود»."""

_TIMED = re.compile(
    r"\b(?:(?:تا|ظرف|حداکثر|طی|حداقل|قبل از|پیش از)\b"
    rf"|در (?:نیمه|پایان|روز|تاریخ|مورخ|ابتدای|اواخر|\d|{MONTH}))"
)

_MAKES_A_BODY = re.compile(
    r"\W*(?:(?:کارگروه|تیم|گروه|ستاد|هیات|کمیسیون)ی|(?:کمیته|هیات) ?ای) (?:متشکل|مرکب|\w+ نفره|"
    r"با (?:عضویت|مسیولیت|ریاست))\b"
)
"""A body that is made for the work that is decided behind it: «کمیته‌ای متشکل از … تشکیل شد و مقرر گردید …»."""

_EVENT = re.compile(rf"(?:{WEEKDAY}|\d{{1,2}} (?:{MONTH})).*\b(?:برگزار|تشکیل|برپا|منعقد) می ?(?:شود|گردد)\W*$")
_BOUND = re.compile(r"\b(?:باید|موظف|مکلف|ملزم)\b")
"""An event with its day, and the work that somebody is bound to for it: «مجمع ۲۱ دی برگزار می‌شود و دبیر باید …»."""

_PAIR = 2
_SEES_TO_IT = re.compile(
    r"\b(?:این|همین) (?:موضوع|مورد|امر|کار|مهم|طرح|مصوبه)\b|\b(?:پیگیر|پیگیری|هماهنگی|نظارت|همکاری|کمک) (?:\S+ )?"
    r"(?:کند|کنند|نماید|نمایند|باشد|باشند|داشته|شود|گردد)\b|\bمسیول\b"
)
"""Says who sees to the work right before it, and gives him none of his own."""

_OF_ITS_OWN = re.compile(
    r"\b(?:نیز|هم|ظرف|حداکثر|طی|مهلت|(?:پس|بعد) از (?:پایان|اتمام)|تا (?:پایان|اخر|تاریخ|روز|\d|\S*شنبه))\b"
)
"""Gives the second work a beginning or a day of its own."""

_UNTIL = re.compile(r"\b(?:تا|ظرف|حداکثر|طی)\b")
_PASSIVE = folded_words("شود شوند گردد گردند یابد یابند گیرد")
_OF_THE_SAME = re.compile(
    r"\W*(?:تا|ظرف|حداکثر|طی|در|از|به|با|هر|پس|سپس|بعد|نتیجه|نتایج|گزارش\w*|مراتب|اقدامات|پیشرفت)\b|.{0,40}\b(?:ان|نتیجه|گزارش)\b"
)
"""Goes on with the work before it, whatever day it sets for that."""

_OF_IT = re.compile(r"\W*(?:مهلت|زمان|موعد) (?:اجرای |انجام )?(?:این|ان) (?:بند|مصوبه|مورد|موضوع|تصمیم|کار|امر)\b")
"""Says until when the work of the sentence before it is to be done: «مهلت این بند پایان پاییز تعیین گردید.»"""

_MOST_CLAUSES = 6
_VERB_WORDS = 3
_FURTHER_WORD = re.compile(r"^\W*(?:همچنین|ضمن[اً]+)\W*")


def sentences_apart(text: str) -> list[str]:
    """Split a paragraph at full stops, and at a semicolon behind a sentence that only tells."""
    found: list[str] = []
    for sentence in SENTENCE_END.split(text):
        if found and _OF_IT.match(fold(sentence)):
            found[-1] += f" {sentence}"
            continue
        before, mark, after = sentence.partition("؛")
        if mark and act_of(before) is Act.TELLS:
            found.append(f"{before}؛")
            sentence = after
        decision = DECIDED_AFTER.search(sentence)
        if decision and decision.start() > _TOLD_LENGTH and act_of(sentence[: decision.start()]) <= Act.PASSED:
            found.append(sentence[: decision.start()])
            sentence = sentence[decision.start() :].strip()
        convened = None if _MAKES_A_BODY.match(fold(sentence)) else CONVENED.search(sentence)
        if convened and act_of(sentence[: convened.end()]) <= Act.PASSED:
            found.append(sentence[: convened.end()])
            sentence = sentence[convened.end() :]
        found += _charges_apart(sentence.strip())
    return [sentence for sentence in found if sentence]


def _charges_apart(sentence: str) -> list[str]:
    """The sentence, in two where «و ضمناً» leads from one charge to another, or to a verb of deciding."""
    also = _AND_ALSO.split(sentence)
    if len(also) > 1 and act_of(also[0]) > Act.NAMES:
        return also
    parts = _AND_FURTHER.split(sentence, maxsplit=1)
    named = len(parts) > 1 and begins_with_name(_FURTHER_WORD.sub("", parts[1]))
    return parts if named and all(act_of(part) >= Act.CHARGES for part in parts) else [sentence]


def charges_of_others(sentence: str) -> list[str]:
    """The sentence that decides, parted wherever «و» leads to somebody else who is charged with a work of his own."""
    ruled = _AND_RULED.split(sentence)
    if (
        len(ruled) == _PAIR
        and all(act_of(part) is Act.DECIDES and _TIMED.search(fold(part)) for part in ruled)
        and not _SEES_TO_IT.search(fold(ruled[1]))
    ):
        return [part for one in ruled for part in charges_of_others(one)]
    parts: list[str] = []
    for piece in _AND.split(sentence, maxsplit=_MOST_CLAUSES):
        if parts and _is_of_another(parts[-1], piece):
            parts.append(piece)
        elif parts:
            parts[-1] = f"{parts[-1]} و {piece}"
        else:
            parts.append(piece)
    return parts


def timed_charges(sentence: str) -> list[str]:
    """The sentence, parted where each of several names is charged with a work and a time of its own."""
    parts = charges_of_others(sentence)
    timed = (_TIMED.search(fold(part)) or _EVENT.search(fold(part)) for part in parts)
    apart = all(timed) and all(map(begins_with_name, parts[1:]))
    return parts if apart else [sentence]


def _is_of_another(before: str, clause: str) -> bool:
    """Tell whether a clause charges somebody else by name, or asks for another thing by a day of its own."""
    folded = fold(clause)
    if _SEES_TO_IT.search(folded) or act_of(before) < Act.CHARGES or act_of(clause) is not Act.CHARGES:
        return False
    words = fold(before).split()[-_VERB_WORDS:]
    if not any(at == len(words) - 1 for at, _ in finite_verbs([*words, "و"])):
        return False
    timed = _UNTIL.search(fold(before)) is not None and _UNTIL.search(folded) is not None
    if not begins_with_name(clause):
        return timed and not _OF_THE_SAME.match(folded) and folded.split()[-1].strip(".؛") in _PASSIVE
    names = [actor.name for actor in actors_of(clause) if not actor.partner]
    known = tuple(actor.name for actor in actors_of(before))
    own = bool(known) or _OF_ITS_OWN.search(folded) is not None
    own = own or (_EVENT.search(fold(before)) is not None and _BOUND.search(folded) is not None)
    return bool(names) and own and not any(matches_an_owner(name, known) for name in names)
