"""What tests of the services may ask for."""

import os
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from models import Base
from models.database import Database
from tests.services.desk import Desk


@pytest.fixture
async def desk(tmp_path: Path, request: pytest.FixtureRequest) -> AsyncIterator[Desk]:
    """An empty office on SQLite, or on PostgreSQL when DABIR_TEST_TOWN=postgresql."""
    on_postgres = os.environ.get("DABIR_TEST_TOWN") == "postgresql"
    db = Database(
        request.getfixturevalue("postgres_url") if on_postgres else f"sqlite+aiosqlite:///{tmp_path / 'dabir.db'}"
    )
    async with db.engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
    yield Desk(db, tmp_path)
    await db.close()
