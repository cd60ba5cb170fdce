"""Database sessions: on SQLite one writer at a time beside any number of readers; the same code on PostgreSQL.

Deferred transactions of SQLite that read and then write can deadlock, so a write begins IMMEDIATE and under a lock of
this process.
"""

import asyncio
import re
import sqlite3
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import event, text
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, AsyncSession, create_async_engine
from sqlalchemy.orm import Session as SyncSession
from sqlalchemy.pool import NullPool, StaticPool

from domain.json_text import dumps, loads
from models.base import Base
from models.sqlite_driver import BEGIN, connecting

SYNCHRONOUS = "FULL"
"""SQLite's way of committing: a commit waits until what it wrote would outlive a loss of power."""
Session = AsyncSession
"""The type of a session, for rooms that hand one on without knowing SQL."""
DatabaseError = SQLAlchemyError
"""Any error of the database or of its library, for whoever catches one without knowing either."""
_JOB_QUEUED = "job_queued"
PATIENCE: dict[str, Any] = {
    "timeout": 10,
    "command_timeout": 20,
    "server_settings": {
        "lock_timeout": "10s",
        "idle_in_transaction_session_timeout": "5min",
        "tcp_keepalives_idle": "30",
        "tcp_keepalives_interval": "10",
        "tcp_keepalives_count": "3",
    },
}
"""The time-outs of a connection to PostgreSQL, in seconds where no unit is: a network that goes silent ends none."""
_OPTIONS: dict[str, Any] = {"hide_parameters": True, "json_serializer": dumps, "json_deserializer": loads}


MOST_PARAMETERS = 30_000
"""The most parameters with which a statement goes to the database as it is."""
_PLACE = re.compile(r"\$(\d+)|\?")


class Database:
    """One database with its writing and its reading engine.

    ``url`` is ``sqlite+aiosqlite:///file`` or ``postgresql+asyncpg://…``. ``job_queued`` is set by each transaction of
    this process that queued a job, and ``committed`` called with the seconds that a commit took.
    """

    def __init__(self, url: str) -> None:
        self.url = make_url(url)
        self.sqlite = self.url.get_backend_name() == "sqlite"
        self.job_queued = asyncio.Event()
        self.committed: Callable[[float], object] = _unheard
        self._lock = asyncio.Lock()
        self._writer, self._reader = self._engines()
        self._writing: dict[str, Any] = {"expire_on_commit": False, "info": {_JOB_QUEUED: self.job_queued}}

    def _engines(self) -> tuple[AsyncEngine, AsyncEngine]:
        if not self.sqlite:
            engine = create_async_engine(
                self.url, pool_size=5, max_overflow=5, pool_pre_ping=True, connect_args=PATIENCE, **_OPTIONS
            )
            event.listen(engine.sync_engine, "before_cursor_execute", _write_out, retval=True)
            return engine, engine
        path = Path(self.url.database or "").absolute()
        path.parent.mkdir(parents=True, exist_ok=True)
        writer = create_async_engine(
            self.url,
            poolclass=StaticPool,
            connect_args={"async_creator_fn": connecting(path)},
            **_OPTIONS,
        )
        event.listen(writer.sync_engine, "connect", _prepare_writer)
        event.listen(writer.sync_engine, "begin", _begin_immediate)
        reader = create_async_engine(
            self.url,
            pool_size=4,
            connect_args={"async_creator_fn": connecting(path, read_only=True)},
            **_OPTIONS,
        )
        event.listen(reader.sync_engine, "connect", _prepare_reader)
        for engine in (writer, reader):
            event.listen(engine.sync_engine, "before_cursor_execute", _write_out, retval=True)
        return writer, reader

    @asynccontextmanager
    async def write(self) -> AsyncIterator[AsyncSession]:
        """Open a session in one transaction: committed when the block ends, rolled back when it raises."""
        if self.sqlite:
            async with (
                self._lock,
                self._transaction() as session,
            ):
                yield session
        else:
            async with self._transaction() as session:
                yield session

    @asynccontextmanager
    async def _transaction(self) -> AsyncIterator[AsyncSession]:
        async with AsyncSession(self._writer, **self._writing) as session:
            async with session.begin():
                yield session
                began = time.perf_counter()
            self.committed(time.perf_counter() - began)

    @asynccontextmanager
    async def read(self) -> AsyncIterator[AsyncSession]:
        """Open a session that only reads, beside any writer."""
        async with AsyncSession(self._reader, expire_on_commit=False) as session:
            yield session

    @asynccontextmanager
    async def snapshot(self) -> AsyncIterator[AsyncSession]:
        """Open a session that only reads, and for all of its queries finds the rows as they were at the first."""
        async with self.read() as session:
            if self.sqlite:
                await session.execute(text("BEGIN"))
            else:
                frozen = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
                await session.connection(execution_options=frozen)
            yield session

    @asynccontextmanager
    async def unhurried(self) -> AsyncIterator[AsyncConnection]:
        """Open a connection of its own whose commands may take as long as they need, as migrations do."""
        if self.sqlite:
            async with self._writer.connect() as connection:
                yield connection
            return
        engine = create_async_engine(self.url, poolclass=NullPool, **_OPTIONS)
        try:
            async with engine.connect() as connection:
                yield connection
        finally:
            await engine.dispose()

    async def size(self, session: AsyncSession) -> int:
        """Return the size of the database in bytes, with what SQLite has written and not taken over yet."""
        if self.sqlite:
            file = Path(self.url.database or "")
            return sum(part.stat().st_size for part in (file, Path(f"{file}-wal")) if part.exists())
        return await size_of(session)

    @property
    def address(self) -> str:
        """The address as the constructor takes it, its password too; for a process that this one starts."""
        return self.url.render_as_string(hide_password=False)

    @property
    def engine(self) -> AsyncEngine:
        """The writing engine, for migrations and checks."""
        return self._writer

    async def close(self) -> None:
        """Give every connection back, the writer's last: of SQLite only a writer takes its log into the file."""
        if self._reader is not self._writer:
            await self._reader.dispose()
        await self._writer.dispose()


