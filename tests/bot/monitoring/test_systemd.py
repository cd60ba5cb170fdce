"""Notices to systemd, heard at its socket."""

import asyncio
import contextlib
import os
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.monitoring import systemd


@pytest.fixture
def heard(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[socket.socket]:
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as receiver:
        receiver.bind(str(tmp_path / "notify"))
        receiver.settimeout(5)
        monkeypatch.setenv("NOTIFY_SOCKET", str(tmp_path / "notify"))
        yield receiver


def test_systemd_hears_that_the_program_runs(heard: socket.socket) -> None:
    systemd.notify("READY=1")
    assert heard.recv(100) == b"READY=1"


def test_an_abstract_address_begins_with_a_zero_byte(monkeypatch: pytest.MonkeyPatch) -> None:
    name = f"dabir-test-{os.getpid()}"
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as receiver:
        receiver.bind(f"\0{name}")
        receiver.settimeout(5)
        monkeypatch.setenv("NOTIFY_SOCKET", f"@{name}")
        systemd.notify("STOPPING=1")
        assert receiver.recv(100) == b"STOPPING=1"


async def test_the_loop_feeds_the_watchdog_as_often_as_it_asks(
    heard: socket.socket, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WATCHDOG_USEC", "20000")
    monkeypatch.setenv("WATCHDOG_PID", str(os.getpid()))
    feeding = asyncio.create_task(systemd.feed_watchdog())
    for _ in range(3):
        assert await asyncio.to_thread(heard.recv, 100) == b"WATCHDOG=1"
    feeding.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await feeding


@pytest.mark.parametrize("process", ["1", "none"])
async def test_a_watchdog_that_asks_another_process_or_nobody_is_not_fed(
    process: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if process != "none":
        monkeypatch.setenv("WATCHDOG_USEC", "20000")
        monkeypatch.setenv("WATCHDOG_PID", process)
    await asyncio.wait_for(systemd.feed_watchdog(), 5)


def test_without_systemd_nobody_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NOTIFY_SOCKET", raising=False)
    systemd.notify("READY=1")
