"""Messages out on one platform, apart from every other: lanes over token buckets, one call in flight a chat."""

import asyncio
import time
from collections.abc import Callable, Collection
from operator import attrgetter

import structlog

from bot.event_wait import wait_for_event
from bot.failpoints import failpoint
from bot.outbound.delivery import ANSWERS, Calls, Outcome
from bot.outbound.due_messages import DueMessage, MessageChange, load
from bot.outbound.rate_limits import LONGEST_PAUSE, CircuitBreaker, RateLimiter
from bot.platforms.base import (
    MessageGone,
    Platform,
    RateLimited,
    Rejected,
    Retryable,
    TokenRevoked,
    Unchanged,
    Unreachable,
)
from models.database import Database, DatabaseError
from models.queues import Operation, OutboxState
from services.organisation import Organisation
from services.queues import routing
from services.queues.routing import PlatformStatus

log = structlog.get_logger()

AT_ONCE = 64
"""Calls under way together: outcomes that end together are written together, and a write costs the same for all."""
GLANCE, WINDOW = 128, 500
"""How many due rows are looked at together: mostly the first few, more where their chats have to wait."""
TRIES = 20
"""How often a message is tried, about a quarter of an hour, while others of its platform arrive."""


class Sender:
    """Sends what one platform owes. ``wake`` is to be called when there may be more; ``end`` gets the sender with every
    outcome, and ``free`` is to be called when that is committed.
    """

    def __init__(
        self,
        db: Database,
        organisation: Organisation,
        platform: Platform,
        status: Callable[[], PlatformStatus],
        end: "Callable[[Sender, Outcome], None]",
    ) -> None:
        self._db, self._organisation, self._platform, self._status, self._end = db, organisation, platform, status, end
        self._calls, self._pace, self._breaker = (
            Calls(db, organisation, platform),
            RateLimiter(platform.capabilities),
            CircuitBreaker(),
        )
        self._wake = asyncio.Event()
        self._held: dict[int, DueMessage] = {}
        self._busy: set[str] = set()
        self._swept = time.monotonic()
        self._was_down, self._recoveries = False, 0

    @property
    def held(self) -> Collection[int]:
        """The rows whose outcome is not committed yet."""
        return self._held.keys()

    def wake(self) -> None:
        self._wake.set()

    def free(self, outcome: Outcome) -> None:
        """An outcome is committed: its chat's next row may go."""
        self._held.pop(outcome.row.id, None)
        if outcome.tried:
            self._busy.discard(outcome.row.chat)
        self._wake.set()

    async def run(self) -> None:
        """Runs until it is cancelled; calls under way then end unrecorded and are made again at the next start."""
        async with asyncio.TaskGroup() as group:
            while True:
                self._wake.clear()
                try:
                    pause = await self._start(group)
                except Exception:
                    log.exception("the outbox can't be read", platform=self._platform.name)
                    pause = 1.0
                await wait_for_event(self._wake, pause)

    async def _start(self, group: asyncio.TaskGroup) -> float:
        """Starts what may go now; returns the seconds until more may."""
        self._sweep()
        platforms = self._status()
        self._heed(platforms)
        most_at_once = AT_ONCE
        if self._breaker.open:
            if self._held or self._breaker.wait():
                return min(1.0, self._breaker.wait() or 1.0)
            most_at_once = 1
            self._breaker.look()
            if self._was_down:
                await routing.reroute(self._db, self._platform.name, platforms, self._held)
        for most in (GLANCE, WINDOW):
            room = most_at_once - len(self._held)
            if room <= 0:
                return 1.0
            async with self._db.read() as session:
                due = await load(session, self._organisation, self._platform.name, platforms, most, self._held)
            pause, held_up = self._choose(group, due, room)
            # Only where chats hold up all of a full glance can rows further back go before them.
            if len(due) < most or held_up < len(due):
                break
        return max(pause, 0.005)

    def _heed(self, platforms: PlatformStatus) -> None:
        """A platform that is down is only tried now and then; one that is back is written to at once."""
        name = self._platform.name
        was_down, self._was_down = self._was_down, name in platforms.down
        recoveries, self._recoveries = self._recoveries, platforms.recoveries.get(name, 0)
        if self._was_down and not was_down:
            self._breaker.trip()
        elif recoveries != self._recoveries:
            self._breaker.close()

    def _choose(self, group: asyncio.TaskGroup, due: list[DueMessage], room: int) -> tuple[float, int]:
        """Starts up to ``room`` rows; returns the seconds until more may go, and how many rows their chats hold up."""
        blocked = set(self._busy)
        newest = {
            row.target_id: row.id
            for row in sorted(due, key=attrgetter("id"))
            if isinstance(row, MessageChange) and row.operation is Operation.EDIT
        }
        soonest, held_up, now = 1.0, 0, time.time()
        for row in due:
            if not room:
                break
            if end := self._without_a_call(row, newest):
                self._held[row.id] = row
                self._end(self, end)
                continue
            rest = max(row.retry_at - now, self._breaker.put_off_for(row.id))
            if row.operation is Operation.TOAST:
                if rest > 0:
                    soonest = min(soonest, rest)
                    continue
                self._go(group, row)
            elif row.chat in blocked or (isinstance(row, MessageChange) and row.waits_for_target):
                blocked.add(row.chat)
                held_up += 1
                continue
            else:
                blocked.add(row.chat)
                pause = max(rest, self._pace.wait(row.chat))
                if pause > 0:
                    soonest = min(soonest, pause)
                    held_up += not self._pace.closed
                    continue
                self._pace.take(row.chat)
                self._busy.add(row.chat)
                self._go(group, row)
            room -= 1
        return soonest, held_up

    def _without_a_call(self, row: DueMessage, newest: dict[int, int]) -> Outcome | None:
        """What becomes of a row that is not sent here and now, None for one that is to be."""
        if row.elsewhere:
            return Outcome(row, OutboxState.PENDING, move=row.elsewhere)
        if row.hopeless:
            return Outcome(row, OutboxState.SKIPPED, row.hopeless)
        superseded = isinstance(row, MessageChange) and newest.get(row.target_id, row.id) != row.id
        if superseded and row.operation is Operation.EDIT:
            return Outcome(row, OutboxState.SKIPPED, "superseded")
        if row.held_until:
            return Outcome(row, OutboxState.PENDING, "the wrong hour", not_before=row.held_until)
        return None

    def _sweep(self) -> None:
        if time.monotonic() - self._swept > 60:
            self._swept = time.monotonic()
            self._pace.forget_idle()

    def _go(self, group: asyncio.TaskGroup, row: DueMessage) -> None:
        if self._breaker.open:
            self._breaker.tried()
        self._held[row.id] = row
        group.create_task(self._carry_out(row))

    async def _carry_out(self, row: DueMessage) -> None:
        try:
            failpoint("before_a_send")
            outcome = await self._answered(row)
            failpoint("after_a_send")
        except RateLimited as slower:
            self._pace.slow_down(row.chat, slower.seconds)
            outcome = Outcome(row, OutboxState.PENDING, f"429, {slower.seconds:g} s", wait=slower.seconds)
        except Retryable as later:
            outcome = self._once_more(row, str(later), uncertain=later.uncertain)
        except TokenRevoked as revoked:
            outcome = self._once_more(row, str(revoked))
        except Unreachable as gone:
            outcome = Outcome(row, OutboxState.FAILED, str(gone), unreachable=True)
        except Unchanged:
            outcome = Outcome(row, OutboxState.SENT, "unchanged")
        except MessageGone as gone:
            outcome = Outcome(row, OutboxState.PENDING, str(gone), operation=Operation.SEND)
        except Rejected as rejected:
            outcome = Outcome(row, OutboxState.FAILED, str(rejected), error=rejected)
        except (DatabaseError, OSError) as broken:
            outcome = Outcome(row, OutboxState.PENDING, f"here: {type(broken).__name__}", wait=_backoff(row))
        except Exception as error:
            outcome = Outcome(row, OutboxState.FAILED, type(error).__name__, error=error)
        if outcome.state is OutboxState.SENT:
            self._pace.delivered = time.monotonic()
        self._end(self, outcome)

    async def _answered(self, row: DueMessage) -> Outcome:
        """A call and its outcome; whatever a platform answers, it is there."""
        try:
            outcome = await self._calls.make(row)
        except ANSWERS:
            self._breaker.close()
            raise
        self._breaker.close()
        return outcome

    def _once_more(self, row: DueMessage, reason: str, *, uncertain: bool = False) -> Outcome:
        """Another try later, however long a platform is down; but not for ever where only this message fails."""
        if self._breaker.open:
            # The platform fails and not this message.
            self._breaker.put_off(row.id)
            return Outcome(row, OutboxState.PENDING, reason, sticks=uncertain, counts=False)
        self._breaker.fail(row.chat)
        others_arrive = time.monotonic() - self._pace.delivered < LONGEST_PAUSE
        if row.attempts >= TRIES and others_arrive:
            log.error("a message was given up", row=row.id, reason=reason)
            return Outcome(row, OutboxState.FAILED, f"given up: {reason}")
        return Outcome(row, OutboxState.PENDING, reason, wait=_backoff(row), sticks=uncertain)


def _backoff(row: DueMessage) -> float:
    return min(2.0 ** min(row.attempts, 6), LONGEST_PAUSE)
