"""Rows that a draft has no place for, as lines of JSON: each with its answers, or with what is wrong in it."""

from __future__ import annotations

import json
import re
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from types import TracebackType
from typing import Self

from domain.forms import added
from services.form_sheets.reading.cell_values import as_words
from services.form_sheets.reading.checking import Dump
from services.form_sheets.reading.rows import ReadPage, Row


class RowsFile:
    """A file of lines {repeat, number, row, values, problems}.

    ``number`` counts the rows of a repeat, ``row`` is the sheet's. ``values`` are by reference within the row, also
    what is calculated. A wrong row has no values; its ``problems`` are {name, typed} of all its cells that are not
    blank, with {key, params} of a text for each that is wrong. One that the draft has stays as it is there.
    """

    def __init__(self, root: str) -> None:
        self._root = f"/{root}/"
        self._file = tempfile.TemporaryFile()  # noqa: SIM115 - closed in __exit__
        self._numbers: dict[str, int] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._file.close()

    def add(self, page: ReadPage, rows: list[Row], dump: Dump, before: Callable[[Row], Mapping[str, str]]) -> None:
        """Add the rows of a slice, whose instance held the dump: they are its first ones.

        ``before`` returns what the draft has of a row.
        """
        name = page.page.name
        inside = re.compile(rf"{re.escape(self._root + name)}\[(\d+)\]/(.*)\Z", re.DOTALL)
        values: dict[int, dict[str, str]] = {}
        for reference, value in dump[0].items():
            if found := inside.match(reference):
                values.setdefault(int(found[1]), {})[found[2]] = value
        for place, row in enumerate(rows, 1):
            wrong = list(self._cells(page, row)) if row.wrong else []
            if row.wrong and (had := before(row)):
                self.put(name, had, row=row.line.row)
            else:
                self.put(name, {} if wrong else values.get(place, {}), wrong, row.line.row)

    def put(
        self, repeat: str, values: Mapping[str, str], problems: Sequence[Mapping[str, object]] = (), row: int = 0
    ) -> None:
        """Add one row."""
        self._numbers[repeat] = self._numbers.get(repeat, 0) + 1
        line = {
            "repeat": repeat,
            "number": self._numbers[repeat],
            "row": row,
            "values": dict(values),
            "problems": list(problems),
        }
        self._file.write(json.dumps(line, ensure_ascii=False).encode() + b"\n")

    def _cells(self, page: ReadPage, row: Row) -> Iterator[dict[str, object]]:
        for index in range(-1, len(page.page.columns)):
            column = page.page.columns[index] if index >= 0 else None
            name = "/".join(column.place[len(page.page.place) :]) if column else ""
            cell: dict[str, object] = {"name": name, "typed": as_words(page.cell(row, index))}
            if text := row.wrong.get(index):
                yield {**cell, "key": text.key, "params": dict(text.params)}
            elif column and cell["typed"]:
                yield cell
        for head, words in row.added.items():
            if words:
                yield {"name": added.reference("", head), "typed": words}

    def data(self) -> bytes:
        """Return the file's bytes."""
        self._file.seek(0)
        return self._file.read()
