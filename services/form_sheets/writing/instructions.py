"""The first sheet of a form's workbook: how it is filled in, and the choices of questions that take several."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from domain.forms.compiled.model import Control
from services.files.excel import Workbook
from services.form_sheets.layout import Column, Layout, said
from services.form_sheets.offers import Offers
from services.form_sheets.writing.cell_words import SEPARATOR

_MOST_CHOICES = 60
_KINDS = {
    "int": "whole",
    "decimal": "number",
    "date": "day",
    "time": "clock",
    "dateTime": "moment",
    "geopoint": "point",
    "geotrace": "points",
    "geoshape": "points",
}


def print_on_one_width(sheet: Any) -> None:
    """Print a sheet on A4 on its side, all columns on one page."""
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)


class Instructions:
    """Writes the instructions of a workbook."""

    def __init__(self, book: Workbook, layout: Layout, offers: Offers, language: str) -> None:
        self._book, self._layout, self._offers, self._language = book, layout, offers, language

    def write(self, title: str) -> None:
        """Add the sheet, a line a row."""
        sheet = self._book.sheet(self._book.say("form_sheet.instructions"), [title], [110])
        print_on_one_width(sheet)
        wrapped = self._book.style(text_wrap=True, valign="top", reading_order=2 if self._language == "fa" else 1)
        for number, line in enumerate(self._lines(), 2):
            sheet.write_string(number, 0, line, wrapped)

    def _lines(self) -> Iterator[str]:
        say = self._book.say
        names = ("fill", "star", "lists", "numbers", "days")
        yield from (say(f"form_sheet.how.{name}") for name in names)
        pages = [page for page in self._layout.pages if not page.upright]
        if pages:
            yield say("form_sheet.how.rows", pages="، ".join(f"«{page.title}»" for page in pages))
        inner = {page.place: page for page in pages}
        for page in pages:
            if page.parent is not None:
                yield say("form_sheet.how.inner", page=page.title, outer=inner[page.parent].title)
            if page.counted:
                yield say("form_sheet.how.counted", page=page.title)
        if self._layout.left_out:
            questions = "، ".join(f"«{one}»" for one in self._layout.left_out[:10])
            yield say("form_sheet.how.left_out", questions=questions)
        yield say("form_sheet.how.send")
        for page in self._layout.pages:
            for column in page.columns:
                if column.element.control in (Control.SELECT_MULTIPLE, Control.RANK):
                    labels = list(self._offers.everything(column.place).labels.values())
                    shown = SEPARATOR.join(labels[:_MOST_CHOICES]) + ("…" if len(labels) > _MOST_CHOICES else "")
                    yield say("form_sheet.how.choices", question=column.head, choices=shown)


def hint_of(book: Workbook, column: Column, language: str) -> str:
    """Return what is to be written into a question's cell: the form's own hint, and the way of its type."""
    element = column.element
    parts = [said(element.hint, language)]
    if element.control in (Control.SELECT_MULTIPLE, Control.RANK):
        parts.append(book.say(f"form_sheet.hint.{'several' if element.control is Control.SELECT_MULTIPLE else 'rank'}"))
    elif element.control is Control.SELECT_ONE:
        parts.append(book.say("form_sheet.hint.one"))
    elif element.control is Control.RANGE and element.bounds:
        least, most = element.bounds[0], element.bounds[1]
        parts.append(book.say("form_sheet.hint.range", least=least, most=most))
    elif kind := _KINDS.get(element.type):
        parts.append(book.say(f"form_sheet.hint.{kind}"))
    return " ".join(filter(None, parts))
