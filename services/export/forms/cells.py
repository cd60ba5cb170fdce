"""The columns and cells of an answer: by names, as XForms has it, or in words, with true dates beside Jalali ones."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from domain.chat.screens import T
from domain.dates import jalali
from domain.forms import added
from domain.forms.compiled.model import Control, Element
from domain.forms.xforms.words import MADE
from domain.forms.xpath import moments
from domain.persian.requests import as_name
from domain.persian.text import normalise, persian_digits
from services.export.forms.layout import AnswerSheet, Field
from services.form_sheets.layout import said
from services.form_sheets.writing import cell_words
from texts.format import Formatter

POINT = ("latitude", "longitude", "altitude", "precision")
DATED = ("date", "dateTime")
GROUPED = 10_000
"""The number from which on thousands are grouped; a year is below it."""
FIRST_OF_EXCEL = date(1900, 3, 1)
"""The day from which on Excel's calendar is right."""
Cell = cell_words.Cell | date | datetime | None
_DIGITS = re.compile(r"[\d\s:+()./-]+", re.ASCII)
OTHER = "_other"
"""The ending of the name of a question that asks what «other» is."""
WIDTHS = {"int": 15, "decimal": 15, "date": 13, "dateTime": 18, "time": 10, "geopoint": 20, "binary": 44}
"""The widths of columns in characters, by the type of their question."""
WORDS, CHOICE, LONG, NARROW = 24, 20, 46, 11


@dataclass(frozen=True, slots=True)
class Column:
    """A column; ``question`` is what was asked, where the heading is shorter."""

    head: str
    width: int = WORDS
    question: str = ""


@dataclass(frozen=True, slots=True)
class Speech:
    """The way that answers are written: by ``names``, or in words of a voice; ``brief`` gives each question one column.

    ``made`` are the words for the labels that pyxform gives to «other».
    """

    names: bool
    voice: Formatter
    zone: ZoneInfo
    brief: bool = False
    made: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, voice: Formatter, zone: ZoneInfo, *, names: bool = False, brief: bool = False) -> Speech:
        """Return the way of a voice."""
        return cls(names, voice, zone, brief, {label: voice.plain(T(key)) for label, key in MADE.items()})

    @property
    def language(self) -> str:
        return self.voice.language

    @property
    def separator(self) -> str:
        """Return what stands between several answers in one cell."""
        return cell_words.SEPARATOR if self.language == "fa" else "; "

    def say(self, text: str, **params: Any) -> str:
        """Return a text of the export of forms."""
        return self.voice.plain(T(f"form_export.{text}", **params))

    def true_date(self, head: str) -> str:
        """Return the heading of the true dates beside those in words."""
        return self.voice.plain(T("book.true_date", head=head))

    def head(self, sheet: AnswerSheet, one: Field) -> str:
        """Return the heading of a field."""
        name = sheet.name_of(one)
        if self.names:
            return name
        label = one.label(self.language)
        asked = next((other for other in sheet.fields if f"{other.place[-1]}{OTHER}" == one.place[-1]), None)
        if label in self.made and asked:
            return f"{self.head(sheet, asked)} ({self.voice.plain(T('xform.other'))})"
        return as_name(normalise(self.made.get(label, label))) or name

    def as_name(self, sheet: AnswerSheet, one: Field) -> str:
        """Return what a question asks for, as a name: «عکس کارگاه» of «عکس کارگاه را بفرستید.»."""
        return as_name(normalise(one.label(self.language))) or sheet.name_of(one)

    def shows(self, one: Field) -> bool:
        """Tell whether a field has columns: a note, which has no answer, has one only by names."""
        return self.names or not one.is_note

    def option(self, one: Field, value: str) -> str:
        """Return the label of a choice, the value itself where it has none."""
        label = one.options.get(value, value)
        return normalise(self.made.get(label, label))


def columns(sheet: AnswerSheet, one: Field, speech: Speech) -> Iterator[Column]:
    """Yield a field's columns."""
    head, element = speech.head(sheet, one), one.element
    first = Column(head, _width(element), said(element.label, speech.language))
    if element.type in DATED:
        yield first
        other = f"{head}_jalali" if speech.names else speech.true_date(head)
        yield Column(other, WIDTHS[element.type])
        return
    yield first
    if element.type == "geopoint" and not speech.brief:
        for part in POINT:
            yield Column(f"_{head}_{part}" if speech.names else speech.say(f"point.{part}", head=head), NARROW + 3)
    elif element.type == "binary" and speech.names:
        yield Column(f"{head}_URL")
    elif one.is_multiple and not speech.brief:
        for value in one.options:
            yield Column(f"{head}/{value if speech.names else speech.option(one, value)}", NARROW)


