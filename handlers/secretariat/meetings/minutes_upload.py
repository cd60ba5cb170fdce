"""/minutes: a meeting's minutes come in, as a Word or text file or pasted, and are read outside the chat's turn."""

from __future__ import annotations

from typing import Any

from domain.chat.screens import Button, Screen, T, Tap
from domain.forms.answer_types import Material
from domain.forms.engine import Form, Question
from handlers.core import form_filling
from handlers.core.navigation import menu_button
from handlers.core.turn import Filled, Reply, Turn
from handlers.secretariat.meetings import minutes_review
from services.conversations.notes import OfferedFile
from services.errors import Refused
from services.meetings import meetings
from services.queues import jobs

FORM = Form("minutes", (Question("document", Material()),), at_once=True)

READABLE = (".docx", ".txt", ".doc", ".odt", ".rtf", ".pdf")
"""Files that may be meant as minutes, whether they can be read or need a word about how."""


async def start(turn: Turn) -> Reply:
    """/minutes."""
    return await form_filling.begin(turn, FORM)


async def open_form(turn: Turn, tap: Tap) -> Reply:
    """The button of it."""
    return await form_filling.begin(turn, FORM)


async def given(turn: Turn, filled: Filled) -> Reply:
    """One file, or the text in the order in which it was pasted."""
    material = filled.answers["document"]
    match material["files"]:
        case []:
            return await _read(turn, {"text": "\n".join(material["texts"])})
        case [file]:
            return await _read(turn, {"hash": file["hash"], "name": file["name"]})
        case _:
            raise Refused("minutes.one_file")


async def _read(turn: Turn, params: dict[str, Any]) -> Screen:
    params = {**params, "calendar": turn.organisation.calendar.to_json()}
    chat, person_id = turn.incoming.chat, turn.member.person_id
    job_id = await jobs.start(turn.session, "minutes", chat, person_id, params, turn.now)
    return Screen(T("minutes.reading"), ((Button(T("minutes.stop"), Tap("minutes.stop", job_id)),),))


async def stop(turn: Turn, tap: Tap) -> Reply:
    """«لغو» while it is read."""
    stopped = await jobs.cancel(turn.session, tap.id, turn.member.person_id, turn.now)
    return Screen(T("minutes.stopped" if stopped else "minutes.read_already"), ((_again(),), (menu_button(),)))


async def read(turn: Turn, job_id: int) -> Reply:
    """What was read goes into review; minutes that came before ask first."""
    try:
        result = await jobs.result(turn.session, job_id)
    except Refused as refused:
        return Screen(refused.text, ((_again(),), (menu_button(),)))
    before = await meetings.known(turn.session, result["fingerprint"])
    if before is None:
        return await _taken_in(turn, result)
    text = T("minutes.known", title=before.title or T("meeting.untitled"), at=before.created_at)
    known = Button(T("minutes.open_known"), Tap("meeting", before.id))
    anew = Button(T("minutes.anew"), Tap("minutes.anew", job_id, before.id))
    return Screen(text, ((known,), (anew,), (menu_button(),)))


async def anew(turn: Turn, tap: Tap) -> Reply:
    """The same minutes once more, as a meeting of their own; a second tap opens what the first one made."""
    result = await jobs.result(turn.session, tap.id)
    if "fingerprint" not in result:
        raise Refused("common.stale")
    latest = await meetings.known(turn.session, result["fingerprint"])
    if latest and latest.id != tap.version:
        turn.toast = T("common.stale")
        return await minutes_review.screen(turn, latest)
    return await _taken_in(turn, result)


async def _taken_in(turn: Turn, result: dict[str, Any]) -> Screen:
    meeting = await meetings.take_in(turn.context, result)
    return await minutes_review.screen(turn, meeting, T("reading.read"))


async def offer(turn: Turn) -> Reply:
    """A document that nothing waits for, from a secretary: is it minutes? None when it can't be."""
    files = [file for file in turn.incoming.files if not file.trouble]
    if not turn.member.secretary or len(files) != 1 or not files[0].name.lower().endswith(READABLE):
        return None
    turn.notes.minutes = OfferedFile(files[0].hash, files[0].name)
    yes = Button(T("minutes.yes"), Tap("minutes.file"))
    return Screen(T("minutes.offer", name=files[0].name), ((yes,), (menu_button(),)))


async def take_file(turn: Turn, tap: Tap) -> Reply:
    """It is minutes."""
    if turn.notes.minutes is None:
        raise Refused("common.stale")
    return await _read(turn, turn.notes.minutes.to_json())


def _again() -> Button:
    return Button(T("minutes.again"), Tap("minutes"))
