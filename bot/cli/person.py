"""One person's data for an operator: erased, or handed out."""

import contextlib
import sqlite3
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

from bot.app import organisation_of
from bot.settings.config import Config
from domain.dates.clock import SystemClock
from models import address
from models.database import Database, DatabaseError, cause
from services import office_settings
from services.accounts import forgetting, identity, personal_data, unfinished_erasures
from services.accounts.forgetting import Forgotten, KeptFile
from services.accounts.identity import Candidate
from services.accounts.personal_data import PersonalData
from services.errors import Refused
from services.files.file_store import FileStore
from services.organisation import Organisation
from texts.format import voice


class PersonError(Exception):
    """A person who was not found or may not be erased, as a sentence for the operator."""


class _Office(NamedTuple):
    db: Database
    organisation: Organisation


async def meant(config: Config, words: str, *, also_erased: bool = False) -> Candidate:
    """Find the one person that is meant, perhaps one whose erasure is not finished.

    Raises PersonError for nobody, and for several with their ids.
    """
    async with _office(config) as office, office.db.read() as session:
        erased = await unfinished_erasures.find(session, words) if also_erased else []
        ids = {one.id for one in erased}
        found = erased + [one for one in await identity.find(session, words) if one.id not in ids]
    if not found:
        raise PersonError(f"Nobody is {words}. Give an account (telegram:1000), a phone number, a whole name, or #id.")
    if len(found) > 1:
        listed = ", ".join(f"#{one.id} ({one.roles} roles)" for one in found)
        raise PersonError(f"{words} are several people: {listed}. Name one by its #id.")
    return found[0]


async def forget(config: Config, person_id: int, *, dry: bool) -> Forgotten:
    """Erase a person, or count what that would change. Raises PersonError."""
    async with _office(config) as office:
        return await forgetting.forget(office.db, office.organisation, person_id, dry=dry)


async def end_erasure(config: Config, person_id: int) -> None:
    """End an erasure whose deleted pages are gone, too."""
    async with _office(config) as office, office.db.write() as session:
        await unfinished_erasures.end(session, person_id)


async def export(config: Config, person_id: int, target: Path) -> PersonalData:
    """Write all that is kept of a person into an archive. Raises PersonError."""
    async with _office(config) as office:
        return await personal_data.export(office.db, office.organisation, person_id, target)


def compact(config: Config) -> bool:
    """Write SQLite's file anew without what was deleted; returns False where another process holds it."""
    known = address.parse(config.database.url.get_secret_value())
    if known.file is None:
        return True
    try:
        with closing(sqlite3.connect(known.file, timeout=10, isolation_level=None)) as connection:
            connection.execute("VACUUM")
            busy, *_ = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    except sqlite3.OperationalError:
        return False
    return not busy


def file_lines(config: Config, files: Sequence[KeptFile]) -> list[str]:
    """A line for each file with its place in the store, its name, and the table whose rows name it."""
    store = FileStore(config.storage.files)
    return [f"  {store.path(file.hash)}  {file.name or '(no name)'}  ({file.table})" for file in files]


def table_lines(counts: Mapping[str, int]) -> list[str]:
    """A line for each table with its number of rows."""
    return [f"  {name:24} {count:>8}" for name, count in sorted(counts.items())]


@contextlib.asynccontextmanager
async def _office(config: Config) -> AsyncIterator[_Office]:
    """Open the database with the office's settings; the bot may run meanwhile. Raises PersonError."""
    db = Database(config.database.url.get_secret_value())
    organisation = organisation_of(config, SystemClock())
    try:
        async with db.read() as session:
            await office_settings.refresh(session, organisation)
        yield _Office(db, organisation)
    except Refused as refused:
        raise PersonError(voice("en", organisation.zone).plain(refused.text)) from None
    except DatabaseError as error:
        raise PersonError(f"[database] url: {cause(error)}.") from None
    finally:
        await db.close()
