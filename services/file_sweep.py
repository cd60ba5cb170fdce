"""Sweep of the file store: files that no row names any more go, after some days in which a row may still come.

Every cell of every table that may hold a content hash is read, so that no table has to tell which files it needs: a
reference that nobody thought of keeps its file.
"""

import asyncio
import re
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row, Table, Text, cast, delete, literal, select, tuple_
from sqlalchemy.types import JSON, Enum, String

from domain.dates.clock import within
from models.base import Base
from models.database import Database, Session
from models.tables.queues import StoredFile
from services import facts
from services.organisation import Store

DIGEST = re.compile(r"[0-9a-f]{64}")
PIECE = 500
"""The rows that are read at once."""
SWEPT = "file_sweep"
"""The fact that keeps when the last sweep was, ``at``."""


async def sweep_daily(db: Database, store: Store, days: int, now: datetime, seconds: float) -> int:
    """Sweep files that were stored ``days`` ago, 0 for none, unless that was done within a day; count them."""
    async with db.read() as session:
        last = await facts.get(session, SWEPT)
    if not days or (last and within(timedelta(days=1), datetime.fromisoformat(last["at"]), now)):
        return 0
    swept = await sweep(db, store, seconds - timedelta(days=days).total_seconds())
    async with db.write() as session:
        await facts.put(session, SWEPT, {"at": now.isoformat()})
    return swept


async def sweep(db: Database, store: Store, before: float) -> int:
    """Delete the files that were stored before a moment, in seconds since 1970, and that no row names; count them."""
    aged = await asyncio.to_thread(store.stored_before, before)
    # All rows are read as of one moment: a name may move from one that is still to be read to one that was.
    async with db.snapshot() as session:
        unnamed = aged - await _named(session, aged)
    swept = 0
    for digest in sorted(unnamed):
        async with db.write() as session:
            await session.execute(delete(StoredFile).where(StoredFile.hash == digest))
        swept += await asyncio.to_thread(store.discard, digest, before)
    return swept


async def kept_files(session: Session) -> list[str]:
    """The hashes of the files that have come and were not swept."""
    return list(await session.scalars(select(StoredFile.hash)))


async def _named(session: Session, wanted: set[str]) -> set[str]:
    """Those of some content hashes that any row names."""
    found: set[str] = set()
    for table in Base.metadata.sorted_tables if wanted else ():
        if table.name != StoredFile.__tablename__:
            found |= await _named_in(session, table, wanted)
    return found


async def _named_in(session: Session, table: Table, wanted: set[str]) -> set[str]:
    key, cells = list(table.primary_key), [cast(column, Text) for column in table.columns if _may_hold(column.type)]
    found: set[str] = set()
    query = select(*key, *cells).order_by(*key).limit(PIECE)
    rows: Sequence[Row[Any]] = ()
    while cells:
        after = [literal(value, column.type) for value, column in zip(rows[-1] if rows else (), key, strict=False)]
        rows = (await session.execute(query.where(tuple_(*key) > tuple_(*after)) if after else query)).all()
        found |= wanted.intersection(digests(cell for row in rows for cell in row[len(key) :] if cell))
        if len(rows) < PIECE:
            break
    return found


def _may_hold(kind: object) -> bool:
    if isinstance(kind, JSON):
        return True
    return isinstance(kind, String) and not isinstance(kind, Enum) and (kind.length is None or kind.length >= 64)


def digests(cells: Iterable[str]) -> set[str]:
    """Find what may be content hashes in some texts."""
    return {digest for cell in cells for digest in DIGEST.findall(cell)}
