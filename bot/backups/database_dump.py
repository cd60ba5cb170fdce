"""Dump a database to one file and restore it: SQLite by its own backup, PostgreSQL by its own programs."""

import os
import shutil
import sqlite3
import subprocess
from contextlib import ExitStack, closing
from datetime import datetime
from itertools import count, takewhile
from pathlib import Path
from typing import Protocol

from models import address
from models.address import DatabaseAddress
from models.process_lock import HOLDER
from services.file_sweep import digests
from services.files.file_store import sync_folder
from services.messaging.lost_messages import RESTORED

_QUERY = {
    "ssl": "PGSSLMODE",
    "sslmode": "PGSSLMODE",
    "sslrootcert": "PGSSLROOTCERT",
    "sslcert": "PGSSLCERT",
    "sslkey": "PGSSLKEY",
    "host": "PGHOST",
    "port": "PGPORT",
    "passfile": "PGPASSFILE",
}
"""The variables of PostgreSQL's programs by the names that stand in an address's query."""
_NOTED = (
    # Every word of it is our own.
    f"INSERT INTO {{schema}}.facts (name, value) SELECT '{RESTORED}', {{value}} FROM {{schema}}.outbox WHERE true"  # noqa: S608
    " ON CONFLICT (name) DO UPDATE SET value = excluded.value"
)
_NOTE_ON_POSTGRES = (
    "DO $$ BEGIN IF to_regclass('public.facts') IS NOT NULL AND to_regclass('public.outbox') IS NOT NULL THEN "
    + _NOTED.format(value="json_build_object('row', coalesce(max(id), 0), 'made', '{made}')", schema="public")
    + "; END IF; END $$"
)
END_OF_ROWS = "\\."
"""The line of a dump of PostgreSQL that ends the rows of a table."""
IN_USE = "The database is in use. Stop Dabir first."


class BackupError(Exception):
    """A backup or a restoration that failed, with one sentence for the operator."""


class Database(Protocol):
    """A database that can be dumped and restored. Each method raises BackupError when it fails."""

    kind: str

    def save(self, target: Path) -> None:
        """Write a consistent snapshot of the database, even while others write to it."""
        ...

    def digests(self, snapshot: Path) -> set[str]:
        """Find the content hashes that the rows of a snapshot name, whatever its schema is."""
        ...

    def kept_files(self, snapshot: Path) -> set[str]:
        """Find the content hashes of the files that are kept by the rows of a snapshot; none in an old schema."""
        ...

    def exists(self) -> bool:
        """Tell whether there is anything that `replace` would destroy."""
        ...

    def check(self, snapshot: Path) -> None:
        """Look whether a snapshot is there and sound, as far as that can be told before it replaces anything."""
        ...

    def version(self, snapshot: Path) -> str:
        """Return the version of a snapshot's schema, "" where it has none."""
        ...

    def replace(self, snapshot: Path, made: datetime) -> list[Path]:
        """Replace the database by a snapshot of some moment, completely or not at all, if nobody uses it.

        Returns the new paths of what belonged to another database and was set aside.
        """
        ...


def database_of(url: str) -> Database:
    """Make the dumper of a database by its address, as the configuration allows it."""
    database_address = address.parse(url)
    return Sqlite(database_address) if database_address.kind == Sqlite.kind else Postgres(database_address)


class Sqlite:
    """A SQLite database in a file."""

    kind = "sqlite"

    def __init__(self, database_address: DatabaseAddress) -> None:
        if database_address.file is None:
            raise BackupError("A database in memory cannot be kept.")
        self.file = database_address.file

    def save(self, target: Path) -> None:
        if not self.file.is_file():
            raise BackupError(f"There is no database at {self.file}.")
        with closing(_read_only(self.file)) as running, closing(sqlite3.connect(target)) as copy:
            running.backup(copy)

    def digests(self, snapshot: Path) -> set[str]:
        found = set[str]()
        with closing(_read_only(snapshot)) as copy:
            for table in _tables(copy):
                for row in copy.execute(f'SELECT * FROM "{table}"'):  # noqa: S608 - the database's own name
                    found |= digests(cell for cell in row if isinstance(cell, str))
        return found

    def kept_files(self, snapshot: Path) -> set[str]:
        with closing(_read_only(snapshot)) as copy:
            if "files" not in _tables(copy):
                return set()
            return {digest for (digest,) in copy.execute("SELECT hash FROM files")}

    def exists(self) -> bool:
        return any(path.exists() for path in (self.file, *self._logs()))

    def check(self, snapshot: Path) -> None:
        try:
            with closing(_read_only(snapshot)) as copy:
                (verdict,) = copy.execute("PRAGMA quick_check").fetchone()
        except sqlite3.DatabaseError as error:
            raise BackupError(f"The database in the archive is damaged: {error}.") from error
        if verdict != "ok":
            raise BackupError(f"The database in the archive is damaged: {verdict}.")

    def version(self, snapshot: Path) -> str:
        with closing(_read_only(snapshot)) as copy:
            there = "alembic_version" in _tables(copy)
            row = copy.execute("SELECT version_num FROM alembic_version").fetchone() if there else None
        return row[0] if row else ""

    def replace(self, snapshot: Path, made: datetime) -> list[Path]:
        self.check(snapshot)
        self.file.parent.mkdir(parents=True, exist_ok=True)
        beside = self.file.with_name(f"{self.file.name}.restored")
        try:
            # Noted before it is copied: a log beside the copy, left by a kill, would be played into the next one.
            self._note_restoration(snapshot, made)
            # A disk without room for it is told before anything changes.
            shutil.copyfile(snapshot, beside)
            with beside.open("rb") as written:
                os.fsync(written.fileno())
            # SQLite deletes the log beside an empty file, which may be all that is left of a database.
            if self.file.exists() and self.file.stat().st_size:
                self._fold_up()
            # It would play a log that is left into the snapshot.
            aside = []
            with ExitStack() as undo:
                for log in self._logs():
                    if log.exists():
                        aside.append(_set_aside(log))
                        undo.callback(aside[-1].rename, log)
                sync_folder(self.file.parent)
                beside.replace(self.file)
                undo.pop_all()
        finally:
            beside.unlink(missing_ok=True)
        sync_folder(self.file.parent)
        return aside

    @staticmethod
    def _note_restoration(file: Path, made: datetime) -> None:
        """Note where the rows end that come back: what the chats show of later ones names nothing any more."""
        try:
            with closing(sqlite3.connect(file)) as copy, copy:
                if {"facts", "outbox"} <= _tables(copy):
                    noted = "json_object('row', coalesce(max(id), 0), 'made', ?)"
                    copy.execute(_NOTED.format(value=noted, schema="main"), (made.isoformat(),))
        except sqlite3.Error as error:
            raise BackupError(f"The backup was not restored: {error}.") from error

    def _logs(self) -> list[Path]:
        return [self.file.with_name(f"{self.file.name}{ending}") for ending in ("-wal", "-shm", "-journal")]

    def _fold_up(self) -> None:
        """Remove the write-ahead log, which SQLite does only for a connection that is alone. Raises BackupError."""
        with closing(sqlite3.connect(self.file, timeout=0)) as alone:
            try:
                alone.execute("PRAGMA journal_mode=DELETE")
            except sqlite3.OperationalError as error:
                raise BackupError(IN_USE) from error
            except sqlite3.DatabaseError:
                # What is to be replaced is no database any more, and its log belongs to nothing.
                return


