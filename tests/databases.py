"""Databases for tests: empty ones of PostgreSQL, and copies of one that has its tables already.

Making the tables anew takes longer than many a test.
"""

import os
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from uuid import uuid4

import asyncpg
from sqlalchemy.engine import make_url

from models import schema
from models.database import Database
from services.reminders import holidays

POSTGRES = os.environ.get("DABIR_TEST_POSTGRES", "postgresql+asyncpg://postgres@127.0.0.1:5432/postgres")
ON_POSTGRES = os.environ.get("DABIR_TEST_TOWN") == "postgresql"
_SERVER = make_url(POSTGRES)


def named(name: str) -> str:
    """Return the address of a database of the server."""
    return _SERVER.set(database=name).render_as_string(hide_password=False)


async def administer(*statements: str) -> None:
    """Execute statements at the server. Raises OSError where there is none."""
    admin = await asyncpg.connect(_SERVER.set(drivername="postgresql").render_as_string(hide_password=False))
    try:
        for statement in statements:
            await admin.execute(statement)
    finally:
        await admin.close()


@asynccontextmanager
async def fresh_database(copied: str = "template1", *, durable: bool = False) -> AsyncIterator[str]:
    """Make a PostgreSQL database that nobody else knows, dropped at the end; yield its address. Raises OSError."""
    name = f"dabir_test_{uuid4().hex}"
    waits = [] if durable else [f'ALTER DATABASE "{name}" SET synchronous_commit = off']
    await administer(f'CREATE DATABASE "{name}" TEMPLATE "{copied}"', *waits)
    try:
        yield named(name)
    finally:
        await drop(name)


async def drop(name: str) -> None:
    await administer(f'DROP DATABASE "{name}" WITH (FORCE)')


class Tables:
    """A database with the tables and the official holidays, to be copied: a file of SQLite, or one of PostgreSQL's."""

    def __init__(self, folder: Path) -> None:
        self._file = folder / "tables.db"
        self._name = f"dabir_tables_{uuid4().hex}"

    async def make(self) -> None:
        """Make the tables. Raises OSError where PostgreSQL is wanted and absent."""
        if ON_POSTGRES:
            await administer(f'CREATE DATABASE "{self._name}"')
        db = Database(named(self._name) if ON_POSTGRES else f"sqlite+aiosqlite:///{self._file}")
        await schema.upgrade(db)
        async with db.write() as session:
            await holidays.ensure_seeded(session)
        await db.close()

    @asynccontextmanager
    async def copy(self, folder: Path, *, durable: bool = False) -> AsyncIterator[str]:
        """Copy the tables; return the address of a copy that nobody else knows; SQLite's is in ``folder``."""
        if ON_POSTGRES:
            async with fresh_database(self._name, durable=durable) as url:
                yield url
        else:
            path = folder / "dabir.db"
            shutil.copyfile(self._file, path)
            yield f"sqlite+aiosqlite:///{path}"

    async def drop(self) -> None:
        if ON_POSTGRES:
            await drop(self._name)
