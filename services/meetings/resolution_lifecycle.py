"""The lifecycle of a binding resolution: closed, reopened, given a template, asked about monthly or not."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from domain.chat.screens import Screen, T
from models.tables.meetings import OPEN_STATES, MeetingState, Obligation, Resolution, ResolutionState
from services import audit
from services.context import ActionContext
from services.errors import Refused
from services.meetings import endings, resolutions
from services.messaging import buttons, recipients
from services.messaging.notify import PERSON, notify, withdraw
from services.obligations import creation, obligations, transitions
from services.reminders import unsent_reminders
from texts.answer_summary import clip

LONGEST = 300
"""The most characters of a resolution's text in a notice."""


async def close(context: ActionContext, resolution: Resolution) -> None:
    """Close a binding resolution and its open obligations; the agencies that had one are told.

    Raises Refused when it is not binding.
    """
    if resolution.state not in (ResolutionState.ACTIVE, ResolutionState.RECORD):
        raise Refused("common.stale")
    closed = await transitions.close_all(context.session, [resolution.id])
    await unsent_reminders.refresh(context, closed)
    resolution.state, resolution.closed_by_hand = ResolutionState.CLOSED, True
    await _changed(context, resolution, "closed", [obligation.agency_id for obligation in closed])


async def reopen(context: ActionContext, resolution: Resolution) -> None:
    """Reopen a closed resolution for the agencies that had not answered, which are told.

    In a meeting under review it only comes back into review. Raises Refused when it is not closed, or its meeting was
    withdrawn.
    """
    if resolution.state is not ResolutionState.CLOSED:
        raise Refused("common.stale")
    if resolution.meeting.state is MeetingState.REVIEW:
        await endings.reopened(context.session, resolution)
        resolution.state = endings.back_in_review(resolution)
        await _changed(context, resolution, "reopened", [])
        return
    if resolution.meeting.state is not MeetingState.ISSUED:
        raise Refused("meeting.withdrawn_already")
    await endings.reopened(context.session, resolution)
    await transitions.reopen_all(context, resolution.id)
    resolution.state = ResolutionState.ACTIVE if resolution.owners else ResolutionState.RECORD
    await creation.make(context, resolution.id)
    await _changed(context, resolution, "reopened", await _agencies_with_open(context.session, resolution.id))


async def set_template(
    context: ActionContext,
    resolution: Resolution,
    file: dict[str, Any] | None,
) -> None:
    """Set the file that representatives get to return filled, or remove it; of a new one the agencies are told.

    Raises Ended for a resolution that is to be changed no more.
    """
    resolutions.check_open(resolution)
    resolution.template = file
    agency_ids = await _agencies_with_open(context.session, resolution.id) if file else []
    key = f"template:{resolution.id}"
    if not file:
        await withdraw(context, key, "superseded")
    await _changed(context, resolution, "template", agency_ids, group_key=key)


async def set_check_in(context: ActionContext, resolution: Resolution) -> None:
    """Begin or stop the monthly check-ins of a continuous resolution."""
    resolution.check_in = not resolution.check_in
    for obligation in await obligations.open_of_resolution(context.session, resolution.id):
        await obligations.replan(context, obligation)
    await _changed(context, resolution, "check_in", [])


async def _changed(
    context: ActionContext,
    resolution: Resolution,
    action: str,
    agency_ids: list[int],
    *,
    group_key: str = "",
) -> None:
    """Record the change, and tell the agencies of ``agency_ids``; a notice of one key that waits gives way to this."""
    resolution.version += 1
    audit.record(context, action, "resolution", resolution.id)
    if agency_ids:
        text = T(
            f"resolution.told.{action}",
            number=resolution.number,
            title=resolution.meeting.title,
            text=clip(resolution.text, LONGEST),
        )
        people = await recipients.answering_for(context.session, agency_ids)
        screen = Screen(text, buttons.TO_TASKS)
        await notify(context, people, screen, group_key=group_key or f"resolution:{resolution.id}:{PERSON}")


async def _agencies_with_open(session: AsyncSession, resolution_id: int) -> list[int]:
    rows = await session.scalars(
        select(Obligation.agency_id)
        .where(Obligation.resolution_id == resolution_id, Obligation.state.in_(OPEN_STATES))
        .distinct()
    )
    return list(rows)
