"""A file or a long text that nothing waits for: kept, and put into the answer that it turns out to be for."""

from dataclasses import replace
from datetime import timedelta

from domain.chat.incoming import Kind
from domain.chat.screens import Screen, T
from handlers.core.form_input import file_trouble
from handlers.core.navigation import menu_button
from handlers.core.turn import Reply, Turn
from handlers.representative import tasks
from services.conversations.notes import Stray
from services.obligations import obligations
from services.submissions import task

STRAY_FOR = timedelta(hours=1)
"""Time within which its obligation can be named."""

MANY_WORDS, TOO_MANY_WORDS = 25, 3000
"""From how many characters on a text may be a report, and up to how many a report takes it."""


async def offer(turn: Turn) -> Reply:
    """For a file or a long text that nothing waits for: which obligation is it for? None when it can be for none."""
    bad = [file for file in turn.incoming.files if file.trouble]
    if bad and len(bad) == len(turn.incoming.files):
        return Screen(file_trouble(turn, bad), ((menu_button(),),))
    held = turn.member.active
    if held is None or held.agency_id is None or not await task.may_answer(turn.session, turn.member, held.agency_id):
        return None
    views = await obligations.open_of_agency(turn.session, held.agency_id)
    stray = _kept(turn)
    if not views or stray is None:
        return None
    turn.notes.stray = stray
    question = T("tasks.offer_files", count=len(stray.files)) if stray.files else T("tasks.offer_words")
    lines = [file_trouble(turn, bad), question] if bad else [question]
    rows = tasks.choices(turn, views, "report", 0, "report.choose")
    return Screen(T("form.lines", lines=lines), (*rows, (menu_button(),)))


def _kept(turn: Turn) -> Stray | None:
    """Return what to keep of an input for a report to come, with what came shortly before; None for nothing."""
    incoming = turn.incoming
    before = waiting(turn) or Stray((), "", (), turn.now)
    said = incoming.text.strip() if incoming.kind in (Kind.TEXT, Kind.FILES) else ""
    words = said if MANY_WORDS <= len(said) <= TOO_MANY_WORDS else ""
    caption = "" if words else said
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
    """Return what came unasked for a short while ago and has no obligation yet."""
    stray = turn.notes.stray
    return stray if stray and turn.now < stray.until else None