class Postgres:
    """A PostgreSQL database, by pg_dump and psql."""

    kind = "postgresql"

    def __init__(self, database_address: DatabaseAddress) -> None:
        variables = {
            "PGHOST": database_address.host,
            "PGPORT": database_address.port,
            "PGUSER": database_address.user,
            "PGPASSWORD": database_address.password,
            "PGDATABASE": database_address.name,
        }
        self._address = {name: str(value) for name, value in variables.items() if value is not None}
        # pg_dump and psql read from variables what asyncpg reads from the address.
        for name, value in database_address.query.items():
            if variable := _QUERY.get(name):
                self._address[variable] = value

    def save(self, target: Path) -> None:
        self._run("pg_dump", "--no-owner", "--no-privileges", "--file", str(target))

    def digests(self, snapshot: Path) -> set[str]:
        with snapshot.open(encoding="utf-8") as lines:
            return digests(lines)

    def kept_files(self, snapshot: Path) -> set[str]:
        with snapshot.open(encoding="utf-8") as lines:
            for line in lines:
                if line.startswith("COPY public.files (hash,"):
                    return {row.partition("\t")[0] for row in takewhile(lambda row: row.strip() != END_OF_ROWS, lines)}
        return set()

    def exists(self) -> bool:
        return self._count("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'") > 0

    def check(self, snapshot: Path) -> None:
        if not snapshot.is_file():
            raise BackupError("The archive holds no database.")

    def version(self, snapshot: Path) -> str:
        with snapshot.open(encoding="utf-8") as lines:
            table = next((line for line in lines if line.startswith("COPY public.alembic_version ")), "")
            version = next(lines, "").strip() if table else ""
        return "" if version == END_OF_ROWS else version

    def replace(self, snapshot: Path, made: datetime) -> list[Path]:
        self.check(snapshot)
        others = (
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"  # noqa: S608 - it is our own name
            f" AND backend_type = 'client backend' AND pid <> pg_backend_pid() AND application_name <> '{HOLDER}'"
        )
        if self._count(others):
            raise BackupError(IN_USE)
        emptied = "DROP SCHEMA public CASCADE; CREATE SCHEMA public"
        noted = _NOTE_ON_POSTGRES.format(made=made.isoformat())
        self._psql("--single-transaction", "--command", emptied, "--file", str(snapshot), "--command", noted)
        return []

    def _count(self, query: str) -> int:
        return int(self._psql("--no-align", "--tuples-only", "--command", query))

    def _psql(self, *arguments: str) -> str:
        return self._run("psql", "--no-psqlrc", "--quiet", "--set", "ON_ERROR_STOP=1", *arguments)

    def _run(self, program: str, *arguments: str) -> str:
        """Run a program; its password goes by the environment, for everyone on the machine sees arguments."""
        path = shutil.which(program)
        if path is None:
            raise BackupError(f"{program} is not installed (on Debian: apt install postgresql-client).")
        done = subprocess.run(  # noqa: S603 - the program is one of two, and no shell reads the arguments
            [path, *arguments], env=os.environ | self._address, capture_output=True, text=True, check=False
        )
        if done.returncode:
            raise BackupError(f"{program} failed: {done.stderr.strip()}")
        return done.stdout


def _set_aside(path: Path) -> Path:
    """Rename a file to a name that nothing has yet, and return it."""
    names = (path.with_name(f"{path.name}.aside{number or ''}") for number in count())
    free = next(name for name in names if not name.exists())
    return path.rename(free)


def _tables(connection: sqlite3.Connection) -> set[str]:
    return {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}


def _read_only(file: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True)
