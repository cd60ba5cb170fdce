"""Messenger: a sender for each platform, and one recorder of outcomes, so that every row ends with a reason."""

import asyncio
import time
from collections import Counter
from collections.abc import Sequence
from typing import Any

import structlog

from bot.event_wait import wait_for_event
from bot.failures import log_failure
from bot.monitoring.error_reports import ErrorReports
from bot.monitoring.health import Health
from bot.monitoring.metrics import OUTCOMES
from bot.outbound.delivery import Outcome
from bot.outbound.due_messages import DueMessage, MessageChange, OutgoingMessage
from bot.outbound.sender import Sender
from bot.platforms.base import Platform
from domain.dates.clock import steady_seconds
from models.database import Database, Session, is_outage
from models.tables.queues import Operation, OutboxState, is_group
from services.context import ActionContext
from services.conversations import chat_state
from services.messaging import group_chats, outbox
from services.organisation import Organisation
from services.queues import files, routing
from services.queues import outbox as outbox_queue
from services.queues.routing import PlatformStatus, platform_of

log = structlog.get_logger()

ASSIGN_EVERY = 0.05
"""Seconds between two looks that find no message without a platform: direct answers, most of what is written, have one.
"""
ORPHANS_EVERY = 60.0
"""Seconds between two looks for messages of a platform that is no longer set up."""

LAST_WAIT = 5.0
"""The longest time at a stop for the calls under way: one that is cut off is made again at the next start."""


