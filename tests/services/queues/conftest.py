"""Fixtures that try the queues on both databases, whatever the rest of the run uses."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from models import Base
from models.database import Database


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "sqlite":
        return f"sqlite+aiosqlite:///{tmp_path / 'dabir.db'}"
    return str(request.getfixturevalue("postgres_url"))


@pytest.fixture
async def db(url: str) -> AsyncIterator[Database]:
    """An empty database with its tables."""
    made = Database(url)
    async with made.engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
    yield made
    await made.close()


@pytest.fixture
async def other_db(url: str, db: Database) -> AsyncIterator[Database]:
    """The same database, as another program opens it."""
    made = Database(url)
    yield made
    await made.close()
