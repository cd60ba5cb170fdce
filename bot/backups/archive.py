"""Backup: one archive of the database and the files, made while Dabir runs and restored while it does not.

The database comes first: files are stored by content hash and never change, so every row of the snapshot has its
file when the files are read after it. Only these are read: others may be coming in, or going, at that moment.
"""

import gzip
import json
import os
import re
import shutil
import sqlite3
import tarfile
import tempfile
import zlib
from collections.abc import Iterator, Sequence
from contextlib import AsyncExitStack, ExitStack, contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import BinaryIO, NamedTuple

from bot.backups.database_dump import BackupError, Database, database_of
from bot.backups.encryption import SUFFIX, decrypted, encrypted, is_encrypted, read_keys
from bot.settings.config import Config
from models import schema
from models.database import DatabaseError, cause
from models.process_lock import InUseError, sole_process
from services.files.file_store import FileStore, sync_folder

FORMAT = 1
PLAIN = ".tar.gz"
NAMED = re.compile(r"dabir-\d{8}-\d{6}\.tar\.gz(\.age)?")
"""The names that `back_up` gives by itself, whose order is that of their moments."""
WORKING = ".dabir-backup-"
RESTORING = ".dabir-restore-"
UNFINISHED = ".dabir-restoration"
"""The file in the folder of files that names the archive of a restoration until that is finished."""
PIECE = 2**20
MANIFEST, DATABASE, FILES = "manifest.json", "database", "files"


class Sources(NamedTuple):
    """The address of the database and the folder of the files."""

    database: str
    files: Path


class Written(NamedTuple):
    """An archive, and of the files that the database keeps the number that were not in the store."""

    path: Path
    missing: int


def back_up(config: Config, target: Path, now: datetime) -> Written:
    """Write the archive; `target` is a folder, made if need be, or the archive's own name.

    It is encrypted where `[backup] recipients` names keys. Raises BackupError.
    """
    sources = Sources(config.database.url.get_secret_value(), config.storage.files)
    return write(sources, target, now, config.backup.recipients)


def write(sources: Sources, target: Path, now: datetime, recipients: Sequence[str]) -> Written:
    """Write the archive as `back_up` does. Only its owner may read it, and it has its name once it is on the disk."""
    path = _path(target, now, recipients)
    database = database_of(sources.database)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        if recipients:
            sources.files.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise BackupError(f"{path.parent} is no folder and cannot be made one: {error.strerror}.") from None
    # Beside an archive that is encrypted nothing may stand that is not.
    beside = sources.files if recipients else path.parent
    try:
        with (
            tempfile.TemporaryDirectory(prefix=WORKING, dir=beside) as plain,
            tempfile.TemporaryDirectory(prefix=WORKING, dir=path.parent) as folder,
        ):
            unfinished = Path(folder, path.name)
            missing = _write(database, sources.files, Path(plain), unfinished, now, recipients)
            # Another office's backups may lie in the same folder, and be made in the same second.
            while path.parent == target and path.exists():
                now += timedelta(seconds=1)
                path = _path(target, now, recipients)
            unfinished.replace(path)
            sync_folder(path.parent)
    except (OSError, sqlite3.Error) as error:
        reason = getattr(error, "strerror", None) or error
        raise BackupError(f"The backup was not written to {path.parent}: {reason}.") from error
    return Written(path, missing)


def _write(database: Database, files: Path, plain: Path, target: Path, now: datetime, recipients: Sequence[str]) -> int:
    """Write the archive with the working folder ``plain``; return the number of missing files."""
    snapshot, manifest, store = plain / DATABASE, plain / MANIFEST, FileStore(files)
    database.save(snapshot)
    manifest_fields = {"format": FORMAT, "made": now.isoformat(), "database": database.kind}
    manifest.write_text(json.dumps(manifest_fields), encoding="utf-8")
    missing = database.kept_files(snapshot)
    with target.open("wb") as file:
        # A file that was moved to a larger disk, with a link in its place, is kept as the file.
        with encrypted(file, recipients) as sink, tarfile.open(fileobj=sink, mode="w|gz", dereference=True) as archive:
            archive.add(manifest, MANIFEST)
            archive.add(snapshot, DATABASE)
            for digest in sorted(database.digests(snapshot)):
                # A word may only look like a hash.
                if (stored := store.path(digest)).is_file():
                    archive.add(stored, f"{FILES}/{stored.relative_to(files)}")
                    missing.discard(digest)
        file.flush()
        os.fsync(file.fileno())
    # The archive holds names and phone numbers, so only its owner may read it.
    target.chmod(0o600)
    return len(missing)


