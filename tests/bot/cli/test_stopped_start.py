"""A start that waits, and is told to end: it does so at once, without a word and with exit code 0."""

import os
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import text

from models import schema
from models.database import Database
from models.process_lock import sole_process
from tests.databases import Tables

ROOT = Path(__file__).parents[3]
IMPATIENT = """
from models import database, sqlite_driver
sqlite_driver.LOCK_TIMEOUT = 200
database.PATIENCE["server_settings"]["lock_timeout"] = "200ms"
from bot.cli.main import main
main()
"""
"""The program, whose connections wait for 0.2 seconds where they wait for ten."""


@pytest.fixture(autouse=True)
def _at_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name in os.environ:
        if name.startswith("DABIR_"):
            monkeypatch.delenv(name)


def stopped(url: str, number: signal.Signals, waits: str) -> None:
    """Start the program, tell it to end once it says that it waits, and see that it says nothing more."""
    Path("config.toml").write_text(
        f'[telegram]\nbase_url = "http://127.0.0.1:1"\ntoken = "1:{"a" * 35}"\n[database]\nurl = "{url}"\n'
    )
    program = [sys.executable, "-W", "default", "-X", "dev", "-c", IMPATIENT, "run"]
    with subprocess.Popen(program, env={"PYTHONPATH": str(ROOT)}, stderr=subprocess.PIPE, text=True) as running:
        try:
            assert running.stderr
            said = next((line for line in running.stderr if waits in line), "")
            assert said
            running.send_signal(number)
            assert running.wait(20) == 0
            left = [line for line in running.stderr if waits not in line]
        finally:
            running.kill()
    assert left == []


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_who_waits_for_a_locked_database_ends_when_told_to(tables: Tables, number: signal.Signals) -> None:
    """It heard nothing for the minute that it waits, and then failed."""
    tables.put(Path("dabir.db"))
    with closing(sqlite3.connect("dabir.db")) as other:
        other.execute("BEGIN IMMEDIATE")
        stopped("sqlite:///dabir.db", number, "the start waits for the database")


async def test_who_waits_for_a_locked_postgresql_ends_when_told_to(postgres_url: str) -> None:
    db = Database(postgres_url)
    await schema.upgrade(db)
    async with db.write() as session:
        await session.execute(text("LOCK TABLE facts, holidays IN ACCESS EXCLUSIVE MODE"))
        stopped(postgres_url, signal.SIGTERM, "the start waits for the database")
    await db.close()


async def test_who_waits_for_another_dabir_ends_when_told_to(tables: Tables) -> None:
    """It was ended by the signal itself, which a supervisor takes for a failure."""
    tables.put(Path("dabir.db"))
    async with sole_process("sqlite:///dabir.db"):
        stopped("sqlite:///dabir.db", signal.SIGTERM, "another process works on the database")
