"""The guesses at what a secretary's unsolicited files and texts are: minutes, a form, a list, a template."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from domain.chat.incoming import Attachment
from domain.chat.screens import Button, Rows, T, Tap, Text
from domain.forms.types.answer_types import is_picture
from domain.persian.text import fold
from handlers.core.turn import Turn
from services.conversations.notes import Stray
from services.errors import Refused
from services.files.known_files import FileKind, kind_of
from services.files.workbook_head import MOST_BYTES

READABLE = (".docx", ".txt", ".doc", ".odt", ".rtf", ".pdf", ".xlsx")
"""Endings of files that may be minutes."""
WORKBOOKS = (".xlsx", ".xls", ".xlsm", ".xlsb")
LEAST_MINUTES = 60
"""The least characters of a text that may be minutes, or a part of them."""
_OF_MINUTES = tuple(map(fold, ("صورتجلسه", "صورت جلسه", "مصوب", "مقرر", "دستور جلسه", "مسئول پیگیری")))


def rows(turn: Turn, stray: Stray) -> Rows:
    """Return a button for each guess at what came last; none for whoever is no secretary."""
    if not turn.member.secretary:
        return ()
    if not stray.files:
        return ((_button("text", "minutes.kept", 0),),) if _like_minutes(stray.words) else ()
    pages = _pictures(stray)
    if pages:
        return ((_button("minutes", "minutes.kept", pages),),)
    name = stray.files[-1]["name"].lower()
    guesses = [("minutes", "minutes.kept")] if name.endswith(READABLE) else []
    if name.endswith(WORKBOOKS):
        guesses += [("form", "form.kept"), ("people", "roster.kept"), ("neighbourhoods", "hoods.kept")]
    if name.endswith(".docx"):
        guesses.append(("template", "template.kept"))
    return tuple((_button(guess, tap, 1),) for guess, tap in guesses)


def _button(guess: str, tap: str, count: int) -> Button:
    return Button(T(f"sent_file.{guess}"), Tap(tap, count))


def _pictures(stray: Stray) -> int:
    """Count the pictures that came last, which may be the pages of one document."""
    count = 0
    for file in reversed(stray.files):
        if not is_picture(file):
            break
        count += 1
    return count


def _like_minutes(words: str) -> bool:
    return len(words) >= LEAST_MINUTES and any(word in fold(words) for word in _OF_MINUTES)


def lines(turn: Turn, stray: Stray) -> list[Text]:
    """Return what is known of the file that came last: that Dabir made it, for people to read."""
    file = stray.files[-1] if stray.files else None
    if file is None or not file["name"].lower().endswith(".xlsx") or file["size"] > MOST_BYTES:
        return []
    made = kind_of(turn.organisation.store.read(file["hash"])) is FileKind.MADE
    return [T("sent_file.made")] if made else []


def keep(turn: Turn, file: Attachment) -> None:
    """Keep a file until its sender has said what it is for."""
    before = turn.notes.stray or Stray((), "", (), turn.now)
    files, messages = (*before.files, file.to_json()), (*before.messages, turn.incoming.source)
    turn.notes.stray = replace(before, files=files, messages=messages, at=turn.now)


def take(turn: Turn, count: int) -> tuple[list[dict[str, Any]], str]:
    """Take the files of a guess, as many as came last, with the words; or the words alone. The others stay kept.

    Raises Refused when they were taken before.
    """
    stray = turn.notes.stray
    if stray is None or not 0 <= count <= len(stray.files) or not (count or stray.words):
        raise Refused("common.stale")
    split = len(stray.files) - count
    left = Stray(stray.files[:split], "", stray.messages, stray.at, None, stray.about)
    turn.notes.stray = left if left.files else None
    return list(stray.files[split:]), stray.words
