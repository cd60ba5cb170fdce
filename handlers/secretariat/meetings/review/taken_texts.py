"""Buttons on a resolution's card for the passed-over texts that it was made of, and back to the others."""

from __future__ import annotations

from domain.chat.screens import Button, T, Tap
from models.tables.meetings import Resolution
from services.meetings.review import passed_over
from texts.answer_summary import clip

LABEL = 30
"""Characters of a text on a button."""


def rows(resolution: Resolution) -> list[tuple[Button, ...]]:
    """Return a button to put back each text that the resolution took, and one to the texts that still wait."""
    taken = passed_over.taken_into(resolution)
    if not taken:
        return []
    undone = [
        (Button(T("passed.undo", text=clip(one.line, LABEL)), Tap("passed.undo", one.meeting_id, 0, str(one.index))),)
        for one in taken
    ]
    left = len(passed_over.waiting(resolution.meeting))
    more = [(Button(T("passed.more", count=left), Tap("passed", resolution.meeting_id)),)] if left else []
    return [*undone, *more]
