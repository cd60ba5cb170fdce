"""Files and texts that nothing waits for: kept, and put into the answer or question that the person then chooses."""

from dataclasses import replace
from datetime import timedelta

from domain.access import permissions
from domain.chat.incoming import IncomingKind
from domain.chat.screens import Button, Rows, Screen, T, Tap, Text
from handlers.core.form_input import file_trouble
from handlers.core.navigation import menu_button
from handlers.core.turn import Reply, Turn
from handlers.representative import tasks
from services.conversations.notes import Stray
from services.obligations import obligations
from services.obligations.obligations import View
from services.submissions import task as task_service

STRAY_FOR = timedelta(hours=1)
"""Time within which the person can choose the obligation that the input is for."""

MANY_WORDS, TOO_MANY_WORDS = 25, 3000
"""The least characters of a text that may be a report, and the most that a report takes."""

QUESTION_MARKS = "؟?"
"""A text with one of these may be shorter: it is a question."""


async def offer(turn: Turn) -> Reply:
    """Ask which obligation an unsolicited file or text is for, or if it is a question. None when it can be neither."""
    bad = [file for file in turn.incoming.files if file.trouble]
    if bad and len(bad) == len(turn.incoming.files):
        return Screen(file_trouble(turn, bad), ((menu_button(),),))
    views, asks = await _answerable(turn), permissions.asks_secretariat(turn.member)
    stray = _to_keep(turn) if views or asks else None
    if stray is None:
        return None
    turn.notes.stray = stray
    lines = [file_trouble(turn, bad)] if bad else []
    lines.append(_received(stray))
    rows: Rows = ()
    if views:
        lines.append(T("tasks.offer"))
        rows = tasks.choices(turn, views, "report", 0, "report.choose")
    if asks:
        lines.append(T("question.offer"))
        ask, tell = Tap("question.new", arg="stray"), Tap("idea.new", arg="stray")
        rows = (*rows, (Button(T("menu.question"), ask), Button(T("menu.idea"), tell)))
    return Screen(T("form.lines", lines=lines), (*rows, (menu_button(),)))


def _received(stray: Stray) -> Text:
    """Return the text that names all that is kept: words, files or both."""
    if not stray.files:
        return T("thread.received_words")
    return T("thread.received_both" if stray.words else "thread.received_files", count=len(stray.files))


async def _answerable(turn: Turn) -> list[View]:
    """Return the open obligations that the person may answer for the active agency."""
    membership = turn.member.active
    if membership is None or membership.agency_id is None:
        return []
    if not await task_service.may_answer(turn.session, turn.member, membership.agency_id):
        return []
    return await obligations.open_of_agency(turn.session, membership.agency_id)


def _to_keep(turn: Turn) -> Stray | None:
    """Return what a later report may use of an input and of those shortly before; None for nothing."""
    incoming = turn.incoming
    before = waiting(turn) or Stray((), "", (), turn.now)
    text = incoming.text.strip() if incoming.kind in (IncomingKind.TEXT, IncomingKind.FILES) else ""
    telling = len(text) >= MANY_WORDS or any(mark in text for mark in QUESTION_MARKS)
    words = text if telling and len(text) <= TOO_MANY_WORDS else ""
    caption = "" if words else text
    files = [replace(file, caption=caption).to_json() for file in incoming.files if not file.trouble]
    if not files and not words:
        return None
    return Stray(
        (*before.files, *files),
        words or before.words,
        (*before.messages, incoming.source),
        turn.now + STRAY_FOR,
    )


def waiting(turn: Turn) -> Stray | None:
    """Return the unsolicited input of a short while ago that still has no obligation, else None."""
    stray = turn.notes.stray
    return stray if stray and turn.now < stray.until else None


def taken(turn: Turn) -> Stray | None:
    """Take the unsolicited input for a form of its own, so that no other gets it too."""
    stray = waiting(turn)
    turn.notes.stray = None
    return stray
