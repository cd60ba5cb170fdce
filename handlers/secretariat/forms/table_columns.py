"""The columns and rows of a plain table that became a form: what is a guess is asked about before it is kept."""

from typing import Any

from domain.chat.screens import Button, Screen, T, Tap, Text
from handlers.core.navigation import menu_button
from handlers.core.pagination import page_buttons
from handlers.core.turn import PAGE, Reply, Turn
from handlers.secretariat.forms import form_card
from services.errors import Refused
from services.form_reading.table.column_types import TYPES
from services.queues import jobs
from texts.answer_summary import clip

CHOOSING = ("select_one", "select_multiple")
"""Types that need choices, which the column's own values are."""
MOST = 12
"""Columns whose type is a guess that have a button; once they are decided come the others."""
MOST_LISTED = 40
"""Columns in one message."""
MOST_WRONG = 8
"""Wrong cells of the table's rows in one message."""
LABEL = 40


def unsure(result: dict[str, Any]) -> list[tuple[int, dict[str, Any]]]:
    """Return the columns whose type is a guess, with their places."""
    return [(place, column) for place, column in enumerate(result.get("columns", ())) if not column["sure"]]


def screen(job_id: int, result: dict[str, Any]) -> Screen:
    """Return the types of all columns, with a button for each that is a guess."""
    columns, asked = result["columns"], unsure(result)
    lines: list[Text | str] = [T("form_table.title", title=clip(result["title"], 200)), "", T("form_table.head"), ""]
    for column in columns[:MOST_LISTED]:
        key = "form_table.guess" if column["sure"] else "form_table.guess_unsure"
        lines.append(T(key, head=clip(column["head"], 80), type=_kind(column)))
    if len(columns) > MOST_LISTED:
        lines.append(T("form_table.more", count=len(columns) - MOST_LISTED))
    lines += ["", T("form_table.how" if asked else "form_table.how_sure")]
    rows: list[tuple[Button, ...]] = [(_button(job_id, place, column),) for place, column in asked[:MOST]]
    if len(asked) < len(columns):
        rows.append((Button(T("form_table.others" if asked else "form_table.any"), Tap("form.all_columns", job_id)),))
    rows.append((Button(T("form_table.rename"), Tap("form.name", job_id)),))
    rows.append((Button(T("form_table.right"), Tap("form.columns", job_id)),))
    return Screen(T("form.lines", lines=lines), (*rows, (form_card.list_button(), menu_button())))


def _kind(column: dict[str, Any]) -> Text:
    return T(f"form_table.type.{column['type']}")


def _button(job_id: int, place: int, column: dict[str, Any]) -> Button:
    label = T("form_table.column", head=clip(column["head"], LABEL), type=_kind(column))
    return Button(label, Tap("form.column", job_id, 0, str(place)))


async def show(turn: Turn, tap: Tap) -> Reply:
    """Show the types of all columns again («بازگشت»)."""
    result = await jobs.result(turn.session, tap.id)
    if not result.get("columns"):
        raise Refused("common.stale")
    return screen(tap.id, result)


def _back(job_id: int) -> tuple[Button, ...]:
    return (Button(T("form.back"), Tap("form.guesses", job_id)), menu_button())


async def show_all(turn: Turn, tap: Tap) -> Reply:
    """Show a page of all columns, to change the type of any («تغییر نوع ستونی دیگر»)."""
    columns: list[dict[str, Any]] = (await jobs.result(turn.session, tap.id)).get("columns", [])
    shown = list(enumerate(columns))[tap.place : tap.place + PAGE]
    if not shown:
        raise Refused("common.stale")
    rows = [(_button(tap.id, place, column),) for place, column in shown]
    moves = page_buttons(len(columns), tap.place, lambda first: Tap("form.all_columns", tap.id, arg=str(first)))
    return Screen(T("form_table.which"), (*rows, *((moves,) if moves else ()), _back(tap.id)))


def rows_screen(job_id: int, result: dict[str, Any], most: int) -> Screen:
    """Return the question what becomes of the rows that the table holds."""
    first = result["first"]
    lines: list[Text | str] = [T("form_table.rows", count=first["count"])]
    without = Button(T("form_table.rows_out"), Tap("form.table_rows", job_id, 0))
    if not first["rows"]:
        lines.append(T("form_table.rows_too_many", most=most))
        return Screen(T("form.lines", lines=lines), ((without,), (form_card.list_button(), menu_button())))
    lines.append(T("form_table.rows_how"))
    if first["wrong"]:
        lines += ["", T("form_table.rows_wrong", count=len(first["wrong"]))]
    for cell in first["wrong"][:MOST_WRONG]:
        column, said = clip(cell["column"], 60), clip(cell["text"], 200)
        lines.append(T("form_sheet.cell", row=cell["row"], column=column, said=said))
    if len(first["wrong"]) > MOST_WRONG:
        lines.append(T("form_table.rows_more", count=len(first["wrong"]) - MOST_WRONG))
    within = Button(T("form_table.rows_in"), Tap("form.table_rows", job_id, 1))
    return Screen(T("form.lines", lines=lines), ((within,), (without,), (form_card.list_button(), menu_button())))


async def ask(turn: Turn, tap: Tap) -> Reply:
    """Ask for the type of one column."""
    column = await column_of(turn, tap.id, tap.place)
    kinds = [kind for kind in TYPES if kind not in CHOOSING or column["options"]]
    buttons = [Button(T(f"form_table.type.{kind}"), Tap("form.typed", tap.id, tap.place, kind)) for kind in kinds]
    rows = [tuple(buttons[place : place + 2]) for place in range(0, len(buttons), 2)]
    return Screen(T("form_table.ask", head=clip(column["head"], 200)), (*rows, _back(tap.id)))


async def column_of(turn: Turn, job_id: int, place: int) -> dict[str, Any]:
    """Return one column of the table that a job read. Raises Refused when there is none."""
    columns: list[dict[str, Any]] = (await jobs.result(turn.session, job_id)).get("columns", [])
    if place >= len(columns):
        raise Refused("common.stale")
    return columns[place]
