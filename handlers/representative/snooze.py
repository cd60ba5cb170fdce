"""Snooze of one obligation's next reminder, by buttons or by a day in words («بعداً یادآوری شود»)."""

from datetime import date

from domain.chat.screens import Screen, T, Tap
from domain.forms.engine import Form, Question
from domain.forms.types.worded_day import LATEST, SoonDay
from handlers.core.forms import form_filling
from handlers.core.navigation import menu_button
from handlers.core.turn import Filled, Reply, Turn
from handlers.representative import tasks
from services.errors import Refused
from services.messaging import buttons
from services.obligations import obligations
from services.reminders import snooze
from services.submissions import task as task_service
from texts import wording

FORM = Form("reminder.snooze", (Question("until", SoonDay()),), at_once=True)


async def ask(turn: Turn, tap: Tap) -> Reply:
    """Ask for the day, below the reminder, which stays."""
    task = await tasks.answerable(turn, tap)
    obligation = await obligations.find(turn.session, tap.id)
    if obligation is None:
        raise Refused("common.stale")
    latest = snooze.longest(turn.organisation, obligation, turn.now)
    title = wording.resolution_name(task.view.number, task.view.item, task.view.meeting_number)
    heading = T("reminder.snooze.heading", title=title, due=wording.due_date(task.view.due, task.view.kind, turn.today))
    turn.fresh = True
    answers = {LATEST: latest}
    return await form_filling.begin(turn, FORM, tap.id, anew=True, answers=answers, heading=turn.voice.plain(heading))


async def sent(turn: Turn, filled: Filled) -> Reply:
    """Put the reminder off until the day."""
    await tasks.answerable(turn, Tap("snooze", filled.subject_id))
    obligation = await obligations.find(turn.session, filled.subject_id)
    if obligation is None:
        raise Refused("common.stale")
    until = date.fromisoformat(filled.answers["until"])
    await snooze.snooze(turn.context, obligation, until)
    task = await task_service.get(turn.session, turn.member, obligation.id)
    title = wording.resolution_name(task.view.number, task.view.item, task.view.meeting_number)
    rows = ((buttons.to_task(obligation.id),), (menu_button(),))
    return Screen(T("reminder.snooze.done", title=title, until=until), rows)