class Messenger:
    """Sender of the outbox, except to platforms that ``health`` has as down. Call ``wake`` after rows are committed."""

    def __init__(
        self,
        db: Database,
        organisation: Organisation,
        platforms: dict[str, Platform],
        errors: ErrorReports,
        health: Health | None = None,
    ) -> None:
        self._db, self._organisation, self._errors, self._health = db, organisation, errors, health or Health()
        self._senders = {
            name: Sender(db, organisation, platform, self._status, self._end) for name, platform in platforms.items()
        }
        self._written, self._ended, self._recorded = asyncio.Event(), asyncio.Event(), asyncio.Event()
        self._outcomes: list[tuple[Sender, Outcome]] = []

    def wake(self) -> None:
        """Look for new rows at once."""
        self._written.set()
        for sender in self._senders.values():
            sender.wake()

    async def run(self) -> None:
        """Run until cancelled; calls under way then end unrecorded and are made again at the next start."""
        async with asyncio.TaskGroup() as group:
            group.create_task(self._record())
            group.create_task(self._assign())
            for sender in self._senders.values():
                group.create_task(sender.run())

    def breakers(self) -> dict[str, bool]:
        """Tell for each platform whether its circuit breaker is open."""
        return {name: sender.breaker_open for name, sender in self._senders.items()}

    async def finish(self) -> None:
        """Start no further calls, and wait until those under way have ended and are recorded, or for LAST_WAIT."""
        for sender in self._senders.values():
            sender.close()
        try:
            async with asyncio.timeout(LAST_WAIT):
                while any(sender.in_flight for sender in self._senders.values()):
                    self._recorded.clear()
                    await self._recorded.wait()
        except TimeoutError:
            log.warning("messages may be repeated: no answer to them came in time")

    def _status(self) -> PlatformStatus:
        return PlatformStatus(self._senders.keys(), self._health.down, self._health.recoveries)

    async def _assign(self) -> None:
        """Assign messages to people to a platform, and wake its sender, for ever."""
        looked = float("-inf")
        while True:
            self._written.clear()
            try:
                if time.monotonic() - looked > ORPHANS_EVERY:
                    await routing.reassign_orphans(self._db, self._status())
                    looked = time.monotonic()
                in_flight = [row for sender in self._senders.values() for row in sender.in_flight]
                assigned = await routing.assign_platform(
                    self._db, self._status(), self._organisation.clock.now(), in_flight
                )
            except Exception as error:
                log_failure(log, "messages to people wait", error)
                assigned = set()
            for name in assigned:
                self._senders[name].wake()
            if not assigned:
                next_look = time.monotonic() + ASSIGN_EVERY
                await wait_for_event(self._written, 1.0)
                await asyncio.sleep(next_look - time.monotonic())

    def _end(self, sender: Sender, outcome: Outcome) -> None:
        self._outcomes.append((sender, outcome))
        self._ended.set()

    async def _record(self) -> None:
        """Commit outcomes in groups as they come; only then are their chats free for the next row."""
        while True:
            await self._ended.wait()
            self._ended.clear()
            outcomes, self._outcomes = self._outcomes, []
            try:
                recorded = await self._write_all(outcomes)
            except Exception as error:
                log_failure(log, "outcomes were not recorded", error)
                self._outcomes = outcomes + self._outcomes
                await asyncio.sleep(0.5)
                self._ended.set()
                continue
            for labels, count in Counter((by.platform, end.state.value, end.why) for by, end in recorded).items():
                OUTCOMES.labels(*labels).inc(count)
            for sender, outcome in recorded:
                sender.release(outcome)
                if outcome.move_to in self._senders:
                    self._senders[outcome.move_to].wake()
            self._recorded.set()

    async def _write_all(self, outcomes: Sequence[tuple[Sender, Outcome]]) -> list[tuple[Sender, Outcome]]:
        """Record outcomes together, or one at a time when that fails; returns them as they were recorded.

        An outcome that can't be recorded ends its row without its details. Raises what an outage of the database is.
        """
        try:
            await self._write([outcome for _, outcome in outcomes])
        except Exception as failure:
            if is_outage(failure):
                raise
            log.warning("outcomes are recorded one at a time", kind=type(failure).__name__)
        else:
            return list(outcomes)
        return [(sender, end) for sender, outcome in outcomes if (end := await self._write_alone(outcome))]

    async def _write_alone(self, outcome: Outcome) -> Outcome | None:
        """Record one outcome, or that it can't be recorded; None when not even that can be."""
        failed = outcome
        for _ in range(3):
            try:
                await self._write([failed])
            except Exception as failure:
                if is_outage(failure):
                    raise
                # At first the owners are told of it, and at last the row only ends.
                told = failure if failed is outcome else None
                failed = Outcome(outcome.row, OutboxState.FAILED, "the outcome can't be recorded", error=told)
            else:
                return failed
        # It was sent perhaps, and must not be sent again and again: its chat waits for the next start.
        log.error("a row can't be ended", row=outcome.row.id)
        return None

    async def _write(self, outcomes: Sequence[Outcome]) -> None:
        now = self._organisation.clock.now()
        async with self._db.write() as session:
            await self._give_up_accounts(session, outcomes)
            ended = [_columns(outcome, now) for outcome in outcomes if outcome.state is not OutboxState.PENDING]
            again = [_columns(outcome, now) for outcome in outcomes if outcome.is_retry]
            postponed = [
                {"row": outcome.row.id, "not_before": outcome.not_before} for outcome in outcomes if outcome.not_before
            ]
            moved = [{"row": outcome.row.id, "platform": outcome.move_to} for outcome in outcomes if outcome.move_to]
            anew = [{"row": outcome.row.id, **routing.AS_NEW} for outcome in outcomes if outcome.begins_anew]
            await outbox_queue.complete(session, ended)
            for changes in (again, postponed, moved, anew):
                await outbox_queue.retry(session, changes)
            await self._follow_groups(session, outcomes)
            await outbox_queue.note_shown(session, _shown(outcomes))
            for outcome in outcomes:
                if outcome.error:
                    await self._report_error(session, outcome.row, outcome.error)
                for file in outcome.files:
                    await files.remember_sent(session, self._organisation.store, *file, now)

    async def _follow_groups(self, session: Session, outcomes: Sequence[Outcome]) -> None:
        """Follow groups that have another number, of which no update may tell any more, as after a restoration."""
        moved = {outcome.row.chat: outcome.migrated_to for outcome in outcomes if outcome.migrated_to}
        context = ActionContext(session, self._organisation, None, self._organisation.clock.now())
        for chat, to in moved.items():
            await group_chats.move(context, chat, to)

    async def _give_up_accounts(self, session: Session, outcomes: Sequence[Outcome]) -> None:
        """Mark unreachable accounts, and move their messages to other accounts of the same people where possible."""
        gone = [outcome for outcome in outcomes if outcome.unreachable]
        if not gone:
            return
        muted = {outcome.row.chat for outcome in gone if outcome.muted and is_group(outcome.row.chat)}
        closed = {outcome.row.chat for outcome in gone} - muted
        await chat_state.mark_unreachable(session, closed)
        context = ActionContext(session, self._organisation, None, self._organisation.clock.now())
        await group_chats.forget(context, closed)
        await group_chats.tell_muted(context, muted)
        movable = [outcome for outcome in gone if _is_movable(outcome.row) or _is_news(outcome.row)]
        movable = [outcome for outcome in movable if outcome.row.person_id]
        people = {outcome.row.person_id for outcome in movable if outcome.row.person_id}
        chats = await routing.chats_of(session, people, self._status())
        for outcome in movable:
            outcome.move_to = platform_of(chats.get(outcome.row.person_id or 0, ""))
            outcome.state = OutboxState.PENDING if outcome.move_to else OutboxState.FAILED
            if not outcome.move_to and _is_movable(outcome.row):
                # It comes back when its person does, as what was written since.
                outcome.reason = f"{routing.NOWHERE}: {outcome.reason}"
            outcome.begins_anew = bool(outcome.move_to) and isinstance(outcome.row, MessageChange)

    async def _report_error(self, session: Session, row: DueMessage, error: Exception) -> None:
        """Report a message that can't be rendered or was rejected as an error of the program, also to who awaits it."""
        screen = await self._errors.record(session, error, row=row.id)
        if row.reply and screen.text.key not in row.screen:
            notice = outbox.row(
                screen,
                self._organisation.clock.now(),
                chat=row.chat,
                language=row.language,
                recipient=row.recipient,
            )
            await outbox.write(session, [notice])


