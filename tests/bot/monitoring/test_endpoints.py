"""Metrics and health over HTTP, of a bot that serves people."""

import asyncio
import contextlib
import socket
import time
from collections.abc import AsyncIterator
from datetime import timedelta

import aiohttp
import pytest
from prometheus_client.parser import text_string_to_metric_families

from bot.monitoring import metrics
from bot.monitoring.endpoints import Endpoints
from bot.platforms.base import TokenRevoked
from models.tables.parking import ParkedRow
from sandbox.world.faults import Fault
from tests.town import Town

CITY = "شهرداری مشهد"


class Watcher:
    """The one who watches the machine, and asks the endpoints over HTTP."""

    def __init__(self, address: str) -> None:
        self.address = address

    async def asks(self, path: str) -> tuple[int, str]:
        async with aiohttp.ClientSession() as session, session.get(f"http://{self.address}{path}") as answer:
            return answer.status, await answer.text()

    async def sees(self, name: str, **labels: str) -> float | None:
        """Return the value of a metric as Prometheus would read it, None where it has none."""
        _, text = await self.asks("/metrics")
        samples = (sample for family in text_string_to_metric_families(text) for sample in family.samples)
        found = [one.value for one in samples if one.name == name and labels.items() <= one.labels.items()]
        return found[0] if found else None


def endpoints(town: Town) -> Endpoints:
    app = town.app
    return Endpoints(app.db, app.clock, app.health, town.folder, app.messenger.breakers)


@pytest.fixture
async def watcher(town: Town) -> AsyncIterator[Watcher]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = "{}:{}".format(*free.getsockname())
    serving = asyncio.create_task(endpoints(town).run(address))
    watcher = Watcher(address)
    while True:
        with contextlib.suppress(aiohttp.ClientConnectorError):
            await watcher.asks("/healthz")
            break
        await asyncio.sleep(0.01)
    yield watcher
    serving.cancel()
    await asyncio.gather(serving, return_exceptions=True)


async def test_steps_batches_commits_and_calls_are_counted(town: Town, watcher: Watcher) -> None:
    sara = await town.representative_of(CITY)
    names = ("dabir_step_seconds_count", "dabir_batch_seconds_count", "dabir_commit_seconds_count")
    before = [await watcher.sees(name) or 0.0 for name in names]
    calls = await watcher.sees("dabir_call_seconds_count", platform=sara.platform) or 0.0
    sent = await watcher.sees("dabir_outcomes_total", platform=sara.platform, state="sent") or 0.0
    await sara.says("/tasks")
    after = [await watcher.sees(name) or 0.0 for name in names]
    assert all(late > early for early, late in zip(before, after, strict=True))
    assert await watcher.sees("dabir_call_seconds_count", platform=sara.platform) == calls + 1
    assert await watcher.sees("dabir_outcomes_total", platform=sara.platform, state="sent") == sent + 1


async def test_what_waits_is_told_with_its_age(town: Town, watcher: Watcher) -> None:
    sara = await town.representative_of(CITY)
    assert await watcher.sees("dabir_waiting_messages", lane="reply") == 0
    assert await watcher.sees("dabir_oldest_message_age_seconds", lane="reply") == 0
    town.server.faults.add(Fault("too_many_requests", method="sendMessage", chat_id=sara.chat.id, retry_after=2))
    await sara.starts_saying("/tasks")
    await town.taken_in()
    assert await watcher.sees("dabir_waiting_messages", lane="reply") == 1
    town.server.clock.move_by(timedelta(seconds=30))
    assert (await watcher.sees("dabir_oldest_message_age_seconds", lane="reply") or 0) >= 30
    assert await watcher.sees("dabir_waiting_messages", lane="broadcast") == 0
    await town.quiet()
    assert await watcher.sees("dabir_outcomes_total", platform=sara.platform, reason="429")


