"""The one message that shows how far a long job is: written at its start, edited meanwhile, closed at its end."""

from typing import Any

from domain.chat.screens import Button, Screen, T, Tap, Text
from models.tables.queues import Lane
from services.context import ActionContext
from services.messaging import outbox
from services.messaging.notify import notify
from services.messaging.recipients import Recipient
from services.queues import jobs
from services.queues import outbox as queue

BEGUN = T("job.begun")
COUNTED = {"minutes.stop": "job.pages", "sheet.stop": "job.checked"}
"""The words for the progress of a job by the tap that stops it; that of others is a file in the making."""


async def start(
    context: ActionContext,
    kind: str,
    chat: str,
    params: dict[str, Any],
    stop: str,
    begun: Text = BEGUN,
    *,
    over: int = 0,
) -> int:
    """Queue a job of the context's actor, and show in its chat that it has ``begun``; return its id.

    ``stop`` is the tap of the button under it, which names the job. The message of number ``over`` shows it where it
    can, else a new one.
    """
    job_id = await jobs.start(context.session, kind, chat, context.actor, params, context.now)
    screen = _screen(begun, stop, job_id)
    texts = await queue.texts_shown(context.session, [(chat, over)]) if over else {}
    if before := texts.get((chat, over)):
        row_id = before.row
        await outbox.amend(context.session, row_id, screen, context.now)
    else:
        [message] = await notify(context, [Recipient.in_chat(context.person, chat)], screen, lane=Lane.REPLY)
        row_id = message.id
    await jobs.show_in(context.session, job_id, row_id, stop)
    return job_id


async def show(context: ActionContext, job_id: int, done: int, total: int) -> None:
    """Show how far a job is, when it is one that is shown; a reading that begins is no news."""
    shown = await _shown(context, job_id)
    if shown and (done or shown[1] not in COUNTED):
        row_id, stop = shown
        screen = _screen(T(COUNTED.get(stop, "job.progress"), done=done, total=total), stop, job_id)
        await outbox.amend(context.session, row_id, screen, context.now)


async def close(context: ActionContext, job_id: int, end: Text | Screen) -> bool:
    """Show ``end`` in the place of a job's progress. Returns False when that was shown nowhere, or is kept no more."""
    shown = await _shown(context, job_id)
    if shown:
        screen = end if isinstance(end, Screen) else Screen(end)
        await outbox.amend(context.session, shown[0], screen, context.now)
    return shown is not None


async def _shown(context: ActionContext, job_id: int) -> tuple[int, str] | None:
    """The row of a job's progress and its button's tap; None for none that can still be edited."""
    shown = await jobs.shown_in(context.session, job_id)
    # A job may wait for longer than messages are kept.
    return None if shown and await outbox.unchangeable(context.session, [shown[0]]) else shown


def _screen(text: Text, stop: str, job_id: int) -> Screen:
    return Screen(text, ((Button(T("job.stop"), Tap(stop, job_id)),),))