def _path(target: Path, now: datetime, recipients: Sequence[str]) -> Path:
    """The archive's path; the ending says whether it is encrypted. Raises BackupError for one that can't be."""
    if target.name.endswith(PLAIN + SUFFIX):
        if not recipients:
            raise BackupError(f"{target.name} cannot be encrypted: [backup] recipients names no key.")
        return target
    named = target if target.name.endswith(PLAIN) else target / f"dabir-{now:%Y%m%d-%H%M%S}{PLAIN}"
    return named.with_name(named.name + SUFFIX) if recipients else named


def expire(folder: Path, days: int, now: datetime) -> list[str]:
    """Delete the archives that `back_up` named by a moment ``days`` ago or earlier, 0 for none; return their names.

    The newest one stays, however old it is.
    """
    made = sorted(path for path in folder.iterdir() if NAMED.fullmatch(path.name))
    oldest = f"dabir-{now - timedelta(days=days):%Y%m%d-%H%M%S}"
    gone = [path for path in made[:-1] if days and path.name < oldest]
    for path in gone:
        path.unlink(missing_ok=True)
    return [path.name for path in gone]


def clear_away(folder: Path, now: datetime) -> None:
    """Delete what backups that were killed left in a folder a day ago or earlier."""
    for path in folder.glob(f"{WORKING}*"):
        if path.stat().st_mtime < now.timestamp() - timedelta(days=1).total_seconds():
            shutil.rmtree(path, ignore_errors=True)


def restore(config: Config, path: Path, *, force: bool = False, key: Path | None = None) -> list[Path]:
    """Replace the configured database and files by those of an archive; ``key`` is the file that decrypts it.

    Returns the new paths of what was beside the database and is set aside.

    Raises BackupError when the archive is damaged or of a newer Dabir, when Dabir is running, and, unless `force` is
    set, when there is a database or a file already. Nothing is changed until the archive has been read to its end.
    """
    database = database_of(config.database.url.get_secret_value())
    files = config.storage.files
    for left in files.glob(f"{RESTORING}*"):
        # A restoration that was killed has left what it had unpacked.
        shutil.rmtree(left, ignore_errors=True)
    occupied = database.exists() or (files.is_dir() and any(files.iterdir()))
    # The folder of files may be a volume of its own, which can't be renamed, and is the one place with room for them.
    try:
        files.mkdir(parents=True, exist_ok=True)
        working = tempfile.TemporaryDirectory(prefix=RESTORING, dir=files)
    except OSError as error:
        raise BackupError(f"{files} cannot be written to: {error.strerror}.") from None
    with working as folder:
        unpacked = Path(folder)
        _unpack(path, unpacked, key)
        made = _check_manifest(unpacked / MANIFEST, database.kind)
        database.check(unpacked / DATABASE)
        if (version := database.version(unpacked / DATABASE)) and not schema.knows(version):
            raise BackupError(f"The archive is of a newer Dabir (schema {version}). Install that version first.")
        if not force and occupied:
            raise BackupError("There is a database or a file already. --force puts the archive in its place.")
        try:
            with _noted(files / UNFINISHED, path, database):
                # Until the database is replaced, the files of both are there.
                kept = _put(unpacked / FILES, files)
                aside = database.replace(unpacked / DATABASE, made)
        except OSError as error:
            raise BackupError(f"The backup was not restored: {error.strerror or error}.") from error
        # A database or the backups may lie in the same folder.
        for path in FileStore(files).files():
            if path not in kept:
                path.unlink()
        return aside


