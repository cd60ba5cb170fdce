"""Programming errors: an id for the person, the traceback for the log, a word to an owner at most once an hour a
kind.
"""

import traceback
from datetime import datetime, timedelta

import structlog
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.settings.logs import error_id
from domain.chat.screens import Screen, T
from models.organisation import Fact
from models.people import Account
from models.queues import Lane
from services.context import ActionContext
from services.messaging.notify import notify
from services.messaging.recipients import Recipient
from services.organisation import Organisation

log = structlog.get_logger()

QUIET = timedelta(hours=1)


class Failures:
    """Records what must not happen."""

    def __init__(self, organisation: Organisation) -> None:
        self._organisation = organisation

    async def record(self, session: AsyncSession, error: Exception, **where: object) -> Screen:
        """Logs first, then tells an owner; returns what the person is told. No user's data is in either.

        ``where`` goes into the log: ids of what was at work.
        """
        number = error_id()
        kind = _kind(error)
        # The frames alone: the error's words may hold what a person wrote.
        frames = "".join(traceback.format_tb(error.__traceback__))
        log.error("an unexpected error", id=number, kind=kind, frames=frames, **where)
        await self._tell_owners(session, kind, number)
        return Screen(T("common.error", id=number))

    async def _tell_owners(self, session: AsyncSession, kind: str, number: str) -> None:
        now = self._organisation.clock.now()
        name = f"told:{kind}"[:60]
        fact = await session.get(Fact, name)
        if fact and now - datetime.fromisoformat(fact.value["at"]) < QUIET:
            return
        if fact:
            fact.value = {"at": now.isoformat()}
        else:
            session.add(Fact(name=name, value={"at": now.isoformat()}))
        rows = await session.scalars(select(Account.person_id).where(Account.user.in_(self._organisation.owners)))
        owners = [Recipient(person_id) for person_id in rows]
        alert = Screen(T("common.owner_alert", kind=kind, id=number))
        # Also at night: an error does not wait for the morning.
        await notify(ActionContext(session, self._organisation, None, now), owners, alert, lane=Lane.REPLY)


def _kind(error: Exception) -> str:
    """What makes two errors the same: the type and the place."""
    frames = traceback.extract_tb(error.__traceback__)
    place = f"{frames[-1].name}:{frames[-1].lineno}" if frames else ""
    return f"{type(error).__name__} {place}".strip()
