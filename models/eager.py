"""SQLite connections that take one thread hop a statement where aiosqlite's cursors take four.

A busy loop pays for every hop with a turn of its queue. SQLAlchemy takes the connection by its ``async_creator_fn``
and sees a cursor of the usual shape.
"""

import sqlite3
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any, Self

import aiosqlite


class EagerCursor:
    """A cursor whose rows were all fetched by the hop that executed the statement."""

    arraysize = 1

    def __init__(self, run: Callable[..., Any], connection: sqlite3.Connection) -> None:
        self._run, self._connection = run, connection
        self._rows: list[Any] = []
        self.description: Any = None
        self.rowcount = -1
        self.lastrowid: int | None = None

    async def __aenter__(self) -> Self:
        return self

    async def execute(self, sql: str, parameters: Sequence[Any] = ()) -> Self:
        await self._run(self._at_once, sql, parameters)
        return self

    async def executemany(self, sql: str, parameters: Iterable[Sequence[Any]]) -> Self:
        await self._run(self._many, sql, parameters)
        return self

    async def fetchall(self) -> list[Any]:
        rows, self._rows = self._rows, []
        return rows

    async def close(self) -> None:
        """Nothing is left open to be closed."""

    def _at_once(self, sql: str, parameters: Sequence[Any]) -> None:
        cursor = self._connection.execute(sql, parameters)
        self.description, self.lastrowid = cursor.description, cursor.lastrowid
        self._rows = cursor.fetchall() if cursor.description else []
        self.rowcount = cursor.rowcount
        cursor.close()

    def _many(self, sql: str, parameters: Iterable[Sequence[Any]]) -> None:
        cursor = self._connection.executemany(sql, parameters)
        self.rowcount = cursor.rowcount
        cursor.close()


class EagerConnection(aiosqlite.Connection):
    """A connection of eager cursors that never hops to end a transaction that is not there."""

    def cursor(self) -> EagerCursor:  # type: ignore[override]
        return EagerCursor(self._execute, self._conn)

    async def commit(self) -> None:
        if self._conn.in_transaction:
            await super().commit()

    async def rollback(self) -> None:
        if self._conn.in_transaction:
            await super().rollback()


def connecting(path: Path, *, read_only: bool = False) -> Callable[..., EagerConnection]:
    """What SQLAlchemy calls for each new connection to the file."""

    def connect(*_: object, **__: object) -> EagerConnection:
        address = f"{path.as_uri()}?mode={'ro' if read_only else 'rwc'}"
        # Transactions are begun by us: the driver's own are deferred ones.
        connection = EagerConnection(
            lambda: sqlite3.connect(address, uri=True, isolation_level=None, check_same_thread=False),
            iter_chunk_size=64,
        )
        # As SQLAlchemy does with those that it makes itself.
        connection._thread.daemon = True
        return connection

    return connect
