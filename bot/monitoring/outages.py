"""Owners hear once that a platform is away, on one that is not, and once that it is back; also across a restart."""

from collections.abc import Callable, Collection
from datetime import datetime, timedelta
from typing import Any

import structlog
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.event_wait import wait_for_event
from bot.monitoring.health import Health, Outage, Reason
from domain.chat.screens import Screen, T, Text
from models.database import Database
from models.organisation import Fact
from models.people import Account
from services.messaging import outbox
from services.organisation import Organisation

log = structlog.get_logger()

QUIET = timedelta(hours=1)
"""How long after its last notice a platform that comes and goes is not told of again."""
LOOK_EVERY = 1.0
_OWN_WORDS = (Reason.REVOKED, Reason.TAKEN)
"""What a person has to put right; the rest passes by itself."""


class Outages:
    """Watches the health of the platforms.

    A platform's fact holds ``since`` and ``reason`` while it is away, ``told``, the notice of it that was written, and
    ``at``, when the last notice of this platform was.
    """

    def __init__(self, db: Database, organisation: Organisation, health: Health, platforms: Collection[str]) -> None:
        self._db, self._organisation, self._health, self._platforms = db, organisation, health, list(platforms)
        self._facts: dict[str, dict[str, Any]] = {}

    async def recall(self, session: AsyncSession) -> None:
        """What was away when the program ended is taken to be so still, and is not told of again."""
        for name in self._platforms:
            if fact := await session.get(Fact, _fact(name)):
                self._facts[name] = fact.value
                if since := fact.value.get("since"):
                    self._health.recall(name, Reason(fact.value["reason"]), datetime.fromisoformat(since))

    async def run(self, told: Callable[[], None]) -> None:
        """Runs until it is cancelled. ``told`` is called when a platform went or came back: messages may go another
        way then.
        """
        while True:
            self._health.changed.clear()
            try:
                if await self.look():
                    told()
            except Exception:
                # A database that is not there need not say so by an error of its library.
                log.exception("an outage can't be recorded")
            await wait_for_event(self._health.changed, LOOK_EVERY)

    async def look(self) -> bool:
        """Writes down, and tells, what has changed since the last look. Returns whether anything has."""
        away, up = self._health.outages, set(self._platforms) - self._health.down
        changed = False
        for name in self._platforms:
            if name in away:
                changed |= await self._away(away[name], up)
            elif self._facts.get(name, {}).get("since") and not self._health.failing(name):
                changed |= await self._back(name, up)
        return changed

    async def _away(self, outage: Outage, up: set[str]) -> bool:
        before, now = self._facts.get(outage.platform, {}), self._organisation.clock.now()
        kind = outage.reason if outage.reason in _OWN_WORDS else "down"
        told, at = before.get("told"), before.get("at")
        calm = at is not None and now - datetime.fromisoformat(at) < QUIET
        # What a person has to put right is said at once, whatever was said before it.
        due = told != kind if kind != "down" else not told and not calm
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
        """Keeps a platform's fact, with a notice to the owners in the same transaction; one still waiting is void."""
        at = self._organisation.clock.now().isoformat() if words else self._facts.get(name, {}).get("at")
        kept = fact | ({"at": at} if at else {})
        async with self._db.write() as session:
            await session.merge(Fact(name=_fact(name), value=kept))
            if words:
                await outbox.cancel(session, group_key=_fact(name), reason="superseded")
                await self._tell_owners(session, name, words, up)
        self._facts[name] = kept

    async def _tell_owners(self, session: AsyncSession, about: str, words: Text, up: set[str]) -> None:
        """On the platforms that are ``up``, at any hour, as other trouble is told."""
        owners = set(
            await session.scalars(select(Account.person_id).where(Account.user.in_(self._organisation.owners)))
        )
        rows = await session.execute(
            select(Account.person_id, Account.chat)
            .where(
                Account.person_id.in_(owners),
                Account.reachable,
                Account.platform.in_(up),
            )
            .order_by(Account.last_active_at)
        )
        chats = {row.person_id: row.chat for row in rows}
        for person_id in owners - chats.keys():
            log.warning("an owner has no account where they could be told", platform=about, person=person_id)
        now = self._organisation.clock.now()
        notices = [
            outbox.row(Screen(words), now, person_id=person_id, chat=chat, group_key=_fact(about))
            for person_id, chat in chats.items()
        ]
        await outbox.write(session, notices)


def _fact(platform: str) -> str:
    return f"outage:{platform}"
