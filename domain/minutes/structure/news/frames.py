"""Frames of reported speech: who says it, before what is said: «وی با اشاره به … افزود: …», «از شهرداری خواست …»."""

from __future__ import annotations

import re
from dataclasses import dataclass

from domain.minutes.language.acts import Act, act_of
from domain.minutes.language.organisations import begins_with_name
from domain.minutes.language.verbs import finite_verbs
from domain.persian.text import fold, fold_letters

_SAID = (
    r"(?:گفت|افزود|نوشت|پرسید|(?:(?:می|نمی)[ \u200c]?(?:گوید|افزاید))"
    r"|(?:[^\W\d_]{3,}|\bیاد[ \u200c]?اور)[ \u200c](?:کرد|داشت|نمود|داد|ساخت|شد))(?:ند)?"
)
_BEFORE_COLON = re.compile(rf"(?:^|\s){_SAID}(?:\s+که)?\s*$")
_BEFORE_THAT = re.compile(
    r"(?:^|\s)(?:گفت|افزود|یاد[ \u200c]?اور شد|متذکر شد|(?:توضیح|ادامه|خبر) داد"
    r"|(?:بیان|تصریح|اظهار|عنوان|اعلام|اضافه|تاکید|خاطر[ \u200c]?نشان) (?:کرد|داشت|نمود|ساخت))(?:ند)?\s+که\s+"
    r"(?!(?:(?:در|پس|بعد|بر) |سرانجام|نهایتا)[^.؛:]{0,60}(?:مقرر|مصوب|قرار|بنا) ?(?:شد|گردید))"
)
"""The end of a frame in front of a sentence of its own: «فرماندار تأکید کرد که …»."""

_ORDERED_THAT = re.compile(r"(?:^|\s)(?:دستور(?: (?:اکید|فوری|ویژه))? داد|مقرر کرد)(?:ند)?\s+(?:که|تا)\s+(?=\S)")
"""The end of a frame before what is ordered of somebody who is named behind it: «دستور داد تا شرکت آب … بفرستد»."""

_TOLD_TO = re.compile(
    r"\bخطاب به (?P<name>[^،.:؛]{3,70}?)،?(?:\s+(?:نیز|هم|چنین))?\s+(?=[^،.:؛\s]+(?:\s+[^،.:؛\s]+)?\s*(?::|که)?\s*$)"
)
"""The end of a frame that says to whom somebody speaks: «خطاب به مدیر راه گفت: سهمیه روستاها را … مشخص کنید»."""

_BARE = re.compile(
    r"(?:^|\s)(?:گفت|افزود|فرمود|(?:یاد[ \u200c]?اور|متذکر) شد|(?:توضیح|ادامه|هشدار) داد"
    r"|(?:بیان|تصریح|اظهار|عنوان|اعلام|اضافه|تاکید|خاطر[ \u200c]?نشان|مطرح|تشریح) (?:کرد|داشت|نمود|ساخت|فرمود)"
    r"|دستور (?:اکید )?داد)(?:ند)?\s*[،,]?\s+(?!(?:و|که|تا|است|بود)\s|[،,:.])(?=\S)"
)
"""The end of a frame right before what is said: «فرماندار گفت سلامت مردم خط قرمز ماست»."""

_INNER = re.compile(
    r"(?:(?<=[دمن])|(?<=[فشسخ]ت))\s*[،,]?\s+و\s+(?=(?:[^\s:.؛]+\s+){0,3}?"
    r"(?:گفت|افزود|فرمود|(?:یاد[ \u200c]?اور|متذکر) شد|(?:توضیح|ادامه|هشدار|دستور) داد"
    r"|(?:بیان|تصریح|اظهار|عنوان|اعلام|اضافه|تاکید|خاطر[ \u200c]?نشان) (?:کرد|داشت|نمود|ساخت|فرمود))(?:ند)?"
    r"(?:\s*:|\s+که\s|\s+(?!(?:و|تا)\s)[^\s،.]+\s+[^\s.]+\s))"
)
"""The place where somebody goes on to say more: «… ناشی از بی‌توجهی دانست و افزود: …»."""

