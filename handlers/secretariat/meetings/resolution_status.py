"""The status of a whole resolution, which a secretary sets for a reason and takes back («تعیین وضعیت مصوبه»)."""

from __future__ import annotations

from domain.chat.screens import Button, Personal, Screen, T, Tap, Text
from domain.forms.engine import Finish, Form, Question
from domain.forms.types.answer_types import Choice, Words
from handlers.core.forms import form_filling
from handlers.core.turn import Filled, Reply, Turn
from handlers.secretariat.meetings.review import resolution_card as card
from models.tables.meetings import OwnStatus, Resolution
from services.directory import members
from services.meetings import resolutions
from services.obligations import resolution_status
from services.obligations.resolution_status import Judgement
from texts import wording
from texts.answer_summary import clip

LONGEST = 200
"""The most characters of a reason on a line."""
MOST = 20
"""The most lines of the history."""

FORM = Form(
    "own_status.form",
    (
        Question("status", Choice(("done", "under_way", "not_begun", "overdue", "stopped"))),
        Question("reason", Words(500)),
    ),
    finish=Finish.RECORD,
)


async def ask(turn: Turn, tap: Tap) -> Reply:
    """Ask for the status and the reason; a status that was set before is named, for this one takes its place."""
    resolution = await resolutions.get(turn.session, tap.id)
    heading: Personal | str = turn.voice.plain(_name(resolution))
    judged = await resolution_status.judgements(turn.session, resolution.id) if resolution.set_status else []
    if judged:
        now = T("form.lines", lines=[heading, _line("own_status.now", judged[-1])])
        heading = Personal(turn.voice.plain(now), T("privacy.withheld"))
    return await form_filling.begin(turn, FORM, resolution.id, heading=heading)


def _name(resolution: Resolution) -> Text:
    return wording.resolution_name(resolution.number, "", resolution.meeting.number)


async def sent(turn: Turn, filled: Filled) -> Reply:
    """Set the status («ثبت»), and say which one was there before."""
    status, reason = OwnStatus(filled.answers["status"]), filled.answers["reason"]
    resolution, before = await resolution_status.override(turn.context, filled.subject_id, status, reason)
    lines: list[Text | str] = [T("own_status.set"), *([_line("own_status.before", before)] if before else [])]
    return await card.screen(turn, resolution.id, T("form.lines", lines=lines))


def _line(key: str, judgement: Judgement) -> Text:
    """Return a judgement in words: the status, the reason, by whom and when."""
    status = T(f"own_status.{judgement.status or 'automatic'}")
    reason = clip(" ".join(judgement.reason.split()), LONGEST)
    words = T("own_status.with_reason", status=status, reason=reason) if reason else status
    by = members.colleague(judgement.by) if judgement.by else T("own_status.secretariat")
    return T(key, status=words, by=by, at=judgement.at)


async def show_history(turn: Turn, tap: Tap) -> Reply:
    """Show every status that the secretariat set, the newest first («سابقهٔ وضعیت»)."""
    resolution = await resolutions.get(turn.session, tap.id)
    told = (await resolution_status.judgements(turn.session, resolution.id))[::-1]
    lines: list[Text | str] = [
        T("own_status.history", title=_name(resolution)),
        "",
    ]
    lines += [_line("own_status.row", judgement) for judgement in told[:MOST]] or [T("own_status.never")]
    back = Button(T("own_status.back"), Tap("res", resolution.id))
    return Screen(T("form.lines", lines=lines), ((back,),))


async def take_back(turn: Turn, tap: Tap) -> Reply:
    """Return to the status that is worked out («بازگشت به وضعیت خودکار»)."""
    resolution = await card.unchanged(turn, tap)
    if resolution is None or not resolution.set_status:
        return await card.screen(turn, tap.id)
    judged = await resolution_status.judgements(turn.session, resolution.id)
    await resolution_status.take_back(turn.context, resolution.id)
    lines = [T("own_status.taken_back"), *(_line("own_status.before", last) for last in judged[-1:])]
    return await card.screen(turn, resolution.id, T("form.lines", lines=lines))
