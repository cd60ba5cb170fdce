"""Files and long texts that nothing waits for: kept, and put into the answer that the person then chooses."""

from dataclasses import replace
from datetime import timedelta

from domain.chat.incoming import IncomingKind
from domain.chat.screens import Screen, T
from handlers.core.form_input import file_trouble
from handlers.core.navigation import menu_button
from handlers.core.turn import Reply, Turn
from handlers.representative import tasks
from services.conversations.notes import Stray
from services.obligations import obligations
from services.submissions import task as task_service

STRAY_FOR = timedelta(hours=1)
"""Time within which the person can choose the obligation that the input is for."""

MANY_WORDS, TOO_MANY_WORDS = 25, 3000
"""The least characters of a text that may be a report, and the most that a report takes."""


async def offer(turn: Turn) -> Reply:
    """Ask which obligation an unsolicited file or long text is for. None when it can be for none."""
    bad = [file for file in turn.incoming.files if file.trouble]
    if bad and len(bad) == len(turn.incoming.files):
        return Screen(file_trouble(turn, bad), ((menu_button(),),))
    membership = turn.member.active
    if (
        membership is None
        or membership.agency_id is None
        or not await task_service.may_answer(turn.session, turn.member, membership.agency_id)
    ):
        return None
    views = await obligations.open_of_agency(turn.session, membership.agency_id)
    stray = _to_keep(turn)
    if not views or stray is None:
        return None
    turn.notes.stray = stray
    question = T("tasks.offer_files", count=len(stray.files)) if stray.files else T("tasks.offer_words")
    lines = [file_trouble(turn, bad), question] if bad else [question]
    rows = tasks.choices(turn, views, "report", 0, "report.choose")
    return Screen(T("form.lines", lines=lines), (*rows, (menu_button(),)))


def _to_keep(turn: Turn) -> Stray | None:
    """Return what a later report may use of an input and of those shortly before; None for nothing."""
    incoming = turn.incoming
    before = waiting(turn) or Stray((), "", (), turn.now)
    text = incoming.text.strip() if incoming.kind in (IncomingKind.TEXT, IncomingKind.FILES) else ""
    words = text if MANY_WORDS <= len(text) <= TOO_MANY_WORDS else ""
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
