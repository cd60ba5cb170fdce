"""Corrections of one resolution: its text, sub-items and deadline; split, merged with the next, or added."""

from __future__ import annotations

import re

from domain.chat.incoming import IncomingKind
from domain.chat.screens import Button, Screen, T, Tap, Text
from domain.deadlines import Deadline, DeadlineKind
from domain.deadlines.periods import to_stored
from domain.forms.engine import Finish, Form, Question
from domain.forms.types.answer_types import Choice, Words
from handlers.core.forms import form_filling
from handlers.core.turn import Filled, Reply, Turn
from handlers.secretariat.meetings.review import resolution_card as card
from models.tables.meetings import Resolution, ResolutionState
from services.conversations.notes import DeadlinePhrase
from services.errors import Refused
from services.meetings import deadline_changes, meetings, resolutions, text_changes
from texts import wording
from texts.answer_summary import clip

TEXT = Form("reading.text_form", (Question("text", Words(4000)),), at_once=True)
ITEMS = Form("reading.items_form", (Question("lines", Words(4000), required=False),), at_once=True)
_TELL = Question("tell", Choice(("owners", "nobody")))
ISSUED_TEXT = Form("reading.issued_text_form", (Question("text", Words(4000)), _TELL), finish=Finish.RECORD)
ISSUED_ITEMS = Form(
    "reading.issued_items_form", (Question("lines", Words(4000), required=False), _TELL), finish=Finish.RECORD
)
"""The same of a resolution that is binding: its owners may be told, and nothing changes before «ثبت»."""
REMARK = Form("reading.remark_form", (Question("text", Words(2000), required=False),), at_once=True)
DEADLINE = Form("reading.deadline_form", (Question("phrase", Words(300)),), at_once=True)
SPLIT = Form("reading.split_form", (Question("second", Words(4000)),), at_once=True)
ADD = Form(
    "reading.add_form",
    (Question("text", Words(4000)), Question("phrase", Words(300), required=False)),
    finish=Finish.RECORD,
)
LONGEST_PHRASE = 60
"""Characters of a typed text that may be a deadline."""
LONGEST = 2500
"""Characters of the text to be corrected, which is shown to be copied."""

_ITEM = re.compile(r"^\s*([^\s:)\-–.]{1,12})\s*[:)\-–.]\s*(\S.*)$")


async def text(turn: Turn, tap: Tap) -> Reply:
    """Ask for the corrected text, with the old one to copy («متن»); of a binding one, whether its owners are told."""
    resolution = await resolutions.get(turn.session, tap.id)
    return await _ask(turn, TEXT, resolution, resolution.text, ISSUED_TEXT)


async def text_sent(turn: Turn, filled: Filled) -> Reply:
    """Store the corrected text, unless a colleague corrected the one that was shown."""
    resolution = await _resolution(turn, filled)
    if filled.changed_since(resolution.text):
        turn.late = True
        return await card.screen(turn, resolution.id, T("reading.written_meanwhile"))
    tell = filled.answers.get("tell") == "owners"
    await resolutions.set_text(turn.context, resolution, filled.answers["text"], tell=tell)
    return await card.screen(turn, resolution.id, T("reading.text_told" if tell else "reading.text_set"))


async def items(turn: Turn, tap: Tap) -> Reply:
    """Ask for the corrected sub-items, a line each with its label («بندها»)."""
    resolution = await resolutions.get(turn.session, tap.id)
    return await _ask(turn, ITEMS, resolution, _lines_of(resolution), ISSUED_ITEMS)


def _lines_of(resolution: Resolution) -> str:
    return "\n".join(f"{item['label']}: {item['text']}" for item in resolution.items)


async def items_sent(turn: Turn, filled: Filled) -> Reply:
    """Store the corrected sub-items, unless a colleague corrected those that were shown; no answer means none."""
    resolution = await _resolution(turn, filled)
    if filled.changed_since(_lines_of(resolution)):
        turn.late = True
        return await card.screen(turn, resolution.id, T("reading.written_meanwhile"))
    found: dict[str, str] = {}
    for line in filled.answers.get("lines", "").splitlines():
        match = _ITEM.match(line)
        if match is None or match[1] in found:
            raise Refused("reading.item_unclear", line=clip(line, 80))
        found[match[1]] = match[2]
    tell = filled.answers.get("tell") == "owners"
    await resolutions.set_items(turn.context, resolution, list(found.items()), tell=tell)
    return await card.screen(turn, resolution.id, T("reading.items_told" if tell else "reading.items_set"))


async def remark(turn: Turn, tap: Tap) -> Reply:
    """Ask for the corrected remark («ملاحظات»)."""
    resolution = await resolutions.get(turn.session, tap.id)
    return await _ask(turn, REMARK, resolution, resolution.remark)


