"""The writer of forms' answers: Kobo's sheets, columns and order, into a workbook that may have others."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Row
from sqlalchemy.ext.asyncio import AsyncSession

from domain.chat.screens import T
from domain.forms import added
from domain.forms.compiled.model import CompiledForm
from domain.forms.instance.program import Program
from domain.forms.xforms.files import EXTRA
from domain.forms.xpath.context import Environment
from domain.forms.xpath.nodes import Node
from domain.forms.xpath.references import Place
from services.excel import LargeBook
from services.export.attachments import Attachments
from services.export.forms import answers
from services.export.forms.answers import AnsweredForm
from services.export.forms.cells import Cell, Speech, cells, heads
from services.export.forms.layout import AnswerSheet, Field, Labels, lay_out
from services.export.tables import ExportContext
from services.form_sheets.layout import said
from services.form_sheets.offers import Offers
from texts.format import Formatter
from texts.wrong_rows import reasons, typed

KOBO = ("id", "uuid", "submission_time", "validation_status", "notes", "status", "submitted_by", "version", "tags")
"""Kobo's own columns, in its order; ``meta/rootUuid`` follows, and then Dabir's."""
HEADS = {name: f"_{name}" for name in KOBO} | {"version": "__version__", "root": "meta/rootUuid"}
OWN = ("agency", "resolution", "period", "attachments")
COLUMNS = (*KOBO, "root", *OWN)
WRONG = ("form", "answer", "agency", "person", "table", "row", "typed", "reasons")
"""The columns of the sheet of wrong rows."""
VERDICTS = {"accepted": "validation_status_approved", "returned": "validation_status_not_approved"}
LONGEST = 32_000
"""Characters of a cell; Excel takes 32,767."""
LONGEST_TITLE = 31
FORMULA = ("=", "+", "-", "@")
_FORBIDDEN = re.compile(r"[\[\]:*?/\\]")
_ROW = re.compile(r"([^\[\]]+)\[(\d+)\]")


def labels_of(form: CompiledForm, zone: ZoneInfo, language: str) -> Labels:
    """Return what gives the labels of a select's choices."""
    environment = Environment(Node("", None), datetime.now(zone), language=language)
    offers = Offers(Program(form), environment)
    return lambda place: offers.everything(place).labels


