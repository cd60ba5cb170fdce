"""The reading of one workbook that came back for a draft: what is taken over, what is wrong, what is noted."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from domain.forms.instance.computing import TooManyRows
from domain.forms.instance.instance import MOST_ROWS
from domain.forms.xpath.references import Place
from services.errors import Refused
from services.form_sheets.grids import Identity
from services.form_sheets.layout import Column, lay_out
from services.form_sheets.marks import Marks
from services.form_sheets.offers import Offers
from services.form_sheets.reading import returned, source
from services.form_sheets.reading.assembling import Assembler
from services.form_sheets.reading.cell_values import CellReader
from services.form_sheets.reading.checking import MOST_AT_ONCE, Checker, Dump
from services.form_sheets.reading.origins import Origins
from services.form_sheets.reading.rows import ReadPage, Row, read_pages
from services.form_sheets.reading.rows_file import RowsFile
from services.form_sheets.task import Task
from services.form_sheets.writing import cell_words, draft_grids
from services.job_context import JobContext

FIRST = "first"
"""The id of the version by which a workbook was written first, in one that was marked for another version."""


class SheetReading:
    """A reading; ``params`` are those of the job."""

    def __init__(self, task: Task, params: Mapping[str, Any], context: JobContext) -> None:
        self._task, self._params, self._context = task, params, context
        self._layout = lay_out(task.program.form, task.language, params["repeat"])
        self._offers = Offers(task.program, task.environment())
        self._most = params.get("most_rows", MOST_ROWS)
        self._notes: list[dict[str, Any]] = []

    def run(self) -> dict[str, Any]:
        found = source.read_source(self._context.store.read(self._params["hash"]), self._layout, self._task.voice)
        self._refuse_others(found.marks)
        if not found.pages:
            raise Refused("form_sheet.not_ours")
        reader = CellReader(self._task.zone, self._task.now.date())
        pages = read_pages(found, reader, self._offers, self._around())
        self._note_reading(found, pages)
        known = {name: [(key, print_) for key, print_ in rows] for name, rows in self._params["known"].items()}
        answers, rows, old = self._task.answers, self._task.rows, self._first_version(found.marks) != ""
        tables = [page for page in pages if not page.page.upright]
        assembler = Assembler(pages, answers, rows, Origins(tables, answers, rows, found.marks.base, known, old=old))
        checker = Checker(self._task.program, self._task.environment, assembler, pages)
        large = [page for page in pages if page.page.parent is None and len(page.rows) > self._most]
        result = self._large(checker, pages, large) if large else self._small(checker)
        if checker.not_asked:
            self._note("not_asked", count=checker.not_asked)
        self._note_added(pages)
        if removed := sum(1 for page in tables for _ in assembler.origins.removed(page)):
            self._note("removed_back" if result.get("undo") else "removed", count=removed)
        return {**result, **self._told(pages, found.marks, assembler.origins)}

    def _around(self) -> dict[Place, str]:
        root = self._task.program.form.root.name
        answers: Mapping[str, str] = self._task.answers
        return {(root, *name.split("/")): value for name, value in answers.items() if "[" not in name}

    def _refuse_others(self, marks: Marks) -> None:
        """Refuse a workbook of another form; one of another version, or without its ids, is read and noted."""
        ids: Mapping[str, str] = self._params["ids"]
        if not marks.ids:
            self._note("no_ids")
            return
        if marks.ids.get("form") != ids.get("form"):
            raise Refused("form_sheet.other_form")
        if marks.ids.get("subject") != ids.get("subject"):
            raise Refused("form_sheet.other_subject")
        if marks.ids.get("version") != ids.get("version"):
            self._note("old_version")

    def _first_version(self, marks: Marks) -> str:
        """Return the version that a workbook's first rows are of, "" for that of the draft."""
        first = marks.ids.get(FIRST) or marks.ids.get("version", "")
        return "" if first == self._params["ids"].get("version") else first

    def _note(self, key: str, **params: Any) -> None:
        self._notes.append({"key": f"form_sheet.note.{key}", "params": params})

    def _note_reading(self, found: source.Source, pages: list[ReadPage]) -> None:
        if found.unknown:
            self._note("unknown_sheets", sheets="، ".join(f"«{title}»" for title in found.unknown[:5]))
        for title in found.cut:
            self._note("cut", sheet=title, most=source.MOST_ROWS)
        for title in found.wide:
            self._note("wide", sheet=title, most=source.MOST_COLUMNS)
        for page in pages:
            for index, head in page.found.renamed.items():
                self._note("renamed", head=head, column=page.page.columns[index].head)
            missing = [
                column.head
                for index, column in enumerate(page.page.columns)
                if not page.page.upright and index not in page.found.columns
            ]
            if missing:
                self._note("missing", columns="، ".join(f"«{head}»" for head in missing[:5]))
            for row in page.totals[:5]:
                self._note("total", row=row)
            for first, second in page.twins[:5]:
                self._note("twins", first=first, second=second)
            if len(page.twins) > 5:
                self._note("more_twins", count=len(page.twins) - 5)

    def _note_added(self, pages: list[ReadPage]) -> None:
        """Say which words beside the answers are kept with them; those of a wrong row come once it is right."""
        heads = [head for page in pages for row in page.rows if not row.wrong for head, one in row.added.items() if one]
        heads += [head for page in pages for head, _ in page.beside]
        if heads:
            named = list(dict.fromkeys(heads))
            columns = "، ".join(f"«{head}»" for head in named[:5]) + ("، …" if len(named) > 5 else "")
            self._note("added", columns=columns, count=len(heads))

    def _small(self, checker: Checker) -> dict[str, Any]:
        """Check all in one instance, then make the new draft of what is right."""
        rows = sum(len(page.rows) for page in checker.pages)
        try:
            self._context.progress(0, rows)
            checker.whole()
            answers, counts = self._below_root(checker.whole(good=True))
        except TooManyRows as many:
            raise Refused("form_sheet.too_many_rows", count=many.count, most=many.most) from many
        self._note_kept(checker.assembler.kept, checker.assembler.stayed)
        self._context.progress(rows, rows)
        made = {"answers": answers, "rows": counts, "stored": None}
        return {**made, "undo": undo} if (undo := self._undo(checker)) else made

    def _undo(self, checker: Checker) -> dict[str, Any] | None:
        """Return the draft with the rows that were deleted in the sheet, None where there are none or too many."""
        with checker.assembler.bringing_back() as removed:
            if not removed:
                return None
            answers, counts = self._below_root(checker.whole(good=True))
        most = max(count for name, count in counts.items() if "[" not in name)
        return {"answers": answers, "rows": counts} if most <= self._most else None

    def _note_kept(self, kept: int, stayed: int) -> None:
        if kept:
            self._note("kept", count=kept)
        if stayed:
            self._note("stayed", count=stayed)

    def _large(self, checker: Checker, pages: list[ReadPage], large: list[ReadPage]) -> dict[str, Any]:
        """Check large repeats in slices into a file, and the rest as a draft without them."""
        total, done, kept, stayed = sum(len(page.rows) for page in large), 0, 0, 0
        whole = checker.assembler

        def before(row: Row) -> Mapping[str, str]:
            return whole.before(whole.origins.of(row)) if whole.origins.of(row) else {}

        for page in large:
            if page.page.counted:
                raise Refused("form_sheet.too_many_rows", count=len(page.rows), most=self._most)
        with RowsFile(self._task.program.form.root.name) as file:
            for page in large:
                if checker.compares_rows(page) and len(page.rows) > MOST_AT_ONCE:
                    self._note("slices", page=page.found.title)
                for rows, dump in checker.slices(page):
                    file.add(page, rows, dump, before)
                    done += len(rows)
                    self._context.progress(done, total)
                others = whole.left_behind(page)
                for values in others:
                    file.put(page.page.name, values)
                kept += len(others)
                stayed += sum(bool(row.wrong and whole.origins.of(row)) for row in page.rows)
            rest = [page for page in pages if page not in large]
            checker.pages, checker.assembler = rest, checker.assembler.without(large)
            checker.whole()
            answers, counts = self._below_root(checker.whole(good=True))
            self._note_kept(kept + checker.assembler.kept, stayed + checker.assembler.stayed)
            for page in large:
                counts[page.page.name] = 0
            return {"answers": answers, "rows": counts, "stored": self._context.store.write(file.data())}

    def _below_root(self, dump: Dump) -> Dump:
        root = f"/{self._task.program.form.root.name}/"
        values, rows = dump
        return (
            {name.removeprefix(root): value for name, value in values.items()},
            {name.removeprefix(root): count for name, count in rows.items()},
        )

    def _drafted(self, row: Row, column: Column) -> object:
        """Return the cell of a column that a sheet does not have."""
        seen = {**self._around(), **row.values}
        label = draft_grids.labels(column, self._offers, seen)
        value, task = row.values.get(column.place, ""), self._task
        return cell_words.shown(column.element, value, label, task.language, task.zone, task.yes)

    def _told(self, pages: list[ReadPage], marks: Marks, origins: Origins) -> dict[str, Any]:
        """Return the counts, the wrong cells in words, and the marked workbook."""
        rows = [row for page in pages if not page.page.upright for row in page.rows]
        cells = list(returned.wrong_cells(pages, self._task.voice))
        hashed = None
        if cells:
            written = returned.marked(self._layout, pages, self._task.voice, self._drafted)
            ids = dict(self._params["ids"])
            if first := self._first_version(marks):
                ids[FIRST] = first
            identity = Identity(ids, marks.base)
            hashed = self._task.book(self._context.store, self._layout, self._offers, written, identity)
        known = {page.page.name: [*map(list, origins.known(page))] for page in pages if not page.page.upright}
        return {
            "good": sum(not row.wrong for row in rows),
            "wrong": sum(bool(row.wrong) for row in rows),
            "wrong_cells": len(cells),
            "cells": cells[: returned.MOST_CELLS],
            "notes": self._notes,
            "known": known,
            "repeats": [page.page.name for page in pages if not page.page.upright and page.page.parent is None],
            "marked": hashed,
            "name": f"{self._layout.name}.xlsx",
        }
