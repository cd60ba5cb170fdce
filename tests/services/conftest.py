"""What tests of the services may ask for."""

import os
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from models import Base
from models.database import Database
from tests.services.desk import Desk


@pytest.fixture
def address(tmp_path: Path, request: pytest.FixtureRequest) -> str:
    """Where a database may be made: SQLite, or PostgreSQL when DABIR_TEST_TOWN=postgresql."""
    if os.environ.get("DABIR_TEST_TOWN") == "postgresql":
        return str(request.getfixturevalue("postgres_url"))
    return f"sqlite+aiosqlite:///{tmp_path / 'dabir.db'}"


@pytest.fixture
async def desk(tmp_path: Path, address: str) -> AsyncIterator[Desk]:
    """An empty office with its tables."""
    db = Database(address)
    async with db.engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
    yield Desk(db, tmp_path)
    await db.close()
