"""Consolidated tables: all agencies' rows of one form beside each other, for the follow-up report."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from sqlalchemy import Row
from sqlalchemy.ext.asyncio import AsyncSession

from domain.chat.screens import T
from domain.forms.compiled.model import Control
from domain.persian.text import persian_digits
from services.export.forms import answers
from services.export.forms.answers import AnsweredForm
from services.export.forms.cells import Speech, worded
from services.export.forms.layout import AnswerSheet, Field, lay_out
from services.export.forms.writer import labels_of
from services.export.tables import ExportContext
from services.form_sheets.layout import said
from services.job_context import JobContext

COLUMNS = 6
"""Questions of a form that have a column; the Excel export has all."""
ROWS = 60
"""Rows of one table."""
LONGEST = 200
"""Characters of one answer."""
_IN_DIGITS = frozenset({"int", "decimal", "date", "dateTime", "time"})
_NO_COLUMN = frozenset({"binary", "geopoint", "geotrace", "geoshape"})


@dataclass(slots=True)
class FormTable:
    """A form's table: its title, headings and rows, the agency first, and what is said of rows that are left out."""

    title: str
    heads: list[str]
    rows: list[list[str]] = field(default_factory=list)
    more: str = ""


async def compose(session: AsyncSession, export: ExportContext, context: JobContext) -> list[FormTable]:
    """Compose the tables of all forms that have answers within a scope; what was returned for correction waits."""
    tables: list[FormTable] = []
    export = replace(export, standing=True)
    for form in await answers.answered(session, export):
        tables += await _of_form(session, export, context, form)
    return tables


async def _of_form(
    session: AsyncSession, export: ExportContext, context: JobContext, form: AnsweredForm
) -> list[FormTable]:
    voice = context.voice
    main = lay_out([(one, labels_of(one, export.zone, voice.language)) for one in form.versions.values()])
    speech = Speech.of(voice, export.zone)
    sheets = [one for one in main.inner if _columns(one)] or [main]
    tables = {one.place: _Table(form, one, speech, context) for one in sheets}
    async for rows in answers.slices(session, export, form.id):
        own_rows = await answers.with_rows(session, [row.id for row in rows])
        for row in rows:
            for table in tables.values():
                table.add(row)
            if row.id in own_rows:
                async for extra in answers.rows_of(session, row.id):
                    if not extra.problems and (found := tables.get((*main.place, *extra.repeat.split("/")))):
                        found.append(row, "", extra.values)
    return [table.made() for table in tables.values() if table.count]


def _columns(sheet: AnswerSheet) -> list[Field]:
    asked = (one for one in sheet.fields if one.element.is_asked and one.element.type not in _NO_COLUMN)
    return [one for one in asked if one.element.control is not Control.TRIGGER][:COLUMNS]


class _Table:
    """A table that is being composed."""

    def __init__(self, form: AnsweredForm, sheet: AnswerSheet, speech: Speech, context: JobContext) -> None:
        self._sheet, self._speech, self._voice = sheet, speech, context.voice
        self._columns = _columns(sheet)
        heads = [speech.head(sheet, one) for one in self._columns]
        title = form.title
        if sheet.parent is not None and (label := said(sheet.element.label, speech.language)) and label != title:
            title = self._voice.plain(T("followup_report.form_table", form=form.title, table=label))
        self._made = FormTable(title, [self._voice.plain(T("followup_report.head.agency")), *heads])
        self.count = 0

    def add(self, row: Row[Any]) -> None:
        """Add the rows of an answer."""
        for prefix in self._rows(row.rows):
            self.append(row, prefix, row.answers)

    def _rows(self, rows: Mapping[str, int]) -> Iterator[str]:
        if self._sheet.parent is None:
            yield ""
            return
        name = "/".join(self._sheet.place[1:])
        for number in range(1, int(rows.get(name, 0)) + 1):
            yield f"{name}[{number}]/"

    def append(self, row: Row[Any], prefix: str, answered: Mapping[str, str]) -> None:
        """Add one row with its agency; a blank one is none."""
        depth = len(self._sheet.place)
        values = [str(answered.get(prefix + "/".join(one.place[depth:]), "")) for one in self._columns]
        if not any(values):
            return
        self.count += 1
        if self.count <= ROWS:
            words = [self._word(one, value) for one, value in zip(self._columns, values, strict=True)]
            self._made.rows.append([row.agency or row.person, *words])

    def _word(self, one: Field, value: str) -> str:
        words = worded(one, value, self._speech)
        words = words if len(words) <= LONGEST else f"{words[:LONGEST].rstrip()}…"
        if self._speech.language != "fa" or one.element.type not in _IN_DIGITS:
            return words
        return persian_digits(words.replace(".", "٫") if one.element.type == "decimal" else words)

    def made(self) -> FormTable:
        """Return the table, with what is said of the rows beyond the first."""
        if self.count > ROWS:
            self._made.more = self._voice.plain(T("followup_report.more_rows", count=self.count - ROWS))
        return self._made
