"""Messages out: lanes over token buckets, one call in flight a chat, every row ending in an outcome with its reason."""

import asyncio
import contextlib
import time
from dataclasses import dataclass
from datetime import datetime
from operator import attrgetter
from typing import Any

import structlog
from sqlalchemy import bindparam, update
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncSession

from bot.buckets import Pace
from bot.failures import Failures
from bot.fault_points import reach
from bot.owed import Owed, load
from bot.platform import (
    Later,
    Message,
    NoTarget,
    Platform,
    Rejected,
    Sent,
    Slower,
    StrangeFile,
    Unchanged,
    Unreachable,
)
from bot.waiting import wait
from domain.screens import File, Screen
from models.base import table_of
from models.database import Database
from models.people import Account
from models.transit import Operation, Outbox, OutboxState, StoredFile
from services import outbox
from services.office import Office
from texts.format import voice as voice_of

log = structlog.get_logger()

_END = update(table_of(Outbox)).where(table_of(Outbox).c.id == bindparam("row"))
_AGAIN = _END.where(table_of(Outbox).c.state == OutboxState.PENDING)
"""What was taken back while it was being tried is not to be tried again."""

AT_ONCE = 64
"""Calls under way together: outcomes that end together are written together, and a write costs the same for all."""
GLANCE, WINDOW = 128, 500
"""How many owed rows are looked at together: mostly the first few, more where their chats have to wait."""
LONGEST_PAUSE = 60.0
TRIES = 20
"""How often a message is tried, about a quarter of an hour, while others of its platform arrive."""


@dataclass(slots=True)
class Outcome:
    """What became of a row: written in groups, and only then may its chat's next row go."""

    row: Owed
    state: OutboxState
    reason: str = ""
    message_id: int | None = None
    shows: str = ""
    wait: float = 0.0
    operation: Operation | None = None
    unreachable: bool = False
    file: tuple[str, str, str] | None = None
    error: Exception | None = None
    not_before: datetime | None = None

    @property
    def again(self) -> bool:
        """Whether it was tried and is to be tried once more."""
        return self.state is OutboxState.PENDING and not self.not_before

    @property
    def tried(self) -> bool:
        """Whether its chat was busy with it."""
        given_up = self.state is OutboxState.SKIPPED or self.not_before
        return not given_up and self.row.operation is not Operation.TOAST


