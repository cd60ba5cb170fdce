"""A plain table that is read again as a form: with another type of a column, or under another name."""

from typing import Any

from domain.chat.screens import Tap
from domain.forms.engine import Form, Question
from domain.forms.types.answer_types import Words
from handlers.core.forms import form_filling
from handlers.core.turn import Filled, Reply, Turn
from handlers.secretariat.forms import table_columns
from handlers.secretariat.forms.form_upload import read_result, start_reading
from services.errors import Refused
from services.form_reading.table.column_types import TYPES

NAME = Form("form_table.name", (Question("name", Words(200)),), at_once=True)


async def typed(turn: Turn, tap: Tap) -> Reply:
    """Read a table again with the type of a column that the secretary decided."""
    result, column = await read_result(turn, tap.id), await table_columns.column_of(turn, tap.id, tap.version)
    if tap.arg not in TYPES:
        raise Refused("common.stale")
    return await _again(turn, result, types={**result["types"], column["name"]: tap.arg})


async def ask_name(turn: Turn, tap: Tap) -> Reply:
    """Ask for the name of the form that a table becomes («نام فرم»)."""
    result = await read_result(turn, tap.id)
    return await form_filling.begin(turn, NAME, tap.id, heading=result["title"], anew=True)


async def named(turn: Turn, filled: Filled) -> Reply:
    """Read a table again under the name that the secretary decided."""
    result = await read_result(turn, filled.subject_id)
    return await _again(turn, result, title=" ".join(filled.answers["name"].split()))


async def _again(turn: Turn, result: dict[str, Any], **changes: Any) -> Reply:
    source = {"heads": result["heads"]} if result["heads"] else {"hash": result["table"]}
    name = result["title"] if result["heads"] else result["name"]
    kept = {"title": result.get("decided_title", ""), "proposed": result.get("proposed", "")}
    params = {"form": result["form"], "types": result["types"], **kept, **changes}
    return await start_reading(turn, {**source, "name": name, **params})
