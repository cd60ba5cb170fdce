"""The one message that shows how far a long job is: written at its start, edited meanwhile, closed at its end."""

from typing import Any

from domain.chat.screens import Button, Screen, T, Tap, Text
from models.tables.queues import Lane
from services.context import ActionContext
from services.messaging import outbox
from services.messaging.notify import notify
from services.messaging.recipients import Recipient
from services.queues import jobs


async def start(context: ActionContext, kind: str, chat: str, params: dict[str, Any], stop: str) -> int:
    """Queue a job of the context's actor, and show in its chat that it has begun; return its id.

    ``stop`` is the tap of the button under it, which names the job.
    """
    job_id = await jobs.start(context.session, kind, chat, context.actor, params, context.now)
    screen = _screen(T("job.begun"), stop, job_id)
    [message] = await notify(context, [Recipient.in_chat(context.person, chat)], screen, lane=Lane.REPLY)
    await jobs.show_in(context.session, job_id, message.id, stop)
    return job_id


PAGES = frozenset({"minutes.stop"})
"""The stops of jobs whose progress is counted in pages; that of others is in rows."""


async def show(context: ActionContext, job_id: int, done: int, total: int) -> None:
    """Show how far a job is, when it is one that is shown."""
    if shown := await jobs.shown_in(context.session, job_id):
        row_id, stop = shown
        key = "job.pages" if stop in PAGES else "job.progress"
        screen = _screen(T(key, done=done, total=total), stop, job_id)
        await outbox.amend(context.session, row_id, screen, context.now)


async def close(context: ActionContext, job_id: int, text: Text) -> None:
    """Say ``text`` in the place of a job's progress, with nothing left to press."""
    if shown := await jobs.shown_in(context.session, job_id):
        await outbox.amend(context.session, shown[0], Screen(text), context.now)


def _screen(text: Text, stop: str, job_id: int) -> Screen:
    return Screen(text, ((Button(T("job.stop"), Tap(stop, job_id)),),))
