"""Numbers of XForms as people write them: in any digits, with separators, in words, with a unit of money."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from math import isfinite
from typing import Any

from domain.chat.screens import T
from domain.forms.compiled.model import Element
from domain.forms.instance.codecs import write_decimal
from domain.forms.types.answer_types import AnswerInput, InvalidAnswer, Type
from domain.persian.text import fold, is_either_number, parse_number

_LETTER_O = re.compile(r"(?=.*\d)[\doO٫.,٬]*[oO][\doO٫.,٬]*")
_RIAL, _TOMAN = re.compile(r"ریال|rials?"), re.compile(r"تومان|تومن|tomans?")
_SCALES = {"هزار": 10**3, "میلیون": 10**6, "میلیارد": 10**9, "thousand": 10**3, "million": 10**6, "billion": 10**9}
MOST_WHOLE = 2**31 - 1
"""The largest whole number of XForms; a decimal has no such limit."""
_MONEY = re.compile(rf"(?:({'|'.join(_SCALES)}) )?(?:(ریال|rials?)|(?:تومان|tomans?))")


@dataclass(frozen=True, slots=True)
class Money:
    """The unit of money that a question asks for: rials or tomans, or so many of them, such as millions."""

    in_tomans: bool
    scale: int = 1

    def converted(self, value: Decimal, unit: str, text: str) -> Decimal:
        """Return an amount in this unit; ``unit`` is what was written after it, ``text`` all that was written.

        A bare number is in the unit that was asked for. «۱۲ میلیون» is 12 where millions are asked for.
        """
        if _TOMAN.search(unit) and not self.in_tomans:
            value *= 10
        elif _RIAL.search(unit) and self.in_tomans:
            value /= 10
        is_scaled = any(word in _SCALES for word in fold(text).split()) or (unit and value >= self.scale)
        return value / self.scale if is_scaled else value


class TooLarge(InvalidAnswer):
    """A whole number beyond what XForms can store: no other way of writing it helps, the form has to be changed."""


def is_money(unit: str) -> bool:
    """Tell whether a unit is one of money."""
    return bool(_TOMAN.search(fold(unit)) or _RIAL.search(fold(unit)))


def money_in(words: str) -> Money | None:
    """Return the unit of money that words name; None for those that name none."""
    found = _MONEY.search(fold(words))
    return Money(not found[2], _SCALES.get(found[1] or "", 1)) if found else None


def money_of(element: Element) -> Money | None:
    """Return the unit of money that a question names in its label or hint; None for one that names none."""
    for words in (element.label, element.hint):
        for parts in words.values():
            if found := money_in(" ".join(part for part in parts if isinstance(part, str))):
                return found
    return None


@dataclass(frozen=True, slots=True)
class Quantity(Type):
    """A number in any digits, with separators, or in words; whole unless it is ``decimal``."""

    decimal: bool = False
    money: Money | None = None

    def read(self, given: AnswerInput, before: Any) -> str:
        return self.written(self.number(given.choice or given.text))

    def number(self, text: str) -> Decimal:
        """Read a number. Raises InvalidAnswer."""
        if _LETTER_O.fullmatch(text.strip()):
            raise InvalidAnswer(T("xform.letter_o", said=text.strip()))
        found = parse_number(text)
        if found is None:
            raise InvalidAnswer(T("xform.decimal_needed" if self.decimal else "form.number_needed"))
        value = found.value
        if not self.decimal and is_either_number(text):
            raise InvalidAnswer(T("xform.either_number", said=text.strip()))
        if self.money:
            value = self.money.converted(value, fold(found.unit or ""), text)
        if self.decimal and not isfinite(float(value)):
            raise InvalidAnswer(T("xform.decimal_needed"))
        if not self.decimal and value != int(value):
            raise InvalidAnswer(T("xform.whole_needed"))
        if not self.decimal and abs(value) > MOST_WHOLE:
            raise TooLarge(T("xform.too_large", most=MOST_WHOLE))
        return value

    def written(self, number: Decimal) -> str:
        """Write a number as it is stored."""
        return write_decimal(float(number)) if self.decimal else str(int(number))
