"""The next meeting that a person is invited to, shown to whoever writes of a meeting, with the buttons of a reply."""

import re

from domain.access import permissions
from domain.chat.free_text import is_question
from domain.chat.screens import Rows, T, Text
from domain.persian.colloquial import written
from handlers.core.turn import Turn
from services.planning import message, replies

_MEETING = re.compile(r"\bجلسه(?! (?:\d|شماره|\w+م\b))")
"""A meeting; «جلسهٔ ۵» is one that was held."""


async def next_meeting(turn: Turn, words: str) -> tuple[list[Text | str], Rows]:
    """Return the lines and buttons of the next meeting; without one, a question is told so."""
    if not _MEETING.search(written(words)) or permissions.reads_all(turn.member):
        return [], ()
    found = await replies.coming(turn.context, turn.member.person_id)
    if found is None:
        return ([T("rsvp.none_coming")] if is_question(words) else []), ()
    plan, invitee = found
    lines = [*message.details(turn.organisation, plan), message.reply(invitee)]
    return lines, message.reply_buttons(plan, invitee.reply)
