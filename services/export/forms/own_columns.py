"""The columns beside the answers: Kobo's own in its order, then Dabir's; who sent an answer, for what, its review."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import Row

from domain.chat.screens import Text
from services.export.forms import answers
from services.export.forms.cells import Cell, Column, Speech, jalali_words
from services.forms import occasions
from texts import wording

KOBO = ("id", "uuid", "submission_time", "validation_status", "notes", "status", "submitted_by", "version", "tags")
"""Kobo's own columns, in its order; ``meta/rootUuid`` follows, and then Dabir's."""
HEADS = {name: f"_{name}" for name in KOBO} | {"version": "__version__", "root": "meta/rootUuid"}
OWN = ("agency", "resolution", "period", "attachments")
COLUMNS = (*KOBO, "root", *OWN)
FOR_PROGRAMS = frozenset({"uuid", "status", "tags", "root"})
"""The columns that say nothing to a reader; in words they are there, and hidden."""
SENT = "submission_time"
VERDICTS = {"accepted": "validation_status_approved", "returned": "validation_status_not_approved"}
WIDTHS = {"agency": 30, "attachments": 44, "id": 13, "index": 9, "notes": 36, "parent_index": 13, "version": 11}
WIDTH = 18


def head(name: str, speech: Speech) -> str:
    """Return the heading of a column."""
    return HEADS.get(name, f"_{name}") if speech.names else speech.say(f"head.{name}")


def columns(names: Sequence[str], speech: Speech, before: str = "") -> Iterator[tuple[Column, bool]]:
    """Yield columns, and whether each is hidden; in words the moment of sending has one for each calendar."""
    for name in names:
        heading = f"{before}{head(name, speech)}"
        yield Column(heading, WIDTHS.get(name, WIDTH)), not speech.names and name in FOR_PROGRAMS
        if name == SENT and not speech.names:
            yield Column(speech.true_date(heading), WIDTH), False


def number(row: Row[Any], speech: Speech) -> int | str:
    """Return the number of an answer: its id by names, in words the one under which its sender knows it."""
    if speech.names:
        return int(row.id)
    known = wording.filled_number(row.id, row.submission_id)
    return speech.voice.plain(known) if isinstance(known, Text) else known


def cells(row: Row[Any], version: str, root: str, files: Sequence[str], speech: Speech) -> list[Cell]:
    """Return the cells of an answer; ``root`` is the id of the first that it corrects, ``files`` are in the archive."""
    own = dict(_values(row, version, root, files, speech))
    made: list[Cell] = []
    for name in COLUMNS:
        made += own[name]
    return made


def _values(
    row: Row[Any], version: str, root: str, files: Sequence[str], speech: Speech
) -> Iterator[tuple[str, tuple[Cell, ...]]]:
    uuid, verdict = answers.instance(row.answers), str(row.verdict or "")
    yield "id", (number(row, speech),)
    yield "uuid", (uuid,)
    yield SENT, sent_at(row, speech)
    yield "validation_status", (VERDICTS.get(verdict, "") if speech.names else review(row, speech),)
    yield "notes", (row.words or "",)
    yield "status", ("submitted_via_dabir" if speech.names else "",)
    yield "submitted_by", (row.person,)
    yield "version", (version,)
    yield "tags", ("",)
    yield "root", (f"uuid:{root or uuid}" if root or uuid else "",)
    yield "agency", (row.agency or "",)
    yield "resolution", (resolution(row, speech),)
    yield "period", (period(row, speech),)
    yield "attachments", ("\n".join(filter(None, files)),)


def sent_at(row: Row[Any], speech: Speech) -> tuple[Cell, ...]:
    """Return the moment at which an answer was sent, in words after the Jalali one."""
    local = row.sent_at.astimezone(speech.zone)
    true = local.replace(tzinfo=None, microsecond=0)
    if speech.names:
        return (true,)
    return jalali_words(local.isoformat(), speech.zone, persian=speech.language == "fa"), true


def review(row: Row[Any], speech: Speech) -> str:
    """Return the verdict on an answer in words."""
    return speech.say(str(row.verdict)) if row.verdict else ""


def resolution(row: Row[Any], speech: Speech) -> str:
    """Return the resolution that an answer is for."""
    return speech.say("of", number=row.resolution) if row.resolution else ""


def period(row: Row[Any], speech: Speech) -> str:
    """Return the period that an answer is for."""
    words = None if speech.names else occasions.period_name(row.period, speech.language)
    return speech.voice.plain(words) if words else str(row.period)
