"""Statements over many rows write what SQLAlchemy's own ``executemany`` writes."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import bindparam, insert, select, update

from models.base import table_of
from models.database import Database
from models.many_rows import ManyRows
from models.tables.queues import Lane, Operation, Outbox, OutboxState

OUTBOX = table_of(Outbox)
NOW = datetime(2019, 10, 5, 14, 30, 5, 123, tzinfo=UTC)
ROWS = [
    {"chat": "telegram:1", "lane": Lane.REPLY, "created_at": NOW, "album_ids": None, "media": True, "target_id": None},
    {
        "chat": "bale:2",
        "lane": Lane.BROADCAST,
        "created_at": NOW + timedelta(days=1),
        "album_ids": [7, 8],
        "media": False,
        "target_id": 2**40,
    },
]


async def rows(db: Database) -> list[dict[str, Any]]:
    async with db.read() as session:
        found = await session.execute(select(OUTBOX).order_by(OUTBOX.c.id))
        return [{name: value for name, value in row.items() if name != "id"} for row in found.mappings()]


async def test_an_insert_writes_every_type_and_every_default_as_sqlalchemy_does(db: Database) -> None:
    async with db.write() as session:
        await (await session.connection()).execute(insert(OUTBOX), ROWS)
        await ManyRows(insert(OUTBOX)).execute(session, ROWS)
    first, second, *ours = await rows(db)
    assert ours == [first, second]
    assert (first["state"], first["operation"], first["retry_at"]) == (OutboxState.PENDING, Operation.SEND, 0.0)


async def test_a_change_reaches_its_own_row_and_only_the_columns_that_it_names(db: Database) -> None:
    change = ManyRows(update(OUTBOX).where(OUTBOX.c.id == bindparam("row")))
    async with db.write() as session:
        await ManyRows(insert(OUTBOX)).execute(session, ROWS)
        ids = list(await session.scalars(select(OUTBOX.c.id).order_by(OUTBOX.c.id)))
        await change.execute(session, [{"row": ids[1], "state": OutboxState.SENT, "sent_at": NOW}])
        await change.execute(session, [{"row": row, "reason": f"«{row}»"} for row in ids])
        await change.execute(session, [])
    before, after = await rows(db)
    assert (before["state"], before["sent_at"], before["reason"]) == (OutboxState.PENDING, None, f"«{ids[0]}»")
    assert (after["state"], after["sent_at"], after["reason"]) == (OutboxState.SENT, NOW, f"«{ids[1]}»")
    assert after["album_ids"] == [7, 8]


async def test_a_row_that_lacks_what_the_first_has_is_no_row(db: Database) -> None:
    with pytest.raises(KeyError):
        async with db.write() as session:
            await ManyRows(insert(OUTBOX)).execute(session, [ROWS[0], {"chat": "telegram:3"}])
    assert await rows(db) == []
