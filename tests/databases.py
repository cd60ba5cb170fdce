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
from scheduler.ticks import Ticks
from services.reminders import holiday_list
from tests.services.desk import Desk

POSTGRES = os.environ.get("DABIR_TEST_POSTGRES", "postgresql+asyncpg://postgres@127.0.0.1:5432/postgres")
TOWN = os.environ.get("DABIR_TEST_TOWN", "sqlite")
"""The database of the tests: sqlite or postgresql."""
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
    """Make a PostgreSQL database that nobody else knows, dropped at the end; yield its address. Raises OSError.

    Its files are copied as they are: by PostgreSQL's default each page goes through the log, which takes twice as long.
    """
    name = f"dabir_test_{uuid4().hex}"
    waits = [] if durable else [f'ALTER DATABASE "{name}" SET synchronous_commit = off']
    await administer(f'CREATE DATABASE "{name}" TEMPLATE "{copied}" STRATEGY file_copy', *waits)
    try:
        yield named(name)
    finally:
        await drop(name)


async def drop(name: str) -> None:
    await administer(f'DROP DATABASE "{name}" WITH (FORCE)')


class Tables:
    """Databases with the tables and the official holidays, to be copied: SQLite's file, and one of PostgreSQL's.

    In those that are ``ticked`` a bot has run each tick at the time at which towns begin.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._names = {ticked: f"dabir_tables_{uuid4().hex}" for ticked in (False, True)}

    async def make(self) -> None:
        """Make the tables, SQLite's for commands in any case. Raises OSError where PostgreSQL is wanted and absent."""
        bare, ticked = self._names.values()
        await _fill(_sqlite(self._file(ticked=False)))
        if TOWN == "sqlite":
            shutil.copyfile(self._file(ticked=False), self._file(ticked=True))
            await self._tick(_sqlite(self._file(ticked=True)))
        else:
            await administer(f'CREATE DATABASE "{bare}"')
            await _fill(named(bare))
            await administer(f'CREATE DATABASE "{ticked}" TEMPLATE "{bare}" STRATEGY file_copy')
            await self._tick(named(ticked))

    async def _tick(self, url: str) -> None:
        desk = Desk(Database(url), self._folder)
        await Ticks(desk.db, desk.organisation, desk).run_all()
        await desk.db.close()

    def _file(self, *, ticked: bool) -> Path:
        return self._folder / f"{self._names[ticked]}.db"

    @asynccontextmanager
    async def copy(self, folder: Path, *, durable: bool = False, ticked: bool = False) -> AsyncIterator[str]:
        """Copy the tables; return the address of a copy that nobody else knows; SQLite's is in ``folder``."""
        if TOWN == "postgresql":
            async with fresh_database(self._names[ticked], durable=durable) as url:
                yield url
        else:
            path = folder / "dabir.db"
            shutil.copyfile(self._file(ticked=ticked), path)
            yield _sqlite(path)

    def put(self, path: Path) -> None:
        """Put a copy of SQLite's where a command's settings say."""
        path.parent.mkdir(exist_ok=True)
        shutil.copyfile(self._file(ticked=False), path)

    async def drop(self) -> None:
        if TOWN != "sqlite":
            for name in self._names.values():
                await drop(name)


def _sqlite(path: Path) -> str:
    return f"sqlite+aiosqlite:///{path}"


async def _fill(url: str) -> None:
    db = Database(url)
    await schema.upgrade(db)
    async with db.write() as session:
        await holiday_list.ensure_seeded(session)
    await db.close()