def _is_movable(row: DueMessage) -> bool:
    return isinstance(row, OutgoingMessage) and row.movable


def _is_news(row: DueMessage) -> bool:
    """Tell whether a row renews a notice, which its person can be told elsewhere; an answer stays in its chat."""
    return isinstance(row, MessageChange) and row.operation is Operation.EDIT and not row.reply


def _shown(outcomes: Sequence[Outcome]) -> list[outbox_queue.Change]:
    """The new contents of edited messages. An edit that became a new message is a row of its own."""
    return [
        {"row": outcome.row.target_id, "shows": outcome.shows, "media": outcome.media}
        for outcome in outcomes
        if isinstance(outcome.row, MessageChange)
        and outcome.row.operation in (Operation.EDIT, Operation.CAPTION, Operation.STRIP)
        and outcome.shows
        and outcome.operation is None
    ]


def _columns(outcome: Outcome, now: Any) -> dict[str, Any]:
    row = outcome.row
    stays = outcome.uncertain or not _is_movable(row) or outcome.state is not OutboxState.PENDING
    # After a new message took the place of an unchangeable one, later edits change the new one.
    replaced = outcome.operation is Operation.SEND
    return {
        "row": row.id,
        "chat": row.chat if stays else "",
        "state": outcome.state,
        # Half a surrogate pair in a platform's words would keep the whole group's outcomes from being recorded.
        "reason": outcome.reason[:300].encode(errors="replace").decode().replace("\0", ""),
        "attempts": row.attempts + outcome.counts_as_attempt,
        "retry_at": steady_seconds() + outcome.retry_after if outcome.retry_after else 0.0,
        "operation": outcome.operation or row.operation,
        "target_id": row.target_id if isinstance(row, MessageChange) and not replaced else None,
        "message_id": outcome.message_id,
        "album_ids": list(outcome.album) or None,
        "shows": outcome.shows,
        "sent_at": now if outcome.state is OutboxState.SENT else None,
    }
