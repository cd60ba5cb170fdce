"""Corrections of one resolution: its text, sub-items and deadline; split, merged with the next, or added."""

from __future__ import annotations

import re

from domain.chat.screens import Button, Screen, T, Tap, Text
from domain.deadlines import Deadline, DeadlineKind
from domain.deadlines.periods import to_stored
from domain.forms.answer_types import Words
from domain.forms.engine import Finish, Form, Question
from handlers.core import form_filling
from handlers.core.turn import Filled, Reply, Turn
from handlers.secretariat.meetings import resolution_card as card
from models.tables.meetings import Resolution
from services.conversations.notes import DeadlinePhrase
from services.errors import Refused
from services.meetings import meetings, resolutions
from texts import wording
from texts.answer_summary import clip

TEXT = Form("reading.text_form", (Question("text", Words(4000)),), at_once=True)
ITEMS = Form("reading.items_form", (Question("lines", Words(4000), required=False),), at_once=True)
DEADLINE = Form("reading.deadline_form", (Question("phrase", Words(300)),), at_once=True)
SPLIT = Form("reading.split_form", (Question("second", Words(4000)),), at_once=True)
ADD = Form(
    "reading.add_form",
    (Question("text", Words(4000)), Question("phrase", Words(300), required=False)),
    finish=Finish.RECORD,
)
LONGEST = 2500
"""Characters of the text to be corrected, which is shown to be copied."""

_ITEM = re.compile(r"^\s*([^\s:)\-–.]{1,12})\s*[:)\-–.]\s*(\S.*)$")


async def text(turn: Turn, tap: Tap) -> Reply:
    """Ask for the corrected text, with the old one to copy («متن»)."""
    resolution = await resolutions.get(turn.session, tap.id)
    return await _ask(turn, TEXT, resolution, clip(resolution.text, LONGEST))


async def text_sent(turn: Turn, filled: Filled) -> Reply:
    """Store the corrected text."""
    resolution = await resolutions.get(turn.session, filled.subject_id)
    await resolutions.set_text(turn.context, resolution, filled.answers["text"])
    return await card.screen(turn, resolution.id, T("reading.text_set"))


async def items(turn: Turn, tap: Tap) -> Reply:
    """Ask for the corrected sub-items, a line each with its label («بندها»)."""
    resolution = await resolutions.get(turn.session, tap.id)
    lines = "\n".join(f"{item['label']}: {item['text']}" for item in resolution.items)
    return await _ask(turn, ITEMS, resolution, clip(lines, LONGEST))


async def items_sent(turn: Turn, filled: Filled) -> Reply:
    """Store the corrected sub-items; no answer means none."""
    resolution = await resolutions.get(turn.session, filled.subject_id)
    found: dict[str, str] = {}
    for line in filled.answers.get("lines", "").splitlines():
        match = _ITEM.match(line)
        if match is None or match[1] in found:
            raise Refused("reading.item_unclear", line=clip(line, 80))
        found[match[1]] = match[2]
    await resolutions.set_items(turn.context, resolution, list(found.items()))
    return await card.screen(turn, resolution.id, T("reading.items_set"))


async def deadline(turn: Turn, tap: Tap) -> Reply:
    """Ask for another deadline phrase («مهلت»)."""
    resolution = await resolutions.get(turn.session, tap.id)
    return await _ask(turn, DEADLINE, resolution, resolution.phrase)


async def deadline_sent(turn: Turn, filled: Filled) -> Reply:
    """Show the meaning of the deadline phrase, to be confirmed."""
    resolution = await resolutions.get(turn.session, filled.subject_id)
    phrase = filled.answers["phrase"]
    meaning = _understood(turn, resolution, phrase)
    turn.notes.phrase = DeadlinePhrase(resolution.id, phrase)
    lines: list[Text | str] = [
        T("reading.phrase_means", phrase=phrase, meaning=card.deadline_meaning(to_stored(meaning), meaning.due)),
        *(T("resolution.assumed", assumed=assumed) for assumed in meaning.assumed),
    ]
    take = Button(T("reading.phrase_take"), Tap("res.deadline_take", resolution.id, resolution.version))
    again = Button(T("reading.phrase_again"), Tap("res.deadline", resolution.id))
    back = Button(T("reading.phrase_leave"), Tap("res", resolution.id))
    return Screen(T("form.lines", lines=lines), ((take,), (again, back)))


async def deadline_confirmed(turn: Turn, tap: Tap) -> Reply:
    """Store the deadline («همین مهلت ثبت شود»)."""
    resolution = await card.unchanged(turn, tap)
    noted, turn.notes.phrase = turn.notes.phrase, None
    if resolution is None or noted is None or noted.resolution != tap.id:
        turn.toast = T("common.stale")
        return await card.screen(turn, tap.id)
    meaning = _understood(turn, resolution, noted.words)
    await resolutions.set_deadline(turn.context, resolution, noted.words, meaning)
    return await card.screen(turn, resolution.id, T("reading.deadline_set"))


def _understood(turn: Turn, resolution: Resolution, phrase: str) -> Deadline:
    return resolutions.interpret_deadline(turn.organisation, resolution.meeting, phrase, turn.today)


async def split(turn: Turn, tap: Tap) -> Reply:
    """Ask for the text of the second part («تفکیک»)."""
    resolution = await resolutions.get(turn.session, tap.id)
    return await _ask(turn, SPLIT, resolution, clip(resolution.text, LONGEST))


async def split_sent(turn: Turn, filled: Filled) -> Reply:
    """Split the resolution in two."""
    resolution = await resolutions.get(turn.session, filled.subject_id)
    other = await resolutions.split(turn.context, resolution, filled.answers["second"])
    return await card.screen(turn, other.id, T("reading.split_done", number=resolution.number))


async def merge(turn: Turn, tap: Tap) -> Reply:
    """Merge the resolution with the next («ادغام با بعدی»)."""
    resolution = await card.unchanged(turn, tap)
    if resolution is None:
        return await card.screen(turn, tap.id)
    await resolutions.merge_next(turn.context, resolution)
    return await card.screen(turn, resolution.id, T("reading.merged"))


async def add(turn: Turn, tap: Tap) -> Reply:
    """Ask for the text and the deadline of a new resolution («افزودن مصوبه»); owners are added on its card."""
    meeting = await meetings.get(turn.session, tap.id)
    return await form_filling.begin(turn, ADD, meeting.id, heading=clip(meeting.title, 120))


async def add_sent(turn: Turn, filled: Filled) -> Reply:
    """Add the resolution, and show its card («ثبت»)."""
    meeting = await meetings.get(turn.session, filled.subject_id)
    phrase = filled.answers.get("phrase", "")
    meaning = (
        resolutions.interpret_deadline(turn.organisation, meeting, phrase, turn.today)
        if phrase
        else Deadline(DeadlineKind.NONE, rule="none")
    )
    resolution = await resolutions.add(turn.context, meeting, filled.answers["text"], phrase, meaning)
    return await card.screen(turn, resolution.id, T("reading.added"))


async def _ask(turn: Turn, form: Form, resolution: Resolution, now: str) -> Screen:
    title = turn.voice.plain(wording.resolution_name(resolution.number, ""))
    return await form_filling.begin(turn, form, resolution.id, heading=f"{title}\n{now}" if now else title)
