"""Outage notices: tell the owners once that a platform is away, and once that it is back, even across a restart."""

from collections.abc import Callable, Collection
from datetime import datetime, timedelta
from typing import Any

import structlog

from bot.event_wait import wait_for_event
from bot.failures import log_failure
from bot.monitoring.health import Health, Outage, Reason
from domain.chat.screens import Screen, T, Text
from domain.dates.clock import within
from models.database import Database, Session
from services import facts
from services.accounts import owner_alerts
from services.organisation import Organisation

log = structlog.get_logger()

QUIET = timedelta(hours=1)
"""Time after a platform's last notice in which its next outage is not told."""
LOOK_EVERY = 1.0
_OWN_WORDS = (Reason.REVOKED, Reason.TAKEN)
"""Reasons that a person has to put right; outages for others pass by themselves."""


class Outages:
    """Watcher of the platforms' health, which tells the owners of outages.

    A platform's fact holds ``since`` and ``reason`` while it is away, ``told``, the kind of its notice, and
    ``at``, the time of the platform's last notice.
    """

    def __init__(self, db: Database, organisation: Organisation, health: Health, platforms: Collection[str]) -> None:
        self._db, self._organisation, self._health, self._platforms = db, organisation, health, list(platforms)
        self._facts: dict[str, dict[str, Any]] = {}

    async def recall(self, session: Session) -> None:
        """Restore the outages that lasted when the program ended; the owners are not told of them again."""
        for name in self._platforms:
            if fact := await facts.get(session, _fact(name)):
                self._facts[name] = fact
                if since := fact.get("since"):
                    self._health.recall(name, Reason(fact["reason"]), datetime.fromisoformat(since))

    async def run(self, changed: Callable[[], None]) -> None:
        """Run until cancelled; calls ``changed`` when a platform went or came back, so that messages move."""
        while True:
            self._health.changed.clear()
            try:
                if await self.look():
                    changed()
            except Exception as error:
                log_failure(log, "an outage can't be recorded", error)
            await wait_for_event(self._health.changed, LOOK_EVERY)

    async def look(self) -> bool:
        """Record and tell the changes since the last look. Returns True if there were any."""
        away, up = self._health.outages, set(self._platforms) - self._health.down
        changed = False
        for name in sorted(self._health.webhooks):
            async with self._db.write() as session:
                words = T("outage.webhook", platform=T(f"platform.{name}"))
                await owner_alerts.tell(session, self._organisation, Screen(words))
            self._health.webhooks.discard(name)
            changed = True
        for name in self._platforms:
            if name in away:
                changed |= await self._away(away[name], up)
            elif self._facts.get(name, {}).get("since") and not self._health.failing(name):
                changed |= await self._back(name, up)
        return changed

    async def _away(self, outage: Outage, up: set[str]) -> bool:
        before, now = self._facts.get(outage.platform, {}), self._organisation.clock.now()
        kind = outage.reason if outage.reason in _OWN_WORDS else "down"
        notified, at = before.get("told"), before.get("at")
        calm = at is not None and within(QUIET, datetime.fromisoformat(at), now)
        # An outage that a person has to put right is told at once, even right after another notice.
        due = notified != kind if kind != "down" else not notified and not calm
        if before.get("since") and not due:
            return False
        since = datetime.fromisoformat(before["since"]) if before.get("since") else outage.since
        if not before.get("since"):
            log.error("a platform is away", platform=outage.platform, reason=outage.reason.value, since=str(since))
        fact = {"since": since.isoformat(), "reason": outage.reason.value}
        words = T(
            f"outage.{kind}",
            platform=T(f"platform.{outage.platform}"),
            since=since,
            reason=T(f"outage.because.{outage.reason}"),
        )
        await self._note(outage.platform, fact | ({"told": kind} if due else {}), words if due else None, up)
        return True

    async def _back(self, name: str, up: set[str]) -> bool:
        before, now = self._facts[name], self._organisation.clock.now()
        since = datetime.fromisoformat(before["since"])
        log.info("a platform is back", platform=name, since=str(since))
        words = T("outage.back", platform=T(f"platform.{name}"), since=since, until=now)
        await self._note(name, {}, words if before.get("told") else None, up)
        return True

    async def _note(self, name: str, fact: dict[str, Any], words: Text | None, up: set[str]) -> None:
        """Store a platform's fact with a notice to the owners, replacing one still waiting, in one transaction."""
        at = self._organisation.clock.now().isoformat() if words else self._facts.get(name, {}).get("at")
        kept = fact | ({"at": at} if at else {})
        async with self._db.write() as session:
            await facts.put(session, _fact(name), kept)
            if words:
                # The notice goes only to platforms that are up: on another it would arrive after the outage.
                missed = await owner_alerts.tell(
                    session, self._organisation, Screen(words), on=up, group_key=_fact(name)
                )
                for person_id in missed:
                    log.warning("an owner has no account where they could be told", platform=name, person=person_id)
        self._facts[name] = kept


def _fact(platform: str) -> str:
    return f"outage:{platform}"
