"""Any list as an Excel sheet, with all of its rows, not only those of a page («همین فهرست در اکسل»)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from domain.chat.screens import Button, File, Personal, Screen, T, Tap, Text
from handlers.core.navigation import menu_button
from handlers.core.turn import Reply, Turn
from services.errors import Refused
from services.queues import jobs

KIND = "list.write"
MOST = 5000
"""The most rows of a sheet."""
MOST_TITLE = 31
"""Characters of a sheet's title, as Excel allows."""
_MARKS = {ord(mark): None for mark in "\u2066\u2068\u2069\u200e\u200f"}
"""Marks of direction, which a cell has no use for."""
Cell = Text | Personal | str | int | date | datetime | None


@dataclass(frozen=True, slots=True)
class ListSheet:
    """The title of a list, the heads of its columns and its rows."""

    title: Text
    heads: Sequence[Text]
    rows: Sequence[Sequence[Cell]]


def heads(*names: str) -> list[Text]:
    """Return the heads of columns by their names among the texts of lists."""
    return [T(f"lists.head.{name}") for name in names]


def button(name: str, number: int = 0, detail: str = "") -> Button:
    """Return the button that makes the sheet of a list: its name, a row's id and what narrows it."""
    return Button(T("lists.button"), Tap("list.sheet", number, 0, f"{name}/{detail}" if detail else name))


async def start(turn: Turn, sheet: ListSheet) -> Screen:
    """Start the job that writes a list, and say that it comes."""
    turn.fresh = True
    if not sheet.rows:
        return Screen(T("lists.empty"), ((menu_button(),),))
    title = turn.voice.plain(sheet.title)
    params = {
        "title": title[:MOST_TITLE].strip(),
        "name": title,
        "heads": [turn.voice.plain(head) for head in sheet.heads],
        "rows": [_plain(turn, row) for row in sheet.rows],
        "of_secretary": turn.member.secretary,
    }
    await jobs.start(turn.session, KIND, turn.incoming.chat, turn.member.person_id, params, turn.now)
    return Screen(T("lists.coming", title=sheet.title, count=len(sheet.rows)))


async def ready(turn: Turn, job_id: int) -> Reply:
    """Send the sheet that a job wrote. Raises Refused when a secretary asked for it who is none any more.

    Such a one may have names and numbers in it that the chair does not read.
    """
    result, params = await jobs.result(turn.session, job_id), await jobs.params(turn.session, job_id)
    if params.get("of_secretary") and not turn.member.secretary:
        raise Refused("common.not_yours")
    name = turn.voice.plain(T("lists.file", title=params["name"], day=turn.today))
    text = T("lists.ready", title=params["name"], count=len(params["rows"]))
    return Screen(text, ((menu_button(),),), File(result["hash"], name))


def _plain(turn: Turn, row: Iterable[Cell]) -> list[str | int]:
    return [_value(turn, cell) for cell in row]


def _value(turn: Turn, cell: Cell) -> str | int:
    match cell:
        case None:
            return ""
        case datetime():
            return turn.voice.plain(T("lists.moment", at=cell))
        case date():
            return turn.voice.plain(T("lists.day", day=cell))
        case int():
            return cell
        case str():
            return cell
    return turn.voice.plain(cell).translate(_MARKS)