class FormsWriter:
    """Writes the answers to forms into a workbook; ``taken`` are the names of its sheets so far."""

    def __init__(
        self,
        book: LargeBook,
        export: ExportContext,
        attachments: Attachments,
        voice: Formatter,
        *,
        names: bool,
        taken: set[str],
    ) -> None:
        self._book, self._export, self._attachments, self._voice = book, export, attachments, voice
        self._taken = {title.casefold() for title in taken}
        self._speech = Speech(names, voice.language, export.zone, yes=self._say("form_sheet.yes"))
        if not names:
            worded = {name: self._say(f"form_export.{name}", head="{head}") for name in ("jalali", "url")}
            self._speech = Speech(names, voice.language, export.zone, self._speech.yes, **worded)
        style = {"text_wrap": True, "valign": "top"} if not names else {}
        self._plain = book.style(**style)
        self._quoted = book.style(**style, quote_prefix=True)
        self._wrong: Any = None
        self._wrong_rows = 0

    def _say(self, key: str, **params: Any) -> str:
        return self._voice.plain(T(key, **params))

    async def write(self, session: AsyncSession, form: AnsweredForm, read: Callable[[int], None]) -> None:
        """Write the sheets of a form. ``read`` is called with the number of answers after each slice."""
        language = self._voice.language
        main = lay_out([(one, labels_of(one, self._export.zone, language)) for one in form.versions.values()])
        heads_of = await answers.added_heads(session, self._export, form.id)
        for sheet in main.each():
            sheet.added = heads_of.get("/".join(sheet.place[1:]), [])
        titles = {one.place: self._title(form, one) for one in main.each()}
        pages = {one.place: _Page(self._add(titles[one.place], one), one) for one in main.each()}
        async for rows in answers.slices(session, self._export, form.id):
            own_rows = await answers.with_rows(session, [row.id for row in rows])
            for row in rows:
                one = _Answer(self, form, row, pages, titles)
                one.write(main)
                if row.id in own_rows:
                    async for extra in answers.rows_of(session, row.id):
                        if extra.problems:
                            self._write_wrong(form, main, row, extra)
                        else:
                            one.write_row(main, extra.repeat, extra.values)
            read(len(rows))

    def _write_wrong(self, form: AnsweredForm, main: AnswerSheet, row: Row[Any], extra: Row[Any]) -> None:
        """Write a row that is wrong into the sheet of all such rows: as it was typed, and what is wrong with it."""
        if self._wrong is None:
            heads = [self._say(f"form_export.wrong.{name}") for name in WRONG]
            widths = [30, 12, 24, 24, 24, 8, 60, 60]
            self._wrong = self._book.sheet(self._free(self._say("form_export.wrong.title")), heads, widths)
        self._wrong_rows += 1
        sheet = next((one for one in main.inner if one.place == (*main.place, *extra.repeat.split("/"))), None)
        label = partial(self._label, sheet)
        about = said(sheet.element.label, self._voice.language) if sheet else extra.repeat
        words = ["؛ ".join(map(self._voice.plain, told(extra.problems, label))) for told in (typed, reasons)]
        who = [form.title, row.id, row.agency or "", row.person, about, extra.number]
        self.line(self._wrong, self._wrong_rows, [*who, *words])

    def _label(self, sheet: AnswerSheet | None, name: str) -> str:
        """Return the label of a question of a repeat by its reference within the row."""
        fields = sheet.fields if sheet else []
        found = next((one for one in fields if sheet and one.place == (*sheet.place, *name.split("/"))), None)
        return found.label(self._voice.language) if found else name.removeprefix(added.MARK)

    def _title(self, form: AnsweredForm, sheet: AnswerSheet) -> str:
        """Name a sheet after its form or repeat, as Excel takes it; a repeat's words are told from the form's."""
        if sheet.parent is None:
            words = form.title
        else:
            repeat = sheet.element
            words = repeat.name if self._speech.names else said(repeat.short or repeat.label, self._voice.language)
        return self._free(words or sheet.element.name)

    def _free(self, words: str) -> str:
        """Return words as the name of a sheet that Excel takes and that is there once."""
        bare = _FORBIDDEN.sub("_", words).strip(" '")[:LONGEST_TITLE] or "Form"
        title, number = bare, 1
        while title.casefold() in self._taken:
            number += 1
            title = f"{bare[: LONGEST_TITLE - 5]} ({number})"
        self._taken.add(title.casefold())
        return title

    def _heads(self, sheet: AnswerSheet) -> Iterator[str]:
        for one in sheet.fields:
            yield from heads(sheet, one, self._speech)
        for head in sheet.added:
            yield f"_added/{head}" if self._speech.names else self._say("form_export.added", head=head)
        if sheet.parent is None:
            yield from map(self._own_head, COLUMNS)
            yield self._own_head("index")
        else:
            yield from map(self._own_head, ("index", "parent_table_name", "parent_index"))
            before = "_submission_" if self._speech.names else ""
            yield from (f"{before}{self._own_head(name)}" for name in COLUMNS)

    def _own_head(self, name: str) -> str:
        return HEADS.get(name, f"_{name}") if self._speech.names else self._say(f"form_export.head.{name}")

    def _add(self, title: str, sheet: AnswerSheet) -> Any:
        """Add a sheet with its headings; where one is a short label, the question stands in a comment."""
        headings = list(self._heads(sheet))
        if self._speech.names:
            return self._book.plain_sheet(title, headings)
        page = self._book.sheet(title, headings, [max(12, min(40, len(head) + 2)) for head in headings])
        place = 0
        for one in sheet.fields:
            question = said(one.element.label, self._voice.language)
            if one.element.short and question:
                page.write_comment(0, place, question, {"x_scale": 2})
            place += sum(1 for _ in heads(sheet, one, self._speech))
        return page

    def own(self, form: AnsweredForm, row: Row[Any]) -> list[Cell]:
        """Return the values of Kobo's and Dabir's own columns."""
        uuid = str(row.answers.get("meta/instanceID", "")).removeprefix("uuid:")
        verdict = str(row.verdict or "")
        status = VERDICTS.get(verdict, "") if self._speech.names else verdict and self._say(f"form_export.{verdict}")
        sent = row.sent_at.astimezone(self._export.zone).replace(tzinfo=None).isoformat(timespec="seconds")
        done = "submitted_via_dabir" if self._speech.names else ""
        resolution = self._say("form_export.of", number=row.resolution) if row.resolution else ""
        return [
            row.id,
            uuid,
            sent,
            status,
            row.words or "",
            done,
            row.person,
            form.names[row.version_id],
            "",
            f"uuid:{uuid}" if uuid else "",
            row.agency or "",
            resolution,
            row.period,
            self._extras(row),
        ]

    def _extras(self, row: Row[Any]) -> str:
        """Put the files that answer no question into the archive, and return their names there."""
        kept = [file for file in row.files.values() if file.get(EXTRA)]
        kind = self._say("form_export.head.attachments")
        return "\n".join(self._attachments.add(kind, row.id, row.agency or row.person, kept, unique=True))

    def cells(self, sheet: AnswerSheet, prefix: str, answered: Mapping[str, str], row: Row[Any]) -> Iterator[Cell]:
        """Yield the cells of one row of a sheet; its files go into the archive."""
        depth = len(sheet.place)
        for one in sheet.fields:
            value = str(answered.get(prefix + "/".join(one.place[depth:]), ""))
            filed = self._file(sheet, one, value, row) if one.element.type == "binary" and value else ""
            yield from cells(one, value, filed, self._speech)
        for head in sheet.added:
            yield answered.get(f"{prefix}{added.MARK}{head}", "")

    def _file(self, sheet: AnswerSheet, one: Field, value: str, row: Row[Any]) -> str:
        """Put a file into the archive under a name that tells obligation, question and agency."""
        file = row.files.get(value)
        if not file:
            return ""
        about = self._say("form_export.of", number=row.resolution) if row.resolution else ""
        question = one.label(self._voice.language) or sheet.name_of(one)
        kind = " - ".join(filter(None, (about, question)))
        return "".join(self._attachments.add(kind, row.id, row.agency or row.person, [file], unique=True))

    def line(self, page: Any, number: int, values: list[Cell]) -> None:
        """Write one row of a page."""
        for place, value in enumerate(values):
            if isinstance(value, int | float):
                page.write_number(number, place, value, self._plain)
            elif value:
                words = value if len(value) <= LONGEST else f"{value[:LONGEST]}…"
                page.write_string(number, place, words, self._quoted if words.startswith(FORMULA) else self._plain)


