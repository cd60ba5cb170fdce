"""The writer of forms' answers: Kobo's sheets, columns and order, into a workbook that may have others."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Row
from sqlalchemy.ext.asyncio import AsyncSession

from domain.forms.compiled.model import CompiledForm
from domain.forms.instance.program import Program
from domain.forms.xpath.context import Environment
from domain.forms.xpath.nodes import Node
from domain.forms.xpath.references import Place
from domain.persian.text import normalise
from services.export.attachments import Attachments
from services.export.forms import answers, own_columns
from services.export.forms.answers import AnsweredForm
from services.export.forms.cells import Cell, Column, Speech, added_cells, added_columns, cells, columns
from services.export.forms.filed import Filing
from services.export.forms.flat import FlatPages
from services.export.forms.layout import AnswerSheet, Labels, lay_out
from services.export.forms.pages import Page, Styles
from services.export.forms.titles import Titles
from services.export.forms.wrong_rows import WrongRows
from services.export.tables import ExportContext
from services.files.excel import LargeBook
from services.form_sheets.layout import said
from services.form_sheets.offers import Offers
from texts.format import Formatter

ROW = ("index", "parent_table_name", "parent_index")
"""The columns by which a row names the one that it lies in."""
_ROW = re.compile(r"([^\[\]]+)\[(\d+)\]")


def labels_of(form: CompiledForm, zone: ZoneInfo, language: str) -> Labels:
    """Return what gives the labels of a select's choices."""
    environment = Environment(Node("", None), datetime.now(zone), language=language)
    offers = Offers(Program(form), environment)
    return lambda place: offers.everything(place).labels


def laid_out(form: AnsweredForm, zone: ZoneInfo, language: str) -> AnswerSheet:
    """Lay out the sheets of a form's versions."""
    return lay_out([(one, labels_of(one, zone, language)) for one in form.versions.values()])


class FormsWriter:
    """Writes the answers to forms into a workbook, in which ``titles`` names the sheets.

    With ``flat`` the rows of all agencies come first, each with what its form asks once («همهٔ ردیف‌ها»).
    """

    def __init__(
        self,
        book: LargeBook,
        export: ExportContext,
        attachments: Attachments,
        voice: Formatter,
        titles: Titles,
        *,
        names: bool,
        flat: bool = False,
    ) -> None:
        self._book, self._export, self._attachments = book, export, attachments
        self._titles, self._flat = titles, flat
        self.speech = Speech.of(voice, export.zone, names=names)
        self._styles = Styles(book, voice.language, names=names)
        self._wrong = WrongRows(book, self._styles, titles, self.speech)

    async def write(self, session: AsyncSession, form: AnsweredForm, read: Callable[[int], None]) -> None:
        """Write the sheets of a form. ``read`` is called with the number of answers after each slice."""
        main = laid_out(form, self._export.zone, self.speech.language)
        heads_of = await answers.added_heads(session, self._export, form)
        for sheet in main.each():
            sheet.added = heads_of.get("/".join(sheet.place[1:]), [])
        flat = FlatPages(self._book, self._styles, self._titles, self.speech, main, form.title) if self._flat else None
        titles = {one.place: self._title(form, one) for one in main.each()}
        pages = {one.place: self._page(titles[one.place], one) for one in main.each()}
        filing = Filing(main, self._attachments, self.speech)
        async for rows in answers.slices(session, self._export, form):
            own_rows = await answers.with_rows(session, [row.id for row in rows])
            roots = await answers.roots(session, rows)
            for row in rows:
                filed, extra = filing.add(row)
                files = [*filed.values(), *extra] if self.speech.names else extra
                own = own_columns.cells(row, form.names[row.version_id], roots.get(row.id, ""), files, self.speech)
                one = _Answer(row, own, filed, pages, titles, self.speech, flat)
                one.write(main)
                if row.id in own_rows:
                    async for more in answers.rows_of(session, row.id, form.moves[row.version_id]):
                        if more.problems:
                            self._wrong.add(form.title, main, row, more)
                        else:
                            one.write_row(main, more.repeat, more.values)
            read(len(rows))
        for page in (*pages.values(), *(flat.pages if flat else ())):
            page.close()

    def _title(self, form: AnsweredForm, sheet: AnswerSheet) -> str:
        """Name a sheet after its form or repeat; a repeat that is called like another sheet is told by its form."""
        if sheet.parent is None:
            return self._titles.free(form.title or sheet.element.name)
        repeat = sheet.element
        if self.speech.names:
            return self._titles.free(repeat.name, f"{form.name}_{repeat.name}")
        words = normalise(said(repeat.short or repeat.label, self.speech.language)) or repeat.name
        return self._titles.free(words, self.speech.say("rows_of", name=words), f"{form.title}، {words}")

    def _page(self, title: str, sheet: AnswerSheet) -> Page:
        made: list[tuple[Column, bool]] = []
        for one in sheet.fields:
            if self.speech.shows(one):
                made += [(column, False) for column in columns(sheet, one, self.speech)]
        made += [(column, False) for column in added_columns(sheet, self.speech)]
        own, speech = own_columns.COLUMNS, self.speech
        if sheet.parent is None:
            made += [*own_columns.columns(own, speech), *own_columns.columns(("index",), speech)]
        else:
            made += own_columns.columns(ROW, speech)
            made += own_columns.columns(own, speech, "_submission_" if speech.names else "")
        hidden = [place for place, (_, is_hidden) in enumerate(made) if is_hidden]
        heads = [column for column, _ in made]
        return Page(self._book, title, heads, self._styles, names=speech.names, hidden=hidden)


