"""All that is kept of one person, as a zip: a JSON file a table, and the files that their rows name."""

import mimetypes
import zipfile
from collections.abc import Collection, Mapping
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Table, or_, select

from domain.json_text import dumps
from models.base import Base, table_of
from models.database import Database, Session
from models.tables.conversations import Conversation, Draft
from models.tables.forms import FilledForm, FormRow
from models.tables.organisation import Audit
from models.tables.people import Account, Person
from models.tables.queues import Inbox, Job, Outbox, StoredFile
from services import audit
from services.accounts import identity
from services.accounts.identity import Identity
from services.context import ActionContext
from services.file_sweep import digests
from services.organisation import Organisation, Store

OWN = ("person_id", "author_id", "deputy_id", "assignee_id", "asked_by", "account_id")
"""The columns by which a row is about a person; by the others a person made or decided on what is another's."""


class PersonalData(NamedTuple):
    """A written archive: its rows by table, its files, and the names of files that are not in the store any more."""

    rows: Mapping[str, int]
    files: int
    missing: int


async def export(db: Database, organisation: Organisation, person_id: int, target: Path) -> PersonalData:
    """Write the archive of a person; it is of one moment, and only its owner may read it. Raises OSError."""
    async with db.snapshot() as session:
        known = await identity.of_person(session, person_id)
        tables = await rows_about(session, known)
        acts = await _acts(session, person_id)
        named = digests(dumps(plain(rows)) for rows in tables.values())
        kept = await session.execute(select(StoredFile.hash, StoredFile.mime).where(StoredFile.hash.in_(named)))
        files = dict(kept.all())
    counts = {name: len(rows) for name, rows in tables.items()}
    # Before the archive, so that no copy is ever there without a trace.
    async with db.write() as session:
        context = ActionContext(session, organisation, None, organisation.clock.now())
        audit.record(context, "export_person", "person", person_id, rows=sum(counts.values()), files=len(files))
    missing = _write(target, {**tables, "acts": acts}, files, organisation.store)
    return PersonalData(counts, len(files) - missing, missing)


async def rows_about(session: Session, known: Identity) -> dict[str, list[dict[str, Any]]]:
    """The rows about a person by table, for those that have any."""
    drafts = select(Draft.id).where(Draft.person_id == known.person_id)
    filled = select(FilledForm.id).where(FilledForm.person_id == known.person_id)
    of_person = (Audit.subject == "person") & (Audit.subject_id == known.person_id)
    more: dict[str, ColumnElement[bool]] = {
        table_of(Person).name: Person.id == known.person_id,
        table_of(Inbox).name: Inbox.chat.in_(known.chats),
        table_of(Outbox).name: Outbox.chat.in_(known.chats),
        table_of(Job).name: Job.chat.in_(known.chats),
        table_of(Conversation).name: Conversation.chat.in_(known.chats),
        table_of(FormRow).name: or_(FormRow.draft_id.in_(drafts), FormRow.filled_id.in_(filled)),
        table_of(Audit).name: of_person,
    }
    accounts = select(Account.id).where(Account.person_id == known.person_id)
    found = {}
    for table in Base.metadata.sorted_tables:
        about = [column == known.person_id for column in _to_people(table) if column.name in OWN]
        about += [table.c.account_id.in_(accounts)] if "account_id" in table.c else []
        about += [more[table.name]] if table.name in more else []
        if about:
            rows = await session.execute(select(table).where(or_(*about)).order_by(*table.primary_key))
            if listed := [dict(row) for row in rows.mappings()]:
                found[table.name] = listed
    return found


async def _acts(session: Session, person_id: int) -> list[dict[str, Any]]:
    """Name the rows that a person only made or decided on: what they say is of others."""
    acts = []
    for table in Base.metadata.sorted_tables:
        for column in _to_people(table):
            if column.name not in OWN:
                keys = await session.execute(select(*table.primary_key).where(column == person_id))
                acts += [{"table": table.name, "row": list(key), "as": column.name} for key in keys]
    return acts


def _to_people(table: Table) -> Collection[Any]:
    people = table_of(Person)
    return [column for column in table.columns if any(key.column.table is people for key in column.foreign_keys)]


def _write(target: Path, tables: Mapping[str, list[dict[str, Any]]], files: Mapping[str, str], store: Store) -> int:
    """Write the archive beside its place, then put it there; return how many files were missing."""
    target.parent.mkdir(parents=True, exist_ok=True)
    unfinished = target.with_name(f".{target.name}.part")
    missing = 0
    try:
        with unfinished.open("wb") as out, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
            unfinished.chmod(0o600)
            for name, rows in tables.items():
                archive.writestr(f"{name}.json", dumps(plain(rows)))
            for digest, mime in sorted(files.items()):
                try:
                    data = store.read(digest)
                except FileNotFoundError:
                    missing += 1
                else:
                    archive.writestr(f"files/{digest}{mimetypes.guess_extension(mime) or ''}", data)
        unfinished.replace(target)
    finally:
        unfinished.unlink(missing_ok=True)
    return missing


def plain(value: Any) -> Any:
    """The JSON of a row: moments and days as ISO 8601."""
    if isinstance(value, dict):
        return {name: plain(one) for name, one in value.items()}
    if isinstance(value, list | tuple):
        return [plain(one) for one in value]
    if isinstance(value, datetime | date):
        return value.isoformat()
    return value.value if isinstance(value, StrEnum) else value
