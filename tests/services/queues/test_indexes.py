"""Partial indexes and the queries that they are for, whose conditions must stand as values and not as parameters."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import event, insert

from domain.chat.incoming import Incoming, IncomingKind
from models.database import Database, Session
from models.tables.queues import Inbox, InboxState, Outbox, OutboxState
from services.messaging import lost_messages
from services.messaging import outbox as messages
from services.queues import inbox, outbox

NOW = datetime(2019, 10, 5, 14, 30, tzinfo=UTC)


async def fill(db: Database) -> None:
    """Insert thousands of rows that have ended, as after some days, and some messages that wait."""
    sent: dict[str, Any] = {"platform": "telegram", "created_at": NOW}
    done: dict[str, Any] = {"state": InboxState.DONE, "platform": "telegram", "raw": "{}", "arrived": 0.0}
    many = range(3000)
    rows = [
        {
            **sent,
            "chat": f"telegram:{n % 50}",
            "message_id": n,
            "group_key": f"deadline:{n}",
            "state": OutboxState.SENT if n % 10 else OutboxState.PENDING,
        }
        for n in many
    ]
    async with db.write() as session:
        await session.execute(insert(Outbox), rows)
        await session.execute(insert(Inbox), [{**done, "chat": f"telegram:{n % 50}", "update_id": n} for n in many])


async def plans(db: Database, ask: Callable[[Database, Session], Awaitable[Any]]) -> str:
    """Collect the plans of all statements that query something."""
    asked: list[tuple[str, Any]] = []

    def hear(connection: Any, cursor: Any, statement: str, parameters: Any, *_: Any) -> None:
        if statement.startswith(("SELECT", "UPDATE")):
            asked.append((statement, parameters))

    engines = {db._writer.sync_engine, db._reader.sync_engine}
    await fill(db)
    async with db.write() as session:
        if not db.sqlite:
            await (await session.connection()).exec_driver_sql("ANALYZE")
        for engine in engines:
            event.listen(engine, "before_cursor_execute", hear)
        await ask(db, session)
        for engine in engines:
            event.remove(engine, "before_cursor_execute", hear)
        explain = "EXPLAIN QUERY PLAN" if db.sqlite else "EXPLAIN"
        connection = await session.connection()
        rows = [await connection.exec_driver_sql(f"{explain} {words}", values) for words, values in asked]
        return "\n".join(str(row[-1]) for found in rows for row in found)


async def taken_back(db: Database, session: Session) -> None:
    await messages.cancel(session, ["deadline:1"], "superseded")


async def tapped(db: Database, session: Session) -> None:
    await outbox.texts_shown(session, [("telegram:1", 5), ("telegram:2", 9)])


async def restored(db: Database, session: Session) -> None:
    presses = [Incoming(IncomingKind.TAP, chat, chat, at, NOW) for chat, at in (("telegram:1", 5), ("telegram:2", 9))]
    await lost_messages.lost(session, 100, presses)


async def due(db: Database, session: Session) -> None:
    await outbox.claim(session, "telegram", NOW, 1000.0, (), 100)


async def heads(db: Database, session: Session) -> None:
    await inbox.claim(session, 64, ("telegram",))


async def files(db: Database, session: Session) -> None:
    await inbox.waiting_for_files(session, "telegram", (), 16)


async def taps(db: Database, session: Session) -> None:
    await inbox.taps_behind_files(session, "telegram", 1000.0)


@pytest.mark.ci
@pytest.mark.parametrize(
    ("ask", "index"),
    [
        (taken_back, "ix_outbox_batch"),
        (tapped, "ix_outbox_chat_message_id"),
        (restored, "ix_outbox_target_id"),
        (due, "ix_outbox_pending"),
        (heads, "ix_inbox_open"),
        (files, "ix_inbox_open"),
        (taps, "ix_inbox_open"),
    ],
)
async def test_a_question_finds_its_index(db: Database, ask: Any, index: str) -> None:
    found = await plans(db, ask)
    assert index in found
    # An index of every row that ever came finds the same rows, and takes longer from day to day.
    assert "sqlite_autoindex" not in found
    assert "Seq Scan on inbox" not in found
    assert "uq_inbox" not in found
