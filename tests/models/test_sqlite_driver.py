"""Connections to SQLite: what they do in the loop's thread, what in their own, and where they are cancelled."""

import asyncio
import os
import sqlite3
import threading
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from models.database import Database
from models.sqlite_driver import BEGIN, SHORT_LIST, EagerConnection, connecting

LONG = """SELECT count(*) FROM (
    WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1000000) SELECT i FROM n
)"""


class Threads:
    """A connection, and for each of its statements whether the loop's thread executed it.

    ``went_on`` is set when a statement begins in the connection's own thread.
    """

    def __init__(self, connection: EagerConnection) -> None:
        self.connection, self.went_on, self._seen = connection, asyncio.Event(), list[tuple[str, bool]]()
        self._loop, self._loop_thread = asyncio.get_running_loop(), threading.get_ident()
        assert connection._conn
        connection._conn.set_trace_callback(self._trace)

    def _trace(self, sql: str) -> None:
        here = threading.get_ident() == self._loop_thread
        self._seen.append((sql, here))
        if not here:
            self._loop.call_soon_threadsafe(self.went_on.set)

    async def run(self, sql: str, *parameters: Any) -> list[Any]:
        return await (await self.connection.cursor().execute(sql, parameters)).fetchall()

    def here(self, start: str) -> list[bool]:
        """Tell of each execution of the statement that starts so whether it was begun in the loop's thread."""
        return [here for sql, here in self._seen if sql.startswith(start)]


@pytest.fixture
async def threads(tmp_path: Path) -> AsyncIterator[Threads]:
    connection = connecting(tmp_path / "dabir.db")()
    await connection
    await connection.cursor().execute("PRAGMA journal_mode=WAL")
    await connection.cursor().execute("CREATE TABLE notes (id INTEGER PRIMARY KEY, words TEXT)")
    yield Threads(connection)
    await connection.close()


async def test_short_statements_run_in_the_loop_and_the_commit_does_not(threads: Threads) -> None:
    await threads.run(BEGIN)
    await threads.run("INSERT INTO notes (words) VALUES (?)", "سلام")
    await threads.connection.cursor().executemany("UPDATE notes SET words=? WHERE notes.id = ?", [("خدانگهدار", 1)])
    assert await threads.run("SELECT words FROM notes") == [("خدانگهدار",)]
    await threads.connection.commit()
    assert [threads.here(start) for start in ("BEGIN", "INSERT", "UPDATE", "SELECT", "COMMIT")] == [
        [True],
        [True],
        [True],
        [True],
        [False],
    ]


async def test_a_change_of_many_rows_runs_in_the_thread(threads: Threads) -> None:
    await threads.run(BEGIN)
    await threads.connection.cursor().executemany(
        "INSERT INTO notes (words) VALUES (?)", [(str(number),) for number in range(SHORT_LIST + 1)]
    )
    await threads.run("DELETE FROM notes WHERE words > ?", "1")
    await threads.connection.rollback()
    assert not any(threads.here("INSERT") + threads.here("DELETE") + threads.here("ROLLBACK"))


async def test_a_query_that_turns_out_to_be_long_goes_on_in_the_thread(threads: Threads) -> None:
    await threads.run(BEGIN)
    await threads.run("INSERT INTO notes (words) VALUES (?)", "سلام")
    assert await threads.run(LONG) == [(1000000,)]
    assert threads.here("SELECT count") == [True, False]
    # What was written before it in the transaction is still there.
    assert await threads.run("SELECT words FROM notes") == [("سلام",)]
    await threads.connection.commit()


async def test_a_lock_of_another_process_is_waited_for_in_the_thread(threads: Threads, tmp_path: Path) -> None:
    other = sqlite3.connect(tmp_path / "dabir.db", isolation_level=None)
    other.execute(BEGIN)
    await threads.run(BEGIN)
    writing = asyncio.create_task(threads.run("INSERT INTO notes (words) VALUES (?)", "سلام"))
    await threads.went_on.wait()
    assert not writing.done()
    other.execute("COMMIT")
    other.close()
    await writing
    await threads.connection.commit()
    assert await threads.run("SELECT words FROM notes") == [("سلام",)]


async def test_after_a_cancelled_statement_the_next_one_waits_for_the_thread(threads: Threads) -> None:
    reading = asyncio.create_task(threads.run(LONG))
    await threads.went_on.wait()
    reading.cancel()
    assert await threads.run("SELECT 1 FROM notes") == []
    assert threads.here("SELECT 1") == [False]


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


async def test_a_database_that_was_closed_is_one_whole_file(tmp_path: Path) -> None:
    file = tmp_path / "office.db"
    db = Database(f"sqlite+aiosqlite:///{file}")
    async with db.write() as session:
        await session.execute(text("CREATE TABLE report (words TEXT)"))
    async with db.read() as session:
        await session.execute(text("SELECT * FROM report"))
    async with db.write() as session:
        await session.execute(text("INSERT INTO report VALUES ('انجام شد')"))
    await db.close()

    assert os.listdir(tmp_path) == ["office.db"]
