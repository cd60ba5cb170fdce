"""A database that a newer version has written, as after the restoration of a newer backup."""

import sqlite3
from contextlib import closing
from pathlib import Path

from bot.cli.doctor import State, examine_database
from bot.settings.config import Config
from models import schema
from models.database import Database


async def test_a_database_of_a_newer_version_is_refused_in_a_sentence(tmp_path: Path) -> None:
    """`dabir run` ended in a traceback, and `dabir doctor` said that it would bring the database to an older schema."""
    url = f"sqlite+aiosqlite:///{tmp_path}/dabir.db"
    database = Database(url)
    await schema.upgrade(database)
    await database.close()
    config = Config.model_validate({"telegram": {"token": "123456789:" + "Sara" * 9}, "database": {"url": url}})
    assert (await examine_database(config)).state is State.OK
    with closing(sqlite3.connect(tmp_path / "dabir.db")) as newer:
        newer.execute("UPDATE alembic_version SET version_num = 'of_tomorrow'")
        newer.commit()
    found = await examine_database(config)
    assert found.state is State.FAIL
    assert "was written by a newer Dabir, at migration of_tomorrow" in found.message