class Messenger:
    """Sends what is owed. ``wake`` is to be called when rows were written."""

    def __init__(self, db: Database, office: Office, platforms: dict[str, Platform], failures: Failures) -> None:
        self._db, self._office, self._platforms, self._failures = db, office, platforms, failures
        self._paces = {name: Pace(platform.can) for name, platform in platforms.items()}
        self._wake, self._ended = asyncio.Event(), asyncio.Event()
        self._held: dict[int, Owed] = {}
        self._busy: set[str] = set()
        self._outcomes: list[Outcome] = []
        self._swept = time.monotonic()

    def wake(self) -> None:
        self._wake.set()

    async def run(self) -> None:
        """Runs until it is cancelled; calls under way then end unrecorded and are made again at the next start."""
        async with asyncio.TaskGroup() as group:
            group.create_task(self._record())
            while True:
                self._wake.clear()
                try:
                    pause = await self._start(group)
                except Exception:
                    log.exception("the outbox can't be read")
                    pause = 1.0
                await wait(self._wake, pause)

    async def _start(self, group: asyncio.TaskGroup) -> float:
        """Starts what may go now; returns the seconds until more may."""
        self._sweep()
        for most in (GLANCE, WINDOW):
            room = AT_ONCE - len(self._held)
            if room <= 0:
                return 1.0
            async with self._db.read() as session:
                owed = await load(session, self._office, set(self._platforms), most, self._held)
            wait, held_up = self._choose(group, owed, room)
            # Only where chats hold up all of a full glance can rows further back go before them.
            if len(owed) < most or held_up < len(owed):
                break
        return max(wait, 0.005)

    def _choose(self, group: asyncio.TaskGroup, owed: list[Owed], room: int) -> tuple[float, int]:
        """Starts up to ``room`` rows; returns the seconds until more may go, and how many rows their chats hold up."""
        blocked = set(self._busy)
        newest = {
            row.target_id: row.id for row in sorted(owed, key=attrgetter("id")) if row.operation is Operation.EDIT
        }
        soonest, held_up, now = 1.0, 0, time.time()
        for row in owed:
            if not room:
                break
            if row.operation is Operation.TOAST:
                if row.retry_at > now:
                    soonest = min(soonest, row.retry_at - now)
                    continue
                self._go(group, row)
            elif row.unreachable or row.dead_target or newest.get(row.target_id, row.id) != row.id:
                self._held[row.id] = row
                self._end(Outcome(row, OutboxState.SKIPPED, row.unreachable or row.dead_target or "superseded"))
            elif row.held_until:
                self._held[row.id] = row
                self._end(Outcome(row, OutboxState.PENDING, "the wrong hour", not_before=row.held_until))
            elif row.chat in blocked or row.waits_for_target:
                blocked.add(row.chat)
                held_up += 1
                continue
            else:
                blocked.add(row.chat)
                pace = self._paces[row.platform]
                wait = max(row.retry_at - now, pace.wait(row.chat))
                if wait > 0:
                    soonest = min(soonest, wait)
                    held_up += not pace.closed
                    continue
                pace.take(row.chat)
                self._busy.add(row.chat)
                self._go(group, row)
            room -= 1
        return soonest, held_up

    def _sweep(self) -> None:
        if time.monotonic() - self._swept > 60:
            self._swept = time.monotonic()
            for pace in self._paces.values():
                pace.forget_idle()

    def _go(self, group: asyncio.TaskGroup, row: Owed) -> None:
        self._held[row.id] = row
        group.create_task(self._carry_out(row))

    async def _carry_out(self, row: Owed) -> None:
        try:
            reach("before_a_send")
            outcome = await self._call(row)
            reach("after_a_send")
        except Slower as slower:
            self._paces[row.platform].slow_down(row.chat, slower.seconds)
            outcome = Outcome(row, OutboxState.PENDING, f"429, {slower.seconds:g} s", wait=slower.seconds)
        except Later as later:
            outcome = self._once_more(row, str(later))
        except Unreachable as gone:
            outcome = Outcome(row, OutboxState.FAILED, str(gone), unreachable=True)
        except Unchanged:
            outcome = Outcome(row, OutboxState.SENT, "unchanged")
        except NoTarget as gone:
            outcome = Outcome(row, OutboxState.PENDING, str(gone), operation=Operation.SEND)
        except Rejected as rejected:
            outcome = Outcome(row, OutboxState.FAILED, str(rejected), error=rejected)
        except (SQLAlchemyError, OSError) as broken:
            outcome = _again(row, f"here: {type(broken).__name__}")
        except Exception as error:
            outcome = Outcome(row, OutboxState.FAILED, type(error).__name__, error=error)
        self._end(outcome)

    async def _call(self, row: Owed) -> Outcome:
        platform = self._platforms[row.platform]
        voice = voice_of(row.language or self._office.language, self._office.zone)
        number = int(row.target_message or 0)
        match row.operation:
            case Operation.TOAST:
                words = voice.plain(Screen.from_json(row.screen).text) if row.screen else ""
                try:
                    await platform.toast(row.callback_id, words[:200])
                except (Rejected, Unreachable) as late:
                    return Outcome(row, OutboxState.SKIPPED, str(late))
                return Outcome(row, OutboxState.SENT)
            case Operation.DELETE:
                await platform.delete(row.chat, number)
                return Outcome(row, OutboxState.SENT, message_id=number)
            case Operation.EDIT:
                message = platform.render(Screen.from_json(row.screen), voice)
                if message.digest == row.target_shows:
                    return Outcome(row, OutboxState.SENT, "unchanged", shows=message.digest)
                await platform.edit(row.chat, number, message)
                return Outcome(row, OutboxState.SENT, message_id=number, shows=message.digest)
            case _:
                screen = Screen.from_json(row.screen)
                return await self._send(row, platform, platform.render(screen, voice), screen.file)

    async def _send(self, row: Owed, platform: Platform, message: Message, file: File | None) -> Outcome:
        """A file goes by the id that the platform has for it, else whole."""
        if file is None:
            sent = await platform.send(row.chat, message, None, "")
            return Outcome(row, OutboxState.SENT, message_id=sent.message_id, shows=message.digest)
        key = f"{row.platform}:{file.kind}"
        async with self._db.read() as session:
            stored = await session.get(StoredFile, file.hash)
        known = stored.ids.get(key) if stored else None
        try:
            sent = await self._send_file(row, platform, message, file, known)
        except FileNotFoundError:
            return Outcome(row, OutboxState.FAILED, "the file is not in the store")
        learnt = (file.hash, key, sent.file_id) if sent.file_id and sent.file_id != known else None
        return Outcome(row, OutboxState.SENT, message_id=sent.message_id, shows=message.digest, file=learnt)

    async def _send_file(self, row: Owed, platform: Platform, message: Message, file: File, known: str | None) -> Sent:
        if known:
            with contextlib.suppress(StrangeFile):
                return await platform.send(row.chat, message, known, file.name)
        content = await asyncio.to_thread(self._office.store.read, file.hash)
        return await platform.send(row.chat, message, content, file.name)

    def _once_more(self, row: Owed, reason: str) -> Outcome:
        """Another try later, however long a platform is down; but not for ever where only this message fails."""
        others_arrive = time.monotonic() - self._paces[row.platform].delivered < LONGEST_PAUSE
        if row.attempts >= TRIES and others_arrive:
            log.error("a message was given up", row=row.id, reason=reason)
            return Outcome(row, OutboxState.FAILED, f"given up: {reason}")
        return _again(row, reason)

    def _end(self, outcome: Outcome) -> None:
        if outcome.state is OutboxState.SENT:
            self._paces[outcome.row.platform].delivered = time.monotonic()
        self._outcomes.append(outcome)
        self._ended.set()

    async def _record(self) -> None:
        """Commits outcomes as they come, in groups; a row's chat is free again only after that."""
        while True:
            await self._ended.wait()
            self._ended.clear()
            outcomes, self._outcomes = self._outcomes, []
            try:
                await self._write(outcomes)
            except Exception:
                log.exception("outcomes were not recorded")
                self._outcomes = outcomes + self._outcomes
                await asyncio.sleep(0.5)
                self._ended.set()
                continue
            for outcome in outcomes:
                self._held.pop(outcome.row.id, None)
                if outcome.tried:
                    self._busy.discard(outcome.row.chat)
            self._wake.set()

    async def _write(self, outcomes: list[Outcome]) -> None:
        now = self._office.clock.now()
        ended = [_columns(outcome, now) for outcome in outcomes if outcome.state is not OutboxState.PENDING]
        again = [_columns(outcome, now) for outcome in outcomes if outcome.again]
        later = [
            {"row": outcome.row.id, "not_before": outcome.not_before} for outcome in outcomes if outcome.not_before
        ]
        shown = [
            {"row": outcome.row.target_id, "shows": outcome.shows}
            for outcome in outcomes
            if outcome.row.operation is Operation.EDIT and outcome.shows and outcome.row.target_id
        ]
        async with self._db.write() as session:
            connection = await session.connection()
            for statement, rows in ((_END, ended), (_AGAIN, again), (_AGAIN, later), (_END, shown)):
                if rows:
                    await connection.execute(statement, rows)
            for outcome in outcomes:
                if outcome.error:
                    await self._apologise(session, outcome.row, outcome.error)
                if outcome.unreachable:
                    accounts = table_of(Account)
                    await connection.execute(
                        update(accounts).where(accounts.c.chat == outcome.row.chat).values(reachable=False)
                    )
                if outcome.file:
                    digest, key, file_id = outcome.file
                    stored = await session.get(StoredFile, digest)
                    if stored is None:
                        size = len(await asyncio.to_thread(self._office.store.read, digest))
                        session.add(StoredFile(hash=digest, size=size, ids={key: file_id}, stored_at=now))
                    else:
                        stored.ids = {**stored.ids, key: file_id}

    async def _apologise(self, session: AsyncSession, row: Owed, error: Exception) -> None:
        """A message that can't be made or is never taken is an error of the program; who waits for it is told."""
        screen = await self._failures.record(session, error, row=row.id)
        if row.reply and screen.text.key not in row.screen:
            told = outbox.row(screen, self._office.clock.now(), chat=row.chat, language=row.language)
            await outbox.write(session, [told])


def _again(row: Owed, reason: str) -> Outcome:
    return Outcome(row, OutboxState.PENDING, reason, wait=min(2.0 ** min(row.attempts, 6), LONGEST_PAUSE))


def _columns(outcome: Outcome, now: Any) -> dict[str, Any]:
    row = outcome.row
    done = outcome.state is OutboxState.SENT
    return {
        "row": row.id,
        "chat": row.chat,
        "state": outcome.state,
        "reason": outcome.reason[:300],
        "attempts": row.attempts + 1,
        "retry_at": time.time() + outcome.wait if outcome.wait else 0.0,
        "operation": outcome.operation or row.operation,
        "message_id": outcome.message_id,
        "shows": outcome.shows,
        "sent_at": now if done else None,
    }
