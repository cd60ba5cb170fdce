"""Types of a table's columns, guessed from validations, values and headings; what is doubtful is said to be so."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time

from domain.dates import jalali
from domain.forms.xforms.numbers import MOST_WHOLE, Money, money_in
from domain.persian.text import fold, latin_digits, parse_number
from services.form_reading.table.column_types import MONEY, NUMBERING
from services.form_reading.table.sheet import TableColumn

NUMBERS = ("integer", "decimal", *MONEY)
MOST_OPTIONS = 12
"""Different values of a column up to which it may be a choice."""
_FEW = 5
"""Of so many values one may be none of the type that the others have."""
_ENOUGH = 6
"""Values of a column from which on their repetition says something."""
_TODAY = date(2019, 3, 21)
_WORDS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("image", ("عکس", "تصویر", "photo", "image", "picture")),
    ("geopoint", ("مختصات", "موقعیت", "موقعیت جغرافیایی", "location", "gps")),
    ("text", ("تلفن", "موبایل", "همراه", "شماره تماس", "کد ملی", "شناسه", "کد پستی", "شماره نامه", "phone", "mobile")),
    ("text", ("نام", "عنوان", "شرح", "توضیح", "توضیحات", "ملاحظات", "نشانی", "آدرس", "name", "title", "remarks")),
    ("date", ("تاریخ", "date")),
    ("decimal", ("درصد", "نرخ", "percent", "rate", "share")),
    ("rial", ("مبلغ", "دستمزد", "مزد", "حقوق", "اعتبار", "هزینه", "قیمت", "بودجه", "اجاره", "درآمد", "پرداخت")),
    ("rial", ("amount", "wage", "price", "cost", "budget", "rent", "income", "payment")),
    ("integer", ("تعداد", "شمار", "ظرفیت", "سن", "متراژ", "مساحت", "جمعیت", "حجم")),
    ("integer", ("number", "count", "capacity", "age")),
)
"""Words of headings, the first that fits counts."""
_WAYS = frozenset(map(fold, ("نوع", "نحوه", "نحوهٔ", "روش", "شیوه", "شیوهٔ", "مرجع", "type", "way")))
"""First words of headings that name money and ask for something about it."""
_IN_BRACKETS = re.compile(r"[(（]([^()]*[/،,؛|][^()]*)[)）]")
_YES_NO = ("بله", "خیر")


@dataclass(slots=True)
class Guess:
    """The type of a column, if it is beyond doubt, and why: ``validation``, ``values``, ``head`` or ``nothing``."""

    type: str
    sure: bool
    why: str
    options: list[str] = field(default_factory=list)


def few_values(column: TableColumn) -> list[str]:
    """Return the different values of a column, which its choices may be; none of them where there are many."""
    different = list(dict.fromkeys(words for value in column.values if (words := str(value).strip())))
    return different if 1 < len(different) <= MOST_OPTIONS else []


def guess(column: TableColumn) -> Guess:
    """Guess the type of a column."""
    validation = column.validation
    if column.unasked:
        return Guess("skip", sure=True, why=column.unasked, options=validation.options)
    if validation.options:
        return Guess("select_one", sure=True, why="validation", options=validation.options)
    if fold(column.head) in NUMBERING:
        return Guess("skip", sure=True, why="head")
    by_head = _by_head(column.head)
    if money_in(column.head) and (not by_head or by_head.type in NUMBERS) and _are_amounts(column.values):
        return Guess("decimal", sure=True, why="head")
    validated = {"whole": "integer", "decimal": "decimal", "date": "date", "textLength": "text"}.get(validation.kind)
    if validated and not (validated in NUMBERS and by_head and by_head.type in MONEY):
        return Guess(_with_room(validated, column), sure=True, why="validation")
    by_values = _by_values(column.values, codes=by_head is None or by_head.type not in NUMBERS)
    if by_head and by_head.type in MONEY and (unit := _unit_of(column.values)):
        return Guess(unit, sure=True, why="values")
    if by_values is None:
        return by_head or Guess("text", sure=False, why="nothing")
    if by_head is not None and by_head.type == "select_one":
        offered = set(map(fold, by_head.options))
        by_head.sure = all(fold(str(value)) in offered for value in column.values)
        return by_head
    if by_head is None or by_head.type == by_values.type:
        return by_values
    if by_head.type == "text" and by_values.type in ("integer", "decimal"):
        # The digits of a phone number or a code are words.
        return Guess("text", sure=_is_code(column.head), why="head")
    if by_head.type in MONEY and by_values.type in NUMBERS:
        return by_head
    if by_head.type in NUMBERS and by_values.type in NUMBERS:
        return Guess("decimal", sure=True, why="values")
    if by_head.type == "text" and by_values.type == "select_one":
        return Guess("text", sure=False, why="values", options=by_values.options)
    return Guess(by_values.type, sure=False, why="values", options=by_values.options)


def _by_head(head: str) -> Guess | None:
    folded = fold(head)
    if found := _IN_BRACKETS.search(head):
        options = [part.strip() for part in re.split(r"[/،,؛|]", found[1]) if part.strip()]
        if 1 < len(options) <= MOST_OPTIONS:
            return Guess("select_one", sure=True, why="head", options=options)
    if folded.startswith("ایا ") or folded.endswith(" دارد؟"):
        return Guess("select_one", sure=True, why="head", options=list(_YES_NO))
    words = re.split(r"[\s:()/؟?]+", folded)
    for type_, names in _WORDS:
        for name in map(fold, names):
            if folded == name or name in words or (" " in name and name in folded):
                if type_ in MONEY and words[0] in _WAYS:
                    continue
                # Nothing of the heading says in which unit the money is.
                return Guess(type_, sure=type_ not in MONEY, why="head")
    return None


def _is_code(head: str) -> bool:
    folded = fold(head)
    return any(fold(word) in folded for word in ("تلفن", "موبایل", "همراه", "تماس", "کد", "شناسه", "phone", "mobile"))


def _by_values(values: Sequence[object], *, codes: bool = True) -> Guess | None:
    """Guess from values alone, whose digits may be those of ``codes``; None without any."""
    words = [str(value).strip() for value in values if str(value).strip()]
    if not words:
        return None
    if all(map(_is_date, values)):
        return Guess("date", sure=True, why="values")
    if all(isinstance(value, time) for value in values):
        return Guess("time", sure=True, why="values")
    if all(_is_number(value) for value in values):
        if codes and _are_codes(words):
            return Guess("text", sure=True, why="values")
        whole = all(float(_number(value)).is_integer() and abs(_number(value)) <= MOST_WHOLE for value in values)
        return Guess("integer" if whole else "decimal", sure=len(words) > 1, why="values")
    if mostly := _by_most(values):
        return mostly
    different = list(dict.fromkeys(words))
    if len(words) >= _ENOUGH and len(different) <= min(MOST_OPTIONS, len(words) // 3):
        return Guess("select_one", sure=False, why="values", options=different)
    return Guess("text", sure=True, why="values")


def _by_most(values: Sequence[object]) -> Guess | None:
    """Guess from most of the values, where a few are none of the type: a human would ask about these."""
    said = [value for value in values if str(value).strip()]
    for type_, fits in (("date", _is_date), ("decimal", _is_number)):
        others = [value for value in said if not fits(value)]
        if 0 < len(others) * _FEW <= len(said):
            return Guess(type_, sure=False, why="values")
    return None


def _is_date(value: object) -> bool:
    return isinstance(value, datetime | date) or _is_day(value)


def _with_room(type_: str, column: TableColumn) -> str:
    """Return a type of numbers that has room for a column's values and bounds."""
    bounds = [float(bound) for bound in (column.validation.least, column.validation.most) if bound]
    numbers = [*bounds, *(_number(value) for value in column.values if _is_number(value))]
    return "decimal" if type_ == "integer" and any(abs(number) > MOST_WHOLE for number in numbers) else type_


