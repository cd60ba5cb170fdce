"""Every version of the schema, up, down and up again, on both databases; and no drift between tables and versions."""

from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import pytest
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, inspect

from models import schema
from models.base import Base
from models.database import Database


@pytest.fixture(params=["sqlite", "postgresql"])
def address(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "sqlite":
        return f"sqlite+aiosqlite:///{tmp_path / 'dabir.db'}"
    return str(request.getfixturevalue("postgres_url"))


@pytest.fixture
async def db(address: str) -> AsyncIterator[Database]:
    """An empty database."""
    made = Database(address)
    yield made
    await made.close()


async def ask(db: Database, question: Callable[[Connection], Any]) -> Any:
    async with db.engine.begin() as connection:
        return await connection.run_sync(question)


def tables(connection: Connection) -> set[str]:
    return set(inspect(connection).get_table_names()) - {"alembic_version"}


def revisions() -> list[str]:
    """Oldest first."""
    return [step.revision for step in ScriptDirectory.from_config(schema.config()).walk_revisions()][::-1]


async def test_every_migration_goes_up_down_and_up(db: Database) -> None:
    for revision in revisions():
        await schema.upgrade(db, revision)
        assert await ask(db, schema.current) == revision
    assert await ask(db, schema.current) == schema.newest()
    assert await ask(db, tables) == set(Base.metadata.tables)
    for revision in [*revisions()[-2::-1], "base"]:
        await schema.downgrade(db, revision)
    assert await ask(db, tables) == set()
    await schema.upgrade(db)
    assert await ask(db, tables) == set(Base.metadata.tables)


async def test_tables_and_migrations_do_not_drift(db: Database) -> None:
    await schema.upgrade(db)
    await schema.check(db)


async def test_a_database_that_is_up_to_date_stays_as_it_is(db: Database) -> None:
    await schema.upgrade(db)
    await schema.upgrade(db)
    assert await ask(db, schema.current) == schema.newest()
