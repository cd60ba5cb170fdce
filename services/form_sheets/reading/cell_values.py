"""Cells of a sheet as values of questions: any digits, either calendar, choices by label or name, thousands apart."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from domain.dates import jalali
from domain.forms.compiled.model import Control, Element
from domain.forms.instance.codecs import canonical
from domain.forms.xforms.numbers import MOST_WHOLE, is_money, money_of
from domain.persian.text import ZWNJ, fold, is_either_number, latin_digits, parse_number
from services.form_sheets.choice_names import ChoiceNames, WrongCell

_FIRST_GREGORIAN = 1700
"""The first year that is taken for a Gregorian one."""
_LETTER_O = re.compile(r"(?=.*[0-9])[0-9oO٬,.]*[oO][0-9oO٬,.]*")
_GREGORIAN = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})")
_DAY_FIRST = re.compile(r"\d{1,2}[-/.]\d{1,2}[-/.](1[7-9]|2\d)\d\d")
_PLAIN_DAY = re.compile(r"1[34]\d{6}")
_CLOCK = re.compile(r"(\d{1,2})[:٫.](\d{2})(?:[:٫.](\d{2}))?")
_YES = frozenset(map(fold, ("بله", "بلی", "آری", "تأیید", "تایید", "yes", "ok", "true", "1", "✓", "✔", "x")))
_NO = frozenset(map(fold, ("خیر", "نه", "no", "false", "0")))


@dataclass(frozen=True, slots=True)
class CellReader:
    """Reads cells in a zone, on a day. ``offered`` gives the choices of a question when it is asked for them."""

    zone: ZoneInfo
    today: date

    def read(self, element: Element, cell: object, offered: Callable[[], ChoiceNames]) -> str:
        """Return the value of a cell as the question stores it, "" for an empty one. Raises WrongCell."""
        if cell is None or (isinstance(cell, str) and not bare(cell)):
            return ""
        value = self._value(element, cell, offered)
        stored = canonical(element, value)
        if not stored:
            raise self._none_of_its_type(element, cell)
        return stored

    def _value(self, element: Element, cell: object, offered: Callable[[], ChoiceNames]) -> str:
        match element.control:
            case Control.SELECT_ONE:
                return offered().one(as_words(cell))
            case Control.SELECT_MULTIPLE:
                return offered().in_order(offered().several(as_words(cell)))
            case Control.RANK:
                return offered().several(as_words(cell))
            case Control.TRIGGER:
                return _acknowledged(as_words(cell))
        match element.type:
            case "int" | "decimal":
                return _number(cell, element)
            case "date":
                return self._day(cell)
            case "time":
                return _clock(cell)
            case "dateTime":
                return self._moment(cell)
            case "geopoint" | "geotrace" | "geoshape":
                return _points(as_words(cell))
        return as_words(cell)

    def _none_of_its_type(self, element: Element, cell: object) -> WrongCell:
        said = as_words(cell)[:60]
        if element.control is Control.RANGE and element.bounds:
            return WrongCell("range", said=said, least=element.bounds[0], most=element.bounds[1])
        if element.type == "int":
            return WrongCell("too_large", said=said, most=MOST_WHOLE)
        kinds = {"date": "date", "dateTime": "moment", "time": "time"}
        kind = "point" if element.type.startswith("geo") else kinds.get(element.type, "kind")
        return WrongCell(kind, said=said)

    def _day(self, cell: object) -> str:
        if isinstance(cell, date):
            return _true_day(cell)
        words = bare(as_words(cell))
        if _PLAIN_DAY.fullmatch(words):
            words = f"{words[:4]}/{words[4:6]}/{words[6:]}"
        if (found := _GREGORIAN.fullmatch(words)) and int(found[1]) >= _FIRST_GREGORIAN:
            return f"{found[1]}-{int(found[2]):02d}-{int(found[3]):02d}"
        if _DAY_FIRST.fullmatch(words):
            raise WrongCell("either_day", said=words)
        day = jalali.parse(words, self.today)
        if day is None:
            raise WrongCell("date", said=as_words(cell)[:60])
        return day.isoformat()

    def _moment(self, cell: object) -> str:
        if isinstance(cell, datetime):
            return self._written(_true_day(cell), f"{cell:%H:%M:%S}")
        words = bare(as_words(cell))
        if re.match(r"\d{4}-\d{2}-\d{2}T", words):
            return words
        day, _, clock = words.rpartition(" ")
        if not day or not _CLOCK.fullmatch(clock):
            raise WrongCell("moment", said=as_words(cell)[:60])
        return self._written(self._day(day), _clock(clock))

    def _written(self, day: str, clock: str) -> str:
        try:
            moment = datetime.fromisoformat(f"{day}T{clock}").replace(tzinfo=self.zone)
        except ValueError:
            raise WrongCell("moment", said=f"{day} {clock}") from None
        return moment.isoformat(timespec="milliseconds")


def _true_day(cell: date) -> str:
    """Return a day of Excel. LibreOffice makes one of 1398-07-15, in a calendar that nobody meant."""
    if cell.year < _FIRST_GREGORIAN:
        raise WrongCell("made_gregorian", year=str(cell.year))
    return f"{cell:%Y-%m-%d}"


def as_words(cell: object) -> str:
    """A cell's words as they were typed; a whole number without a point."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return str(int(cell))
    if isinstance(cell, datetime) and cell.time() == time():
        return cell.date().isoformat()
    if isinstance(cell, datetime | date | time):
        return cell.isoformat()
    return str(cell).replace("\u00a0", " ").replace("\r\n", "\n").strip()