class _Answer:
    """One answer on its way into the sheets."""

    def __init__(
        self,
        row: Row[Any],
        own: Sequence[Cell],
        filed: Mapping[str, str],
        pages: Mapping[Place, Page],
        titles: Mapping[Place, str],
        speech: Speech,
        flat: FlatPages | None,
    ) -> None:
        self._row, self._own, self._filed = row, own, filed
        self._pages, self._titles, self._speech, self._flat = pages, titles, speech, flat
        self._main = 0

    def write(self, main: AnswerSheet) -> None:
        """Write the answer and the rows of its repeats."""
        page = self._pages[main.place]
        self._main = page.index + 1
        page.add([*self._cells(main, "", self._row.answers), *self._own, self._main])
        if self._flat:
            self._flat.begin(self._row, self._filed)
        for inner in main.inner:
            self._repeat(inner, "", self._row.answers, self._row.rows, self._main)

    def write_row(self, main: AnswerSheet, repeat: str, values: Mapping[str, str]) -> None:
        """Write a row that stands by itself, with the rows inside it."""
        place = (*main.place, *repeat.split("/"))
        sheet = next((one for one in main.inner if one.place == place), None)
        if sheet is None:
            return
        counts: dict[str, int] = {}
        for name in values:
            for found in _ROW.finditer(name):
                inside = name[: found.end()].rpartition("[")[0]
                counts[inside] = max(counts.get(inside, 0), int(found[2]))
        self._write(sheet, "", values, counts, self._main)

    def _cells(self, sheet: AnswerSheet, prefix: str, answered: Mapping[str, str]) -> Iterator[Cell]:
        depth = len(sheet.place)
        for one in sheet.fields:
            if self._speech.shows(one):
                value = str(answered.get(prefix + "/".join(one.place[depth:]), ""))
                yield from cells(one, value, self._filed.get(value, ""), self._speech)
        yield from added_cells(sheet, prefix, answered)

    def _repeat(
        self, sheet: AnswerSheet, above: str, answered: Mapping[str, str], rows: Mapping[str, int], parent: int
    ) -> None:
        outer = sheet.parent.place if sheet.parent else ()
        reference = above + "/".join(sheet.place[len(outer) :])
        for number in range(1, int(rows.get(reference, 0)) + 1):
            self._write(sheet, f"{reference}[{number}]/", answered, rows, parent)

    def _write(
        self, sheet: AnswerSheet, prefix: str, answered: Mapping[str, str], rows: Mapping[str, int], parent: int
    ) -> None:
        page = self._pages[sheet.place]
        at = page.index + 1
        table = self._titles[sheet.parent.place] if sheet.parent else ""
        page.add([*self._cells(sheet, prefix, answered), at, table, parent, *self._own])
        if self._flat:
            self._flat.add(sheet, prefix, answered)
        for inner in sheet.inner:
            self._repeat(inner, prefix, answered, rows, at)
