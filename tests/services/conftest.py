"""Fixtures for tests of the services."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from models.database import Database
from tests.databases import Tables
from tests.services.desk import Desk


@pytest.fixture
async def address(tmp_path: Path, tables: Tables) -> AsyncIterator[str]:
    """The address of a database with its tables: SQLite, or PostgreSQL when DABIR_TEST_TOWN=postgresql."""
    async with tables.copy(tmp_path) as copy:
        yield copy


@pytest.fixture
async def desk(tmp_path: Path, address: str) -> AsyncIterator[Desk]:
    """An empty office with its tables."""
    db = Database(address)
    yield Desk(db, tmp_path)
    await db.close()
