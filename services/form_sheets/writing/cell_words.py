"""Values of questions as the words or numbers of a cell: labels of choices, Jalali dates, numbers as numbers."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from math import isfinite
from zoneinfo import ZoneInfo

from domain.dates import jalali
from domain.forms.compiled.model import Control, Element
from domain.forms.instance.codecs import canonical
from domain.forms.xpath import moments
from domain.forms.xpath.values import read_number

Cell = str | int | float
SEPARATOR = "؛ "
"""Stands between the choices of one cell."""
_EXACT = 2**53
FIRST, LAST = date(1700, 1, 1), date(2299, 12, 31)
"""The days that are written in the Jalali calendar; from the year 1700 on a year is read as a Gregorian one."""
_WHOLE_MINUTE = re.compile(r"(\d{2}:\d{2}):00\Z", re.ASCII)
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}\Z", re.ASCII)


def shown(element: Element, value: str, label: Callable[[str], str], language: str, zone: ZoneInfo, yes: str) -> Cell:
    """Show a value as its cell has it; ``label`` gives a choice's words, ``yes`` those of what is acknowledged."""
    if not value:
        return ""
    if element.control is Control.SELECT_ONE:
        return label(value)
    if element.control in (Control.SELECT_MULTIPLE, Control.RANK):
        return SEPARATOR.join(label(one) for one in value.split())
    if element.control is Control.TRIGGER:
        return yes
    match element.type:
        case "int" | "decimal":
            return of_number(element, value)
        case "date" if _DAY.match(value):
            return _day(value, language)
        case "time":
            return _WHOLE_MINUTE.sub(r"\1", value)
        case "dateTime":
            return _moment(value, language, zone)
    return value


def of_number(element: Element, value: str) -> Cell:
    """Return a number, if Excel, which keeps 15 digits, gives the same one back; else its words."""
    short = number(value)
    return value if isinstance(short, str) or canonical(element, repr(short)) != value else short


def number(value: str) -> Cell:
    """Return the number of a text to 15 digits; the text when it is none, or one that Excel cannot hold."""
    found = read_number(value)
    if not value or not isfinite(found) or abs(found) >= _EXACT:
        return value
    short = float(f"{found:.15g}")
    return int(short) if short.is_integer() else short


def _day(value: str, language: str) -> str:
    day = date.fromisoformat(value)
    in_persian = language == "fa" and FIRST <= day <= LAST
    return jalali.format_short(day) if in_persian else value


def _moment(value: str, language: str, zone: ZoneInfo) -> str:
    moment = moments.read(value, zone)
    if moment is None or moment.second or moments.write(moment) != value:
        return value
    clock = f"{moment:%H:%M}"
    return f"{_day(moment.date().isoformat(), language)} {clock}"
