"""Backups where operators arranged their disks in their own way, and after acts that were broken off."""

import os
import sqlite3
from contextlib import closing
from datetime import timedelta
from hashlib import sha256
from pathlib import Path

import asyncpg
import pytest
from typer.testing import CliRunner

from bot.backups.archive import WORKING, back_up, restore, restore_alone
from bot.backups.database_dump import BackupError
from bot.cli.main import app
from bot.settings.sections import Storage
from models.process_lock import sole_process
from services.files.file_store import FileStore
from tests.bot.backups.test_archive import DIGEST, NOW, PHOTO, configured, organisation, reports_in

__all__ = ["organisation"]


@pytest.fixture
def closed() -> Path:
    """A folder in which nothing can be made, also by root."""
    folder = Path("/proc/self/task")
    assert not os.access(folder / "no", os.F_OK)
    return folder


def test_a_file_that_was_moved_to_a_larger_disk_is_kept_whole(organisation: Path, tmp_path: Path) -> None:
    """A link in its place was kept as a link, and the whole archive refused when it was needed."""
    stored, moved = FileStore(organisation / "files").path(DIGEST), tmp_path / "larger" / "photo"
    moved.parent.mkdir()
    stored.rename(moved)
    stored.symlink_to(moved)
    archive = back_up(configured(organisation), tmp_path, NOW).path
    moved.unlink()
    restore(configured(tmp_path / "new"), archive)
    assert FileStore(tmp_path / "new/files").read(DIGEST) == PHOTO


def test_two_backups_of_one_second_are_two(organisation: Path, tmp_path: Path) -> None:
    first, second = (back_up(configured(organisation), tmp_path / "kept", NOW).path for _ in range(2))
    assert [first.name, second.name] == ["dabir-20191005-143000.tar.gz", "dabir-20191005-143001.tar.gz"]
    assert first.is_file()
    own = tmp_path / "today.tar.gz"
    assert [back_up(configured(organisation), own, NOW + timedelta(days=day)).path for day in range(2)] == [own, own]


def test_a_folder_that_takes_nothing_is_said(organisation: Path, tmp_path: Path, closed: Path) -> None:
    """The owners were told that a process ended with 1."""
    with pytest.raises(BackupError, match=f"not written to {closed}: "):
        back_up(configured(organisation), closed, NOW)
    archive = back_up(configured(organisation), tmp_path, NOW).path
    config = configured(organisation).model_copy(update={"storage": Storage(files=closed)})
    with pytest.raises(BackupError, match=f"{closed} cannot be written to: "):
        restore(config, archive, force=True)
    assert not list(organisation.glob(f"{WORKING}*"))


def keeps(root: Path, *words: bytes) -> None:
    """Note files as kept, as the program does when they come."""
    with closing(sqlite3.connect(root / "dabir.db")) as database:
        database.execute("CREATE TABLE files (hash TEXT)")
        database.executemany("INSERT INTO files VALUES (?)", [(sha256(word).hexdigest(),) for word in words])
        database.commit()


def test_a_backup_without_the_files_says_so(
    organisation: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A relative folder, and a backup from another folder than Dabir's: an archive without files was all well."""
    keeps(organisation, PHOTO, b"a letter")
    assert back_up(configured(organisation), tmp_path / "kept", NOW).missing == 1
    settings = tmp_path / "config.toml"
    settings.write_text(
        f'[telegram]\ntoken = "123456789:{"Sara" * 9}"\n[database]\nurl = "sqlite:///{organisation}/dabir.db"\n'
    )
    monkeypatch.chdir(tmp_path)
    done = CliRunner().invoke(app, ["backup", str(tmp_path / "kept"), "--config", str(settings)])
    assert done.exit_code == 0, done.output
    assert f"2 files that the database keeps are not in {tmp_path}/data/files" in done.stderr
    assert "[storage] files" in done.stderr


async def test_also_one_of_postgresql(postgres_url: str, tmp_path: Path) -> None:
    connection = await asyncpg.connect(postgres_url.replace("+asyncpg", ""))
    await connection.execute("CREATE TABLE files (hash text, size int); CREATE TABLE report (who text)")
    await connection.execute("INSERT INTO files VALUES ($1, 5)", DIGEST)
    await connection.execute("INSERT INTO report VALUES ('Sara')")
    await connection.close()
    config = configured(tmp_path / "office", postgres_url)
    assert back_up(config, tmp_path, NOW).missing == 1
    FileStore(tmp_path / "office/files").write(PHOTO)
    assert back_up(config, tmp_path, NOW).missing == 0


def test_the_log_of_a_restoration_that_was_killed_is_not_played_into_the_next(
    organisation: Path, tmp_path: Path
) -> None:
    """The restored database had rows of another backup, whose restoration a kill had ended."""
    archive = back_up(configured(organisation), tmp_path, NOW).path
    copy = organisation / "dabir.db.restored"
    log = copy.with_name(f"{copy.name}-wal")
    with closing(sqlite3.connect(copy)) as other, closing(sqlite3.connect(organisation / "dabir.db")) as database:
        database.backup(other)
        other.execute("PRAGMA journal_mode=WAL")
        other.execute("INSERT INTO report VALUES ('Leila', 'of another backup')")
        other.commit()
        left = log.read_bytes()
    log.write_bytes(left)
    restore(configured(organisation), archive, force=True)
    assert reports_in(organisation) == [("Sara", "done"), ("Reza", "under way")]


async def test_a_database_behind_a_link_is_one_database(organisation: Path, tmp_path: Path) -> None:
    """A second program that named the file itself was let in; and a restoration put a file in the link's place."""
    linked = tmp_path / "small"
    linked.mkdir()
    (linked / "dabir.db").symlink_to(organisation / "dabir.db")
    archive = back_up(configured(linked), tmp_path, NOW).path
    async with sole_process(f"sqlite:///{linked}/dabir.db"):
        with pytest.raises(BackupError, match="Another Dabir"):
            await restore_alone(configured(organisation), archive, force=True)
    with closing(sqlite3.connect(organisation / "dabir.db")) as database:
        database.execute("DELETE FROM report")
        database.commit()
    await restore_alone(configured(linked), archive, force=True)
    assert (linked / "dabir.db").is_symlink()
    assert len(reports_in(organisation)) == 2
