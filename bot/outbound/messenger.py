"""Messages out: a sender for each platform, and one recorder, so that every row ends in an outcome with its reason."""

import asyncio
import time
from datetime import datetime
from typing import Any

import structlog
from sqlalchemy import bindparam, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.event_wait import wait_for_event
from bot.monitoring.error_reports import Failures
from bot.monitoring.health import Health
from bot.outbound import routing
from bot.outbound.delivery import Outcome
from bot.outbound.due_messages import DueMessage
from bot.outbound.routing import PlatformStatus, platform_of
from bot.outbound.sender import Sender
from bot.platforms.base import Platform
from models.base import table_of
from models.database import Database
from models.people import Account
from models.queues import Operation, Outbox, OutboxState, StoredFile
from services.messaging import outbox
from services.organisation import Organisation

log = structlog.get_logger()

_END = update(table_of(Outbox)).where(table_of(Outbox).c.id == bindparam("row"))
_AGAIN = _END.where(table_of(Outbox).c.state == OutboxState.PENDING)
"""What was taken back while it was being tried is not to be tried again."""
_ACCOUNT = update(table_of(Account)).where(table_of(Account).c.chat == bindparam("gone")).values(reachable=False)
ADOPT_EVERY = 60.0


class Messenger:
    """Sends what is owed, but to platforms that ``health`` has as down. ``wake`` is to be called for new rows."""

    def __init__(
        self,
        db: Database,
        organisation: Organisation,
        platforms: dict[str, Platform],
        failures: Failures,
        health: Health | None = None,
    ) -> None:
        self._db, self._organisation, self._failures, self._health = db, organisation, failures, health or Health()
        self._senders = {
            name: Sender(db, organisation, platform, self._places, self._end) for name, platform in platforms.items()
        }
        self._written, self._ended = asyncio.Event(), asyncio.Event()
        self._outcomes: list[tuple[Sender, Outcome]] = []

    def wake(self) -> None:
        self._written.set()
        for sender in self._senders.values():
            sender.wake()

    async def run(self) -> None:
        """Runs until it is cancelled; calls under way then end unrecorded and are made again at the next start."""
        async with asyncio.TaskGroup() as group:
            group.create_task(self._record())
            group.create_task(self._settle())
            for sender in self._senders.values():
                group.create_task(sender.run())

    def _places(self) -> PlatformStatus:
        return PlatformStatus(self._senders.keys(), self._health.down, self._health.recoveries)

    async def _settle(self) -> None:
        """Decides which platform's sender gets a message to a person."""
        adopted = float("-inf")
        while True:
            self._written.clear()
            try:
                if time.monotonic() - adopted > ADOPT_EVERY:
                    await routing.reassign_orphans(self._db, self._places())
                    adopted = time.monotonic()
                held = [row for sender in self._senders.values() for row in sender.held]
                settled = await routing.assign_platform(self._db, self._places(), self._organisation.clock.now(), held)
            except Exception:
                log.exception("messages to people wait")
                settled = set()
            for name in settled:
                self._senders[name].wake()
            if not settled:
                await wait_for_event(self._written, 1.0)

    def _end(self, sender: Sender, outcome: Outcome) -> None:
        self._outcomes.append((sender, outcome))
        self._ended.set()

    async def _record(self) -> None:
        """Commits outcomes as they come, in groups; a row's chat is free again only after that."""
        while True:
            await self._ended.wait()
            self._ended.clear()
            outcomes, self._outcomes = self._outcomes, []
            try:
                await self._write([outcome for _, outcome in outcomes])
            except Exception:
                log.exception("outcomes were not recorded")
                self._outcomes = outcomes + self._outcomes
                await asyncio.sleep(0.5)
                self._ended.set()
                continue
            for sender, outcome in outcomes:
                sender.free(outcome)
                if outcome.move in self._senders:
                    self._senders[outcome.move].wake()

    async def _write(self, outcomes: list[Outcome]) -> None:
        now = self._organisation.clock.now()
        async with self._db.write() as session:
            await self._give_up_accounts(session, outcomes)
            ended = [_columns(outcome, now) for outcome in outcomes if outcome.state is not OutboxState.PENDING]
            again = [_columns(outcome, now) for outcome in outcomes if outcome.again]
            later = [
                {"row": outcome.row.id, "not_before": outcome.not_before} for outcome in outcomes if outcome.not_before
            ]
            moved = [{"row": outcome.row.id, "platform": outcome.move} for outcome in outcomes if outcome.move]
            shown = [
                {"row": outcome.row.target_id, "shows": outcome.shows, "media": outcome.media}
                for outcome in outcomes
                if outcome.row.operation is Operation.EDIT and outcome.shows and outcome.operation is None
            ]
            connection = await session.connection()
            changes = ((_END, ended), (_AGAIN, again), (_AGAIN, later), (_AGAIN, moved), (_END, shown))
            for statement, rows in changes:
                if rows:
                    await connection.execute(statement, rows)
            for outcome in outcomes:
                if outcome.error:
                    await self._apologise(session, outcome.row, outcome.error)
                if outcome.file:
                    await self._know_file(session, *outcome.file, now)

    async def _give_up_accounts(self, session: AsyncSession, outcomes: list[Outcome]) -> None:
        """Marks the accounts that can't be written to; what can go to another account of its person goes there."""
        gone = [outcome for outcome in outcomes if outcome.unreachable]
        if not gone:
            return
        connection = await session.connection()
        await connection.execute(_ACCOUNT, [{"gone": outcome.row.chat} for outcome in gone])
        movable = [outcome for outcome in gone if outcome.row.movable and outcome.row.person_id]
        people = {outcome.row.person_id for outcome in movable if outcome.row.person_id}
        chats = await routing.chats_of(session, people, self._places())
        for outcome in movable:
            outcome.move = platform_of(chats.get(outcome.row.person_id or 0, ""))
            outcome.state = OutboxState.PENDING if outcome.move else OutboxState.FAILED

    async def _know_file(self, session: AsyncSession, digest: str, key: str, file_id: str, now: datetime) -> None:
        stored = await session.get(StoredFile, digest)
        if stored is None:
            size = len(await asyncio.to_thread(self._organisation.store.read, digest))
            session.add(StoredFile(hash=digest, size=size, ids={key: file_id}, stored_at=now))
        else:
            stored.ids = {**stored.ids, key: file_id}

    async def _apologise(self, session: AsyncSession, row: DueMessage, error: Exception) -> None:
        """A message that can't be made or is never taken is an error of the program; who waits for it is told."""
        screen = await self._failures.record(session, error, row=row.id)
        if row.reply and screen.text.key not in row.screen:
            told = outbox.row(screen, self._organisation.clock.now(), chat=row.chat, language=row.language)
            await outbox.write(session, [told])


def _columns(outcome: Outcome, now: Any) -> dict[str, Any]:
    row = outcome.row
    stays = outcome.sticks or not row.movable or outcome.state is not OutboxState.PENDING
    return {
        "row": row.id,
        "chat": row.chat if stays else "",
        "state": outcome.state,
        # Whatever a platform says, no half a letter of it is to keep the outcomes of all from being recorded.
        "reason": outcome.reason[:300].encode(errors="replace").decode().replace("\0", ""),
        "attempts": row.attempts + outcome.counts,
        "retry_at": time.time() + outcome.wait if outcome.wait else 0.0,
        "operation": outcome.operation or row.operation,
        # A new message in the place of one that can't be changed is the one to be changed from now on.
        "target_id": None if outcome.operation is Operation.SEND else row.target_id,
        "message_id": outcome.message_id,
        "shows": outcome.shows,
        "sent_at": now if outcome.state is OutboxState.SENT else None,
    }
