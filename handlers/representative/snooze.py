"""Snooze of one obligation's next reminder by one, two or three days («بعداً یادآوری شود»)."""

from __future__ import annotations

from domain.chat.screens import Button, Screen, T, Tap
from handlers.core.turn import Reply, Turn
from services.errors import Refused
from services.messaging import buttons
from services.obligations import obligations
from services.reminders import snooze
from services.submissions import task as tasks
from texts import wording


async def ask(turn: Turn, tap: Tap) -> Reply:
    """Ask for the number of days; a tap that carries it snoozes the reminder."""
    task = await tasks.get(turn.session, turn.member, tap.id)
    obligation = await obligations.find(turn.session, tap.id)
    if obligation is None or not task.mine:
        raise Refused("common.not_yours")
    title = wording.resolution_name(task.view.number, task.view.item)
    back = (buttons.to_task(tap.id),)
    if tap.arg.isdecimal():
        until = await snooze.snooze(turn.context, obligation, tap.place)
        return Screen(T("reminder.snooze.done", title=title, until=until), (back,))
    longest = snooze.longest(turn.organisation, obligation, turn.now)
    days = tuple(
        Button(T("reminder.snooze.days", days=days), Tap("snooze", tap.id, tap.version, str(days)))
        for days in range(1, longest + 1)
    )
    due = wording.due_date(task.view.due, task.view.kind, turn.today)
    return Screen(T("reminder.snooze.ask", title=title, due=due), (days, back))
