"""The lock by which one process alone works on a database, for two would send every message twice.

It ends with its process, however that ends: on SQLite it is a lock on a file beside the database, on PostgreSQL an
advisory lock of a connection that is kept for it.
"""

import asyncio
import contextlib
import fcntl
import os
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import structlog
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection, create_async_engine
from sqlalchemy.pool import NullPool

from models import address

log = structlog.get_logger()

PATIENCE = 30.0
"""Seconds of waiting for another process, which may be about to end."""
RETRY = 0.2
"""Seconds between two attempts to take the lock."""
LOOK = 5.0
"""Seconds between two looks at the connection that holds PostgreSQL's lock."""
HOLDER = "dabir lock"
"""The name under which PostgreSQL lists that connection."""
_KEY = int.from_bytes(b"dabir")
_FAILURES = (SQLAlchemyError, OSError, TimeoutError)


class InUseError(Exception):
    """Another process or account keeps the database for itself; the words are a sentence for the operator."""


@asynccontextmanager
async def sole_process(
    url: str, *, patience: float | None = None, on_loss: Callable[[], None] = lambda: None
) -> AsyncIterator[None]:
    """Hold the lock of a database during a block. Raises InUseError when another process keeps it.

    ``patience`` is the seconds to wait for that one, PATIENCE when it is None. ``on_loss`` is called when PostgreSQL
    gave the lock to another process, after its connection had broken.
    """
    database = address.parse(url)
    if database.kind == "sqlite":
        lock: _FileLock | _AdvisoryLock = _FileLock(database.file)
    else:
        lock = _AdvisoryLock(url)
    try:
        if not await _take(lock, PATIENCE if patience is None else patience):
            raise InUseError(
                f"Another Dabir works on {database.shown}: stop it first, for two would send everything twice."
            )
        watch = asyncio.create_task(_watch(lock, on_loss))
        try:
            yield
        finally:
            watch.cancel()
            await asyncio.gather(watch, return_exceptions=True)
    finally:
        await lock.release()


class _FileLock:
    """A lock on a file beside SQLite's, which stays there; a database in memory (``file`` None) needs none."""

    def __init__(self, file: Path | None) -> None:
        self._path = file.with_name(f"{file.name}.lock") if file else None
        self._descriptor: int | None = None

    async def take(self) -> bool:
        if self._path is None:
            return True
        if self._descriptor is None:
            try:
                self._path.parent.mkdir(parents=True, exist_ok=True)
                self._descriptor = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600)
            except PermissionError as error:
                owner = "it has to belong to the account that Dabir runs under, as all that is beside it"
                raise InUseError(f"{self._path} cannot be opened: {error.strerror}; {owner}.") from None
        try:
            fcntl.flock(self._descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    async def is_held(self) -> bool:
        return True

    async def release(self) -> None:
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None


class _AdvisoryLock:
    """An advisory lock of a PostgreSQL database, which the server frees when its connection ends."""

    def __init__(self, url: str) -> None:
        self._engine = create_async_engine(
            url,
            poolclass=NullPool,
            isolation_level="AUTOCOMMIT",
            connect_args={"server_settings": {"application_name": HOLDER}},
        )
        self._connection: AsyncConnection | None = None

    async def take(self) -> bool:
        if self._connection is None:
            self._connection = await self._engine.connect()
        return bool(await self._connection.scalar(text("SELECT pg_try_advisory_lock(:key)"), {"key": _KEY}))

    async def is_held(self) -> bool:
        assert self._connection  # noqa: S101 - it was taken
        try:
            async with asyncio.timeout(LOOK):
                await self._connection.execute(text("SELECT 1"))
        except _FAILURES:
            return False
        return True

    async def release(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            with contextlib.suppress(*_FAILURES):
                async with asyncio.timeout(LOOK):
                    await connection.close()
        await self._engine.dispose()


async def _take(lock: _FileLock | _AdvisoryLock, patience: float) -> bool:
    """Take the lock within some seconds."""
    if await lock.take():
        return True
    if patience:
        log.warning("another process works on the database", waiting_seconds=patience)
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(patience):
            while True:
                await asyncio.sleep(RETRY)
                if await lock.take():
                    return True
    return False


async def _watch(lock: _FileLock | _AdvisoryLock, on_loss: Callable[[], None]) -> None:
    """Look after the lock: take it anew when its connection broke, and tell when another process was faster."""
    while True:
        await asyncio.sleep(LOOK)
        if await lock.is_held():
            continue
        log.warning("the connection that locks the database broke")
        while True:
            await lock.release()
            try:
                # The server may know only after a while that the old connection is gone.
                taken = await _take(lock, PATIENCE)
                break
            except _FAILURES as error:
                # While the database does not answer, no other process can take the lock either.
                log.warning("the database can't be locked again yet", kind=type(error).__name__)
                await asyncio.sleep(LOOK)
        if not taken:
            on_loss()
            return
        log.warning("the database is locked again")
