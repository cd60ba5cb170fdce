"""Backups taken while Dabir runs: each is of one moment, and restored as it was taken."""

import asyncio
import errno
import json
import os
import shutil
import sqlite3
import tarfile
import threading
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

import asyncpg
import pytest

from bot.backups.archive import Sources, back_up, restore, write
from bot.backups.database_dump import BackupError
from bot.backups.encryption import make_key
from bot.settings.config import Config
from bot.settings.sections import Storage
from services.files.file_store import FileStore

PHOTO = b"a photo of the workshop"
DIGEST = sha256(PHOTO).hexdigest()
NOW = datetime(2019, 10, 5, 14, 30, tzinfo=UTC)


def configured(root: Path, url: str | None = None) -> Config:
    return Config.model_validate(
        {
            "telegram": {"token": "123456789:" + "Sara" * 9},
            "database": {"url": url or f"sqlite:///{root}/dabir.db"},
            "storage": {"files": root / "files"},
        }
    )


def reports_in(root: Path) -> list[tuple[str, str]]:
    with closing(sqlite3.connect(root / "dabir.db")) as database:
        return database.execute("SELECT who, what FROM report ORDER BY rowid").fetchall()


@pytest.fixture
def organisation(tmp_path: Path) -> Path:
    """A folder with a database of two reports and the photo of one."""
    root = tmp_path / "office"
    assert FileStore(root / "files").write(PHOTO) == DIGEST
    with closing(sqlite3.connect(root / "dabir.db")) as database:
        database.execute("PRAGMA journal_mode=WAL")
        database.execute("CREATE TABLE report (who TEXT, what TEXT)")
        database.executemany("INSERT INTO report VALUES (?, ?)", [("Sara", "done"), ("Reza", "under way")])
        database.execute("CREATE TABLE answers (who TEXT, files JSON)")
        database.execute("INSERT INTO answers VALUES ('Sara', ?)", [json.dumps([{"hash": DIGEST, "name": "نقشه"}])])
        database.commit()
    return root


@pytest.fixture
def a_writer(organisation: Path) -> Iterator[None]:
    """Report as Sara and Reza once in every transaction, without a pause, on a connection that stays open."""
    stop, began = threading.Event(), threading.Event()

    def write() -> None:
        with closing(sqlite3.connect(organisation / "dabir.db", timeout=10)) as database:
            while not stop.is_set():
                rows = [("Sara", "more"), ("Reza", "more")]
                database.executemany("INSERT INTO report VALUES (?, ?)", rows)
                database.commit()
                began.set()

    thread = threading.Thread(target=write)
    thread.start()
    assert began.wait(10)
    yield
    stop.set()
    thread.join()


