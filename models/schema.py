"""Migrations: upgrade, downgrade and check a database, and compare its version with the newest."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import cast

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection
from sqlalchemy.ext.asyncio import AsyncConnection

from models.database import Database, DatabaseError
from models.sqlite_driver import EagerConnection


def config(connection: Connection | None = None) -> Config:
    """Make Alembic's configuration; commands that touch a database need the connection."""
    made = Config()
    made.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    made.attributes["connection"] = connection
    return made


async def upgrade(db: Database, revision: str = "head") -> None:
    """Run every migration up to ``revision`` in one transaction."""
    async with _migrating(db) as connection:
        await connection.run_sync(lambda sync: command.upgrade(config(sync), revision))


async def downgrade(db: Database, revision: str) -> None:
    """Run migrations back to ``revision`` in one transaction."""
    async with _migrating(db) as connection:
        await connection.run_sync(lambda sync: command.downgrade(config(sync), revision))


@asynccontextmanager
async def _migrating(db: Database) -> AsyncIterator[AsyncConnection]:
    """Open a transaction in which SQLite lets a table be copied and dropped that others refer to.

    Raises DatabaseError, with nothing changed, when a reference leads nowhere at the end.
    """
    async with db.unhurried() as connection:
        await _check_references(db, connection, at_once=False)
        try:
            async with connection.begin():
                yield connection
                broken = (await connection.exec_driver_sql("PRAGMA foreign_key_check")).all() if db.sqlite else []
                if broken:
                    raise DatabaseError(f"references lead nowhere in {sorted({row[0] for row in broken})}")
        finally:
            await _check_references(db, connection, at_once=True)


async def _check_references(db: Database, connection: AsyncConnection, *, at_once: bool) -> None:
    """Turn SQLite's check of references on or off, which it does outside a transaction only."""
    if db.sqlite:
        raw = (await connection.get_raw_connection()).driver_connection
        await cast(EagerConnection, raw).cursor().execute(f"PRAGMA foreign_keys={'ON' if at_once else 'OFF'}")


async def check(db: Database) -> None:
    """Compare the tables with the migrated schema. Raises Alembic's CommandError when they differ."""
    async with db.engine.begin() as connection:
        await connection.run_sync(lambda sync: command.check(config(sync)))


async def version(db: Database) -> str | None:
    """The version of a database, None for an empty one. Raises DatabaseError and OSError where it does not answer."""
    async with db.read() as session:
        return await (await session.connection()).run_sync(current)


def current(connection: Connection) -> str | None:
    """The revision of a database; None for an empty one."""
    return MigrationContext.configure(connection).get_current_revision()


def knows(revision: str) -> bool:
    """Tell whether a revision is among this program's migrations."""
    return any(script.revision == revision for script in ScriptDirectory.from_config(config()).walk_revisions())


def newest() -> str | None:
    """The newest revision among this program's migrations."""
    return ScriptDirectory.from_config(config()).get_current_head()
