"""Metrics of the running program, by the names under which Prometheus keeps them.

What happens often is measured where it happens; what can be asked for is set when somebody asks, by ``endpoints``.
"""

import asyncio
import time
from bisect import bisect_left
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from itertools import accumulate

from prometheus_client import CollectorRegistry, Counter, Gauge, PlatformCollector, ProcessCollector
from prometheus_client.metrics_core import HistogramMetricFamily
from prometheus_client.registry import Collector

LAG_EVERY = 0.5
"""Seconds between two looks at how late the loop runs."""
_QUICK = (0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)

REGISTRY = CollectorRegistry()
ProcessCollector(registry=REGISTRY)
PlatformCollector(registry=REGISTRY)


class Durations(Collector):
    """A histogram of seconds, by one label where it has one.

    The library's own takes the processor four times as long to note a duration, and every step has three of them.
    """

    def __init__(self, name: str, documentation: str, label: str = "") -> None:
        self._name, self._documentation, self._label = name, documentation, label
        self._counts: dict[str, list[int]] = {}
        self._sums: dict[str, float] = {}
        REGISTRY.register(self)

    def of(self, value: str) -> Callable[[float], None]:
        """Return the function that notes a duration in seconds under a value of the label."""
        counts = self._counts.setdefault(value, [0] * (len(_QUICK) + 1))
        sums = self._sums
        sums.setdefault(value, 0.0)

        def observe(seconds: float) -> None:
            counts[bisect_left(_QUICK, seconds)] += 1
            sums[value] += seconds

        return observe

    def collect(self) -> Iterator[HistogramMetricFamily]:
        """Yield the histogram as Prometheus reads it, whose buckets count all that is shorter, too."""
        bounds = (*(str(float(bound)) for bound in _QUICK), "+Inf")
        family = HistogramMetricFamily(self._name, self._documentation, labels=[self._label] if self._label else [])
        for value, counts in self._counts.items():
            buckets = list(zip(bounds, accumulate(counts), strict=True))
            family.add_metric([value] if self._label else [], buckets, self._sums[value])
        yield family


STEP = Durations("dabir_step_seconds", "A chat's turn: its update read, handled, and its answer written.").of("")
BATCH = Durations("dabir_batch_seconds", "A transaction of turns, with its commit.").of("")
COMMIT = Durations("dabir_commit_seconds", "A commit of the database.").of("")
CALL = Durations("dabir_call_seconds", "A call to a platform for a message.", "platform")
OUTCOMES = Counter(
    "dabir_outcomes",
    "Outcomes of messages: sent, failed, skipped, or pending for another try; 429 is the platform's limit.",
    ["platform", "state", "reason"],
    registry=REGISTRY,
)
LAST_POLL = Gauge(
    "dabir_last_poll_timestamp_seconds", "The last poll that a platform answered.", ["platform"], registry=REGISTRY
)
LAST_TICK = Gauge("dabir_last_tick_timestamp_seconds", "The end of the last round of ticks.", registry=REGISTRY)
_AGE = "The seconds since then, by no clock that can be set."
POLL_AGE = Gauge("dabir_last_poll_age_seconds", _AGE, ["platform"], registry=REGISTRY)
TICK_AGE = Gauge("dabir_last_tick_age_seconds", _AGE, registry=REGISTRY)
LOOP_LAG = Gauge("dabir_loop_lag_seconds", "The longest delay of the loop since the last look.", registry=REGISTRY)
BREAKER = Gauge("dabir_breaker_open", "1 while calls to a platform only probe it.", ["platform"], registry=REGISTRY)
DOWN = Gauge("dabir_platform_down", "1 while a platform counts as away.", ["platform"], registry=REGISTRY)
WAITING_UPDATES = Gauge("dabir_waiting_updates", "Updates that have not been answered.", registry=REGISTRY)
OLDEST_UPDATE = Gauge("dabir_oldest_update_age_seconds", "The age of the oldest of them.", registry=REGISTRY)
WAITING_MESSAGES = Gauge("dabir_waiting_messages", "Messages that may be sent now.", ["lane"], registry=REGISTRY)
OLDEST_MESSAGE = Gauge("dabir_oldest_message_age_seconds", "The age of their oldest.", ["lane"], registry=REGISTRY)
WAITING_JOBS = Gauge("dabir_waiting_jobs", "Jobs that wait or run.", registry=REGISTRY)
OLDEST_JOB = Gauge("dabir_oldest_job_age_seconds", "The age of the oldest of them.", registry=REGISTRY)
PARKED = Gauge("dabir_parked_rows", "Rows at which scheduled work failed.", ["kind"], registry=REGISTRY)
DATABASE_BYTES = Gauge("dabir_database_bytes", "The size of the database.", registry=REGISTRY)
STORE_BYTES = Gauge("dabir_store_bytes", "The size of the files that people sent.", registry=REGISTRY)
FREE_BYTES = Gauge("dabir_free_bytes", "The space that is left where files are stored.", registry=REGISTRY)
LAST_BACKUP = Gauge("dabir_last_backup_timestamp_seconds", "The last scheduled backup, 0 for none.", registry=REGISTRY)
BACKUP_FAILED = Gauge("dabir_backup_failed", "1 while the last scheduled backup failed or is late.", registry=REGISTRY)


async def watch_loop() -> None:
    """Measure how late the loop runs, for ever."""
    while True:
        begun = time.monotonic()
        await asyncio.sleep(LAG_EVERY)
        LAG.seen(time.monotonic() - begun - LAG_EVERY)


class LoopLag:
    """The longest delay of the loop since somebody last asked, in seconds."""

    def __init__(self) -> None:
        self._longest = 0.0

    def seen(self, seconds: float) -> None:
        self._longest = max(self._longest, seconds)

    def take(self) -> float:
        """Return the longest delay, and begin anew."""
        longest, self._longest = self._longest, 0.0
        return longest


LAG = LoopLag()


class Last:
    """The last time of something: for people by the clock, as ``moment``, and for whoever watches by its ``age``.

    The age is in monotonic seconds, which no clock that is set can move.
    """

    def __init__(self, moment: Gauge, age: Gauge) -> None:
        self._moment, self._at = moment, time.monotonic()
        age.set_function(self.age)

    def note(self) -> None:
        """Note that it was now."""
        self._at = time.monotonic()
        self._moment.set_to_current_time()

    def age(self) -> float:
        """Return the seconds since then, or since the program's start."""
        return time.monotonic() - self._at


TICKED = Last(LAST_TICK, TICK_AGE)


def polls_of(platform: str) -> Last:
    """Begin to note the polls that a platform answers."""
    return Last(LAST_POLL.labels(platform), POLL_AGE.labels(platform))


def moment_of(name: str, **labels: str) -> datetime | None:
    """The moment that a gauge has, None for one that was never set."""
    seconds = REGISTRY.get_sample_value(name, labels)
    return datetime.fromtimestamp(seconds, UTC) if seconds else None
