"""Consolidated tables: all agencies' answers to one form under each other, for the follow-up report."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from sqlalchemy import Row
from sqlalchemy.ext.asyncio import AsyncSession

from domain.chat.screens import T
from domain.forms.compiled.model import Control
from domain.forms.xpath.references import Place
from models.tables.meetings import Verdict
from services.export.forms import answers
from services.export.forms.answers import AnsweredForm
from services.export.forms.cells import OTHER, Speech, worded
from services.export.forms.layout import AnswerSheet, Field
from services.export.forms.writer import laid_out
from services.export.tables import ExportContext
from services.form_sheets.layout import said
from services.job_context import JobContext
from texts.answer_summary import clip

COLUMNS = 7
"""Columns of a table; where a form asks more, the last one has the rest."""
ROWS = 60
"""Rows of one table."""
LONGEST = 200
"""Characters of one answer."""
NARROWEST, WIDEST = 8, 32
"""The shares of a page's width that a column may have, by the characters in it."""
BREAK = "\u200b"
_UNBROKEN = re.compile(r"\S{20}(?=\S{10})")
_ROW = re.compile(r"\[(\d+)\]")
_SIGNED = re.compile(r"[\d\s()./:]*[-+][\d\s()./:+-]*")
_LEFT = "\u200e"
"""Begins a number with signs in it, whose parts would change places after words that run from right to left."""
_NO_COLUMN = frozenset({"binary", "geopoint", "geotrace", "geoshape"})


@dataclass(slots=True)
class FormAnswer:
    """An answer in a table: its agency, what its form asks once, and its rows; of a form without rows the row alone."""

    agency: str
    once: str = ""
    rows: list[list[str]] = field(default_factory=list)


@dataclass(slots=True)
class FormTable:
    """A form's table in words. ``widths`` are the columns' shares; ``count`` says what is in it, ``more`` what is not.

    Of a ``grouped`` one the rows of each answer stand under a line of its agency.
    """

    title: str
    heads: list[str]
    widths: list[int] = field(default_factory=list)
    answers: list[FormAnswer] = field(default_factory=list)
    count: str = ""
    more: str = ""
    grouped: bool = False


async def compose(
    session: AsyncSession, export: ExportContext, context: JobContext
) -> tuple[list[FormTable], list[str]]:
    """Compose the tables of all forms that have answers within a scope; what was returned for correction waits.

    Returned besides are the titles of the forms that cannot be read.
    """
    tables: list[FormTable] = []
    export = replace(export, standing=True)
    found = await answers.answered(session, export)
    for form in found.forms:
        tables += await _of_form(session, export, context, form)
    return tables, found.unreadable


async def _of_form(
    session: AsyncSession, export: ExportContext, context: JobContext, form: AnsweredForm
) -> list[FormTable]:
    main = laid_out(form, export.zone, context.language)
    speech = Speech.of(context.voice, export.zone)
    sheets = [one for one in main.inner if _tells(one)] or [main]
    tables = {one.place: _Table(form, main, one, speech, first=one is sheets[0]) for one in sheets}
    async for rows in answers.slices(session, export, form):
        own_rows = await answers.with_rows(session, [row.id for row in rows])
        for row in rows:
            for table in tables.values():
                table.add(row)
            if row.id in own_rows:
                async for extra in answers.rows_of(session, row.id, form.moves[row.version_id]):
                    if not extra.problems and (found := tables.get((*main.place, *extra.repeat.split("/")))):
                        found.append("", extra.values, _counted(extra.values))
            for table in tables.values():
                table.end()
    return [table.made() for table in tables.values() if table.answered]


def _shown(sheet: AnswerSheet) -> list[Field]:
    """Return the fields that a document shows: what is asked, and what is worked out under a label."""
    asked = [one for one in sheet.fields if one.element.is_asked or (one.element.short and not one.is_note)]
    by_place = {one.place for one in asked}
    others = {place for place in by_place if place[-1].endswith(OTHER) and _asker(place) in by_place}
    return [
        one
        for one in asked
        if one.place not in others and one.element.type not in _NO_COLUMN and one.element.control is not Control.TRIGGER
    ]


def _tells(sheet: AnswerSheet) -> bool:
    """Tell whether a document shows anything of a sheet's rows, or of the rows inside them."""
    return bool(_shown(sheet)) or any(map(_tells, sheet.inner))


def _counted(values: Mapping[str, str]) -> dict[str, int]:
    """Return how many rows each repeat has inside a row, by reference."""
    counted: dict[str, int] = {}
    for name in values:
        for found in _ROW.finditer(name):
            counted[name[: found.start()]] = max(counted.get(name[: found.start()], 0), int(found[1]))
    return counted


def _parted(words: str) -> str:
    """Return words in which a line may break where one is too long for a column, such as an address of the web."""
    return _UNBROKEN.sub(lambda found: f"{found[0]}{BREAK}", words)


def _whole(word: str) -> str:
    """Return an answer whose parts keep their order after a heading, such as a telephone number."""
    return _LEFT + word if _SIGNED.fullmatch(word) else word


def _asker(place: Place) -> Place:
    """Return the place of the choice whose «other» a question is for."""
    return (*place[:-1], place[-1].removesuffix(OTHER))


