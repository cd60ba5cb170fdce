"""Sender of one platform's outbox: priority lanes, rate limits, one call in flight per chat."""

import asyncio
import time
from collections.abc import Callable, Collection

import structlog

from bot.event_wait import wait_for_event
from bot.failpoints import failpoint
from bot.failures import log_failure
from bot.monitoring.metrics import CALL
from bot.outbound.circuit_breaker import LONGEST_PAUSE, CircuitBreaker
from bot.outbound.delivery import ANSWERS, GIVEN_UP, RATE_LIMITED, Delivery, Outcome
from bot.outbound.due_messages import DueMessage, MessageChange, load
from bot.outbound.rate_limits import RateLimiter
from bot.platforms.base import (
    MessageGone,
    Migrated,
    Muted,
    Platform,
    RateLimited,
    Rejected,
    Retryable,
    TokenRevoked,
    Unchanged,
    Unreachable,
)
from models.database import Database, DatabaseError
from models.tables.queues import Operation, OutboxState, is_group
from services.organisation import Organisation
from services.queues import routing
from services.queues.routing import PlatformStatus

log = structlog.get_logger()

AT_ONCE = 64
"""The most rows in flight: outcomes that end together are committed together, at the cost of one."""
GROUPS_AT_ONCE = AT_ONCE // 2
"""The most of them in groups: a platform may hold a call to a group in slow mode for many seconds."""
FEW, GLANCE, WINDOW = 8, 64, 500
"""The due rows of each lane that are loaded: a few while the platform takes no more, for answers to taps go all the
same; else a glance, and the window when the chats of all in it have to wait."""
IDLE_LOOK = 0.2
"""Seconds after which a row that waits for an idle moment is looked at again."""
LONGEST_WAIT = 600.0
"""The most seconds for which a chat waits after a 429, whatever the platform asked for; then it is asked again."""
TRIES = 20
"""The most attempts for a message, about a quarter of an hour, while others of its platform arrive."""