async def remark_sent(turn: Turn, filled: Filled) -> Reply:
    """Store the corrected remark, unless a colleague corrected the one that was shown; no answer means none."""
    resolution = await _resolution(turn, filled)
    if filled.changed_since(resolution.remark):
        turn.late = True
        return await card.screen(turn, resolution.id, T("reading.written_meanwhile"))
    await resolutions.set_remark(turn.context, resolution, filled.answers.get("text", ""))
    return await card.screen(turn, resolution.id, T("reading.remark_set"))


async def deadline(turn: Turn, tap: Tap) -> Reply:
    """Ask for another deadline phrase («مهلت»)."""
    resolution = await resolutions.get(turn.session, tap.id)
    return await _ask(turn, DEADLINE, resolution, resolution.phrase)


async def deadline_sent(turn: Turn, filled: Filled) -> Reply:
    """Show the meaning of the deadline phrase, to be confirmed."""
    resolution = await _resolution(turn, filled)
    return await _meaning_screen(turn, resolution, filled.answers["phrase"])


async def offer(turn: Turn) -> Reply:
    """Take a typed text for the deadline of the resolution whose card or deadline was shown last; None for any other
    text.
    """
    noted, text = turn.notes.phrase, turn.incoming.text
    if noted is None or turn.incoming.kind is not IncomingKind.TEXT or len(text) > LONGEST_PHRASE:
        return None
    if not turn.member.secretary:
        return None
    try:
        resolution = await resolutions.get(turn.session, noted.resolution)
        resolutions.check_open(resolution)
        return await _meaning_screen(turn, resolution, text)
    except Refused:
        return None


async def _meaning_screen(turn: Turn, resolution: Resolution, phrase: str) -> Screen:
    """Show the meaning of a phrase beside the deadline that stands, what it would move, and a day off by its name."""
    meaning = _understood(turn, resolution, phrase)
    turn.notes.phrase = DeadlinePhrase(resolution.id, phrase)
    lines: list[Text | str] = [
        wording.resolution_name(resolution.number, ""),
        T("reading.phrase_means", phrase=phrase, meaning=card.deadline_meaning(to_stored(meaning), meaning.due)),
        *(T("resolution.assumed", assumed=assumed) for assumed in meaning.assumed),
    ]
    if meaning.due and (off := wording.day_off(meaning.due, turn.organisation.calendar)):
        lines.append(off)
    if resolution.state is ResolutionState.ACTIVE:
        now = card.deadline_meaning(resolution.deadline, resolution.period_due or resolution.due)
        count = await deadline_changes.count_moved(turn.session, resolution.id)
        lines.append(T("reading.phrase_moves", now=now, count=count))
    take = Button(T("reading.phrase_take"), Tap("res.deadline_take", resolution.id, resolution.version))
    again = Button(T("reading.phrase_again"), Tap("res.deadline", resolution.id))
    back = Button(T("reading.phrase_leave"), Tap("res", resolution.id))
    return Screen(T("form.lines", lines=lines), ((take,), (again, back)))


async def deadline_confirmed(turn: Turn, tap: Tap) -> Reply:
    """Store the deadline («همین مهلت ثبت شود»)."""
    resolution = await card.unchanged(turn, tap)
    noted, turn.notes.phrase = turn.notes.phrase, None
    if resolution is None or noted is None or noted.resolution != tap.id or not noted.words:
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
    return await _ask(turn, SPLIT, resolution, resolution.text)


async def split_sent(turn: Turn, filled: Filled) -> Reply:
    """Split the resolution in two, unless a colleague corrected the text that was shown."""
    resolution = await _resolution(turn, filled)
    if filled.changed_since(resolution.text):
        turn.late = True
        return await card.screen(turn, resolution.id, T("reading.written_meanwhile"))
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


async def _ask(turn: Turn, form: Form, resolution: Resolution, now: str, issued: Form | None = None) -> Screen:
    """Open a form under the resolution's name and what stands now; ``issued`` in its place for a binding one.

    What stands is kept with the form, for ``Filled.changed_since``, and whether it was binding.
    """
    lines: list[Text | str] = [wording.resolution_name(resolution.number, "")]
    binding = resolution.state in resolutions.BINDING
    if issued and resolution.state is ResolutionState.ACTIVE:
        form = issued
        count = len(await text_changes.concerned(turn.context, resolution.id))
        lines.append(T("reading.issued_already", count=count))
    heading = turn.voice.plain(T("form.lines", lines=[*lines, *([clip(now, LONGEST)] if now else [])]))
    return await form_filling.begin(turn, form, resolution.id, heading=heading, before=now, binding=binding)


async def _resolution(turn: Turn, filled: Filled) -> Resolution:
    """Load what a form is about. Raises Ended when it was dropped meanwhile, or its words became binding unasked."""
    resolution = await resolutions.get(turn.session, filled.subject_id)
    resolutions.check_open(resolution, binding=filled.form not in (TEXT, ITEMS) or filled.about.get("binding", False))
    return resolution
