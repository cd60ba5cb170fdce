"""Migrations: upgrade, downgrade and check a database, and compare its version with the newest."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from models.database import Database


def config(connection: Connection | None = None) -> Config:
    """Make Alembic's configuration; commands that touch a database need the connection."""
    made = Config()
    made.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    made.attributes["connection"] = connection
    return made


async def upgrade(db: Database, revision: str = "head") -> None:
    """Run every migration up to ``revision`` in one transaction."""
    async with db.engine.begin() as connection:
        await connection.run_sync(lambda sync: command.upgrade(config(sync), revision))


async def downgrade(db: Database, revision: str) -> None:
    """Run migrations back to ``revision`` in one transaction."""
    async with db.engine.begin() as connection:
        await connection.run_sync(lambda sync: command.downgrade(config(sync), revision))


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


def newest() -> str | None:
    """The newest revision among this program's migrations."""
    return ScriptDirectory.from_config(config()).get_current_head()
