"""What the secretariat does to a binding resolution: ends it, opens it again, gives it a file, asks monthly or not."""

from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from domain.chat.screens import Screen, T
from models.meetings import OWED, MeetingState, Obligation, Resolution, ResolutionState
from services import audit
from services.errors import Refused
from services.messaging import recipients
from services.obligations import obligations, transitions
from services.organisation import Organisation
from services.reminders import unsent_reminders
from texts.answers import clip

LONGEST = 300
"""Characters of a resolution's text in a notice."""


async def close(
    session: AsyncSession, organisation: Organisation, resolution: Resolution, by: int, now: datetime
) -> None:
    """Ends a binding resolution: nothing of it is owed any more, and whoever owed it is told.

    Raises Refused when it is not binding.
    """
    if resolution.state not in (ResolutionState.ACTIVE, ResolutionState.RECORD):
        raise Refused("common.stale")
    ended = await transitions.end_all(session, [resolution.id])
    await unsent_reminders.refresh(session, organisation, ended, now)
    resolution.state = ResolutionState.CLOSED
    await _changed(session, organisation, resolution, by, now, "closed", [one.agency_id for one in ended])


async def reopen(
    session: AsyncSession, organisation: Organisation, resolution: Resolution, by: int, now: datetime
) -> None:
    """Opens a closed resolution again for those who had not answered, who are told.

    Raises Refused when it is not closed, or its meeting was taken back.
    """
    if resolution.state is not ResolutionState.CLOSED:
        raise Refused("common.stale")
    if resolution.meeting.state is not MeetingState.NOTIFIED:
        raise Refused("meeting.withdrawn_already")
    await transitions.reopen_all(session, organisation, resolution.id, now)
    resolution.state = ResolutionState.ACTIVE if resolution.owners else ResolutionState.RECORD
    await obligations.make(session, organisation, resolution.id, now)
    await _changed(session, organisation, resolution, by, now, "reopened", await _owing(session, resolution.id))


async def set_template(
    session: AsyncSession,
    organisation: Organisation,
    resolution: Resolution,
    file: dict[str, Any] | None,
    by: int,
    now: datetime,
) -> None:
    """A file that representatives get to return filled, or none any more. Whoever owes an answer is told of one."""
    resolution.template = file
    told = await _owing(session, resolution.id) if file else []
    await _changed(session, organisation, resolution, by, now, "template", told)


async def set_check_in(
    session: AsyncSession, organisation: Organisation, resolution: Resolution, by: int, now: datetime
) -> None:
    """A continuous resolution is asked about every month, or is not any more."""
    resolution.check_in = not resolution.check_in
    rows = await session.scalars(
        select(Obligation).where(Obligation.resolution_id == resolution.id, Obligation.state.in_(OWED))
    )
    for obligation in rows.all():
        await obligations.replan(session, organisation, obligation, now)
    await _changed(session, organisation, resolution, by, now, "check_in", [])


async def _changed(
    session: AsyncSession,
    organisation: Organisation,
    resolution: Resolution,
    by: int,
    now: datetime,
    action: str,
    told: list[int],
) -> None:
    """Keeps the change, and tells the agencies of ``told``; a notice that still waits gives way to this one."""
    resolution.version += 1
    audit.record(session, by, action, "resolution", resolution.id, now)
    if told:
        text = T(
            f"resolution.told.{action}",
            number=resolution.number,
            title=resolution.meeting.title,
            text=clip(resolution.text, LONGEST),
        )
        batch = f"resolution:{resolution.id}"
        await recipients.tell(session, organisation, told, Screen(text, obligations.TO_TASKS), now, batch=batch)


async def _owing(session: AsyncSession, resolution_id: int) -> list[int]:
    rows = await session.scalars(
        select(Obligation.agency_id)
        .where(Obligation.resolution_id == resolution_id, Obligation.state.in_(OWED))
        .distinct()
    )
    return list(rows)
