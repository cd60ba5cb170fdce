"""Changes of a binding resolution: its end, its opening again, its file, and whether it is asked about monthly."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from domain.chat.screens import Screen, T
from models.meetings import OWED, MeetingState, Obligation, Resolution, ResolutionState
from services import audit
from services.context import ActionContext
from services.errors import Refused
from services.messaging import recipients
from services.messaging.notify import notify
from services.obligations import obligations, transitions
from services.reminders import unsent_reminders
from texts.answers import clip

LONGEST = 300
"""Characters of a resolution's text in a notice."""


async def close(context: ActionContext, resolution: Resolution) -> None:
    """Ends a binding resolution: nothing of it is owed any more, and whoever owed it is told.

    Raises Refused when it is not binding.
    """
    if resolution.state not in (ResolutionState.ACTIVE, ResolutionState.RECORD):
        raise Refused("common.stale")
    ended = await transitions.end_all(context.session, [resolution.id])
    await unsent_reminders.refresh(context, ended)
    resolution.state = ResolutionState.CLOSED
    await _changed(context, resolution, "closed", [one.agency_id for one in ended])


async def reopen(context: ActionContext, resolution: Resolution) -> None:
    """Opens a closed resolution again for those who had not answered, who are told.

    Raises Refused when it is not closed, or its meeting was taken back.
    """
    if resolution.state is not ResolutionState.CLOSED:
        raise Refused("common.stale")
    if resolution.meeting.state is not MeetingState.ISSUED:
        raise Refused("meeting.withdrawn_already")
    await transitions.reopen_all(context, resolution.id)
    resolution.state = ResolutionState.ACTIVE if resolution.owners else ResolutionState.RECORD
    await obligations.make(context, resolution.id)
    await _changed(context, resolution, "reopened", await _owing(context.session, resolution.id))


async def set_template(
    context: ActionContext,
    resolution: Resolution,
    file: dict[str, Any] | None,
) -> None:
    """A file that representatives get to return filled, or none any more. Whoever owes an answer is told of one."""
    resolution.template = file
    told = await _owing(context.session, resolution.id) if file else []
    await _changed(context, resolution, "template", told)


async def set_check_in(context: ActionContext, resolution: Resolution) -> None:
    """A continuous resolution is asked about every month, or is not any more."""
    resolution.check_in = not resolution.check_in
    rows = await context.session.scalars(
        select(Obligation).where(Obligation.resolution_id == resolution.id, Obligation.state.in_(OWED))
    )
    for obligation in rows.all():
        await obligations.replan(context, obligation)
    await _changed(context, resolution, "check_in", [])


async def _changed(
    context: ActionContext,
    resolution: Resolution,
    action: str,
    told: list[int],
) -> None:
    """Keeps the change, and tells the agencies of ``told``; a notice that still waits gives way to this one."""
    resolution.version += 1
    audit.record(context, action, "resolution", resolution.id)
    if told:
        text = T(
            f"resolution.told.{action}",
            number=resolution.number,
            title=resolution.meeting.title,
            text=clip(resolution.text, LONGEST),
        )
        people = await recipients.answering_for(context.session, told)
        await notify(context, people, Screen(text, obligations.TO_TASKS), group_key=f"resolution:{resolution.id}")


async def _owing(session: AsyncSession, resolution_id: int) -> list[int]:
    rows = await session.scalars(
        select(Obligation.agency_id)
        .where(Obligation.resolution_id == resolution_id, Obligation.state.in_(OWED))
        .distinct()
    )
    return list(rows)
