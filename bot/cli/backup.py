"""Backup: one archive of the database and the files, made while Dabir runs and restored while it does not.

The database comes first: files are stored by content hash and never change, so every row of the snapshot has its
file when the files are read after it.
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

FORMAT = 1
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
            if config.storage.files.is_dir():
                archive.add(config.storage.files, FILES)
        with unfinished.open("rb") as written:
            os.fsync(written.fileno())
        # The archive holds names and phone numbers, so only its owner may read it.
        unfinished.chmod(0o600)
        unfinished.replace(path)
    return path


def restore(config: Config, path: Path, *, force: bool = False) -> None:
    """Replace the configured database and files by those of an archive.

    Raises BackupError when the archive is damaged, when Dabir is running, and, unless `force` is set, when
    there is a database or a file already. Nothing is changed until the archive has been read to its end.
    """
    database = database_of(config.database.url.get_secret_value())
    files = config.storage.files
    files.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".dabir-restore-", dir=files.parent) as folder:
        unpacked = Path(folder)
        _unpack(path, unpacked)
        _check_manifest(unpacked / MANIFEST, database.kind)
        if not force and (database.exists() or (files.is_dir() and any(files.iterdir()))):
            raise BackupError("There is a database or a file already. --force puts the archive in its place.")
        database.replace(unpacked / DATABASE)
        if files.exists():
            files.rename(unpacked / "replaced")
        (unpacked / FILES).mkdir(exist_ok=True)
        (unpacked / FILES).rename(files)


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
