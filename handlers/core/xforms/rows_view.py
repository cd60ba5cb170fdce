"""The rows of a repeat as a list, each with a label of its first answers."""

from __future__ import annotations

from domain.chat.screens import Button, T
from domain.forms.engine import Question
from domain.forms.form_words import Label
from domain.forms.xforms import rows
from domain.forms.xforms.form import XFormFilling
from domain.forms.xforms.words import InstanceWords, one_line, plain
from handlers.core import pagination
from handlers.core.open_form import OpenForm
from handlers.core.turn import PAGE, Listing, Turn


def buttons(
    turn: Turn, opened: OpenForm, filling: XFormFilling, question: Question, lines: list[Label]
) -> list[list[Button]]:
    """Return a button for each row of a page, and those to add one and to go on."""
    name, found = question.name, filling.found
    nodes, words, grows = found.rows(name), filling.words, found.grows(name)
    lines.append(T("xform.rows_so_far", count=len(nodes)) if nodes else T("xform.rows_none"))
    offset = turn.notes.offset if turn.notes.offset < len(nodes) else 0
    shown = list(enumerate(nodes, 1))[offset : offset + PAGE]
    listed = []
    for place, node in shown:
        label = words.row(node) if isinstance(words, InstanceWords) else str(place)
        listed.append([opened.button(label, f"fix={filling.tag(f'{name}[{place}]')}")])
    listing = Listing([], len(nodes))
    pages = [opened.button(label, f"p={first}") for label, first in pagination.moves(turn, listing)]
    listed += [pages] if pages else []
    if filling.state.undo:
        listed.append([opened.button(T("xform.undo"), "undo")])
    onward = T("xform.no_more" if nodes else "xform.no_rows")
    if grows:
        lines += _paste_hint(filling, name)
        listed.append([opened.button(T("xform.add"), "add"), opened.button(onward, "next")])
    else:
        listed.append([opened.button(T("xform.no_more"), "next")])
    return listed


def _paste_hint(filling: XFormFilling, name: str) -> list[Label]:
    fields = rows.typed(filling, name)
    if not fields:
        return []
    if len(fields) == 1:
        return [T("xform.paste")]
    language = filling.instance.environment.language
    columns = "؛ ".join(one_line(_label(field.element.label, language) or field.element.name, 30) for field in fields)
    return [T("xform.paste_columns", columns=columns)]


def _label(words: dict[str, list[str | list[object]]], language: str) -> str:
    """Return a label without the answers that stand in it: it is of no row."""
    parts = words.get(language) or next(iter(words.values()), [])
    return plain("".join(part for part in parts if isinstance(part, str)))


def row_buttons(opened: OpenForm, filling: XFormFilling, row: str) -> list[list[Button]]:
    """Return what can be done with a row: copy it, delete it, or go back to the list."""
    name = row.rpartition("[")[0]
    back = [opened.button(T("xform.list"), f"fix={filling.tag(name)}")]
    if not filling.found.grows(name):
        return [back]
    return [[opened.button(T("xform.copy"), "copy"), opened.button(T("xform.remove"), "remove")], back]
