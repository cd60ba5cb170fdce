"""The secretary's ways to follow up one obligation, with its history («پیگیری این اقدام»)."""

from domain.chat.screens import Button, Rows, Screen, T, Tap, Text
from domain.deadlines import DeadlineKind
from domain.forms.engine import Form
from handlers.core.forms import form_filling
from handlers.core.navigation import menu_button
from handlers.core.turn import Reply, Turn
from handlers.representative import tasks
from handlers.representative.extension_line import outcome
from models.tables.followup import EscalationTarget
from services.obligations import history
from services.reminders.reminders_now import ReminderScope
from services.submissions import task as task_service
from services.submissions.task import Task
from texts import wording
from texts.answer_summary import clip

SHORT = 200
"""Characters of the obligation's text."""
MOST_EVENTS = 10
"""The latest events of an obligation that its screen names."""


async def show(turn: Turn, tap: Tap) -> Reply:
    """Show one obligation's history, and what can be done about it."""
    return await screen(turn, tap.id)


async def screen(turn: Turn, obligation_id: int, news: Text | None = None) -> Screen:
    """Return the screen of an obligation's follow-up, under the news of what was just done."""
    task = await task_service.get(turn.session, turn.member, obligation_id)
    lines: list[Text | str] = [news, ""] if news else []
    lines += [*head(turn, task), "", *await _history(turn, task)]
    return Screen(T("form.lines", lines=lines), (*_buttons(turn, task), *_back(task)))


async def begin(turn: Turn, form: Form, tap: Tap) -> Reply:
    """Ask what a form asks about one obligation; one that was answered meanwhile is shown as it is."""
    task = await task_service.get(turn.session, turn.member, tap.id)
    if not task.is_open:
        return tasks.show_answered(turn, task)
    turn.fresh = True
    heading = turn.voice.plain(T("form.lines", lines=head(turn, task)))
    return await form_filling.begin(turn, form, tap.id, heading=heading, agency=task.view.agency_id)


def head(turn: Turn, task: Task) -> list[Text | str]:
    """Return the lines that say which obligation it is, whose, and when it is due."""
    view = task.view
    return [
        T("chase.head", agency=view.agency, title=wording.resolution_name(view.number, view.item, view.meeting_number)),
        clip(" ".join(view.text.split()), SHORT),
        T("tasks.deadline", due=wording.due_date(view.due, view.kind, turn.today)),
    ]


async def _history(turn: Turn, task: Task) -> list[Text | str]:
    events = await history.events(turn.session, task.view.id)
    events += [(extension.decided_at or extension.asked_at, outcome(extension)) for extension in task.extensions]
    lines = [line for _, line in sorted(events, key=lambda event: event[0])]
    return [T("chase.history"), *lines[-MOST_EVENTS:]] if lines else [T("chase.no_history")]


def _buttons(turn: Turn, task: Task) -> Rows:
    view = task.view
    if not task.is_open or not turn.member.secretary:
        return ()
    rows: list[tuple[Button, ...]] = [
        (Button(T("now.button"), Tap("now", view.id, arg=ReminderScope.ONE.value)),),
    ]
    if view.kind is not DeadlineKind.CONTINUOUS:
        rows.append((Button(T("chase.date"), Tap("date", view.id, view.version)),))
    rows.append((Button(T("chase.move"), Tap("move", view.id, view.version)),))
    rows += [
        (Button(T(f"escalation.button_{target}"), Tap("escalate", view.id, view.version, target.value)),)
        for target in EscalationTarget
    ]
    return tuple(rows)


def _back(task: Task) -> Rows:
    return ((Button(T("chase.back"), Tap("task", task.view.id)), menu_button()),)
