"""A restoration that is killed on the way: no office begins on what it left, and the same command finishes it."""

import asyncio
import os
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
from typer.testing import CliRunner

import bot
from bot.app import run
from bot.backups.archive import UNFINISHED, back_up
from bot.cli.doctor import State, examine_database
from bot.cli.main import app
from bot.settings.config import Config
from bot.settings.loading import load
from models.process_lock import InUseError
from services.files.file_store import FileStore
from tests.databases import Tables

NOW = datetime(2019, 10, 5, 14, 30, tzinfo=UTC)
KILLED = """
import os, signal, sys
from pathlib import Path
from bot.backups.database_dump import Postgres, Sqlite
from bot.cli.main import main

put, replace = sys.argv.pop(1), Path.replace

def die(*given):
    os.kill(os.getpid(), signal.SIGKILL)

def replaced(path, target):
    return die() if path.name == "dabir.db.restored" else replace(path, target)

if put == "database":
    Path.replace = replaced
else:
    Sqlite.replace = Postgres.replace = die
main()
"""


def settings(folder: Path, url: str) -> Config:
    (folder / "config.toml").write_text(
        f'[telegram]\ntoken = "1:{"a" * 35}"\nbase_url = "http://127.0.0.1:1"\n[database]\nurl = "{url}"\n',
        encoding="utf-8",
    )
    return load(folder / "config.toml")


def killed(archive: Path, before: str) -> None:
    """Restore an archive in a process that is killed before it puts the database there, or before its last rename."""
    words = [sys.executable, "-c", KILLED, before, "restore", "--force", str(archive)]
    where = os.environ | {"PYTHONPATH": str(Path(bot.__file__).parents[1])}
    done = subprocess.run(words, env=where, capture_output=True, check=False)
    assert done.returncode == -signal.SIGKILL, done.stderr


def refused(config: Config, archive: Path) -> None:
    """See that neither the program nor the examination takes what is there for an office."""
    assert (config.storage.files / UNFINISHED).stat().st_mode & 0o004, "root restores, another account runs"
    found = asyncio.run(examine_database(config))
    assert found.state is State.FAIL
    assert f"give dabir restore --force {archive} again" in found.message
    with pytest.raises(InUseError, match="dabir restore --force"):
        run(config)


@pytest.fixture
def archive(tmp_path: Path, tables: Tables, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A backup of an office in the working folder."""
    monkeypatch.chdir(tmp_path)
    tables.put(tmp_path / "dabir.db")
    config = settings(tmp_path, "sqlite:///dabir.db")
    digest = FileStore(config.storage.files).write(b"a photo of the workshop")
    with closing(sqlite3.connect("dabir.db")) as database:
        database.execute("INSERT INTO facts VALUES ('photo', ?)", [f'{{"hash": "{digest}"}}'])
        database.commit()
    return back_up(config, tmp_path / "backup.tar.gz", NOW).path


@pytest.mark.parametrize("before", ["files", "database"])
@pytest.mark.parametrize("log", [b"", b"the last words of a database that is gone"])
def test_no_empty_office_begins_after_a_restoration_that_was_killed(
    archive: Path, tmp_path: Path, before: str, log: bytes
) -> None:
    """Its log was set aside, the backup not yet in its place, and `dabir run` made a new database."""
    config = settings(tmp_path, "sqlite:///dabir.db")
    for path in tmp_path.glob("dabir.db*"):
        path.unlink()
    (tmp_path / "dabir.db-wal").write_bytes(log)
    killed(archive, before)
    refused(config, archive)
    assert not (tmp_path / "dabir.db").exists()
    done = CliRunner().invoke(app, ["restore", "--force", str(archive)])
    assert done.exit_code == 0, done.output
    assert asyncio.run(examine_database(config)).state is State.OK
    assert {path.name for path in config.storage.files.iterdir() if path.is_file()} == set()


def test_a_restoration_that_fails_over_an_office_lets_it_go_on(
    archive: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    config = settings(tmp_path, "sqlite:///dabir.db")
    with monkeypatch.context() as patched:

        def full(path: Path, target: Path) -> Path:
            raise OSError(28, "No space left on device")

        patched.setattr(Path, "replace", full)
        failed = CliRunner().invoke(app, ["restore", "--force", str(archive)])
    assert "No space left on device" in failed.output
    assert asyncio.run(examine_database(config)).state is State.OK


def test_a_log_that_was_set_aside_comes_back_when_the_restoration_fails(
    archive: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "dabir.db").write_bytes(b"")
    (tmp_path / "dabir.db-wal").write_bytes(b"the last words")
    replace = Path.replace

    def failing(path: Path, target: Path) -> Path:
        if path.name == "dabir.db.restored":
            raise OSError(5, "Input/output error")
        return replace(path, target)

    with monkeypatch.context() as patched:
        patched.setattr(Path, "replace", failing)
        assert CliRunner().invoke(app, ["restore", "--force", str(archive)]).exit_code == 1
    assert (tmp_path / "dabir.db-wal").read_bytes() == b"the last words"


def test_a_restoration_into_postgresql_that_was_killed_is_told(
    tmp_path: Path, postgres_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    config = settings(tmp_path, postgres_url)
    archive = back_up(config, tmp_path / "backup.tar.gz", NOW).path
    killed(archive, "files")
    refused(config, archive)
    done = CliRunner().invoke(app, ["restore", "--force", str(archive)])
    assert done.exit_code == 0, done.output
    assert asyncio.run(examine_database(config)).state is State.WARN
