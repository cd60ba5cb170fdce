"""Backup: one archive of the database and the files, made while Dabir runs and restored while it does not.

The database comes first: files are stored by content hash and never change, so every row of the snapshot has its
file when the files are read after it. Only these are read: others may be coming in, or going, at that moment.
"""

import json
import os
import tarfile
import tempfile
from contextlib import AsyncExitStack
from datetime import datetime
from pathlib import Path

from bot.cli.database_dump import BackupError, database_of
from bot.settings.config import Config
from models.database import DatabaseError, cause
from models.process_lock import InUseError, sole_process
from services.file_store import FileStore, sync_folder

FORMAT = 1
RESTORING = ".dabir-restore-"
MANIFEST, DATABASE, FILES = "manifest.json", "database", "files"


def back_up(config: Config, target: Path, now: datetime) -> Path:
    """Write the archive and return its path; `target` is a folder, made if need be, or the archive's own name.

    Only its owner may read it, and it gets its name only when all of it is on the disk. Raises BackupError.
    """
    path = target if target.name.endswith(".tar.gz") else target / f"dabir-{now:%Y%m%d-%H%M%S}.tar.gz"
    database = database_of(config.database.url.get_secret_value())
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise BackupError(f"{path.parent} is no folder and cannot be made one: {error.strerror}.") from None
    with tempfile.TemporaryDirectory(prefix=".dabir-backup-", dir=path.parent) as folder:
        snapshot, manifest, unfinished = (Path(folder) / name for name in (DATABASE, MANIFEST, path.name))
        database.save(snapshot)
        manifest_fields = {"format": FORMAT, "made": now.isoformat(), "database": database.kind}
        manifest.write_text(json.dumps(manifest_fields), encoding="utf-8")
        with tarfile.open(unfinished, "w:gz") as archive:
            archive.add(manifest, MANIFEST)
            archive.add(snapshot, DATABASE)
            store = FileStore(config.storage.files)
            for digest in sorted(database.digests(snapshot)):
                # A word may only look like a hash.
                if (file := store.path(digest)).is_file():
                    archive.add(file, f"{FILES}/{file.relative_to(config.storage.files)}")
        with unfinished.open("rb") as written:
            os.fsync(written.fileno())
        # The archive holds names and phone numbers, so only its owner may read it.
        unfinished.chmod(0o600)
        unfinished.replace(path)
    sync_folder(path.parent)
    return path


def restore(config: Config, path: Path, *, force: bool = False) -> None:
    """Replace the configured database and files by those of an archive.

    Raises BackupError when the archive is damaged, when Dabir is running, and, unless `force` is set, when
    there is a database or a file already. Nothing is changed until the archive has been read to its end.
    """
    database = database_of(config.database.url.get_secret_value())
    files = config.storage.files
    occupied = database.exists() or (files.is_dir() and any(files.iterdir()))
    files.mkdir(parents=True, exist_ok=True)
    # The folder of files may be a volume of its own, which can't be renamed, and is the one place with room for them.
    with tempfile.TemporaryDirectory(prefix=RESTORING, dir=files) as folder:
        unpacked = Path(folder)
        _unpack(path, unpacked)
        _check_manifest(unpacked / MANIFEST, database.kind)
        if not force and occupied:
            raise BackupError("There is a database or a file already. --force puts the archive in its place.")
        # Until the database is replaced, the files of both are there.
        kept = _put(unpacked / FILES, files)
        database.replace(unpacked / DATABASE)
        for path in files.rglob("*"):
            if path.is_file() and not path.is_relative_to(unpacked) and path not in kept:
                path.unlink()


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


async def restore_alone(config: Config, path: Path, *, force: bool = False) -> None:
    """Restore as ``restore`` does, and keep Dabir from starting meanwhile. Raises BackupError, also while it runs."""
    async with AsyncExitStack() as stack:
        try:
            await stack.enter_async_context(sole_process(config.database.url.get_secret_value(), patience=0))
        except InUseError as error:
            raise BackupError(str(error)) from None
        except (DatabaseError, OSError) as error:
            raise BackupError(f"The database does not answer: {cause(error)}.") from None
        restore(config, path, force=force)


def _unpack(path: Path, folder: Path) -> None:
    if not path.is_file():
        raise BackupError(f"There is no file {path}.")
    try:
        with tarfile.open(path, "r:gz") as archive:
            archive.extractall(folder, filter="data")
    except (OSError, EOFError, tarfile.TarError) as error:
        raise BackupError(f"{path} cannot be read as a backup: {error}.") from error


def _check_manifest(manifest: Path, kind: str) -> None:
    try:
        manifest_fields = json.loads(manifest.read_text(encoding="utf-8"))
        made_by, database = manifest_fields["format"], manifest_fields["database"]
    except (OSError, ValueError, KeyError) as error:
        raise BackupError("The archive is not one of Dabir's backups: it has no manifest.") from error
    if made_by != FORMAT:
        raise BackupError(f"The archive has format {made_by}; this Dabir reads format {FORMAT}.")
    if database != kind:
        raise BackupError(f"The archive holds a {database} database, the configuration names a {kind} one.")
