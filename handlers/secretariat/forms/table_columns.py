"""The columns of a plain table that became a form: those whose type is a guess are asked about before it is kept."""

from typing import Any

from domain.chat.screens import Button, Screen, T, Tap, Text
from handlers.core.navigation import menu_button
from handlers.core.turn import Reply, Turn
from handlers.secretariat.forms import form_card
from services.errors import Refused
from services.queues import jobs
from texts.answer_summary import clip

TYPES = (
    "text",
    "integer",
    "decimal",
    "rial",
    "million_rial",
    "toman",
    "date",
    "select_one",
    "select_multiple",
    "image",
    "geopoint",
    "skip",
)
"""The types that a column can be given, in the order of their buttons."""
CHOOSING = ("select_one", "select_multiple")
"""Types that need choices, which the column's own values are."""
MOST = 12
"""Columns that one screen asks about; once they are decided come the others."""
LABEL = 40


def unsure(result: dict[str, Any]) -> list[tuple[int, dict[str, Any]]]:
    """Return the columns whose type is a guess, with their places."""
    return [(place, column) for place, column in enumerate(result.get("columns", ())) if not column["sure"]]


def screen(job_id: int, result: dict[str, Any]) -> Screen:
    """Return the question about the columns whose type is a guess."""
    asked = unsure(result)
    lines: list[Text | str] = [T("form_table.head", count=len(asked)), ""]
    rows: list[tuple[Button, ...]] = []
    for place, column in asked[:MOST]:
        kind = T(f"form_table.type.{column['type']}")
        lines.append(T("form_table.guess", head=clip(column["head"], 80), type=kind))
        label = T("form_table.column", head=clip(column["head"], LABEL), type=kind)
        rows.append((Button(label, Tap("form.column", job_id, 0, str(place))),))
    lines += ["", T("form_table.how")]
    rows.append((Button(T("form_table.right"), Tap("form.columns", job_id)),))
    return Screen(T("form.lines", lines=lines), (*rows, (form_card.list_button(), menu_button())))


async def ask(turn: Turn, tap: Tap) -> Reply:
    """Ask for the type of one column."""
    column = await column_of(turn, tap.id, tap.place)
    kinds = [kind for kind in TYPES if kind not in CHOOSING or column["options"]]
    buttons = [Button(T(f"form_table.type.{kind}"), Tap("form.typed", tap.id, tap.place, kind)) for kind in kinds]
    rows = [tuple(buttons[place : place + 2]) for place in range(0, len(buttons), 2)]
    return Screen(T("form_table.ask", head=clip(column["head"], 200)), (*rows, (menu_button(),)))


async def column_of(turn: Turn, job_id: int, place: int) -> dict[str, Any]:
    """Return one column of the table that a job read. Raises Refused when there is none."""
    columns: list[dict[str, Any]] = (await jobs.result(turn.session, job_id)).get("columns", [])
    if place >= len(columns):
        raise Refused("common.stale")
    return columns[place]