class _Table:
    """A table that is being composed. Of several tables of a form the ``first`` has the answers without a row."""

    def __init__(
        self, form: AnsweredForm, main: AnswerSheet, sheet: AnswerSheet, speech: Speech, *, first: bool
    ) -> None:
        self._main, self._sheet, self._speech, self._first = main, sheet, speech, first
        self._fields = _shown(sheet)
        room = COLUMNS - (sheet.parent is None)
        self._inner = [one for one in sheet.inner if _tells(one)] if sheet.parent is not None else []
        fits = len(self._fields) + bool(self._inner) <= room
        self._alone = self._fields if fits else self._fields[: room - 1]
        self._rest = self._fields[len(self._alone) :]
        heads = [speech.head(sheet, one) for one in self._alone]
        heads += [self._say("other_answers")] if self._rest or self._inner else []
        title, label = form.title, said(sheet.element.short or sheet.element.label, speech.language)
        if sheet.parent is None:
            heads.insert(0, self._say("head.agency"))
        elif label and label != title:
            title = self._say("form_table", form=form.title, table=label)
        self._made = FormTable(title, heads, grouped=sheet.parent is not None)
        self._now = FormAnswer("")
        self._count = self._before = self.answered = self._waiting = 0
        self._waits = False

    def _say(self, name: str, **params: Any) -> str:
        return self._speech.voice.plain(T(f"followup_report.{name}", **params))

    def add(self, row: Row[Any]) -> None:
        """Begin an answer, and add its rows."""
        self._waits, self._before = row.verdict is Verdict.WAITING, self._count
        agency = row.agency or row.person
        self._now = FormAnswer(self._say("form_waiting", agency=agency) if self._waits else agency)
        if self._sheet.parent is None:
            self.append("", row.answers, {})
        else:
            # Of several tables of a form one says it.
            if self._first:
                self._now.once = self._joined(self._main, _shown(self._main), "", row.answers)
            name = "/".join(self._sheet.place[1:])
            for number in range(1, int(row.rows.get(name, 0)) + 1):
                self.append(f"{name}[{number}]/", row.answers, row.rows)

    def append(self, prefix: str, answered: Mapping[str, str], rows: Mapping[str, int]) -> None:
        """Add one row of the answer; a blank one is none. ``rows`` counts those of the repeats inside it."""
        words = [self._word(self._sheet, one, prefix, answered) for one in self._alone]
        if self._rest or self._inner:
            inside = (self._rows_in(self._sheet, one, prefix, answered, rows) for one in self._inner)
            rest = self._joined(self._sheet, self._rest, prefix, answered)
            words.append(self._speech.separator.join(filter(None, (rest, *inside))))
        if not any(words):
            return
        self._count += 1
        if self._count <= ROWS:
            self._now.rows.append(words if self._sheet.parent else [self._now.agency, *words])

    def end(self) -> None:
        """End the answer: it is in the table with a row, or with what its form asks once."""
        has_rows = self._count > self._before
        if not has_rows and not self._now.once:
            return
        self.answered += 1
        self._waiting += self._waits
        if self._now.rows or not has_rows:
            self._made.answers.append(self._now)

    def _joined(self, sheet: AnswerSheet, fields: list[Field], prefix: str, answered: Mapping[str, str]) -> str:
        """Write some answers in one cell, each after its heading."""
        told = ((one, self._word(sheet, one, prefix, answered)) for one in fields)
        # A sum of nothing is no news.
        some = ((one, word) for one, word in told if word and (one.element.is_asked or word not in ("0", "۰")))
        return self._speech.separator.join(f"{self._speech.head(sheet, one)}: {_whole(word)}" for one, word in some)

    def _rows_in(
        self, sheet: AnswerSheet, inner: AnswerSheet, prefix: str, answered: Mapping[str, str], rows: Mapping[str, int]
    ) -> str:
        """Write the rows inside a row, each with its answers in brackets, after their heading."""
        name = prefix + "/".join(inner.place[len(sheet.place) :])
        told = []
        for number in range(1, int(rows.get(name, 0)) + 1):
            here = f"{name}[{number}]/"
            words = [self._joined(inner, _shown(inner), here, answered)]
            words += [self._rows_in(inner, one, here, answered, rows) for one in inner.inner if _tells(one)]
            told += [f"({self._speech.separator.join(some)})"] if (some := list(filter(None, words))) else []
        label = said(inner.element.short or inner.element.label, self._speech.language) or inner.place[-1]
        return f"{label}: {clip(' '.join(told), LONGEST)}" if told else ""

    def _word(self, sheet: AnswerSheet, one: Field, prefix: str, answered: Mapping[str, str]) -> str:
        name = prefix + "/".join(one.place[len(sheet.place) :])
        value = str(answered.get(name, ""))
        if value == "other" and (own := str(answered.get(f"{name}{OTHER}", ""))):
            # What somebody wrote for «other» stands in its place.
            return _parted(clip(" ".join(own.split()), LONGEST))
        return _parted(clip(" ".join(worded(one, value, self._speech).split()), LONGEST))

    def made(self) -> FormTable:
        """Return the table, with what is said of it."""
        made = self._made
        rows = [row for answer in made.answers for row in answer.rows]
        if self._inner and not self._rest and not any(row[-1] for row in rows):
            # Nobody has rows inside rows.
            made.heads.pop()
            for row in rows:
                row.pop()
        made.widths = [max(NARROWEST, min(WIDEST, length)) for length in self._lengths()]
        counted = {"answers": self.answered, "accepted": self.answered - self._waiting, "waiting": self._waiting}
        key = "form_count_rows" if self._sheet.parent else "form_count"
        made.count = self._say(key, rows=self._count, **counted)
        if self._count > ROWS:
            made.more = self._say("more_rows", count=self._count - ROWS)
        return made

    def _lengths(self) -> Iterator[int]:
        """Yield the room that each column would like: that of its heading on two lines, and of its longest cell."""
        for place, head in enumerate(self._made.heads):
            # A day or an amount stays on one line.
            cells = [len(row[place]) + 3 for answer in self._made.answers for row in answer.rows]
            word = max((len(one) for one in head.split()), default=0)
            yield max([len(head) // 2 + 3, word + 3, *cells])
