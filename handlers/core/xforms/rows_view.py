"""The rows of a repeat as a list, each with a label of its first answers."""

from __future__ import annotations

from domain.chat.screens import Button, T, Tap, Text
from domain.forms import moves
from domain.forms.engine import Question
from domain.forms.form_words import Label
from domain.forms.xforms import pasting
from domain.forms.xforms.form import XFormFilling
from domain.forms.xforms.types import Rows
from domain.forms.xforms.words import InstanceWords, one_line, plain
from handlers.core import pagination
from handlers.core.open_form import OpenForm
from handlers.core.turn import PAGE, Listing, Turn
from services.conversations.form_rows import Beyond

MOST_COLUMNS = 5
"""Questions of a row up to which people are told that rows can be pasted; more are easier in a sheet."""


def buttons(
    turn: Turn, opened: OpenForm, filling: XFormFilling, question: Question, lines: list[Label], beyond: Beyond
) -> list[list[Button]]:
    """Return a button for each row of a page, those to add one and to go on, and the one for an Excel sheet.

    ``beyond`` are the rows that came by one and that the chat does not hold.
    """
    name, found = question.name, filling.found
    nodes, words, grows = found.rows(name), filling.words, found.grows(name)
    if nodes or name not in beyond:
        lines.append(T("xform.rows_so_far", count=len(nodes)) if nodes else T("xform.rows_none"))
    if name in beyond:
        lines.append(beyond_chat(*beyond[name]))
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
    onward = T("xform.no_more" if nodes or name in beyond else "xform.no_rows")
    if grows:
        lines += paste_hint(filling, name)
        listed.append([opened.button(T("xform.add"), "add"), opened.button(onward, "next")])
    else:
        listed.append([opened.button(T("xform.no_more"), "next")])
    # A repeat inside another is in the sheet of the outer one.
    return listed if "[" in name else [*listed, [sheet_button(opened, filling, name)]]


def sheet_button(opened: OpenForm, filling: XFormFilling, name: str) -> Button:
    """Return the button that sends a table as an Excel sheet."""
    return Button(T("form_sheet.get_rows"), Tap("sheet.send", opened.draft.id, 0, filling.tag(name)))


def untouched(filling: XFormFilling, question: str) -> str:
    """Return the table of a question in its first row, of which nothing is answered yet; "" for any other question."""
    name, mark, inside = question.partition("[1]/")
    if not mark or "[" in name or "[" in inside or len(filling.found.rows(name)) > 1:
        return ""
    row = f"{name}[1]/"
    return "" if any(node.shown for one, node in filling.found.nodes.items() if one.startswith(row)) else name


def beyond_chat(count: int, wrong: int) -> Text:
    """Say how many rows came by Excel and are not shown in the chat, and how many of them are wrong."""
    return T("form_sheet.in_chat_wrong" if wrong else "form_sheet.in_chat", count=count, wrong=wrong)


def paste_hint(filling: XFormFilling, name: str) -> list[Label]:
    """Return the words that several rows may be sent in one message, where a row has few enough questions."""
    fields = pasting.typed(filling, name)
    if not 0 < len(fields) <= MOST_COLUMNS:
        return []
    if len(fields) == 1:
        return [T("xform.paste")]
    language = filling.instance.environment.language
    elements = [field.element for field in fields]
    labels = (_label(one.short or one.label, language) or one.name for one in elements)
    columns = "؛ ".join(one_line(label, 30) for label in labels)
    return [T("xform.paste_columns", columns=columns)]


def lines_buttons(opened: OpenForm, question: Question, lines: str) -> list[Button]:
    """Return what can be done with lines that wait: a row of each, or one answer; in the list of rows none of both."""
    each = opened.button(T("xform.lines_rows", count=len(pasting.lines_of(lines))), "lines")
    if isinstance(question.type, Rows):
        return [each, opened.button(T("xform.lines_drop"), "no_lines")]
    return [each, opened.button(T("xform.lines_one"), "one")]


def _label(words: dict[str, list[str | list[object]]], language: str) -> str:
    """Return a label without the answers that stand in it: it is of no row."""
    parts = words.get(language) or next(iter(words.values()), [])
    return plain("".join(part for part in parts if isinstance(part, str)))


def row_buttons(opened: OpenForm, filling: XFormFilling, row: str) -> list[list[Button]]:
    """Return what can be done with a row: copy it, delete it, go back to the list, or on where that is not the list."""
    name = row.rpartition("[")[0]
    back = [opened.button(T("xform.list"), f"fix={filling.tag(name)}")]
    if moves.next_open(filling) != name:
        back.append(opened.button(T("form.next"), "next"))
    if not filling.found.grows(name):
        return [back]
    return [[opened.button(T("xform.copy"), "copy"), opened.button(T("xform.remove"), "remove")], back]