class _Page:
    """A sheet that is being written, with the rows that it has so far."""

    def __init__(self, page: Any, sheet: AnswerSheet) -> None:
        self.page, self.sheet, self.index = page, sheet, 0


class _Answer:
    """One answer on its way into the sheets."""

    def __init__(
        self,
        writer: FormsWriter,
        form: AnsweredForm,
        row: Row[Any],
        pages: Mapping[Place, _Page],
        titles: Mapping[Place, str],
    ) -> None:
        self._writer, self._row, self._pages, self._titles = writer, row, pages, titles
        self._own = writer.own(form, row)
        self._main = 0

    def write(self, main: AnswerSheet) -> None:
        """Write the answer and the rows of its repeats."""
        page = self._pages[main.place]
        page.index += 1
        self._main = page.index
        values = list(self._writer.cells(main, "", self._row.answers, self._row))
        self._writer.line(page.page, page.index, [*values, *self._own, page.index])
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
        page.index += 1
        at = page.index
        table = self._titles[sheet.parent.place] if sheet.parent else ""
        values = list(self._writer.cells(sheet, prefix, answered, self._row))
        self._writer.line(page.page, at, [*values, at, table, parent, *self._own])
        for inner in sheet.inner:
            self._repeat(inner, prefix, answered, rows, at)