@contextmanager
def _noted(note: Path, archive: Path, database: Database) -> Iterator[None]:
    """Note a restoration during a block. The note stays after a kill, and after an error that leaves no database."""
    with note.open("w", encoding="utf-8") as file:
        file.write(str(archive.absolute()))
        file.flush()
        os.fsync(file.fileno())
    # Whoever restored, perhaps as root, the account that Dabir runs under has to see it.
    note.chmod(0o644)
    sync_folder(note.parent)
    try:
        yield
    except BaseException:
        if database.exists():
            note.unlink()
        raise
    note.unlink()
    sync_folder(note.parent)


def unfinished(files: Path) -> str | None:
    """Return a sentence for the operator about a restoration that was begun and never ended, None without one."""
    note = files / UNFINISHED
    try:
        archive = note.read_text(encoding="utf-8") or "ARCHIVE"
    except (FileNotFoundError, PermissionError):
        # A folder that is closed to this account is told by what needs it.
        return None
    told = f"the restoration of {archive} is not finished: give dabir restore --force {archive} again"
    return f"{told}, or delete {note.absolute()} to go on with what is there"


def _put(source: Path, target: Path) -> set[Path]:
    """Move all files of a folder into another that is on the same volume; returns their new paths."""
    moved = set[Path]()
    for path in sorted(source.rglob("*")):
        place = target / path.relative_to(source)
        if path.is_dir():
            place.mkdir(parents=True, exist_ok=True)
            continue
        place.parent.mkdir(parents=True, exist_ok=True)
        path.replace(place)
        moved.add(place)
    for folder in {target, *(path.parent for path in moved)}:
        sync_folder(folder)
    return moved


async def restore_alone(config: Config, path: Path, *, force: bool = False, key: Path | None = None) -> list[Path]:
    """Restore as ``restore`` does, and keep Dabir from starting meanwhile. Raises BackupError, also while it runs."""
    async with AsyncExitStack() as stack:
        try:
            await stack.enter_async_context(sole_process(config.database.url.get_secret_value(), patience=0))
        except InUseError as error:
            raise BackupError(str(error)) from None
        except (DatabaseError, OSError) as error:
            raise BackupError(f"The database does not answer: {cause(error)}.") from None
        return restore(config, path, force=force, key=key)


def _unpack(path: Path, folder: Path, key: Path | None) -> None:
    if not path.is_file():
        raise BackupError(f"There is no file {path}.")
    try:
        with ExitStack() as stack:
            source: BinaryIO = stack.enter_context(path.open("rb"))
            if is_encrypted(path):
                if key is None:
                    raise BackupError(f"{path} is encrypted: name the file of its secret key by --key.")
                source = stack.enter_context(decrypted(source, read_keys(key)))
            plain = stack.enter_context(gzip.open(source))
            with tarfile.open(fileobj=plain, mode="r|") as archive:
                archive.extractall(folder, filter="data")
            # The end of the archive holds the sum by which all before it is known to be whole.
            while plain.read(PIECE):
                pass
    except (OSError, EOFError, tarfile.TarError, zlib.error) as error:
        raise BackupError(f"{path} cannot be read as a backup: {error}.") from error


def _check_manifest(manifest: Path, kind: str) -> datetime:
    """Return the moment of the backup. Raises BackupError for one that can't be restored here."""
    try:
        manifest_fields = json.loads(manifest.read_text(encoding="utf-8"))
        made_by, database = manifest_fields["format"], manifest_fields["database"]
        made = datetime.fromisoformat(manifest_fields["made"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise BackupError("The archive is not one of Dabir's backups: it has no manifest.") from error
    if made_by != FORMAT:
        raise BackupError(f"The archive has format {made_by}; this Dabir reads format {FORMAT}.")
    if database != kind:
        raise BackupError(f"The archive holds a {database} database, the configuration names a {kind} one.")
    return made
