"""Reports of programming errors: an id for the person, the traceback for the log, a message to the owners.

The owners get at most one message an hour about each kind of error.
"""

import traceback
from datetime import datetime, timedelta

import structlog

from bot.settings.logs import error_id
from domain.chat.screens import Button, Screen, T, Tap
from domain.dates.clock import within
from models.database import Session
from services import facts
from services.accounts import owner_alerts
from services.isolation import kind_of
from services.organisation import Organisation

log = structlog.get_logger()

QUIET = timedelta(hours=1)


class ErrorReports:
    """Reporter of programming errors to the log and to the owners."""

    def __init__(self, organisation: Organisation) -> None:
        self._organisation = organisation

    async def record(self, session: Session, error: Exception, **where: object) -> Screen:
        """Log an error and tell the owners; returns the person's apology. No user's data is in either.

        ``where`` goes into the log: the ids of the row, updates or tick at which it happened.
        """
        number = error_id()
        kind = kind_of(error)
        # Only the frames are logged, because the error's words may quote what a person wrote.
        frames = "".join(traceback.format_tb(error.__traceback__))
        log.error("an unexpected error", id=number, kind=kind, frames=frames, **where)
        await self._tell_owners(session, kind, number)
        return Screen(T("common.error", id=number))

    async def _tell_owners(self, session: Session, kind: str, number: str) -> None:
        now = self._organisation.clock.now()
        name = f"told:{kind}"[:60]
        last_notice = await facts.get(session, name)
        if last_notice and within(QUIET, datetime.fromisoformat(last_notice["at"]), now):
            return
        await facts.put(session, name, {"at": now.isoformat()})
        look = ((Button(T("health.title"), Tap("health")),),)
        shown = Screen(T("common.owner_alert", kind=kind, id=number), look)
        await owner_alerts.tell(session, self._organisation, shown)
