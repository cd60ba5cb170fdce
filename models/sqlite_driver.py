"""SQLite connections that need one thread hop a statement, where aiosqlite's cursors need four.

A busy loop pays for every hop with a turn of its queue. SQLAlchemy takes the connection by its ``async_creator_fn``
and sees a cursor of the usual shape. A transaction begins in the hop of its first statement.
"""

import asyncio
import sqlite3
from collections.abc import Awaitable, Callable, Iterable, Sequence
from pathlib import Path
from typing import Any, Self

import aiosqlite

BEGIN = "BEGIN IMMEDIATE"


class EagerCursor:
    """A cursor whose rows were all fetched by the hop that executed the statement."""

    arraysize = 1

    def __init__(self, owner: "EagerConnection") -> None:
        self._owner = owner
        self._rows: list[Any] = []
        self.description: Any = None
        self.rowcount = -1
        self.lastrowid: int | None = None

    async def __aenter__(self) -> Self:
        return self

    async def execute(self, sql: str, parameters: Sequence[Any] = ()) -> Self:
        if sql == BEGIN:
            self._owner.begins = True
        else:
            await self._owner.hop(self._at_once, sql, parameters)
        return self

    async def executemany(self, sql: str, parameters: Iterable[Sequence[Any]]) -> Self:
        await self._owner.hop(self._many, sql, parameters)
        return self

    async def fetchall(self) -> list[Any]:
        rows, self._rows = self._rows, []
        return rows

    async def close(self) -> None:
        """Do nothing: the cursor was closed by the hop that fetched its rows."""

    def _at_once(self, connection: sqlite3.Connection, sql: str, parameters: Sequence[Any]) -> None:
        cursor = connection.execute(sql, parameters)
        self.description, self.lastrowid = cursor.description, cursor.lastrowid
        self._rows = cursor.fetchall() if cursor.description else []
        self.rowcount = cursor.rowcount
        cursor.close()

    def _many(self, connection: sqlite3.Connection, sql: str, parameters: Iterable[Sequence[Any]]) -> None:
        cursor = connection.executemany(sql, parameters)
        self.rowcount = cursor.rowcount
        cursor.close()


class EagerConnection(aiosqlite.Connection):
    """A connection with eager cursors; commit and rollback hop only when there is a transaction.

    ``begins`` is true when one was asked for that waits for its first statement.
    """

    begins = False

    def __init__(self, address: str) -> None:
        """``address`` is a URI of SQLite."""
        super().__init__(self._open, iter_chunk_size=64)
        # As SQLAlchemy does with those that it makes itself.
        self._thread.daemon = True
        self._address = address
        self._opened: sqlite3.Connection | None = None

    def cursor(self) -> EagerCursor:  # type: ignore[override]
        return EagerCursor(self)

    async def hop(self, work: Callable[..., None], sql: str, parameters: Any) -> None:
        """Run a cursor's work in the connection's thread, after beginning the transaction that was asked for."""
        begins, self.begins = self.begins, False
        run: Callable[..., Awaitable[None]] = self._execute
        await run(self._in_thread, begins, work, sql, parameters)

    async def commit(self) -> None:
        self.begins = False
        if self._conn.in_transaction:
            await super().commit()

    async def rollback(self) -> None:
        self.begins = False
        if self._conn.in_transaction:
            await super().rollback()

    def stop(self) -> asyncio.Future[Any] | None:
        """Ends the thread. Whoever awaited the opening may have been cancelled, and then nobody else closes it."""
        self._tx.put_nowait((None, self._close_opened))
        return super().stop()

    def _open(self) -> sqlite3.Connection:
        # Transactions are begun by us: the driver's own are deferred ones.
        self._opened = sqlite3.connect(self._address, uri=True, isolation_level=None, check_same_thread=False)
        return self._opened

    def _close_opened(self) -> None:
        if self._opened is not None:
            self._opened.close()

    def _in_thread(self, begins: bool, work: Callable[..., None], sql: str, parameters: Any) -> None:
        if begins:
            self._conn.execute(BEGIN)
        work(self._conn, sql, parameters)


def connecting(path: Path, *, read_only: bool = False) -> Callable[..., EagerConnection]:
    """Make the ``async_creator_fn`` that SQLAlchemy calls for each new connection to the file."""

    def connect(*_: object, **__: object) -> EagerConnection:
        return EagerConnection(f"{path.as_uri()}?mode={'ro' if read_only else 'rwc'}")

    return connect