def added_columns(sheet: AnswerSheet, speech: Speech) -> Iterator[Column]:
    """Yield the columns of words that people added in Excel."""
    for head in sheet.added:
        yield Column(f"_added/{head}" if speech.names else speech.say("added", head=head))


def added_cells(sheet: AnswerSheet, prefix: str, answered: Mapping[str, str]) -> Iterator[str]:
    """Yield the words that people added to a row in Excel."""
    for head in sheet.added:
        yield answered.get(f"{prefix}{added.MARK}{head}", "")


def _width(element: Element) -> int:
    if element.control in (Control.SELECT_ONE, Control.TRIGGER):
        return CHOICE
    if "multiline" in element.appearance or element.control in (Control.SELECT_MULTIPLE, Control.RANK):
        return LONG
    return WIDTHS.get(element.type, WORDS)


def cells(one: Field, value: str, filed: str, speech: Speech) -> Iterator[Cell]:
    """Yield the cells of a field's columns; ``filed`` is the name of its file in the archive."""
    element = one.element
    if element.type in DATED:
        yield from _dated(element, value, speech)
        return
    yield filed if element.type == "binary" and not speech.names else _own(one, value, speech)
    if element.type == "geopoint" and not speech.brief:
        parts = value.split()
        yield from (cell_words.number(parts[place]) if place < len(parts) else "" for place in range(len(POINT)))
    elif element.type == "binary" and speech.names:
        yield filed
    elif one.is_multiple and not speech.brief:
        chosen = value.split()
        yield from ("" if not value else int(option in chosen) for option in one.options)


def _dated(element: Element, value: str, speech: Speech) -> tuple[Cell, Cell]:
    """Return a day or a moment as Excel keeps it and in the Jalali calendar; by names the first is first."""
    true = true_date(element, value, speech.zone)
    worded = jalali_words(value, speech.zone, persian=speech.language == "fa" and not speech.names)
    if not speech.names:
        return worded or value, true
    # By names a cell that Excel would not give back as it was stays words.
    differs = isinstance(true, datetime) and moments.write(true.replace(tzinfo=speech.zone)) != value
    return value if true is None or differs else true, worded


def true_date(element: Element, value: str, zone: ZoneInfo) -> date | datetime | None:
    """Return a day, or a moment by the clock of the zone; None for none that Excel can hold."""
    moment = moments.read(value, zone)
    if moment is None or moment.date() < FIRST_OF_EXCEL:
        return None
    if element.type == "date":
        return moment.date() if "T" not in value else None
    # Excel knows no zones, and no part of a second below the thousandth.
    return moment.replace(tzinfo=None, microsecond=moment.microsecond // 1000 * 1000)


def jalali_words(value: str, zone: ZoneInfo, *, persian: bool) -> str:
    """Write a day or a moment in the Jalali calendar, the year first, so that such cells sort; "" for none."""
    moment = moments.read(value, zone)
    if moment is None or not cell_words.FIRST <= moment.date() <= cell_words.LAST:
        return ""
    day = "{:04}/{:02}/{:02}".format(*jalali.to_jalali(moment.date()))
    words = f"{day} {moment:%H:%M}" if "T" in value else day
    return persian_digits(words) if persian else words


def worded(one: Field, value: str, speech: Speech) -> str:
    """Return an answer in words for a document; days in the Jalali calendar and numbers grouped in Persian."""
    persian, element = speech.language == "fa", one.element
    if not value:
        return ""
    if element.type in DATED and persian:
        return jalali_words(value, speech.zone, persian=True) or value
    own = cell_words.number(value) if element.type in ("int", "decimal") else _own(one, value, speech)
    if isinstance(own, int | float):
        return number_words(own, persian=persian)
    words = str(own)
    # A telephone, a code or an hour is no word in which Latin digits would have a meaning.
    return persian_digits(words) if persian and _DIGITS.fullmatch(words) else words


def number_words(number: float, *, persian: bool) -> str:
    """Write a number, its thousands grouped where it is longer than a year."""
    comma = "," if abs(number) >= GROUPED else ""
    words = f"{number:{comma}}" if isinstance(number, int) else f"{number:{comma}.10g}"
    return persian_digits(words.replace(",", "٬").replace(".", "٫")) if persian else words


def _own(one: Field, value: str, speech: Speech) -> cell_words.Cell:
    element = one.element
    if element.type in ("int", "decimal"):
        return cell_words.of_number(element, value)
    if element.calculate is not None and str(found := cell_words.number(value)) == value:
        return found
    if speech.names or not value:
        return value
    if element.control is Control.TRIGGER:
        return speech.voice.plain(T("form_sheet.yes"))
    if element.control is Control.SELECT_ONE:
        return speech.option(one, value)
    if element.control in (Control.SELECT_MULTIPLE, Control.RANK):
        return speech.separator.join(speech.option(one, each) for each in value.split())
    if element.type == "time":
        return value[:5]
    return normalise(value)