async def test_parked_rows_and_sizes_are_told(town: Town, watcher: Watcher) -> None:
    async with town.app.db.write() as session:
        session.add(ParkedRow(kind="obligation", row_id=7, error="ValueError", until=town.clock.now()))
    assert await watcher.sees("dabir_parked_rows", kind="obligation") == 1
    assert (await watcher.sees("dabir_database_bytes") or 0) > 1000
    assert (await watcher.sees("dabir_free_bytes") or 0) > 1000
    async with town.app.db.write() as session:
        await session.delete(await session.get(ParkedRow, ("obligation", 7)))
    assert await watcher.sees("dabir_parked_rows", kind="obligation") is None


async def test_polls_and_ticks_leave_their_time(town: Town, watcher: Watcher) -> None:
    sara = await town.representative_of(CITY)
    assert await watcher.sees("dabir_last_poll_timestamp_seconds", platform=sara.platform)
    await town.app.ticks.run_all()
    assert await watcher.sees("dabir_last_tick_timestamp_seconds")


async def test_the_program_is_ready_while_a_platform_and_the_database_answer(town: Town, watcher: Watcher) -> None:
    sara = await town.representative_of(CITY)
    assert await watcher.asks("/readyz") == (200, "ok\n")
    town.app.health.failed(sara.platform, TokenRevoked("Unauthorized"))
    assert await watcher.asks("/readyz") == (503, f"away: {sara.platform}\n")
    assert await watcher.sees("dabir_platform_down", platform=sara.platform) == 1
    town.app.health.answered(sara.platform)
    assert await watcher.asks("/readyz") == (200, "ok\n")


async def test_a_database_that_is_away_leaves_the_rest_of_the_metrics(
    town: Town, watcher: Watcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away() -> None:
        raise OSError("no route to host")

    monkeypatch.setattr(town.app.db, "read", away)
    assert await watcher.asks("/readyz") == (503, "the database: OSError\n")
    assert await watcher.sees("dabir_loop_lag_seconds") is not None
    monkeypatch.undo()
    assert (await watcher.asks("/readyz"))[0] == 200


async def test_ticks_that_stand_still_are_no_health(watcher: Watcher, monkeypatch: pytest.MonkeyPatch) -> None:
    assert await watcher.asks("/healthz") == (200, "ok\n")
    monkeypatch.setattr("bot.monitoring.endpoints.LATE_TICK", -1.0)
    status, words = await watcher.asks("/healthz")
    assert (status, words.startswith("no tick for")) == (503, True)


async def test_a_clock_that_jumps_by_a_year_is_no_reason_to_start_anew(
    town: Town, watcher: Watcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    sara = await town.representative_of(CITY)
    await town.app.moved()
    real = time.time
    for year in (31_536_000.0, -31_536_000.0):
        monkeypatch.setattr(time, "time", lambda ahead=year: real() + ahead)
        assert await watcher.asks("/healthz") == (200, "ok\n")
        # The alerts go by the same clock.
        for age in (
            await watcher.sees("dabir_last_tick_age_seconds"),
            await watcher.sees("dabir_last_poll_age_seconds", platform=sara.platform),
        ):
            assert age is not None
            assert 0 <= age < 31_000_000


async def test_an_address_that_is_taken_stops_nobody(
    town: Town, capsys: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        await endpoints(town).run("{}:{}".format(*taken.getsockname()))
    # A test before this one may have set the program's logging up, which then goes elsewhere than to this output.
    assert "nothing can be served there" in capsys.readouterr().out + caplog.text


async def test_no_name_and_no_text_is_in_a_metric(town: Town, watcher: Watcher) -> None:
    sara = await town.representative_of(CITY, "سارا کاناری")
    await sara.says("محرمانهٔ کاناری")
    _, text = await watcher.asks("/metrics")
    assert "کاناری" not in text
    assert CITY not in text


def test_the_longest_delay_is_told_once() -> None:
    lag = metrics.LoopLag()
    lag.seen(0.2)
    lag.seen(0.1)
    assert (lag.take(), lag.take()) == (0.2, 0.0)
