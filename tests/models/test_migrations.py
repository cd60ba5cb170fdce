"""Every version of the schema, up, down and up again, on both databases; and no drift between tables and versions."""

import sqlite3
from collections.abc import AsyncIterator, Callable
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, inspect, select, text

from models import schema
from models.base import Base
from models.database import Database, DatabaseError
from models.tables.conversations import Draft
from services.queues import jobs


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


@pytest.mark.ci
async def test_answers_of_the_time_before_bale_came_from_telegram(db: Database) -> None:
    await schema.upgrade(db, "0001")
    sources = '{"done": [5, 6], "files": []}'

    def write(connection: Connection) -> None:
        connection.execute(
            text("INSERT INTO persons VALUES (1, '', '', '', '', '', false, 'fa', '{}', null, :at)"), old
        )
        connection.execute(
            text("INSERT INTO drafts VALUES (1, 1, 'report', '7', '{}', :state, :at)"),
            {"state": f'{{"at": "", "answers": {{}}, "sources": {sources}}}', **old},
        )

    old = {"at": "2019-10-05 14:30:00"} if db.sqlite else {"at": datetime(2019, 10, 5, 14, 30)}  # noqa: DTZ001
    await ask(db, write)
    await schema.upgrade(db)
    async with db.read() as session:
        (draft,) = await session.scalars(select(Draft))
        assert draft.state["sources"] == {"done": ["telegram:5", "telegram:6"], "files": []}
    await schema.downgrade(db, "0001")
    await schema.upgrade(db)
    async with db.read() as session:
        assert (await session.scalars(select(Draft))).one().state == draft.state


async def test_a_job_that_ran_before_there_were_leases_is_claimed_at_once(db: Database) -> None:
    await schema.upgrade(db, "0002")
    old = {"at": "2019-10-05 14:30:00"} if db.sqlite else {"at": datetime(2019, 10, 5, 14, 30)}  # noqa: DTZ001

    def write(connection: Connection) -> None:
        connection.execute(
            text(
                "INSERT INTO jobs (id, kind, chat, params, state, result, attempts, created_at)"
                " VALUES (7, 'minutes', 'telegram:1', '{}', 'running', '{}', 1, :at)"
            ),
            old,
        )

    await ask(db, write)
    await schema.upgrade(db)
    job = await jobs.claim(db, "mashhad:1", 1000.0)
    assert job is not None
    assert (job.id, job.attempts) == (7, 2)


async def test_a_reference_that_leads_nowhere_undoes_the_migration_on_sqlite(tmp_path: Path) -> None:
    db = Database(f"sqlite+aiosqlite:///{tmp_path / 'dabir.db'}")
    await schema.upgrade(db, "0003")
    with closing(sqlite3.connect(tmp_path / "dabir.db")) as other, other:
        other.execute("INSERT INTO owners (resolution_id, name, item, partner, place) VALUES (7, '', '', 0, 0)")
    with pytest.raises(DatabaseError, match="owners"):
        await schema.upgrade(db)
    assert await schema.version(db) == "0003"
    async with db.write() as session:
        assert await session.scalar(text("PRAGMA foreign_keys")) == 1
    await db.close()
