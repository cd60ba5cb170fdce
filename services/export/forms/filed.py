"""The files of answers in the archive, under names that tell obligation, question, answer and agency."""

from __future__ import annotations

import re
from typing import Any

from sqlalchemy import Row

from domain.forms.xforms.files import EXTRA
from domain.forms.xpath.references import Place
from services.export.attachments import LONGEST, Attachments, plain_name
from services.export.forms import own_columns
from services.export.forms.cells import Speech
from services.export.forms.layout import AnswerSheet, Field

_ROW = re.compile(r"\[(\d+)\]")


class Filing:
    """Puts the files of a form's answers into the archive."""

    def __init__(self, main: AnswerSheet, attachments: Attachments, speech: Speech) -> None:
        self._attachments, self._speech = attachments, speech
        self._fields: dict[Place, tuple[AnswerSheet, Field]] = {
            one.place[1:]: (sheet, one) for sheet in main.each() for one in sheet.fields if one.element.type == "binary"
        }

    def add(self, row: Row[Any]) -> tuple[dict[str, str], list[str]]:
        """File an answer's files; return their names there by the values that they answer, and those of the others."""
        filed: dict[str, str] = {}
        for reference, value in row.answers.items():
            at = self._fields.get(tuple(_ROW.sub("", reference).split("/")))
            if at is None or value in filed or not (file := row.files.get(value)):
                continue
            about = own_columns.resolution(row, self._speech)
            question = self._speech.as_name(*at)
            place = "-".join(_ROW.findall(reference))
            at_row = self._speech.say("at_row", number=place) if place else ""
            filed[value] = "".join(self._named(" - ".join(filter(None, (about, question))), row, [file], at_row))
        extra = [file for file in row.files.values() if file.get(EXTRA)]
        return filed, list(self._named(self._speech.say("head.attachments"), row, extra))

    def _named(self, kind: str, row: Row[Any], files: list[dict[str, Any]], at_row: str = "") -> list[str]:
        number = row.id if self._speech.names else row.submission_id or row.id
        # However long the question is, its row is told.
        kind = " - ".join(filter(None, (plain_name(kind)[: LONGEST - len(at_row) - 3].strip(), at_row)))
        return list(self._attachments.add(kind, number, row.agency or row.person, files, unique=True))
