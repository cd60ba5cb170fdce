"""The cells of an answer: by names, as XForms has it, or in words; with a column for each choice, and Jalali dates."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from domain.dates import jalali
from domain.forms.compiled.model import Control
from domain.forms.xpath import moments
from services.export.forms.layout import AnswerSheet, Field
from services.form_sheets.writing import cell_words

POINT = ("latitude", "longitude", "altitude", "precision")
DATED = ("date", "dateTime")
Cell = cell_words.Cell


@dataclass(frozen=True, slots=True)
class Speech:
    """The way that answers are written: by ``names``, or in the words of a language.

    ``yes`` are the words of what is acknowledged, ``jalali`` those of a date's second column and ``url`` those of a
    file's, each with the heading in the place of ``{head}``.
    """

    names: bool
    language: str
    zone: ZoneInfo
    yes: str = ""
    jalali: str = "{head}_jalali"
    url: str = "{head}_URL"

    def head(self, sheet: AnswerSheet, one: Field) -> str:
        """Return the heading of a field."""
        name = sheet.name_of(one)
        return name if self.names else one.label(self.language) or name


def heads(sheet: AnswerSheet, one: Field, speech: Speech) -> Iterator[str]:
    """Yield the headings of a field's columns."""
    head = speech.head(sheet, one)
    yield head
    if one.element.type == "geopoint":
        yield from (f"_{head}_{part}" for part in POINT)
    elif one.element.type in DATED:
        yield speech.jalali.format(head=head)
    elif one.element.type == "binary":
        yield speech.url.format(head=head)
    elif one.is_multiple:
        yield from (f"{head}/{value if speech.names else label}" for value, label in one.options.items())


def cells(one: Field, value: str, filed: str, speech: Speech) -> Iterator[Cell]:
    """Yield the cells of a field's columns; ``filed`` is the name of its file in the archive."""
    element = one.element
    yield _own(one, value, speech)
    if element.type == "geopoint":
        parts = value.split()
        yield from (cell_words.number(parts[place]) if place < len(parts) else "" for place in range(len(POINT)))
    elif element.type in DATED:
        yield _jalali(value, speech.zone)
    elif element.type == "binary":
        yield filed
    elif one.is_multiple:
        chosen = value.split()
        yield from ("" if not value else int(option in chosen) for option in one.options)


def worded(one: Field, value: str, speech: Speech) -> str:
    """Return an answer in words; days in the Jalali calendar where the language has it."""
    if value and one.element.type in DATED and speech.language == "fa":
        return _jalali(value, speech.zone) or value
    return str(_own(one, value, speech))


def _own(one: Field, value: str, speech: Speech) -> Cell:
    element = one.element
    if element.type in ("int", "decimal"):
        return cell_words.of_number(element, value)
    if speech.names or not value:
        return value
    if element.control is Control.TRIGGER:
        return speech.yes
    if element.control is Control.SELECT_ONE:
        return one.options.get(value, value)
    if element.control in (Control.SELECT_MULTIPLE, Control.RANK):
        return cell_words.SEPARATOR.join(one.options.get(each, each) for each in value.split())
    return value


def _jalali(value: str, zone: ZoneInfo) -> str:
    """Write a day or a moment in the Jalali calendar, in Latin digits, so that such cells sort."""
    moment = moments.read(value, zone)
    if moment is None or not cell_words.FIRST <= moment.date() <= cell_words.LAST:
        return ""
    day = _short(moment.date())
    return f"{day} {moment:%H:%M}" if "T" in value else day


def _short(day: date) -> str:
    return "{:04}/{:02}/{:02}".format(*jalali.to_jalali(day))
