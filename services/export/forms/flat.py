"""The consolidated sheets of one form: every agency's rows, each with who sent it and what the form asks once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from sqlalchemy import Row

from domain.forms.xpath.references import Place
from domain.persian.text import normalise
from services.export.forms import own_columns
from services.export.forms.cells import Cell, Column, Speech, added_cells, added_columns, cells, columns
from services.export.forms.layout import AnswerSheet, Field
from services.export.forms.pages import Page, Styles
from services.export.forms.titles import Titles
from services.files.excel import LargeBook
from services.form_sheets.layout import said

OWN = ("agency", "resolution", "period", "submitted_by", "submission_time", "validation_status")


class FlatPages:
    """A sheet for each repeat that lies in no other; one for the form itself where it has no repeat."""

    def __init__(
        self, book: LargeBook, styles: Styles, titles: Titles, speech: Speech, main: AnswerSheet, form: str
    ) -> None:
        self._main, self._speech = main, replace(speech, brief=True)
        self._own: list[Cell] = []
        self._once: list[Cell] = []
        self._filed: Mapping[str, str] = {}
        self._begun: set[Place] = set()
        self._sheets: dict[Place, Page] = {}
        for sheet in main.inner or [main]:
            heads = [Column(speech.say("head.index"), 8)]
            heads += [column for column, _ in own_columns.columns(OWN, speech)]
            for home in (main,) if sheet is main else (main, sheet):
                for one in _asked(home):
                    heads += columns(home, one, self._speech)
                heads += added_columns(home, self._speech)
            self._sheets[sheet.place] = Page(book, self._title(titles, sheet, form), heads, styles, names=False)

    @property
    def pages(self) -> list[Page]:
        return list(self._sheets.values())

    def _title(self, titles: Titles, sheet: AnswerSheet, form: str) -> str:
        """Name a sheet, after its form where the workbook has several, and after its repeat where that has several."""
        if len(self._main.inner) < 2:
            return titles.free(self._speech.say("all_rows"), self._speech.say("all_of", name=form))
        label = normalise(said(sheet.element.short or sheet.element.label, self._speech.language))
        name = label or sheet.element.name
        return titles.free(self._speech.say("all_of", name=name))

    def begin(self, row: Row[Any], filed: Mapping[str, str]) -> None:
        """Begin an answer, whose rows follow; without a repeat it is one row itself."""
        speech = self._speech
        self._filed = filed
        self._begun.clear()
        self._own = [row.agency or row.person, own_columns.resolution(row, speech), own_columns.period(row, speech)]
        self._own += [row.person, *own_columns.sent_at(row, speech), own_columns.review(row, speech)]
        self._once = self._cells(self._main, "", row.answers)
        if page := self._sheets.get(self._main.place):
            page.add([page.index + 1, *self._own, *self._once])

    def add(self, sheet: AnswerSheet, prefix: str, answered: Mapping[str, str]) -> None:
        """Add a row of the answer; one that lies in another row has its own sheet elsewhere."""
        if page := self._sheets.get(sheet.place):
            once = self._once
            if sheet.place in self._begun:
                # A number that stands in each row would be added up as often.
                once = [None if isinstance(cell, int | float) else cell for cell in once]
            self._begun.add(sheet.place)
            page.add([page.index + 1, *self._own, *once, *self._cells(sheet, prefix, answered)])

    def _cells(self, sheet: AnswerSheet, prefix: str, answered: Mapping[str, str]) -> list[Cell]:
        depth = len(sheet.place)
        made: list[Cell] = []
        for one in _asked(sheet):
            value = str(answered.get(prefix + "/".join(one.place[depth:]), ""))
            made += cells(one, value, self._filed.get(value, ""), self._speech)
        return [*made, *added_cells(sheet, prefix, answered)]


def _asked(sheet: AnswerSheet) -> list[Field]:
    """Return the fields that somebody answers, or that the form works out under a label."""
    return [one for one in sheet.fields if not one.is_note and (one.element.is_asked or one.element.short)]
