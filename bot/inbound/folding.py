"""Folding of answers: a chat that is many answers behind gets the last one for all that would come after them."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from domain.chat.screens import Screen, T
from models.tables.queues import Operation, OutboxState

FOLDED = "folded"
"""The reason of an answer in whose place a later one is sent."""
_GROUP = "fold:"


def fold(rows: Sequence[dict[str, Any]]) -> Sequence[dict[str, Any]]:
    """Leave one of the new messages among the rows of an answer, and say in it that earlier ones are not shown.

    Edits take each other's place anyway. A file, or a message that changes the keyboard, is sent whatever waits.
    """
    plain = []
    for row in rows:
        if row["operation"] is Operation.SEND and row["state"] is OutboxState.PENDING:
            screen = Screen.from_json(row["screen"])
            if not (screen.file or screen.ask or screen.forget or screen.keys):
                plain.append((row, screen))
    for row, _ in plain[:-1]:
        row |= {"state": OutboxState.SKIPPED, "reason": FOLDED}
    for row, screen in plain[-1:]:
        told = replace(screen, text=T("form.lines", lines=[screen.text, "", T("common.folded")]))
        row |= {"screen": told.to_json(), "group_key": f"{_GROUP}{row['recipient']}"}
    return rows


def replaced_by(rows: Iterable[dict[str, Any]]) -> set[str]:
    """The group keys of the messages that wait and in whose place rows are sent."""
    return {row["group_key"] for row in rows if row["group_key"].startswith(_GROUP)}