def _are_amounts(values: Sequence[object]) -> bool:
    """Tell whether all values are numbers, with a unit of money or without one."""
    said = [value for value in values if str(value).strip()]
    return all(_is_number(value) or (isinstance(value, str) and money_in(value)) for value in said)


def _unit_of(values: Sequence[object]) -> str:
    """Return the type of money whose unit stands in every value, "" for none or several."""
    units = {"" if unit is None else "toman" if unit.in_tomans else "rial" for unit in map(_money_in, values)}
    return units.pop() if len(units) == 1 else ""


def _money_in(value: object) -> Money | None:
    return money_in(value) if isinstance(value, str) else None


def _is_day(value: object) -> bool:
    return isinstance(value, str) and bool(re.search(r"\d", latin_digits(value))) and bool(jalali.parse(value, _TODAY))


def _is_number(value: object) -> bool:
    if isinstance(value, bool | datetime | date | time):
        return False
    if isinstance(value, int | float):
        return True
    amount = parse_number(str(value))
    return amount is not None and amount.unit is None


def _number(value: object) -> float:
    if isinstance(value, int | float):
        return float(value)
    amount = parse_number(str(value))
    return float(amount.value) if amount else 0.0


def _are_codes(words: Sequence[str]) -> bool:
    """Tell whether digits are no amounts: one begins with a zero, or all are equally many and more than nine."""
    digits = [latin_digits(word) for word in words]
    long = len({len(word) for word in digits}) == 1 and len(digits[0]) > 9
    return all(map(str.isdecimal, digits)) and (long or any(len(one) > 1 and one.startswith("0") for one in digits))