@pytest.mark.usefixtures("a_writer")
def test_a_backup_under_a_writer_is_of_one_moment_and_comes_back(organisation: Path, tmp_path: Path) -> None:
    archive = back_up(configured(organisation), tmp_path, NOW).path
    assert archive.name == "dabir-20191005-143000.tar.gz"
    restore(configured(tmp_path / "new"), archive)
    kept = reports_in(tmp_path / "new")
    assert kept[:2] == [("Sara", "done"), ("Reza", "under way")]
    assert len(kept) > 2
    assert [who for who, _ in kept] == ["Sara", "Reza"] * (len(kept) // 2)
    assert kept == reports_in(organisation)[: len(kept)]
    assert FileStore(tmp_path / "new/files").read(DIGEST) == PHOTO


def test_files_that_come_and_go_meanwhile_are_no_part_of_a_backup(
    organisation: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store, add = FileStore(organisation / "files"), tarfile.TarFile.add
    coming = organisation / "files" / ".part-abc"
    coming.write_bytes(b"half of a fil")
    alone = store.write(b"nobody names this")

    def meanwhile(archive: tarfile.TarFile, name: Path, *arguments: Any, **options: Any) -> None:
        coming.unlink(missing_ok=True)
        store.path(alone).unlink(missing_ok=True)
        add(archive, name, *arguments, **options)

    listed = os.listdir

    def listed_before(folder: Any) -> list[str]:
        # The list is read, and then the file is gone, as one that has come is renamed.
        found = listed(folder)
        coming.unlink(missing_ok=True)
        return found

    monkeypatch.setattr(tarfile.TarFile, "add", meanwhile)
    monkeypatch.setattr(os, "listdir", listed_before)
    archive = back_up(configured(organisation), tmp_path, NOW).path
    with tarfile.open(archive) as whole:
        names = set(whole.getnames())
    assert names == {"manifest.json", "database", f"files/{DIGEST[:2]}/{DIGEST}"}


def test_a_folder_of_files_that_is_a_mount_point_is_restored_in_its_place(
    organisation: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    archive = back_up(configured(organisation), tmp_path, NOW).path
    config, rename = configured(tmp_path / "new"), Path.rename
    config.storage.files.mkdir(parents=True)

    def busy(path: Path, target: Path) -> Path:
        if path == config.storage.files or Path(target) == config.storage.files:
            raise OSError(errno.EBUSY, "Device or resource busy")
        return rename(path, target)

    monkeypatch.setattr(Path, "rename", busy)
    restore(config, archive, force=True)
    assert FileStore(config.storage.files).read(DIGEST) == PHOTO


def test_a_backup_is_for_its_owners_eyes_only(organisation: Path, tmp_path: Path) -> None:
    kept = back_up(configured(organisation), tmp_path, NOW).path
    assert kept.stat().st_mode & 0o077 == 0


def test_what_is_there_is_overwritten_only_when_asked_and_then_wholly(organisation: Path, tmp_path: Path) -> None:
    config = configured(organisation)
    archive = back_up(config, tmp_path / "before.tar.gz", NOW).path
    with closing(sqlite3.connect(organisation / "dabir.db")) as database:
        database.execute("UPDATE report SET what = 'lost'")
        database.commit()
    FileStore(config.storage.files).write(b"later")
    with pytest.raises(BackupError, match="--force"):
        restore(config, archive)
    assert reports_in(organisation)[0] == ("Sara", "lost")
    restore(config, archive, force=True)
    assert reports_in(organisation) == [("Sara", "done"), ("Reza", "under way")]
    assert [file.name for file in (organisation / "files").rglob("*") if file.is_file()] == [DIGEST]
    assert {path.name for path in organisation.iterdir()} == {"dabir.db", "files"}


def test_a_database_and_backups_in_the_folder_of_files_stay(organisation: Path, tmp_path: Path) -> None:
    shutil.move(organisation / "files" / DIGEST[:2], organisation)
    config = configured(organisation).model_copy(update={"storage": Storage(files=organisation)})
    archive = back_up(config, organisation / "backups", NOW).path
    half = organisation / ".part-abc"
    half.write_bytes(b"half of a fil")
    FileStore(organisation).write(b"later")
    restore(config, archive, force=True)
    assert len(reports_in(organisation)) == 2
    kept = {path.name for path in organisation.rglob("*") if path.is_file()}
    assert kept == {"dabir.db", archive.name, DIGEST}


def test_on_a_disk_without_room_the_database_stays_and_no_half_copy_beside_it(
    organisation: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    archive = back_up(configured(organisation), tmp_path, NOW).path

    def full(source: Path, target: Path) -> None:
        target.write_bytes(source.read_bytes()[:100])
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(shutil, "copyfile", full)
    with pytest.raises(BackupError, match="not restored: No space left on device"):
        restore(configured(organisation), archive, force=True)
    assert len(reports_in(organisation)) == 2
    assert {path.name for path in organisation.iterdir()} == {"dabir.db", "files"}


@pytest.mark.usefixtures("a_writer")
def test_nothing_is_put_under_a_dabir_that_runs(organisation: Path, tmp_path: Path) -> None:
    archive = back_up(configured(organisation), tmp_path, NOW).path
    with pytest.raises(BackupError, match="Stop Dabir first"):
        restore(configured(organisation), archive, force=True)


def test_a_broken_archive_changes_nothing(organisation: Path, tmp_path: Path) -> None:
    archive = back_up(configured(organisation), tmp_path, NOW).path
    archive.write_bytes(archive.read_bytes()[:-200])
    with pytest.raises(BackupError, match="cannot be read as a backup"):
        restore(configured(organisation), archive, force=True)
    assert len(reports_in(organisation)) == 2


def test_an_archive_of_somebody_else_is_refused(tmp_path: Path) -> None:
    with tarfile.open(tmp_path / "holiday.tar.gz", "w:gz") as archive:
        archive.add(__file__, "photo")
    with pytest.raises(BackupError, match="no manifest"):
        restore(configured(tmp_path), tmp_path / "holiday.tar.gz")


def test_a_damaged_database_is_found_before_it_replaces_a_good_one(organisation: Path, tmp_path: Path) -> None:
    archive = back_up(configured(organisation), tmp_path, NOW).path
    with tarfile.open(archive) as whole:
        whole.extractall(tmp_path / "in", filter="data")
    (tmp_path / "in/database").write_bytes(b"not a database at all")
    with tarfile.open(archive, "w:gz") as damaged:
        damaged.add(tmp_path / "in", "")
    with pytest.raises(BackupError, match="damaged"):
        restore(configured(organisation), archive, force=True)
    assert len(reports_in(organisation)) == 2


@pytest.mark.parametrize("encrypted", [False, True])
def test_one_damaged_byte_of_a_photo_changes_nothing(organisation: Path, tmp_path: Path, encrypted: bool) -> None:
    config = configured(organisation)
    with closing(sqlite3.connect(organisation / "dabir.db")) as database:
        scan = FileStore(organisation / "files").write(os.urandom(20_000))
        database.execute("INSERT INTO answers VALUES ('Reza', ?)", [scan])
        database.commit()
    public = make_key(tmp_path / "secret", NOW)
    recipients = [public] if encrypted else []
    sources = Sources(config.database.url.get_secret_value(), organisation / "files")
    archive = write(sources, tmp_path, NOW, recipients).path
    whole = archive.read_bytes()
    for place in (len(whole) // 2, len(whole) - 100, len(whole) - 5):
        archive.write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
        with pytest.raises(BackupError, match=r"damaged|cannot be read"):
            restore(config, archive, force=True, key=tmp_path / "secret")
        assert sha256(FileStore(organisation / "files").read(scan)).hexdigest() == scan
    archive.write_bytes(whole[:-1])
    with pytest.raises(BackupError, match=r"damaged|cannot be read"):
        restore(config, archive, force=True, key=tmp_path / "secret")
    archive.write_bytes(whole)
    restore(config, archive, force=True, key=tmp_path / "secret")
    assert {path.name for path in (organisation / "files").rglob("*") if path.is_file()} == {DIGEST, scan}


@pytest.mark.parametrize("rest", [b"nothing of it is left", b"SQLite format 3\0" + b"nor of this" * 1000])
def test_a_backup_comes_in_the_place_of_a_database_that_is_damaged(
    organisation: Path, tmp_path: Path, rest: bytes
) -> None:
    archive = back_up(configured(organisation), tmp_path, NOW).path
    (organisation / "dabir.db").write_bytes(rest)
    (organisation / "dabir.db-wal").write_bytes(b"the log of what is lost")
    restore(configured(organisation), archive, force=True)
    assert reports_in(organisation) == [("Sara", "done"), ("Reza", "under way")]


def left_log(organisation: Path) -> bytes:
    """Delete a database after Reza's report of today, as by a mistaken `rm`, and return its log, which is left."""
    log = organisation / "dabir.db-wal"
    with closing(sqlite3.connect(organisation / "dabir.db")) as database:
        database.execute("PRAGMA wal_autocheckpoint=0")
        database.executemany("INSERT INTO report VALUES ('Reza', ?)", [(f"hour {n} {'z' * 200}",) for n in range(500)])
        database.commit()
        left = log.read_bytes()
    (organisation / "dabir.db").unlink()
    log.write_bytes(left)
    return left


@pytest.mark.parametrize("beside", [None, b""])
def test_the_log_of_a_database_that_is_gone_is_set_aside_and_not_played_into_the_backup(
    organisation: Path, tmp_path: Path, beside: bytes | None
) -> None:
    archive = back_up(configured(organisation), tmp_path, NOW).path
    left = left_log(organisation)
    (organisation / "dabir.db-wal.aside").write_bytes(b"of a restoration before")
    (organisation / "dabir.db-journal").write_bytes(b"of a database before it")
    if beside is not None:
        (organisation / "dabir.db").write_bytes(beside)
    aside = restore(configured(organisation), archive, force=True)
    assert reports_in(organisation) == [("Sara", "done"), ("Reza", "under way")]
    assert {path.name: path.read_bytes() for path in aside} == {
        "dabir.db-wal.aside1": left,
        "dabir.db-journal.aside": b"of a database before it",
    }


def test_a_log_that_is_all_that_is_left_is_not_overwritten_unless_asked(organisation: Path, tmp_path: Path) -> None:
    archive = back_up(configured(organisation), tmp_path, NOW).path
    left = left_log(organisation)
    shutil.rmtree(organisation / "files")
    with pytest.raises(BackupError, match="--force"):
        restore(configured(organisation), archive)
    assert (organisation / "dabir.db-wal").read_bytes() == left


@pytest.mark.parametrize("words", ["[]", "null", '"dabir"', '{"format": 1, "database": "sqlite"}'])
def test_an_archive_that_only_begins_like_a_backup_is_refused(organisation: Path, tmp_path: Path, words: str) -> None:
    (tmp_path / "words").write_text(words)
    with tarfile.open(tmp_path / "some.tar.gz", "w:gz") as archive:
        archive.add(tmp_path / "words", "manifest.json")
    with pytest.raises(BackupError, match=r"no manifest|database in the archive"):
        restore(configured(organisation), tmp_path / "some.tar.gz", force=True)
    assert len(reports_in(organisation)) == 2


def test_what_a_restoration_left_that_was_killed_is_no_obstacle(organisation: Path, tmp_path: Path) -> None:
    archive = back_up(configured(organisation), tmp_path, NOW).path
    left = tmp_path / "new/files/.dabir-restore-abc/files/00"
    left.mkdir(parents=True)
    (left / "half").write_bytes(b"half of a file")
    restore(configured(tmp_path / "new"), archive)
    assert not left.exists()


@pytest.mark.parametrize("target", ["kept/every/day", "kept/today.tar.gz"])
def test_the_folder_of_a_backup_is_made(organisation: Path, tmp_path: Path, target: str) -> None:
    archive = back_up(configured(organisation), tmp_path / target, NOW).path
    assert archive.is_relative_to(tmp_path / "kept")
    assert archive.is_file()


def test_a_file_is_no_folder_for_backups(organisation: Path, tmp_path: Path) -> None:
    (tmp_path / "notes.txt").touch()
    with pytest.raises(BackupError, match=r"notes\.txt is no folder"):
        back_up(configured(organisation), tmp_path / "notes.txt", NOW)


def test_an_archive_that_is_not_there_is_said(organisation: Path, tmp_path: Path) -> None:
    with pytest.raises(BackupError, match=r"There is no file .*nowhere\.tar\.gz"):
        restore(configured(organisation), tmp_path / "nowhere.tar.gz", force=True)


def test_no_database_means_no_backup(tmp_path: Path) -> None:
    with pytest.raises(BackupError, match="There is no database"):
        back_up(configured(tmp_path / "empty"), tmp_path, NOW)
    assert list(tmp_path.iterdir()) == []


async def restored_once_it_is_free(config: Config, archive: Path) -> list[Path]:
    """Restore as soon as the database is free: PostgreSQL lists a connection for a moment after it was closed."""
    for _ in range(50):
        try:
            return restore(config, archive, force=True)
        except BackupError:
            await asyncio.sleep(0.1)
    return restore(config, archive, force=True)


async def test_postgresql_is_kept_and_put_back(postgres_url: str, tmp_path: Path) -> None:
    config = configured(tmp_path, postgres_url)
    dsn = postgres_url.replace("+asyncpg", "")

    async def run(query: str) -> list[str]:
        database = await asyncpg.connect(dsn)
        try:
            return [row[0] for row in await database.fetch(query)]
        finally:
            await database.close()

    assert FileStore(config.storage.files).write(PHOTO) == DIGEST
    FileStore(config.storage.files).write(b"nobody names this")
    await run(f"CREATE TABLE report AS SELECT 'Sara: در دست اقدام' AS words, '{DIGEST}' AS photo")
    archive = back_up(config, tmp_path, NOW).path
    await run("CREATE TABLE later AS SELECT words FROM report")
    await run("UPDATE report SET words = 'lost'")
    with pytest.raises(BackupError, match="--force"):
        restore(config, archive)
    in_use = await asyncpg.connect(dsn)
    try:
        with pytest.raises(BackupError, match="Stop Dabir first"):
            restore(config, archive, force=True)
    finally:
        await in_use.close()
    await restored_once_it_is_free(config, archive)
    assert await run("SELECT words FROM report") == ["Sara: در دست اقدام"]
    assert [file.name for file in config.storage.files.rglob("*") if file.is_file()] == [DIGEST]
    assert await run("SELECT tablename FROM pg_tables WHERE schemaname = 'public'") == ["report"]


async def test_postgresql_without_its_programs_is_refused_plainly(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "")
    with pytest.raises(BackupError, match="pg_dump is not installed"):
        back_up(configured(tmp_path, "postgresql://dabir@localhost/dabir"), tmp_path, NOW)


def test_postgresql_is_dumped_as_its_whole_address_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = tmp_path / "bin" / "pg_dump"
    asked.parent.mkdir()
    asked.write_text(f'#!/bin/sh\necho "$PGHOST $PGSSLMODE" > {tmp_path}/asked; exit 1\n')
    asked.chmod(0o700)
    monkeypatch.setenv("PATH", str(asked.parent), prepend=":")
    address = "postgresql://dabir@/dabir?host=/var/run/postgresql&ssl=verify-full"
    with pytest.raises(BackupError, match="pg_dump failed"):
        back_up(configured(tmp_path, address), tmp_path, NOW)
    assert (tmp_path / "asked").read_text() == "/var/run/postgresql verify-full\n"
