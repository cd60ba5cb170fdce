"""Threads of words and files between a member and the secretariat, as screens and as forms."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

import models.tables.questions
from domain.chat.screens import Button, Personal, Rows, Screen, T, Tap, Text
from domain.forms.engine import Form, Question
from domain.forms.types.answer_types import Files, Words
from handlers.core import attachments as files
from handlers.core.forms import form_filling
from handlers.core.turn import Filled, Turn
from handlers.representative.free_text import into_form
from models.tables.ideas import Idea
from services.directory import members
from services.errors import AnswerRefused, Refused
from texts import wording
from texts.answer_summary import clip

TEXT, FILES = Question("text", Words(), required=False), Question("files", Files(), required=False)
"""The questions of every form that adds to a thread; at least one of them has to be answered."""

ROOM = 3600
"""Characters of one message; a platform takes 4096."""

MOST_ENTRIES = 20
"""The latest entries of a thread that a card shows."""

Line = Text | Personal | str


async def begin(turn: Turn, tap: Tap, form: Form, subject: int | str = "", **about: Any) -> Screen:
    """Open a form of a thread; the button may be for words that were searched for, or for what came unasked."""
    if tap.arg in ("found", "stray"):
        subject = subject or int(turn.now.timestamp())
    found = {TEXT.name: turn.notes.search} if tap.arg == "found" and turn.notes.search else None
    screen = await form_filling.begin(turn, form, subject, answers=found, **about)
    return await into_form.offered(turn, chosen=tap.arg == "stray") or screen


def said(filled: Filled) -> tuple[str, list[Any]]:
    """Return the words and the files of a filled form. Raises Refused when there is neither, to ask for words."""
    text, attached = filled.answers.get("text", ""), filled.answers.get("files", [])
    if not (text or attached):
        raise AnswerRefused("thread.empty", question=TEXT.name)
    return text, attached


async def roles(turn: Turn, person_id: int) -> Text:
    """Return a line with the roles of whoever began a thread, for the secretariat."""
    held = [members.role_of(membership) for membership in await members.of_person(turn.session, person_id)]
    return T("thread.roles", roles=wording.comma_separated(held)) if held else T("thread.left")


def snippet(text: str, attachments: Sequence[dict[str, Any]], most: int) -> Text | str:
    """Return the beginning of what was said, or of the words with its files, in one line."""
    words = " ".join((text or next((file["caption"] for file in attachments if file.get("caption")), "")).split())
    return clip(words, most) if words else T("thread.only_files", count=len(attachments))


def entry(who: Text | Personal, at: datetime, text: Line, attachments: Sequence[Any]) -> list[Line]:
    """Return the lines of one entry: who said it and when, the words, the number of files."""
    lines: list[Line] = ["", T("thread.by", who=who, at=at)]
    if text:
        lines.append(text)
    if attachments:
        lines.append(T("thread.attached", count=len(attachments)))
    return lines


def card(turn: Turn, lines: Sequence[Line], rows: Rows) -> list[Screen]:
    """Return lines as a card, over several messages if they are long, with the buttons under the last."""
    parts: list[list[Line]] = [[]]
    room = ROOM
    for line in lines:
        length = len(turn.voice.plain(line)) + 1
        if length > room:
            parts.append([])
            room = ROOM
        room -= length
        if line or parts[-1]:
            parts[-1].append(line)
    screens = [Screen(T("form.lines", lines=part)) for part in parts]
    screens[-1] = replace(screens[-1], buttons=rows)
    return screens


def files_of(thread: Idea | models.tables.questions.Question) -> list[dict[str, Any]]:
    """Return the files of a thread: of its beginning, then of each entry."""
    return [*thread.attachments, *(file for entry in thread.entries for file in entry.attachments)]


def files_button(thread: Idea | models.tables.questions.Question, tap: str) -> Rows:
    """Return the row with the button to a thread's files, none without any."""
    count = len(files_of(thread))
    return ((Button(T("thread.files", count=count), Tap(tap, thread.id)),),) if count else ()


def file_screens(turn: Turn, what: Text, attachments: Sequence[dict[str, Any]], rows: Rows) -> list[Screen]:
    """Return the files below the card that was tapped, with the way back under the last. Raises Refused for none."""
    if not attachments:
        raise Refused("common.stale")
    turn.fresh = True
    *before, last = files.screens(what, attachments)
    return [*before, replace(last, buttons=rows)]
