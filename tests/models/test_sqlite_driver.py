"""Connections to SQLite, where their openers are cancelled."""

import asyncio
import sqlite3
import threading
from pathlib import Path
from typing import Any

import pytest

from models.sqlite_driver import EagerConnection, connecting


async def test_an_opening_that_is_cancelled_leaves_nothing_open(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun, may_go_on, opened = threading.Event(), threading.Event(), list[sqlite3.Connection]()
    connect = sqlite3.connect

    def connect_slowly(*args: Any, **options: Any) -> sqlite3.Connection:
        begun.set()
        assert may_go_on.wait(20)
        opened.append(connect(*args, **options))
        return opened[0]

    async def open_it(connection: EagerConnection) -> None:
        await connection

    monkeypatch.setattr("models.sqlite_driver.sqlite3.connect", connect_slowly)
    connection = connecting(tmp_path / "dabir.db")()
    opening = asyncio.create_task(open_it(connection))
    assert await asyncio.to_thread(begun.wait, 20)
    opening.cancel()
    with pytest.raises(asyncio.CancelledError):
        await opening
    may_go_on.set()
    await asyncio.to_thread(connection._thread.join, 20)
    with pytest.raises(sqlite3.ProgrammingError, match="closed"):
        opened[0].execute("SELECT 1")
