"""The health of platforms: those that count as away, and the calls until they answer again."""

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.monitoring.health import PATIENCE, Health, Reason, retry_until_answered
from bot.platforms.base import NotBotApi, RateLimited, Rejected, Retryable, TokenRevoked, Unreachable, UpdatesTaken

START = datetime(2019, 10, 5, 14, 30, tzinfo=UTC)


class Watch:
    """A monotonic clock that is moved by hand, and the time of day that goes with it."""

    def __init__(self) -> None:
        self.seconds = 1000.0

    def __call__(self) -> float:
        return self.seconds

    def now(self) -> datetime:
        return START + timedelta(seconds=self.seconds)


@pytest.fixture
def watch() -> Watch:
    return Watch()


@pytest.fixture
def health(watch: Watch) -> Health:
    return Health(watch, watch)


def test_a_hiccup_is_no_outage(health: Health, watch: Watch) -> None:
    health.failed("telegram", Retryable("502"))
    watch.seconds += PATIENCE - 1
    health.failed("telegram", Retryable("502"))
    assert (health.down, health.failing("telegram"), health.failing("bale")) == (set(), True, False)
    health.answered("telegram")
    watch.seconds += PATIENCE
    assert (health.down, health.failing("telegram")) == (set(), False)
    health.answered("telegram")
    assert (health.recoveries["telegram"], health.recoveries["bale"]) == (1, 0)


def test_after_a_minute_without_an_answer_a_platform_is_down_until_it_answers(health: Health, watch: Watch) -> None:
    health.failed("telegram", Retryable("502"))
    watch.seconds += PATIENCE
    assert health.down == {"telegram"}
    health.answered("bale")
    assert health.down == {"telegram"}
    health.answered("telegram")
    assert health.down == set()


def test_a_token_that_was_revoked_needs_no_minute(health: Health) -> None:
    health.failed("bale", TokenRevoked("Unauthorized"))
    assert health.down == {"bale"}


def test_a_platform_whose_updates_go_elsewhere_is_in_trouble_and_still_written_to(health: Health, watch: Watch) -> None:
    health.failed("bale", UpdatesTaken("409"))
    watch.seconds += PATIENCE
    assert set(health.outages) == {"bale"}
    assert health.down == set()


def test_an_outage_begins_with_the_first_failure_whatever_came_after_it(health: Health, watch: Watch) -> None:
    health.failed("telegram", Retryable("502"))
    begun = watch.now()
    watch.seconds += PATIENCE
    health.failed("telegram", NotBotApi("<html>"))
    [outage] = health.outages.values()
    assert (outage.since, outage.reason) == (begun, Reason.STRANGE)


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (Retryable("502"), Reason.SILENT),
        (KeyError("result"), Reason.SILENT),
        (NotBotApi("<html>"), Reason.STRANGE),
        (UpdatesTaken("409"), Reason.TAKEN),
        (TokenRevoked("401"), Reason.REVOKED),
        (Rejected("400"), Reason.REFUSED),
        (Unreachable("403"), Reason.REFUSED),
    ],
)
def test_every_failure_has_its_reason(health: Health, watch: Watch, error: Exception, reason: Reason) -> None:
    health.failed("bale", error)
    watch.seconds += PATIENCE
    assert health.outages["bale"].reason is reason


def test_what_was_down_before_a_restart_is_down_until_it_answers(health: Health) -> None:
    health.recall("telegram", Reason.SILENT, START - timedelta(days=3))
    assert health.down == {"telegram"}
    health.answered("telegram")
    assert health.down == set()


@given(st.lists(st.tuples(st.sampled_from(["telegram", "bale"]), st.sampled_from(["no", "yes"]), st.floats(0, 50))))
def test_a_platform_is_down_when_its_failures_without_an_answer_span_a_minute(
    calls: list[tuple[str, str, float]],
) -> None:
    watch = Watch()
    health, failing = Health(moment=watch), dict[str, float]()
    for platform, answer, seconds in calls:
        watch.seconds += seconds
        if answer == "yes":
            health.answered(platform)
            failing.pop(platform, None)
        else:
            health.failed(platform, Retryable("502"))
            failing.setdefault(platform, watch.seconds)
        assert health.down == {name for name, since in failing.items() if since <= watch.seconds - PATIENCE}


@pytest.fixture
def pauses(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The seconds that are slept, which pass at once."""
    slept: list[float] = []

    async def sleep(seconds: float) -> None:
        slept.append(seconds)

    monkeypatch.setattr(asyncio, "sleep", sleep)
    return slept


def failing(times: int, error: Callable[[], Exception]) -> Callable[[], asyncio.Future[str]]:
    """Return a call that fails some times, and then answers."""
    left = [times]

    async def call() -> str:
        if left[0]:
            left[0] -= 1
            raise error()
        return "dabir_bot"

    return call  # type: ignore[return-value]


@pytest.mark.parametrize("error", [Retryable, TokenRevoked, Rejected, Unreachable, KeyError, RuntimeError])
async def test_a_platform_is_asked_less_and_less_often_and_for_ever(
    health: Health, pauses: list[float], error: Callable[[], Exception]
) -> None:
    assert await retry_until_answered("bale", health, failing(30, error)) == "dabir_bot"
    assert pauses[:7] == [1, 2, 4, 8, 16, 32, 60]
    assert set(pauses[7:]) == {60}
    assert not health.failing("bale")


@pytest.mark.parametrize(("asked", "waited"), [(7, 7), (0, 0.5), (86_400, 60)])
async def test_a_platform_that_asks_for_patience_answers(
    health: Health, watch: Watch, pauses: list[float], asked: float, waited: float
) -> None:
    health.failed("bale", Retryable("502"))
    watch.seconds += PATIENCE
    assert await retry_until_answered("bale", health, failing(1, lambda: RateLimited(asked))) == "dabir_bot"
    assert pauses == [waited]
    assert health.down == set()