def _write_out(*call: Any) -> tuple[str, Any]:
    """Write whole numbers into a statement with more parameters than a database takes, as long lists of ids have.

    PostgreSQL takes 32,767 parameters, and SQLite one less by default. Numbers are safe to write out, and words stay.
    """
    _, _, statement, parameters, _, many = call
    if many or len(parameters) <= MOST_PARAMETERS:
        return statement, parameters
    left: list[Any] = []
    places = iter(range(len(parameters)))

    def written(found: re.Match[str]) -> str:
        value = parameters[int(found[1]) - 1 if found[1] else next(places)]
        if type(value) is int:
            return f"({value})"
        left.append(value)
        return f"${len(left)}" if found[1] else "?"

    return _PLACE.sub(written, statement), tuple(left)


async def size_of(session: AsyncSession) -> int:
    """Return the size of a session's database in bytes."""
    if session.get_bind().dialect.name == "sqlite":
        pages = "SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()"
        return int(await session.scalar(text(pages)) or 0)
    return int(await session.scalar(text("SELECT pg_database_size(current_database())")) or 0)


def _unheard(seconds: float) -> None:
    pass


def after_commit(session: AsyncSession, call: Callable[[], None]) -> None:
    """Call something once what a session of ``write`` does is committed, and not if it is rolled back."""

    def committed(session: SyncSession) -> None:
        # SQLAlchemy tells the end of a savepoint by the same event.
        if not session.in_nested_transaction():
            call()

    event.listen(session.sync_session, "after_commit", committed)


def tell_job_queued(session: AsyncSession) -> None:
    """Set the database's ``job_queued`` once what a session of ``write`` does is committed."""
    after_commit(session, session.info[_JOB_QUEUED].set)


def insert_new(session: AsyncSession, model: type[Base]) -> Any:
    """An insert into a table that passes over rows that are there already."""
    dialect = sqlite if session.get_bind().dialect.name == "sqlite" else postgresql
    return dialect.insert(model).on_conflict_do_nothing()


def left_log(file: Path) -> Path | None:
    """The log beside an SQLite database that is gone: SQLite would play it into the next one, or delete it."""
    log = file.with_name(f"{file.name}-wal")
    gone = not file.exists() or not file.stat().st_size
    return log if gone and log.exists() and log.stat().st_size else None


def cause(error: Exception) -> str:
    """The words of the database itself, without the statement; the error's name when there are none."""
    said = error.orig if isinstance(error, DBAPIError) else error
    return str(said) or type(error).__name__


def is_outage(error: BaseException) -> bool:
    """Tell whether the database failed and not what was asked of it: lock, broken connection, shutdown, full disk."""
    if not isinstance(error, DBAPIError):
        return isinstance(error, (OSError, TimeoutError, PoolTimeoutError))
    if error.connection_invalidated:
        return True
    if isinstance(error.orig, sqlite3.Error):
        return getattr(error.orig, "sqlite_errorcode", 0) & 0xFF in _SQLITE_OUTAGES
    return str(getattr(error.orig, "sqlstate", "") or "")[:2] in _SQLSTATE_OUTAGES


_SQLITE_OUTAGES = {
    sqlite3.SQLITE_BUSY,
    sqlite3.SQLITE_LOCKED,
    sqlite3.SQLITE_NOMEM,
    sqlite3.SQLITE_READONLY,
    sqlite3.SQLITE_INTERRUPT,
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_CORRUPT,
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_CANTOPEN,
    sqlite3.SQLITE_PROTOCOL,
}
_SQLSTATE_OUTAGES = {"08", "25", "40", "53", "55", "57", "58"}
"""Classes of SQLSTATE: connection, state of the transaction, rollback, resources, locks, intervention, system."""


def _prepare_writer(connection: Any, record: object) -> None:
    cursor = connection.cursor()
    for pragma in ("journal_mode=WAL", f"synchronous={SYNCHRONOUS}", "foreign_keys=ON"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _prepare_reader(connection: Any, record: object) -> None:
    cursor = connection.cursor()
    cursor.execute("PRAGMA query_only=ON")
    cursor.close()


def _begin_immediate(connection: Any) -> None:
    connection.exec_driver_sql(BEGIN)
