"""Frames of reported speech: who says it, before what is said: «وی با اشاره به … افزود: …», «از شهرداری خواست …»."""

from __future__ import annotations

import re
from dataclasses import dataclass

from domain.minutes.language.acts import Act, act_of
from domain.minutes.language.organisations import begins_with_name
from domain.persian.text import fold_letters

_SAID = (
    r"(?:گفت|افزود|نوشت|پرسید|(?:(?:می|نمی)[ \u200c]?(?:گوید|افزاید))"
    r"|(?:[^\W\d_]{3,}|\bیاد[ \u200c]?اور)[ \u200c](?:کرد|داشت|نمود|داد|ساخت|شد))(?:ند)?"
)
_BEFORE_COLON = re.compile(rf"\s{_SAID}(?:\s+که)?\s*$")
_BEFORE_THAT = re.compile(
    r"\s(?:گفت|افزود|یاد[ \u200c]?اور شد|متذکر شد|(?:توضیح|ادامه|خبر) داد"
    r"|(?:بیان|تصریح|اظهار|عنوان|اعلام|اضافه|تاکید|خاطر[ \u200c]?نشان) (?:کرد|داشت|نمود|ساخت))(?:ند)?\s+که\s+"
)
"""The end of a frame in front of a sentence of its own: «فرماندار تأکید کرد که …»."""

_TO_WHOM = (
    re.compile(
        r"(?:^|(?<=[\s،]))از\s+(?P<name>(?:(?!\sاز\s)[^.:؛]){3,90}?)\s+(?:در)?خواست(?:ند)?\s*:?\s+(?:(?:تا|که)\s+)?"
    ),
    re.compile(
        r"(?:^|(?<=[\s،]))به\s+(?P<name>(?:(?!\sبه\s)[^.:؛]){3,90}?)\s+"
        r"(?:دستور|ماموریت|تکلیف|ضرب[ \u200c]?الاجل)\s+(?:اکید\s+|ویژه\s+)?(?:داد|کرد|نمود)(?:ند)?\s*:?\s+"
        r"(?:(?:تا|که)\s+)?"
    ),
)
_ACCORDING = re.compile(r"\W*به گفته (?:وی|او|ایشان|[^،.:؛]{3,80}?)\s*،\s*")
_LONGEST_TELLER = 600


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
    before, colon, after = sentence.partition(":")
    if colon and after.strip() and _is_frame(before):
        return Framed(f"{before}:".strip(), after.strip())
    if according := _ACCORDING.match(fold_letters(sentence)):
        return Framed(sentence[: according.end()].strip(), sentence[according.end() :].strip())
    that = _BEFORE_THAT.search(fold_letters(sentence[:_LONGEST_TELLER]))
    if that and act_of(sentence[: that.end()]) is not Act.DECIDES:
        return Framed(sentence[: that.end()].strip(), sentence[that.end() :].strip())
    return Framed("", sentence.strip())


def _is_frame(before: str) -> bool:
    if len(before) > _LONGEST_TELLER or not _BEFORE_COLON.search(fold_letters(before)):
        return False
    return act_of(before) is not Act.DECIDES and order_in(f"{before} -") is None


def is_framed(sentence: str) -> bool:
    """Tell whether a sentence begins with the words of who says it."""
    return unframed(sentence).frame != ""


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