class Sender:
    """Sender of one platform's due messages, independent of every other platform's.

    Call ``wake`` when there may be more. ``end`` is called with the sender and each outcome; once that is committed,
    call ``release``.
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
        self._delivery, self._rate_limiter, self._circuit_breaker = (
            Delivery(db, organisation, platform),
            RateLimiter(platform.capabilities),
            CircuitBreaker(),
        )
        self._call_took = CALL.of(platform.name)
        self._wake = asyncio.Event()
        self._in_flight: dict[int, DueMessage] = {}
        self._busy: set[str] = set()
        self._swept = time.monotonic()
        self._was_down, self._recoveries = False, 0
        self._left_over = False
        self._closed = False

    @property
    def in_flight(self) -> Collection[int]:
        """The ids of the rows whose outcome is not committed yet."""
        return self._in_flight.keys()

    @property
    def platform(self) -> str:
        """The name of the platform."""
        return self._platform.name

    @property
    def breaker_open(self) -> bool:
        """True while calls only probe the platform."""
        return self._circuit_breaker.open

    def wake(self) -> None:
        """Look for due rows at once."""
        self._wake.set()

    def close(self) -> None:
        """Start no further call from now on."""
        self._closed = True

    def release(self, outcome: Outcome) -> None:
        """Let the next row of a chat go, because this outcome is committed."""
        self._in_flight.pop(outcome.row.id, None)
        if outcome.occupied_chat:
            self._busy.discard(outcome.row.chat)
        # Whoever writes a row wakes the sender; after a failure its notice may have been written.
        if self._left_over or outcome.state is not OutboxState.SENT:
            self._wake.set()
        if outcome.retry_after:
            # A claim passes over the row until then, so that it does not tell when to look again.
            asyncio.get_running_loop().call_later(outcome.retry_after, self.wake)

    async def run(self) -> None:
        """Run until cancelled; calls under way then end unrecorded and are made again at the next start."""
        async with asyncio.TaskGroup() as group:
            while True:
                self._wake.clear()
                try:
                    pause = await self._start_deliveries(group)
                except Exception as error:
                    log_failure(log, "the outbox can't be read", error, platform=self._platform.name)
                    pause = 1.0
                await wait_for_event(self._wake, pause)

    async def _start_deliveries(self, group: asyncio.TaskGroup) -> float:
        """Start the deliveries that may go now; returns the seconds until more may."""
        if self._closed:
            return 1.0
        self._sweep()
        self._left_over = True
        platforms = self._status()
        self._follow_status(platforms)
        most_at_once, idle = AT_ONCE, not self._busy
        if self._circuit_breaker.open:
            if self._in_flight or self._circuit_breaker.wait():
                return min(1.0, self._circuit_breaker.wait() or 1.0)
            most_at_once = 1
            self._circuit_breaker.schedule_probe()
            if self._was_down:
                await routing.reroute(self._db, self._platform.name, platforms, self._in_flight)
        glance = min(GLANCE, FEW + self._rate_limiter.allowance)
        for most, groups in ((glance, True), (WINDOW, True), (WINDOW, False)):
            room = most_at_once - len(self._in_flight)
            if room <= 0:
                return 1.0
            async with self._db.read() as session:
                due = await load(
                    session,
                    self._organisation,
                    self.platform,
                    platforms,
                    most,
                    self._in_flight,
                    strips=idle,
                    groups=groups,
                )
            pause, blocked_rows = self._choose(group, due, room)
            # Rows further back can only go first when a full glance has nothing but waiting chats. One person may have
            # more groups than the window has places, so that the last look passes over all of them.
            if len(due) < most or blocked_rows < len(due):
                break
        self._left_over = not groups or len(due) >= most or any(row.id not in self._in_flight for row in due)
        return max(pause if idle else min(pause, IDLE_LOOK), 0.005)

    def _follow_status(self, platforms: PlatformStatus) -> None:
        """Open the circuit breaker for a platform that went down, and close it for one that came back."""
        name = self._platform.name
        was_down, self._was_down = self._was_down, name in platforms.down
        recoveries, self._recoveries = self._recoveries, platforms.recoveries.get(name, 0)
        if self._was_down and not was_down:
            self._circuit_breaker.trip()
        elif recoveries != self._recoveries:
            self._circuit_breaker.close()

    def _choose(self, group: asyncio.TaskGroup, due: list[DueMessage], room: int) -> tuple[float, int]:
        """Launch up to ``room`` rows; returns the seconds until more may go, and the number of blocked rows."""
        blocked = set(self._busy)
        soonest, blocked_rows = 1.0, 0
        for_groups = GROUPS_AT_ONCE - sum(is_group(row.chat) for row in self._in_flight.values())
        for row in due:
            if not room:
                break
            if end := self._end_without_call(row):
                self._in_flight[row.id] = row
                self._end(self, end)
                continue
            if (in_group := is_group(row.chat)) and for_groups <= 0:
                blocked_rows += 1
                continue
            rest = self._circuit_breaker.deferred_for(row.id)
            if row.operation is Operation.TOAST:
                if rest > 0:
                    soonest = min(soonest, rest)
                    continue
                self._launch(group, row)
            elif row.operation is Operation.STRIP:
                # It hurries nobody: while anything else goes out it waits.
                if self._busy or self._rate_limiter.wait(row.chat) > 0:
                    soonest = min(soonest, IDLE_LOOK)
                    continue
                self._rate_limiter.take(row.chat)
                self._launch(group, row)
            elif row.rests or row.chat in blocked or (isinstance(row, MessageChange) and row.waits_for_target):
                # A change that waits holds up nothing else, for the message that it waits for may be in a later lane.
                blocked_rows += 1
                continue
            else:
                blocked.add(row.chat)
                pause = max(rest, self._rate_limiter.wait(row.chat))
                if pause > 0:
                    soonest = min(soonest, pause)
                    blocked_rows += not self._rate_limiter.closed
                    continue
                self._rate_limiter.take(row.chat)
                self._busy.add(row.chat)
                self._launch(group, row)
            room -= 1
            for_groups -= in_group
        return soonest, blocked_rows

    def _end_without_call(self, row: DueMessage) -> Outcome | None:
        """The outcome of a row that is not to be sent here and now, None for one that is."""
        if row.elsewhere:
            return Outcome(row, OutboxState.PENDING, move_to=row.elsewhere)
        if row.undeliverable:
            return Outcome(row, OutboxState.SKIPPED, row.undeliverable)
        if isinstance(row, MessageChange) and row.superseded:
            return Outcome(row, OutboxState.SKIPPED, "superseded")
        if row.quiet_until:
            return Outcome(row, OutboxState.PENDING, "the wrong hour", not_before=row.quiet_until)
        return None

    def _sweep(self) -> None:
        if time.monotonic() - self._swept > 60:
            self._swept = time.monotonic()
            self._rate_limiter.forget_idle()

    def _launch(self, group: asyncio.TaskGroup, row: DueMessage) -> None:
        if self._circuit_breaker.open:
            self._circuit_breaker.record_probe()
        self._in_flight[row.id] = row
        group.create_task(self._carry_out(row))

    async def _carry_out(self, row: DueMessage) -> None:
        try:
            failpoint("before_a_send")
            outcome = await self._deliver(row)
            failpoint("after_a_send")
        except RateLimited as limited:
            wait = min(limited.seconds, LONGEST_WAIT)
            self._rate_limiter.slow_down(row.chat, wait)
            reason = f"{RATE_LIMITED}, {limited.seconds:g} s"
            # The platform asked to wait and tried nothing: this is no attempt.
            outcome = Outcome(row, OutboxState.PENDING, reason, retry_after=wait, counts_as_attempt=False)
        except Retryable as failure:
            outcome = self._retry_later(row, str(failure), uncertain=failure.uncertain)
            if isinstance(failure, Migrated):
                outcome.migrated_to = f"{self._platform.name}:{failure.to}"
        except TokenRevoked as revoked:
            outcome = self._retry_later(row, str(revoked))
        except Unreachable as gone:
            outcome = Outcome(row, OutboxState.FAILED, str(gone), unreachable=True, muted=isinstance(gone, Muted))
        except Unchanged:
            outcome = Outcome(row, OutboxState.SENT, "unchanged")
        except MessageGone as gone:
            outcome = Outcome(row, OutboxState.PENDING, str(gone), operation=Operation.SEND)
        except Rejected as rejected:
            outcome = Outcome(row, OutboxState.FAILED, str(rejected), error=rejected)
        except (DatabaseError, OSError) as broken:
            outcome = Outcome(row, OutboxState.PENDING, f"here: {type(broken).__name__}", retry_after=_backoff(row))
        except Exception as error:
            outcome = Outcome(row, OutboxState.FAILED, type(error).__name__, error=error)
        if outcome.state is OutboxState.SENT:
            self._rate_limiter.delivered = time.monotonic()
        self._end(self, outcome)

    async def _deliver(self, row: DueMessage) -> Outcome:
        """Deliver a row; whatever the platform answers, even a refusal, closes the circuit breaker."""
        began = time.perf_counter()
        try:
            outcome = await self._delivery.deliver(row)
        except ANSWERS:
            self._circuit_breaker.close()
            raise
        finally:
            self._call_took(time.perf_counter() - began)
        self._circuit_breaker.close()
        return outcome

    def _retry_later(self, row: DueMessage, reason: str, *, uncertain: bool = False) -> Outcome:
        """Retry a row later: without end while the platform is down, but not when only this message fails."""
        if self._circuit_breaker.open:
            # The platform failed and not this message, so the attempt does not count.
            self._circuit_breaker.defer(row.id)
            return Outcome(row, OutboxState.PENDING, reason, uncertain=uncertain, counts_as_attempt=False)
        # A platform may hold a call to a group in slow mode until it is given up, which says nothing of the platform.
        if not is_group(row.chat):
            self._circuit_breaker.record_failure(row.chat)
        others_arrive = time.monotonic() - self._rate_limiter.delivered < LONGEST_PAUSE
        if row.attempts >= TRIES and others_arrive:
            log.error("a message was given up", row=row.id, reason=reason)
            return Outcome(row, OutboxState.FAILED, f"{GIVEN_UP}: {reason}")
        return Outcome(row, OutboxState.PENDING, reason, retry_after=_backoff(row), uncertain=uncertain)


def _backoff(row: DueMessage) -> float:
    return min(2.0 ** min(row.attempts, 6), LONGEST_PAUSE)
