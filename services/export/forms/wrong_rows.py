"""The sheet of rows that came by Excel and are wrong: as they were typed, and what is wrong with them."""

from __future__ import annotations

from functools import partial
from typing import Any

from sqlalchemy import Row

from domain.forms import added
from services.export.forms import own_columns
from services.export.forms.answers import OwnRow
from services.export.forms.cells import Column, Speech
from services.export.forms.layout import AnswerSheet
from services.export.forms.pages import Page, Styles
from services.export.forms.titles import Titles
from services.files.excel import LargeBook
from services.form_sheets.layout import said
from texts.wrong_rows import reasons, typed

COLUMNS = {"form": 30, "answer": 12, "agency": 24, "person": 24, "table": 24, "row": 8, "typed": 60, "reasons": 60}
"""The columns with their widths."""


class WrongRows:
    """The wrong rows of all forms of a workbook, on a sheet that is there once there is one."""

    def __init__(self, book: LargeBook, styles: Styles, titles: Titles, speech: Speech) -> None:
        self._book, self._styles, self._titles, self._speech = book, styles, titles, speech
        self._page: Page | None = None

    def add(self, form: str, main: AnswerSheet, row: Row[Any], wrong: OwnRow) -> None:
        """Add a row of a form that is wrong."""
        if self._page is None:
            heads = [Column(self._speech.say(f"wrong.{name}"), width) for name, width in COLUMNS.items()]
            title = self._titles.free(self._speech.say("wrong.title"))
            self._page = Page(self._book, title, heads, self._styles, names=self._speech.names)
        sheet = next((one for one in main.inner if one.place == (*main.place, *wrong.repeat.split("/"))), None)
        label = partial(self._label, sheet)
        about = said(sheet.element.label, self._speech.language) if sheet else wrong.repeat
        plain = self._speech.voice.plain
        words = ["؛ ".join(map(plain, told(wrong.problems, label))) for told in (typed, reasons)]
        number = own_columns.number(row, self._speech)
        self._page.add([form, number, row.agency or "", row.person, about, wrong.number, *words])

    def _label(self, sheet: AnswerSheet | None, name: str) -> str:
        """Return the label of a question of a repeat by its reference within the row."""
        fields = sheet.fields if sheet else []
        found = next((one for one in fields if sheet and one.place == (*sheet.place, *name.split("/"))), None)
        return found.label(self._speech.language) if found else name.removeprefix(added.MARK)
