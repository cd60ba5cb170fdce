"""SQLite connections that do short statements in the loop's own thread, and all else in a thread of theirs.

A thread costs a busy loop a turn of its queue, and the interpreter's lock for each row; aiosqlite's cursors pay that
four times a statement. What waits for the disk, the end of a transaction, or for another process's lock never runs in
the loop, and what turns out to be long is stopped there and done in the thread. SQLAlchemy takes the connection by its
``async_creator_fn`` and sees a cursor of the usual shape. A transaction begins with its first statement.
"""

import asyncio
import re
import sqlite3
from collections.abc import Awaitable, Callable, Iterable, Sequence
from functools import cache
from pathlib import Path
from typing import Any, Self

import aiosqlite

BEGIN = "BEGIN IMMEDIATE"
LOCK_TIMEOUT = 10_000
"""The milliseconds for which a connection's thread waits for another process's lock."""
SHORT_STEPS = 50_000
"""The steps of SQLite's virtual machine that a query may take in the loop's thread: less than a millisecond.

One that is stopped there is done a second time, so what every batch asks, as the claim of 64 messages, must fit.
"""
SHORT_LIST = 1000
"""The most parameters of a statement, or the most rows of a repeated one, in the loop's thread."""
_BY_ID = re.compile(r" WHERE \w+\.id = \?$")
_OF_VALUES = re.compile(r"INSERT INTO \w+ \([^)]*\) VALUES ")


Work = Callable[[sqlite3.Connection, str, Any], None]


class EagerCursor:
    """A cursor whose rows were all fetched when the statement was executed."""

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
            await self._owner.run(self._at_once, sql, parameters)
        return self

    async def executemany(self, sql: str, parameters: Iterable[Sequence[Any]]) -> Self:
        await self._owner.run(self._many, sql, parameters)
        return self

    async def fetchall(self) -> list[Any]:
        rows, self._rows = self._rows, []
        return rows

    async def close(self) -> None:
        """Do nothing: the cursor was closed when its rows had been fetched."""

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
        self._hops, self._here, self._patient = 0, False, False

    def cursor(self) -> EagerCursor:  # type: ignore[override]
        return EagerCursor(self)

    async def run(self, work: Work, sql: str, parameters: Any) -> None:
        """Do a cursor's work, after beginning the transaction that was asked for."""
        begins, self.begins = self.begins, False
        if not self._run_here(begins, work, sql, parameters):
            await self._hop(self._work, begins, work, sql, parameters)

    async def commit(self) -> None:
        self.begins = False
        if self._conn.in_transaction:
            await self._hop(self._conn.commit)

    async def rollback(self) -> None:
        self.begins = False
        if self._conn.in_transaction:
            await self._hop(self._conn.rollback)

    def stop(self) -> asyncio.Future[Any] | None:
        """Ends the thread. Whoever awaited the opening may have been cancelled, and then nobody else closes it."""
        self._tx.put_nowait((None, self._close_opened))
        return super().stop()

    def _open(self) -> sqlite3.Connection:
        # Transactions are begun by us: the driver's own are deferred ones.
        self._opened = sqlite3.connect(self._address, uri=True, isolation_level=None, check_same_thread=False)
        self._opened.set_progress_handler(self._must_stop, SHORT_STEPS)
        return self._opened

    def _close_opened(self) -> None:
        if self._opened is not None:
            self._opened.close()

    async def _hop(self, function: Callable[..., None], *arguments: Any) -> None:
        """Call a function in the connection's thread, where it may wait."""
        self._hops += 1
        execute: Callable[..., Awaitable[None]] = self._execute
        await execute(self._in_thread, function, *arguments)

    def _in_thread(self, function: Callable[..., None], *arguments: Any) -> None:
        try:
            function(*arguments)
        finally:
            self._hops -= 1

    def _run_here(self, begins: bool, work: Work, sql: str, parameters: Any) -> bool:
        """Do a short statement at once. Returns False, with nothing done, for one that is for the thread."""
        # A cancelled task may have left the thread at work.
        if self._hops or len(parameters) > SHORT_LIST or not _is_short(sql):
            return False
        if not (begins or self._conn.in_transaction or sql.startswith("SELECT")):
            return False
        try:
            self._set_patience(patient=False)
            if begins:
                self._conn.execute(BEGIN)
            # Only a query can be stopped: any other statement would take its transaction with it.
            self._here = sql.startswith("SELECT")
            work(self._conn, sql, parameters)
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_INTERRUPT):
                return False
            raise
        finally:
            self._here = False
        return True

    def _work(self, begins: bool, work: Work, sql: str, parameters: Any) -> None:
        self._set_patience(patient=True)
        if begins and not self._conn.in_transaction:
            self._conn.execute(BEGIN)
        work(self._conn, sql, parameters)

    def _set_patience(self, *, patient: bool) -> None:
        if patient != self._patient:
            self._conn.execute(f"PRAGMA busy_timeout={LOCK_TIMEOUT if patient else 0}")
            self._patient = patient

    def _must_stop(self) -> bool:
        """Tell SQLite, which asks after every so many steps, to stop a query that takes long in the loop's thread."""
        return self._here


@cache
def _is_short(sql: str) -> bool:
    """Tell whether a statement is short as far as can be seen: a query, an insert of values, a change by id.

    A value may be looked up by an index, as the place of a message in the outbox is.
    """
    return sql.startswith("SELECT") or bool(_OF_VALUES.match(sql) or _BY_ID.search(sql))


def connecting(path: Path, *, read_only: bool = False) -> Callable[..., EagerConnection]:
    """Make the ``async_creator_fn`` that SQLAlchemy calls for each new connection to the file."""

    def connect(*_: object, **__: object) -> EagerConnection:
        return EagerConnection(f"{path.as_uri()}?mode={'ro' if read_only else 'rwc'}")

    return connect
