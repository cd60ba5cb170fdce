"""Backups of another version of the schema than this Dabir's own."""

import sqlite3
from contextlib import closing
from pathlib import Path

import asyncpg
import pytest

from bot.backups.archive import back_up, restore
from bot.backups.database_dump import BackupError
from models import schema
from tests.bot.backups.test_archive import NOW, configured, organisation, reports_in, restored_once_it_is_free

__all__ = ["organisation"]
FIRST, NEWER = "0001", "9999"


@pytest.mark.parametrize("version", [FIRST, NEWER])
def test_an_archive_of_a_newer_version_replaces_nothing(organisation: Path, tmp_path: Path, version: str) -> None:
    config = configured(organisation)
    with closing(sqlite3.connect(organisation / "dabir.db")) as database:
        database.execute("CREATE TABLE alembic_version (version_num TEXT)")
        database.execute("INSERT INTO alembic_version VALUES (?)", [version])
        database.commit()
        archive = back_up(config, tmp_path, NOW).path
        database.execute("INSERT INTO report VALUES ('Ali', 'done')")
        database.execute("UPDATE alembic_version SET version_num = ?", [schema.newest()])
        database.commit()
    if version == NEWER:
        with pytest.raises(BackupError, match="newer Dabir"):
            restore(config, archive, force=True)
    else:
        restore(config, archive, force=True)
    assert (("Ali", "done") in reports_in(organisation)) is (version == NEWER)


async def test_of_postgresql_neither(postgres_url: str, tmp_path: Path) -> None:
    config = configured(tmp_path, postgres_url)
    archives: dict[str, Path] = {}
    database = await asyncpg.connect(postgres_url.replace("+asyncpg", ""))
    try:
        await database.execute("CREATE TABLE alembic_version (version_num TEXT)")
        await database.execute("INSERT INTO alembic_version VALUES ('')")
        for version in (NEWER, FIRST):
            await database.execute("UPDATE alembic_version SET version_num = $1", version)
            archives[version] = back_up(config, tmp_path / f"{version}.tar.gz", NOW).path
    finally:
        await database.close()
    with pytest.raises(BackupError, match="newer Dabir"):
        restore(config, archives[NEWER], force=True)
    await restored_once_it_is_free(config, archives[FIRST])
