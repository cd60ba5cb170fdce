"""Marks at the beginning of a line: numbers, letters and bullets of every kind."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from domain.minutes.language.acts import Act, strongest_act
from domain.minutes.language.numbers import LETTERS, NUMERAL, number_of
from domain.persian.text import fold, latin_digits

_LETTER = "|".join((*LETTERS, "ه", "هـ", "و", "ی"))


class MarkKind(StrEnum):
    """The kinds of marks; lines of one list share a kind."""

    NUMBER = "number"
    ORDINAL = "ordinal"
    LETTER = "letter"
    BULLET = "bullet"
    PAIR = "pair"
    """Two numbers, «۱-۲»: an item's of a resolution, or a resolution's beside its meeting's."""

    COUNTED = "counted"
    """A number that Word counts."""


@dataclass(frozen=True)
class Mark:
    """A mark: `number` of a counting one, `end` the character after it.

    `sign` is what stands around a number, the bullet or the letter itself.
    """

    kind: MarkKind
    end: int
    number: int | None = None
    sign: str = ""
    pair: tuple[int, int] = (0, 0)


NAMED_SIGNS = frozenset({"مصوبه", "بند", "تصمیم", "ردیف", "مورد"})
"""Words before a number that say that it counts resolutions."""

DECISION_LABEL = re.compile(r"^[^\w]*(?:(?:شرح|متن) )?(?:مصوبه|تصمیم)\s*[:：]\s*")
"""The label of a decision that has no number, «تصمیم: …», at the beginning of its line."""

LABELLED = "مصوبه"
"""The sign of an entry that a label begins, «مصوبه: …»; each further label begins another."""

_CARDINAL = "(?:یک|دو|سه|چهار|پنج|شش|هفت|هشت|نه|ده|یازده|دوازده|سیزده|چهارده|پانزده)\\b"
_YEARS = range(1300, 1500)
TOLD_OFF = {fold(word): number for number, word in enumerate(("اولا", "ثانیا", "ثالثا", "رابعا", "خامسا"), 1)}
_SIGNED = re.compile(
    rf"^[^\w(]*(?:(?P<word>مصوبه|بند|تصمیم|ردیف|مورد)\s*(?:شماره\s*)?"
    rf"(?:(?P<named_pair>\d{{1,4}} ?[-–/.] ?\d{{1,3}})\s*[-–—.:)،]+|(?P<named>{NUMERAL}|{_CARDINAL})\s*"
    r"(?:[-–—.:)ـ/،]+|$|(?=\n)|\s(?!\s*(?:مصوبات|مصوبه|جلسه|صورت|از|این|کارگروه|ماده))))"
    r"|(?P<article>ماده)\s*(?P<of_article>\d{1,3})\s*[-–—.:)ـ]+"
    r"|(?P<pair>\d{1,3} ?[-/.] ?\d{1,3}) ?[-–.):]+(?!\d)|(?P<bare_pair>\d{1,2}[-–]\d{1,2})(?=\s+[^\W\d])"
    r"|[(\[]?\s*(?P<plain>\d{1,4})\s*(?:[)\]]|\s?[-–—.:ـ_)/])+(?!\d)"
    r"|(?P<ordinal>\w+م|اول|نخست)(?:\s*[-–—:)،]|\s+(?:این|آن) ?\u200c?که\b\s*[،:]?)"
    r"|(?P<told_off>[^\W\d]+اً?)\s*[،:)-]?(?=\s))\s*"
)
_REVERSED = re.compile(r"^\W*[-–—.)/]\s*(?P<plain>\d{1,3})\s+(?!نظر\b|دیدگاه|بازدید)(?=[^\W\d])")
"""A number whose sign came to stand before it, as it is seen from right to left: «-1 شهرداری …»."""

_TICK = re.compile(r"^(?:[-–•*]\s*)?\[\s*(?P<done>[xX✓✔☑*])?\s*\]\s*")
TICKED = "[x]"
"""The sign of a line that is ticked off."""