_COMMANDED = re.compile(r"(?:^|\s)(?:دستور(?: اکید)? داد|ابلاغ کرد|مقرر کرد)(?:ند)?(?:\s+(?:که|تا))?\s*:?\s*$")
_TO_WHOM = (
    re.compile(
        r"(?:^|(?<=[\s،]))(?<!پس )(?<!بعد )از\s+(?P<name>(?:(?!\sاز\s)[^.:؛]){3,90}?)\s+"
        r"(?:خواست(?:ند)?|خواسته (?:شد|شده|شده است|است)|درخواست (?:کرد|نمود|داشت|شد)(?:ند)?)\s*:?\s+(?:(?:تا|که)\s+)?"
    ),
    re.compile(
        r"(?:^|(?<=[\s،]))به\s+(?P<name>(?:(?!\sبه\s)[^.:؛]){3,90}?)\s+"
        r"(?:دستور|ماموریت|تکلیف|ابلاغ|ضرب[ \u200c]?الاجل)\s+(?:اکید\s+|ویژه\s+)?"
        r"(?:داد|کرد|نمود|شد|داده شد)(?:ند|یم)?\s*:?\s+"
        r"(?:(?:تا|که)\s+)?"
    ),
)
_ACCORDING = re.compile(r"\W*به گفته (?:وی|او|ایشان|[^،.:؛]{3,80}?)\s*،\s*")
_LONGEST_TELLER = 600
_LONGEST = 4000
_WORD = re.compile(r"\w+|[^\w\s]")


@dataclass(frozen=True)
class Framed:
    """A sentence as the words of who says it, empty where nobody does, and what is said."""

    frame: str
    said: str


@dataclass(frozen=True)
class Order:
    """An order that somebody gives: the words `before` it, the name of whom it goes to, the work, and its own text."""

    before: str
    name: str
    work: str
    text: str

    @property
    def to_a_body(self) -> bool:
        return begins_with_name(self.name)


def unframed(sentence: str) -> Framed:
    """Cut off the words of who speaks; a formula of deciding before a colon is no frame: «مقرر شد: …»."""
    if (quoted := _quoted(sentence)) is not None:
        return quoted
    bare = _BARE.search(fold_letters(sentence[:_LONGEST_TELLER]))
    return _cut(sentence, bare) or Framed("", sentence.strip())


def _quoted(sentence: str) -> Framed | None:
    before, colon, after = sentence.partition(":")
    if colon and after.strip() and _is_frame(before):
        return Framed(f"{before}:".strip(), after.strip())
    if according := _ACCORDING.match(fold_letters(sentence)):
        return Framed(sentence[: according.end()].strip(), sentence[according.end() :].strip())
    told = fold_letters(sentence[:_LONGEST_TELLER])
    that = _BEFORE_THAT.search(told) or _ORDERED_THAT.search(told)
    return _cut(sentence, that)


def _cut(sentence: str, end: re.Match[str] | None) -> Framed | None:
    """The sentence cut where a frame ends, None where it decides or nothing is told behind it."""
    if end is None or act_of(sentence[: end.end()]) is Act.DECIDES:
        return None
    said = sentence[end.end() :].strip()
    if next(finite_verbs(_WORD.findall(fold(said))), None) is None:
        return None
    return Framed(sentence[: end.end()].strip(), said)


def speeches_of(sentence: str) -> list[str]:
    """The sentence parted where its speaker goes on to say more: «گفت: … و افزود: …»."""
    parts = []
    while len(sentence) <= _LONGEST and (inner := _INNER.search(fold_letters(sentence))):
        parts.append(sentence[: inner.start()].rstrip(" ،"))
        sentence = sentence[inner.end() :]
    return [*parts, sentence]


def told_to(frame: str) -> str | None:
    """The name of whom the words behind a frame are addressed to, None where nobody is named."""
    found = _TOLD_TO.search(fold_letters(frame))
    return frame[slice(*found.span("name"))].strip() if found else None


def commands(frame: str) -> bool:
    """Tell whether a frame says that somebody orders what follows: «دستور داد …»."""
    return _COMMANDED.search(fold_letters(frame)) is not None


def _is_frame(before: str) -> bool:
    if len(before) > _LONGEST_TELLER or not _BEFORE_COLON.search(fold_letters(before)):
        return False
    return act_of(before) is not Act.DECIDES and order_in(f"{before} -") is None


def is_framed(sentence: str) -> bool:
    """Tell whether a sentence begins with the words of who says it."""
    return unframed(sentence).frame != ""


def is_quoted(sentence: str) -> bool:
    """Tell whether «که» or a colon stands between who speaks and what is said."""
    return _quoted(sentence) is not None


def tells(sentence: str) -> bool:
    """Tell whether a sentence says what somebody said, or asked of somebody."""
    return is_quoted(sentence) or order_in(sentence) is not None


def order_in(sentence: str) -> Order | None:
    """The order that a sentence tells of: «از معاونت آموزشی خواست فهرست را … اعلام کند»."""
    folded = fold_letters(sentence)
    for pattern in _TO_WHOM:
        found = pattern.search(folded)
        if found:
            name, work = sentence[slice(*found.span("name"))], sentence[found.end() :]
            before, text = sentence[: found.start()], sentence[found.start() :]
            return Order(before.strip(), name.strip(), work.strip(), text.strip())
    return None
