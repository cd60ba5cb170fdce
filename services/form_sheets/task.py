"""The form of a job on workbooks, ready to run, with its draft and its world."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Mapping
from pathlib import Path
from random import Random
from typing import Any

from sqlalchemy import select

from domain.chat.screens import T
from domain.forms.compiled.form_data import from_data
from domain.forms.instance.program import Program
from domain.forms.xpath.context import Environment
from domain.forms.xpath.nodes import Node
from domain.forms.xpath.references import Place
from models.tables.forms import FormRow, FormVersion
from services.form_sheets.grids import Grid, Identity
from services.form_sheets.layout import Layout
from services.form_sheets.offers import Offers
from services.form_sheets.writing.writer import BookWriter
from services.job_context import JobContext
from services.organisation import Store
from texts.format import Formatter, voice

_ROW = re.compile(r"\[(\d+)\]")


class Task:
    """The form of a job, ready to run, with its draft and its world."""

    def __init__(
        self,
        form: Mapping[str, Any],
        answers: dict[str, str],
        rows: dict[str, int],
        context: JobContext,
        language: str,
    ) -> None:
        self.zone, self.language = context.zone, language
        self.now = context.now.astimezone(self.zone)
        self.program = Program(from_data(form))
        self.answers, self.rows = answers, rows
        self.voice: Formatter = voice(language, self.zone)
        self.yes = self.voice.plain(T("form_sheet.yes"))

    def environment(self) -> Environment:
        return Environment(Node("", None), self.now, random=Random(0), language=self.language)  # noqa: S311 - for order

    def book(
        self, store: Store, layout: Layout, offers: Offers, written: Mapping[Place, Grid], identity: Identity
    ) -> str:
        """Write a workbook into the store; returns its hash."""
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "form.xlsx"
            BookWriter(path, self.language, self.program.form, layout, offers).write(written, identity)
            return store.write(path.read_bytes())


async def load(params: Mapping[str, Any], context: JobContext) -> Task:
    """Load the form of a job, and the rows of its draft that stand by themselves."""
    answers, rows = dict(params["answers"]), dict(params["rows"])
    if "form" in params:
        return Task(params["form"], answers, rows, context, params["language"])
    async with context.snapshot() as session:
        data = await session.scalar(select(FormVersion.compiled).where(FormVersion.id == params["version"]))
        stored = await session.execute(
            select(FormRow.repeat, FormRow.values)
            .where(FormRow.draft_id == params["draft"])
            .order_by(FormRow.repeat, FormRow.number)
        )
        for repeat, values in stored:
            if values:
                _add_row(repeat, values, answers, rows)
    return Task(data or {}, answers, rows, context, params["language"])


def _add_row(repeat: str, values: Mapping[str, str], answers: dict[str, str], rows: dict[str, int]) -> None:
    """Put a row that stands by itself after the rows of a draft."""
    rows[repeat] = rows.get(repeat, 0) + 1
    here = f"{repeat}[{rows[repeat]}]/"
    for name, value in values.items():
        answers[here + name] = value
        for found in _ROW.finditer(name):
            inner = here + name[: found.start()]
            rows[inner] = max(rows.get(inner, 0), int(found[1]))
