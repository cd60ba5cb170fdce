"""The schema's versions: bringing a database up to date, and telling whether it is."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from models.database import Database


def config(connection: Connection | None = None) -> Config:
    """Alembic's configuration; it needs a connection for whatever touches a database."""
    made = Config()
    made.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    made.attributes["connection"] = connection
    return made


async def upgrade(db: Database, revision: str = "head") -> None:
    """Runs every migration up to ``revision`` in one transaction."""
    async with db.engine.begin() as connection:
        await connection.run_sync(lambda sync: command.upgrade(config(sync), revision))


async def downgrade(db: Database, revision: str) -> None:
    """Runs migrations back to ``revision``."""
    async with db.engine.begin() as connection:
        await connection.run_sync(lambda sync: command.downgrade(config(sync), revision))


async def check(db: Database) -> None:
    """Raises alembic's CommandError when the tables and the migrations have drifted apart."""
    async with db.engine.begin() as connection:
        await connection.run_sync(lambda sync: command.check(config(sync)))


async def version(db: Database) -> str | None:
    """The version of a database, None for an empty one. Raises DatabaseError and OSError where it does not answer."""
    async with db.read() as session:
        return await (await session.connection()).run_sync(current)


def current(connection: Connection) -> str | None:
    """The version of a database, None for an empty one."""
    return MigrationContext.configure(connection).get_current_revision()


def newest() -> str | None:
    """The version that this program brings."""
    return ScriptDirectory.from_config(config()).get_current_head()