_CODE = re.compile(r"^(?:[-–•*]\s*)?(?P<code>[A-Za-z]{1,3})-?\d{1,3}\s*[:.)–-]\s*(?=\S)")
"""The code of an item of a list: «A1: …», «- D2: …»."""

_LETTERED = re.compile(rf"^[^\w(]*\(?\s*(?P<letter>{_LETTER})\s*(?:[-–—.)ـ]|\s*:)\s*(?=\S)")
_PICTURE = "(?=[^\\w\\s])[^\x00-\u0fff\u200c-\u200f«»…–—“”]\ufe0f?[\U0001f3fb-\U0001f3ff]?"
_BULLET = re.compile(f"^(?:[•·]|ℹ\ufe0f?|[-–—*_ـ](?=\\s)|{_PICTURE}(?:\u200d?{_PICTURE})*)\\s*[-–*]?\\s*")
"""A bullet, or pictures: «👨‍⚕️» is of two that a joiner makes one, «🔴🔴» of two side by side."""

_BARE = re.compile(r"^(?P<bare>\d{1,3})\s+(?=\D)")
_AMOUNT = re.compile(
    r"(?:روز|هفته|ماه|سال|ساعت|دقیقه|درصد|٪|%|نفر|ریال|تومان|میلیون|میلیارد|هزار|متر|کیلو|عدد|دستگاه|مورد|واحد|تا|الی|و|بند|مصوبه|"
    r"فروردین|اردیبهشت|خرداد|تیر|مرداد|شهریور|مهر|ابان|اذر|دی|بهمن|اسفند)\b"
)


def mark_of(line: str) -> Mark | None:
    """The mark at the beginning of a line, None for a line without one.

    A number without a sign counts only before a decision, so that «۳۰ روز …» is none.
    """
    plain = latin_digits(line)
    if tick := _TICK.match(line):
        return Mark(MarkKind.BULLET, tick.end(), sign=TICKED if tick["done"] else "[")
    if code := _CODE.match(line):
        return Mark(MarkKind.BULLET, code.end(), sign=code["code"].upper())
    signed = _SIGNED.match(plain)
    if signed and (signed["bare_pair"] is None or not _is_amount(line[signed.end() :])) and (mark := _signed(signed)):
        return mark
    if lettered := _LETTERED.match(line):
        return Mark(MarkKind.LETTER, lettered.end(), sign=fold(lettered["letter"]))
    if (turned := _REVERSED.match(plain)) and not _is_amount(line[turned.end() :]):
        return Mark(MarkKind.NUMBER, turned.end(), int(turned["plain"]), "-")
    if (bare := _BARE.match(plain)) and not _is_amount(line[bare.end() :]):
        deciding = strongest_act(line[bare.end() :]) is Act.DECIDES
        return Mark(MarkKind.NUMBER, bare.end(), int(bare["bare"])) if deciding else None
    bullet = _BULLET.match(line)
    return Mark(MarkKind.BULLET, bullet.end(), sign=bullet[0][0]) if bullet and bullet.end() < len(line) else None


def _is_amount(rest: str) -> bool:
    """Tell whether what follows a number counts it: «۳۰ روز», «۱۰ الی ۱۲»."""
    return _AMOUNT.match(fold(rest)) is not None


def _signed(match: re.Match[str]) -> Mark | None:
    sign = match["word"] or match["article"] or re.sub(r"\w+|\s+", "", match[0])
    if pair := match["pair"] or match["bare_pair"] or match["named_pair"]:
        first, second = map(int, re.findall(r"\d+", pair))
        return Mark(MarkKind.PAIR, match.end(), sign=sign, pair=(first, second))
    if match["told_off"]:
        told = TOLD_OFF.get(fold(match["told_off"]))
        return Mark(MarkKind.ORDINAL, match.end(), told, sign) if told else None
    digits = match["plain"] or match["of_article"]
    number = int(digits) if digits else number_of(fold(match["named"] or match["ordinal"] or ""))
    if number is not None and (number == 0 or number in _YEARS):
        return None
    kind = MarkKind.ORDINAL if match["ordinal"] else MarkKind.NUMBER
    return None if number is None else Mark(kind, match.end(), number, sign)
