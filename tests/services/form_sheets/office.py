"""The office that sends a form as a workbook and takes it back, and people who fill it in in Excel."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet

from domain.forms.compiled.form_data import to_data
from domain.forms.compiled.model import CompiledForm
from domain.forms.instance.instance import Instance
from domain.forms.instance.program import Program
from domain.forms.respondent.play import play
from domain.persian.text import fold
from services.files.file_store import FileStore
from services.form_sheets import jobs
from services.job_context import JobContext
from tests.xlsforms import NOW, world

IDS = {"form": "5", "version": "17", "sheet": "8", "subject": "3.12.0."}


class Workbook:
    """A workbook that somebody has open in Excel."""

    def __init__(self, data: bytes) -> None:
        self.book = openpyxl.load_workbook(io.BytesIO(data))

    def sheet(self, title: str) -> Worksheet:
        found = self.book[title]
        assert isinstance(found, Worksheet)
        return found

    def heads(self, title: str) -> list[str]:
        """Return the headings of a sheet, without the stars."""
        return [str(cell.value).rstrip(" *") for cell in self.sheet(title)[1]]

    def column(self, title: str, head: str) -> int:
        return self.heads(title).index(head) + 1

    def fill(self, title: str, row: int, cells: Mapping[str, object]) -> None:
        """Type cells of a row under their headings."""
        for head, value in cells.items():
            self.sheet(title).cell(row, self.column(title, head)).value = value  # type: ignore[assignment]

    def answer(self, title: str, question: str, value: object) -> None:
        """Type the answer to a single question."""
        for row in self.sheet(title).iter_rows(min_row=2):
            if fold(str(row[0].value).rstrip(" *")) == fold(question):
                row[1].value = value  # type: ignore[assignment]
                return
        raise AssertionError(question)

    def read(self, title: str, row: int, head: str) -> object:
        return self.sheet(title).cell(row, self.column(title, head)).value

    @property
    def data(self) -> bytes:
        written = io.BytesIO()
        self.book.save(written)
        return written.getvalue()


class Office:
    """One draft of a form, with the workbook that goes out and comes back."""

    def __init__(self, form: CompiledForm, folder: Path, language: str = "fa") -> None:
        self.form, self.language, self.folder = form, language, folder
        self.store = FileStore(folder / "files")
        self.answers: dict[str, str] = {}
        self.rows: dict[str, int] = {}
        self.known: dict[str, Any] = {}
        self.progress: list[tuple[int, int]] = []
        self.ids = dict(IDS)
        self.repeat = ""

    def _params(self) -> dict[str, Any]:
        return {
            "form": to_data(self.form),
            "repeat": self.repeat,
            "answers": self.answers,
            "rows": self.rows,
            "ids": self.ids,
            "language": self.language,
        }

    async def sends(self) -> Workbook:
        """Write the workbook of the draft."""
        made = await jobs.write(json.loads(json.dumps(self._params())), self._context)
        return Workbook(self.store.read(made["hash"]))

    @property
    def _context(self) -> JobContext:
        return JobContext(
            address="",
            office="دبیرخانه",
            store=self.store,
            zone=ZoneInfo("Asia/Tehran"),
            language="fa",
            now=NOW,
            most_bytes=2**20,
            progress=lambda done, total: self.progress.append((done, total)),
        )

    async def receives(self, data: bytes | Workbook) -> dict[str, Any]:
        """Read a workbook, and take over what is right."""
        digest = self.store.write(data.data if isinstance(data, Workbook) else data)
        params = json.loads(json.dumps({**self._params(), "hash": digest, "known": self.known}))
        result = json.loads(json.dumps(await jobs.read(params, self._context)))
        self.answers, self.rows, self.known = result["answers"], result["rows"], result["known"]
        return dict(result)

    def stored(self, result: Mapping[str, Any]) -> list[dict[str, Any]]:
        """Return the rows that a draft has no place for."""
        return [json.loads(line) for line in self.store.read(result["stored"]).splitlines()]

    def marked(self, result: Mapping[str, Any]) -> Workbook:
        """Open the workbook that came back with the wrong cells marked."""
        return Workbook(self.store.read(result["marked"]))


def wrong(result: Mapping[str, Any]) -> list[tuple[int, str]]:
    """Return the rows and headings of the wrong cells."""
    return [(cell["row"], cell["column"]) for cell in result["cells"]]


def notes(result: Mapping[str, Any]) -> list[str]:
    return [note["key"].removeprefix("form_sheet.note.") for note in result["notes"]]


def filled_in(made: Program, seed: int) -> tuple[dict[str, str], dict[str, int]]:
    """Let a random respondent fill in a form; returns the answers and rows of the draft, below the root."""
    played = play(made, replace(world(), random=Random(seed)), seed)
    values = {reference: value for reference, (_, value) in played.final.items() if value}
    rows: dict[str, int] = {}
    for reference in played.final:
        for row in re.finditer(r"\[(\d+)\]", reference):
            repeat = reference[: row.start()]
            rows[repeat] = max(rows.get(repeat, 0), int(row[1]))
    values, rows = Instance.load(made, world(), values, rows).dump()
    root = f"/{made.form.root.name}/"
    return (
        {name.removeprefix(root): value for name, value in values.items()},
        {name.removeprefix(root): count for name, count in rows.items()},
    )