def bare(text: str) -> str:
    """A text for reading numbers and days: Latin digits, no half-spaces, blanks at its ends or marks of direction."""
    return latin_digits(re.sub("[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]", "", text)).strip()


def _number(cell: object, element: Element) -> str:
    said, whole = as_words(cell), element.type == "int"
    if isinstance(cell, datetime | date | time | bool):
        raise WrongCell("number", said=said)
    if isinstance(cell, int | float):
        number = float(cell)
        if whole and not number.is_integer():
            raise WrongCell("whole", said=said)
        return str(int(number)) if whole else repr(number)
    words = bare(said)
    if _LETTER_O.fullmatch(words):
        raise WrongCell("letter_o", said=said, meant=re.sub("[oO]", "0", words))
    if re.fullmatch(r"[-−]?\d+", words):
        return words.replace("−", "-")
    amount = parse_number(said.replace(ZWNJ, " "))
    if amount is None:
        raise WrongCell("ambiguous" if re.fullmatch(r"\d+[./]\d+", words) else "number", said=said[:60])
    if whole and is_either_number(said):
        raise WrongCell("either_number", said=said[:60])
    value, money = amount.value, money_of(element)
    if amount.unit is not None and not (money and is_money(amount.unit)):
        raise WrongCell("unit", said=said[:60], unit=amount.unit[:30])
    if money:
        value = money.converted(value, fold(amount.unit or ""), said)
    if whole and value != int(value):
        raise WrongCell("whole", said=said[:60])
    return str(int(value)) if whole else f"{value:f}"


def _clock(cell: object) -> str:
    if isinstance(cell, datetime):
        return f"{cell:%H:%M:%S}"
    if isinstance(cell, time):
        return f"{cell:%H:%M:%S}"
    words = bare(as_words(cell))
    if found := _CLOCK.fullmatch(words):
        return f"{int(found[1]):02d}:{found[2]}:{found[3] or '00'}"
    return words


def _points(words: str) -> str:
    """Locations: numbers parted by blanks or commas, locations by semicolons."""
    points = re.sub(r"[؛\n]", ";", bare(words)).replace("٫", ".")
    return ";".join(" ".join(re.split(r"[\s,،]+", point.strip())) for point in points.split(";") if point.strip())


def _acknowledged(words: str) -> str:
    if fold(words) in _YES:
        return "OK"
    raise WrongCell("trigger" if fold(words) not in _NO else "not_acknowledged", said=words[:60])
