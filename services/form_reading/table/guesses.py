"""Types of a table's columns, guessed from validations, values and headings; what is doubtful is said to be so."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time

from domain.dates import jalali
from domain.persian.text import fold, latin_digits, parse_number
from services.form_reading.table.sheet import TableColumn

TYPES = ("text", "integer", "decimal", "date", "select_one", "select_multiple", "image", "geopoint", "skip")
"""The types that a column can be given; ``skip`` leaves it out."""
MOST_OPTIONS = 12
"""Different values of a column up to which it may be a choice."""
_ENOUGH = 6
"""Values of a column from which on their repetition says something."""
_TODAY = date(2019, 3, 21)
_WORDS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("skip", ("ردیف", "شماره ردیف", "row", "no", "#")),
    ("image", ("عکس", "تصویر", "photo", "image", "picture")),
    ("geopoint", ("مختصات", "موقعیت", "موقعیت جغرافیایی", "location", "gps")),
    ("text", ("تلفن", "موبایل", "همراه", "شماره تماس", "کد ملی", "شناسه", "کد پستی", "شماره نامه", "phone", "mobile")),
    ("text", ("نام", "عنوان", "شرح", "توضیح", "توضیحات", "ملاحظات", "نشانی", "آدرس", "name", "title", "remarks")),
    ("date", ("تاریخ", "date")),
    ("decimal", ("درصد", "نرخ", "percent", "rate", "share")),
    (
        "integer",
        ("تعداد", "شمار", "مبلغ", "دستمزد", "مزد", "حقوق", "اعتبار", "هزینه", "قیمت", "ظرفیت", "سن", "متراژ", "مساحت"),
    ),
    ("integer", ("جمعیت", "حجم", "number", "count", "amount", "wage", "capacity", "age")),
)
"""Words of headings, the first that fits counts."""
_IN_BRACKETS = re.compile(r"[(（]([^()]*[/،,؛|][^()]*)[)）]")
_YES_NO = ("بله", "خیر")


@dataclass(slots=True)
class Guess:
    """The type of a column, if it is beyond doubt, and why: ``validation``, ``values``, ``head`` or ``nothing``."""

    type: str
    sure: bool
    why: str
    options: list[str] = field(default_factory=list)


def guess(column: TableColumn) -> Guess:
    """Guess the type of a column."""
    if column.options:
        return Guess("select_one", sure=True, why="validation", options=column.options)
    by_head = _by_head(column.head)
    if by_head and by_head.type == "skip":
        return by_head
    validated = {"whole": "integer", "decimal": "decimal", "date": "date", "textLength": "text"}.get(column.kind)
    if validated:
        return Guess(validated, sure=True, why="validation")
    by_values = _by_values(column.values)
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
    if by_head.type in ("integer", "decimal") and by_values.type in ("integer", "decimal"):
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
            if folded == name or (type_ != "skip" and (name in words or (" " in name and name in folded))):
                return Guess(type_, sure=True, why="head")
    return None


def _is_code(head: str) -> bool:
    folded = fold(head)
    return any(fold(word) in folded for word in ("تلفن", "موبایل", "همراه", "تماس", "کد", "شناسه", "phone", "mobile"))


def _by_values(values: Sequence[object]) -> Guess | None:
    """Guess from values alone; None without any."""
    words = [str(value).strip() for value in values if str(value).strip()]
    if not words:
        return None
    if all(isinstance(value, datetime | date) or _is_day(value) for value in values):
        return Guess("date", sure=True, why="values")
    if all(_is_number(value) for value in values):
        if any(_keeps_its_zero(word) for word in words):
            return Guess("text", sure=True, why="values")
        whole = all(float(_number(value)).is_integer() for value in values)
        return Guess("integer" if whole else "decimal", sure=len(words) > 1, why="values")
    different = list(dict.fromkeys(words))
    if len(words) >= _ENOUGH and len(different) <= min(MOST_OPTIONS, len(words) // 3):
        return Guess("select_one", sure=False, why="values", options=different)
    return Guess("text", sure=True, why="values")


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


def _keeps_its_zero(word: str) -> bool:
    digits = latin_digits(word)
    return digits.isdecimal() and (len(digits) > 9 or (len(digits) > 1 and digits.startswith("0")))
